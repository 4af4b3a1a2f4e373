/**
 * The rows that facts still change, in memory: read once, kept from one batch to the next as long as nobody
 * else writes, changed fact by fact, and written in bulk.
 */
import type { Fact, PlacedFact } from '../../../core/facts.ts';
import type {
  AgentSessionRecord,
  AgentStateRecord,
  CallbackRecord,
  CallRecordingRecord,
  ContactRecord,
  OfferRecord,
  ScriptValueRecord,
  StepRecord,
  VoicemailRecord,
} from '../tables.ts';
import type { FactTransaction } from './link.ts';
import { Rows } from './rows.ts';
import {
  agentSessions,
  agentStates,
  callbacks,
  contactOffers,
  contacts,
  contactScriptValues,
  contactSteps,
  recordings,
  voicemails,
} from './tables.ts';

export interface Batch {
  contacts: Rows<ContactRecord>;
  steps: StepRecord[];
  recordings: CallRecordingRecord[];
  voicemails: VoicemailRecord[];
  /** Call-backs that are still to be made, by id. */
  callbacks: Rows<CallbackRecord>;
  scriptValues: ScriptValueRecord[];
  /** Offers that ring, by contact and agent (`offerKey`). */
  offers: Rows<OfferRecord>;
  /** The session and the present state of agents who are logged in, by agent. */
  sessions: Rows<AgentSessionRecord>;
  states: Rows<AgentStateRecord>;
  /** Agents whose session and state are here, if there are any. */
  agents: Set<number>;
}

/** Contacts kept for the next batches; those over for longest go first, and are read again if need be. */
const mostContacts = 2000;

export function emptyBatch(): Batch {
  return {
    contacts: new Rows(),
    steps: [],
    recordings: [],
    voicemails: [],
    callbacks: new Rows(),
    scriptValues: [],
    offers: new Rows(),
    sessions: new Rows(),
    states: new Rows(),
    agents: new Set(),
  };
}

export function offerKey(contactId: string, agentId: number): string {
  return `${contactId}/${agentId}`;
}

export function contactIdOf(fact: Fact): string | null {
  return 'contactId' in fact ? fact.contactId : null;
}

/** Reads what the facts are about and is not here yet. */
export async function loadBatch(
  trx: FactTransaction,
  batch: Batch,
  facts: readonly PlacedFact[],
): Promise<void> {
  const contactIds = new Set<string>();
  const arrived = new Set<string>();
  const agentIds = new Set<number>();
  const callbackIds = new Set<string>();
  for (const { fact } of facts) {
    const contactId = contactIdOf(fact);
    for (const id of callbacksOf(fact)) if (!batch.callbacks.has(id)) callbackIds.add(id);
    if (fact.type === 'contactArrived') arrived.add(fact.contactId);
    else if (contactId !== null && !arrived.has(contactId) && !batch.contacts.has(contactId))
      contactIds.add(contactId);
    if ('agentId' in fact && fact.agentId !== null && !batch.agents.has(fact.agentId))
      agentIds.add(fact.agentId);
  }
  for (const ids of chunks([...contactIds])) {
    for (const row of await trx.find(contacts, 'id', ids)) batch.contacts.load(row.id, row);
    for (const row of await trx.find(contactOffers, 'contact_id', ids, 'ended_at'))
      batch.offers.load(offerKey(row.contact_id, row.agent_id), row);
  }
  // A contact that is read anew may be one that is to be called back.
  for (const ids of chunks([...new Set([...callbackIds, ...contactIds])]))
    for (const row of await trx.find(callbacks, 'id', ids, 'ended_at')) batch.callbacks.load(row.id, row);
  for (const ids of chunks([...agentIds])) {
    for (const row of await trx.find(agentSessions, 'agent_id', ids, 'to_at'))
      batch.sessions.load(row.agent_id, row);
    for (const row of await trx.find(agentStates, 'agent_id', ids, 'to_at'))
      batch.states.load(row.agent_id, row);
    for (const id of ids) batch.agents.add(id);
  }
}

/** Call-backs, older than the batch, that the fact may change. */
function callbacksOf(fact: Fact): string[] {
  if (fact.type === 'contactArrived') return fact.direction === 'outbound' ? [fact.contactId] : [];
  if (fact.type === 'callbackRestored') return [fact.callbackId, fact.previousId];
  return 'callbackId' in fact ? [fact.callbackId] : [];
}

export async function saveBatch(trx: FactTransaction, batch: Batch): Promise<void> {
  await trx.save(contacts, batch.contacts.unwritten());
  await trx.save(contactSteps, { added: batch.steps, changed: [] });
  await trx.save(recordings, { added: batch.recordings, changed: [] });
  await trx.save(voicemails, { added: batch.voicemails, changed: [] });
  await trx.save(callbacks, batch.callbacks.unwritten());
  await trx.save(contactScriptValues, { added: batch.scriptValues, changed: [] });
  await trx.save(contactOffers, batch.offers.unwritten());
  await trx.save(agentSessions, batch.sessions.unwritten());
  await trx.save(agentStates, batch.states.unwritten());
}

/** After the commit: only what later facts may change is kept. */
export function tidyBatch(batch: Batch): void {
  batch.steps = [];
  batch.recordings = [];
  batch.voicemails = [];
  batch.scriptValues = [];
  for (const rows of [batch.contacts, batch.callbacks, batch.offers, batch.sessions, batch.states])
    rows.written();
  // They may stand open for months, and are read again when something becomes of them.
  batch.callbacks.forget(({ id }) => !batch.contacts.has(id));
  let beyond = batch.contacts.size - mostContacts;
  if (beyond <= 0) return;
  batch.contacts.forget(row => row.ended_at !== null && beyond-- > 0);
  batch.offers.forget(offer => !batch.contacts.has(offer.contact_id));
  batch.callbacks.forget(({ id }) => !batch.contacts.has(id));
}

function chunks<T>(items: T[]): T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < items.length; from += 500) parts.push(items.slice(from, from + 500));
  return parts;
}
