/** phones flow import: files become drafts, of new flows or of those that have their name. */
import { isPublishable, validate } from '../../../ivr-flows/validate.ts';
import type { Flow } from '../../../ivr-flows/document.ts';
import { Invalid } from '../../runtime/errors.ts';
import type { Store } from '../../runtime/ports/store.ts';
import { withStore } from '../store.ts';
import { parse, UsageError } from '../verb.ts';
import { BadFile, readFlow } from './files.ts';
import { flowNamed } from './stored.ts';

const by = 'command line';

export async function importFlows(args: string[]): Promise<number> {
  const { positionals } = parse({ args, allowPositionals: true, options: {} });
  if (positionals.length === 0) throw new UsageError('give the files of flows');
  return withStore(async store => {
    let failed = false;
    for (const file of positionals) {
      try {
        console.log(`${file}: ${await importFile(store, await readFlow(file))}`);
      } catch (error) {
        if (!(error instanceof BadFile) && !(error instanceof Invalid)) throw error;
        failed = true;
        const problems =
          error instanceof BadFile
            ? error.problems
            : error.problems.map(({ path, message }) => `${path.join('.')} ${message}`);
        for (const problem of problems) console.error(`${file}: ${problem}`);
      }
    }
    return failed ? 1 : 0;
  });
}

/** What was done, in words. */
async function importFile(store: Store, document: Flow): Promise<string> {
  const { name, kind, description } = document;
  const existing = await flowNamed(store, name);
  const publishable = isPublishable(validate(document)) ? '' : ', not yet fit to be published';
  if (!existing) {
    await store.flows.create({ name, kind, description }, document, by);
    return `the flow "${name}" was created with this draft${publishable}`;
  }
  if (existing.kind !== kind || existing.description !== description || existing.name !== name)
    await store.configuration.replace(
      'flows',
      existing.id,
      { ...existing, name, kind, description },
      {},
      by,
      existing.revision,
    );
  const { revision } = await store.flows.draft(existing.id);
  const draft = await store.flows.saveDraft(existing.id, revision, document, by);
  return `the draft of "${name}" has revision ${draft.revision} now${publishable}`;
}
