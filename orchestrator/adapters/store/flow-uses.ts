/** What published flows refer to: kept when they are published, so that nobody has to read their documents. */
import type { Flow } from '../../../ivr-flows/document.ts';
import { usesOf } from '../../../ivr-flows/uses.ts';
import type { Collection } from '../../core/configuration/schemas.ts';
import type { Dependent } from '../../runtime/ports/store.ts';
import type { Transaction } from './database.ts';

/** Collections that flows refer to by name; to the others they refer by id. */
const byName: readonly Collection[] = ['prompts', 'connections', 'skills'];

export async function saveUses(trx: Transaction, flowId: number, document: Flow): Promise<void> {
  const rows = Object.entries(usesOf(document)).flatMap(([collection, keys]) =>
    keys.map((key: string | number) => ({ flow_id: flowId, collection, key: String(key) })),
  );
  await trx('flow_uses').where({ flow_id: flowId }).delete();
  await trx.batchInsert('flow_uses', rows, 200);
}

/**
 * The flows that use an object: in their published version (`document`), in a planned publication (`schedule`),
 * in their draft (`draft`). Drafts and plans change often and are asked for rarely: their documents are read.
 */
export async function flowsThatUse(
  trx: Transaction,
  collection: Collection,
  object: { id: number; name: string },
): Promise<Dependent[]> {
  const key = byName.includes(collection) ? object.name : String(object.id);
  const published: number[] = await trx('flow_uses').where({ collection, key }).pluck('flow_id');
  const found = new Map<number, string[]>(published.map(id => [id, ['document']]));
  for (const [table, path] of [
    ['flow_schedule', 'schedule'],
    ['flow_drafts', 'draft'],
  ] as const)
    for (const { flow_id: id, document } of await mentioning(trx, table, key))
      if (uses(JSON.parse(document), collection, key)) found.set(id, [...(found.get(id) ?? []), path]);
  const flows = await trx('flows')
    .whereIn('id', [...found.keys()])
    .orderBy(['sort_name', 'id'])
    .select('id', 'name');
  return flows.flatMap(({ id, name }) =>
    (found.get(id) ?? []).map(path => ({ collection: 'flows' as const, id, name, path })),
  );
}

/** A draft keeps nothing from being deleted or renamed: it is checked before it is published. */
export const isBinding = ({ collection, path }: Dependent): boolean =>
  !(collection === 'flows' && path === 'draft');

/** Documents in whose text the key stands somewhere; a plan that failed is none any more. */
async function mentioning(
  trx: Transaction,
  table: 'flow_schedule' | 'flow_drafts',
  key: string,
): Promise<{ flow_id: number; document: string }[]> {
  const quoted = JSON.stringify(key).slice(1, -1);
  const rows = trx(table).whereRaw('instr(document, ?) > 0', [quoted]).select('flow_id', 'document');
  return table === 'flow_schedule' ? rows.whereNull('problem') : rows;
}

const uses = (document: Flow, collection: Collection, key: string): boolean =>
  Object.entries(usesOf(document)).some(
    ([used, keys]) => used === collection && keys.some((one: string | number) => String(one) === key),
  );
