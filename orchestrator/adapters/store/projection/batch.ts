/**
 * The rows that a batch of facts touches, in memory: read once, changed fact by fact, written back in bulk.
 * Ten thousand facts so cost a few hundred statements.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Fact, PlacedFact } from '../../../core/facts.ts';
import type { Transaction } from '../database.ts';
import type {
  AgentSessionRecord,
  AgentStateRecord,
  ContactRecord,
  OfferRecord,
  StepRecord,
} from '../tables.ts';

/** Rows of one table by a key of our choice, and which of them must be written. */
export class Rows<Row> {
  readonly #byKey = new Map<string | number, Row>();
  readonly #changed = new Set<Row>();

  load(key: string | number, row: Row): void {
    this.#byKey.set(key, row);
  }

  /** Adds a row that the database does not have; it takes the place of one with the same key. */
  add(key: string | number, row: Row): void {
    this.#byKey.set(key, row);
    this.#changed.add(row);
  }

  get(key: string | number): Row | undefined {
    return this.#byKey.get(key);
  }

  /** Changes the row of that key. Without one nothing happens: facts may tell of what was never recorded. */
  change(key: string | number, change: (row: Row) => void): void {
    const row = this.#byKey.get(key);
    if (row === undefined) return;
    change(row);
    this.#changed.add(row);
  }

  /** Like `change`, for a row that is finished by it and no longer found. */
  close(key: string | number, change: (row: Row) => void): void {
    this.change(key, change);
    this.#byKey.delete(key);
  }

  changed(): Row[] {
    return [...this.#changed];
  }
}

export interface Batch {
  contacts: Rows<ContactRecord>;
  steps: StepRecord[];
  /** Offers that ring, by contact and agent (`offerKey`). */
  offers: Rows<OfferRecord>;
  /** The session and the present state of agents who are logged in, by agent. */
  sessions: Rows<AgentSessionRecord>;
  states: Rows<AgentStateRecord>;
}

export function offerKey(contactId: string, agentId: number): string {
  return `${contactId}/${agentId}`;
}

export function contactIdOf(fact: Fact): string | null {
  return 'contactId' in fact ? fact.contactId : null;
}

export async function loadBatch(trx: Transaction, facts: readonly PlacedFact[]): Promise<Batch> {
  const batch: Batch = {
    contacts: new Rows(),
    steps: [],
    offers: new Rows(),
    sessions: new Rows(),
    states: new Rows(),
  };
  const contactIds = new Set<string>();
  const agentIds = new Set<number>();
  for (const { fact } of facts) {
    const contactId = contactIdOf(fact);
    if (contactId !== null) contactIds.add(contactId);
    if ('agentId' in fact && fact.agentId !== null) agentIds.add(fact.agentId);
  }
  for (const ids of chunks([...contactIds], 500)) {
    for (const row of await trx('contacts').whereIn('id', ids)) batch.contacts.load(row.id, row);
    for (const row of await trx('contact_offers').whereIn('contact_id', ids).whereNull('ended_at'))
      batch.offers.load(offerKey(row.contact_id, row.agent_id), row);
  }
  for (const ids of chunks([...agentIds], 500)) {
    for (const row of await trx('agent_sessions').whereIn('agent_id', ids).whereNull('to_at'))
      batch.sessions.load(row.agent_id, row);
    for (const row of await trx('agent_states').whereIn('agent_id', ids).whereNull('to_at'))
      batch.states.load(row.agent_id, row);
  }
  return batch;
}

export async function saveBatch(trx: Transaction, batch: Batch): Promise<void> {
  await upsert(trx, 'contacts', batch.contacts.changed(), ['id']);
  await upsert(trx, 'contact_steps', batch.steps, ['contact_id', 'seq', 'idx']);
  await upsert(trx, 'contact_offers', batch.offers.changed(), ['seq', 'idx']);
  await upsert(trx, 'agent_sessions', batch.sessions.changed(), ['seq', 'idx']);
  await upsert(trx, 'agent_states', batch.states.changed(), ['seq', 'idx']);
}

/** A statement's rows: SQLite takes at most 500 in one insert. */
const rowsPerStatement = 200;

async function upsert(trx: Transaction, table: string, rows: object[], key: string[]): Promise<void> {
  for (const chunk of chunks(rows, rowsPerStatement)) {
    await trx(table).insert(chunk).onConflict(key).merge();
    // SQLite works on our thread: between statements the calls get their turn.
    await nextTurn();
  }
}

function chunks<T>(items: T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < items.length; from += size) parts.push(items.slice(from, from + size));
  return parts;
}
