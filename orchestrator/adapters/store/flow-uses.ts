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

/** The flows whose published version uses an object. */
export async function flowsThatUse(
  trx: Transaction,
  collection: Collection,
  object: { id: number; name: string },
): Promise<Dependent[]> {
  const key = byName.includes(collection) ? object.name : String(object.id);
  const ids: number[] = await trx('flow_uses').where({ collection, key }).pluck('flow_id');
  const flows = await trx('flows').whereIn('id', ids).orderBy(['sort_name', 'id']).select('id', 'name');
  return flows.map(({ id, name }) => ({ collection: 'flows', id, name, path: 'document' }));
}
