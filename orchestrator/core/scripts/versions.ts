/** Contacts stay on the version of a script with which they began: one that is replaced is kept as long as one has it. */
import type { Script, ScriptDocument } from '../configuration/scripts.ts';
import type { ScriptView } from '../views.ts';
import type { World } from '../world.ts';
import type { ScriptWork } from './work.ts';

interface Version {
  scriptId: number;
  version: number;
}

const keyOf = ({ scriptId, version }: Version): string => `${scriptId}/${version}`;

/** Null = it is lost (a snapshot without it). */
export function documentOfScript(world: World, work: Version): ScriptDocument | null {
  const now = world.configuration.scripts.get(work.scriptId);
  if (now?.version === work.version) return now.document;
  return world.oldScripts.get(keyOf(work)) ?? null;
}

/** Before the configuration changes. */
export function keepOldScripts(world: World, next: ReadonlyMap<number, Script>): void {
  const kept = new Map<string, ScriptDocument>();
  for (const work of scriptsAtWork(world)) {
    if (next.get(work.scriptId)?.version === work.version) continue;
    const document = documentOfScript(world, work);
    if (document) kept.set(keyOf(work), document);
  }
  world.oldScripts = kept;
}

function* scriptsAtWork({ contacts, sessions }: World): Iterable<ScriptWork> {
  for (const { scripts } of contacts.values()) yield* scripts;
  for (const { wrapUp } of sessions.values()) if (wrapUp?.script) yield wrapUp.script;
}

export function scriptView(world: World, work: ScriptWork | null): ScriptView | null {
  if (!work) return null;
  const { scriptId, version, page, values } = work;
  const name = world.configuration.scripts.get(scriptId)?.name ?? `#${scriptId}`;
  const fields = documentOfScript(world, work)?.pages.flatMap(each => each.fields) ?? [];
  const sensitive = fields.filter(field => field.sensitive).map(field => field.name);
  return { scriptId, version, name, page, values, sensitive };
}
