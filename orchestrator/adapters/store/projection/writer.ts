/** Facts on their way into the tables: each lands once, whatever is repeated or interrupted (F8, F9). */
import type { PlacedFact } from '../../../core/facts.ts';
import { NotFound } from '../../../runtime/errors.ts';
import { type ConnectionOptions, sqlitePath } from '../drivers.ts';
import { repeatLost } from '../failures.ts';
import { type Batch, emptyBatch, loadBatch, saveBatch, tidyBatch } from './batch.ts';
import type { FactLink } from './link.ts';
import { applyFact } from './projections.ts';

export interface FactWriter {
  position(): Promise<number>;
  project(facts: readonly PlacedFact[], upTo: number): Promise<void>;
  close(): Promise<void>;
}

/** Nothing is opened before the first use. One call at a time. */
export async function createFactWriter(options: ConnectionOptions): Promise<FactWriter> {
  const link = await linkTo(options);
  /** What is known of the tables as of position `knownAt`; null after a failure, which may have come after the commit. */
  let known: Batch = emptyBatch();
  let knownAt: number | null = null;

  /** Returns the position afterwards. */
  const projectOnce = (facts: readonly PlacedFact[], upTo: number): Promise<number> =>
    link.transaction(async trx => {
      const position = there(trx.position);
      if (position !== knownAt) known = emptyBatch();
      knownAt = null;
      if (upTo <= position) return position;
      const fresh = facts.filter(({ seq }) => seq > position && seq <= upTo);
      await loadBatch(trx, known, fresh);
      for (const placed of fresh) applyFact(known, placed);
      await saveBatch(trx, known);
      await trx.move(upTo);
      return upTo;
    });

  return {
    position: () => repeatLost(async () => there(await link.position())),
    async project(facts, upTo) {
      const position = await repeatLost(() => projectOnce(facts, upTo));
      tidyBatch(known);
      knownAt = position;
    },
    close: () => link.close(),
  };
}

/** Each driver is loaded only where it is used. */
async function linkTo(options: ConnectionOptions): Promise<FactLink> {
  if (options.database.kind === 'sqlite')
    return (await import('./sqlite.ts')).openSqlite(sqlitePath(options));
  return (await import('./mysql.ts')).openMysql(options.database.url);
}

function there(position: number | null): number {
  if (position === null) throw new NotFound('the position of the facts');
  return position;
}
