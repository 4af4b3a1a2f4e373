/** phones flow export: a flow of the database as a file. */
import { writeFile } from 'node:fs/promises';
import type { Flow } from '../../../ivr-flows/document.ts';
import type { Store, Stored } from '../../runtime/ports/store.ts';
import { withStore } from '../store.ts';
import { parse, UsageError } from '../verb.ts';
import { fileWords } from './files.ts';
import { flowNamed } from './stored.ts';

export async function exportFlow(args: string[]): Promise<number> {
  const { positionals, values } = parse({
    args,
    allowPositionals: true,
    options: {
      draft: { type: 'boolean', default: false },
      version: { type: 'string' },
      to: { type: 'string' },
    },
  });
  const [name] = positionals;
  if (name === undefined || positionals.length > 1) throw new UsageError('give the name of one flow');
  if (values.draft && values.version !== undefined)
    throw new UsageError('give --draft or --version, not both');
  const version = values.version === undefined ? null : Number(values.version);
  if (version !== null && !(Number.isSafeInteger(version) && version > 0))
    throw new UsageError('--version is a whole number from 1');
  return withStore(async store => {
    const flow = await flowNamed(store, name);
    const document = flow && (await documentOf(store, flow, values.draft ? 'draft' : version));
    if (!document) {
      console.error(flow ? `the flow "${flow.name}" has no such version` : `there is no flow "${name}"`);
      return 1;
    }
    const text = `${JSON.stringify(document, null, 2)}\n`;
    if (values.to === undefined) process.stdout.write(text);
    else return await written(values.to, text);
    return 0;
  });
}

async function written(file: string, text: string): Promise<number> {
  try {
    await writeFile(file, text);
    return 0;
  } catch (cause) {
    console.error(`${file}: ${fileWords(cause, 'en')}`);
    return 1;
  }
}

/** `which` null = the published version, or for want of one the draft. */
async function documentOf(
  store: Store,
  flow: Stored<'flows'>,
  which: 'draft' | number | null,
): Promise<Flow | null> {
  const number = which === null && flow.version > 0 ? flow.version : which;
  if (typeof number === 'number') return (await store.flows.version(flow.id, number))?.document ?? null;
  return (await store.flows.draft(flow.id)).document;
}
