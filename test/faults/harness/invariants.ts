/**
 * What must hold after every fault, read from Asterisk, the database and the journal (reliability, I1 to I6).
 * To be called when all calls are over and the orchestrator is back.
 */
import { expect } from 'chai';
import type { PlacedFact } from '../../../orchestrator/core/facts.ts';
import type { Instance } from '../../support/instance.ts';
import { until } from '../../support/until.ts';
import { journalFacts, type Records, readRecords } from './records.ts';

export interface Exceptions {
  /** False when the journal itself was the victim: it is neither replayed nor compared (F10). */
  journal?: boolean;
  timeoutMs?: number;
}

/** Throws with what does not hold. Resolves with what was read, for further checks. */
export async function checkInvariants(instance: Instance, exceptions: Exceptions = {}): Promise<Records> {
  const { journal = true, timeoutMs = 15_000 } = exceptions;
  await instance.expectClean(timeoutMs);
  const facts = await journalFacts(instance);
  const last = facts.at(-1)?.seq ?? 0;
  const records = await until(
    'all facts are in the database',
    async () => {
      const read = await readRecords(instance);
      return read.position >= last ? read : null;
    },
    { timeoutMs, everyMs: 100 },
  );
  oneEndEach(records);
  noTimeLost(records);
  if (journal) {
    const all = await journalFacts(instance);
    landedOnce(all, await readRecords(instance));
    oneContactPerAgent(all);
    inOrder(all);
    const replayed = await instance.phones(['replay', '--quiet']);
    expect(replayed, 'replay of the journal').to.include('the same as recorded');
  }
  return records;
}

/** I1: one final outcome per contact. */
function oneEndEach({ contacts, steps }: Records): void {
  for (const contact of contacts) {
    const mine = steps.filter(step => step.contact_id === contact.id).map(step => step.type);
    const times = (type: string) => mine.filter(one => one === type).length;
    expect(times('contactArrived'), `I1: arrivals of ${contact.id}: ${mine.join(', ')}`).to.equal(1);
    expect(times('contactEnded'), `I1: ends of ${contact.id}: ${mine.join(', ')}`).to.equal(1);
    expect(contact.outcome, `I1: outcome of ${contact.id}`).to.be.a('string');
  }
}

/** I5: no negative duration; the states of an agent cover its session without gap or overlap. */
function noTimeLost({ contacts, sessions, states }: Records): void {
  for (const contact of contacts) {
    for (const name of ['wait_ms', 'talk_ms', 'hold_ms', 'wrap_up_ms'] as const)
      expect(contact[name], `I5: ${name} of ${contact.id}`).to.be.at.least(0);
    const { arrived_at: arrived, connected_at: connected, ended_at: ended } = contact;
    expect((connected ?? arrived) - arrived, `I5: connected before it arrived: ${contact.id}`).to.be.at.least(
      0,
    );
    expect((ended ?? arrived) - (connected ?? arrived), `I5: ended too early: ${contact.id}`).to.be.at.least(
      0,
    );
  }
  for (const session of sessions) {
    const who = `I5: agent ${session.agent_id}, session from ${session.from_at}`;
    const until = session.to_at ?? Number.POSITIVE_INFINITY;
    const mine = states.filter(
      state =>
        state.agent_id === session.agent_id && state.from_at >= session.from_at && state.from_at < until,
    );
    expect(mine[0]?.from_at, `${who}: its first state`).to.equal(session.from_at);
    expect(mine.at(-1)?.to_at, `${who}: its last state`).to.equal(session.to_at);
    for (const [index, state] of mine.entries()) {
      const next = mine[index + 1];
      if (!next) continue;
      expect(state.to_at, `${who}: ${state.state} ends when ${next.state} begins`).to.equal(next.from_at);
      expect(next.from_at - state.from_at, `${who}: ${state.state}`).to.be.at.least(0);
    }
  }
}

/** Every fact about a contact is in the database, once, and nothing else is. */
function landedOnce(facts: PlacedFact[], { steps }: Records): void {
  const wanted = facts
    .filter(({ fact }) => 'contactId' in fact && fact.contactId !== null)
    .filter(({ fact }) => !['agentStateChanged', 'anomalyFound'].includes(fact.type))
    .map(({ seq, index, fact }) => `${seq}.${index} ${fact.type}`);
  const landed = steps
    .filter(({ type }) => !['agentStateChanged', 'anomalyFound'].includes(type))
    .map(({ seq, idx, type }) => `${seq}.${idx} ${type}`);
  expect(landed, 'facts in the database').to.deep.equal(wanted);
}

/** I2: at most one active real-time contact per agent. */
function oneContactPerAgent(facts: PlacedFact[]): void {
  const engaged = new Map<number, string>();
  const free = (contactId: string): void => {
    for (const [agentId, other] of engaged) if (other === contactId) engaged.delete(agentId);
  };
  const engage = (agentId: number, contactId: string, seq: number): void => {
    const other = engaged.get(agentId) ?? contactId;
    expect(other, `I2: contact of agent ${agentId} at ${seq}`).to.equal(contactId);
    engaged.set(agentId, contactId);
  };
  for (const { seq, fact } of facts) {
    if (fact.type === 'contactOffered' || fact.type === 'contactConnected')
      engage(fact.agentId, fact.contactId, seq);
    else if (fact.type === 'offerEnded' && fact.reason !== 'answered') free(fact.contactId);
    else if (fact.type === 'contactQueued' || fact.type === 'contactEnded') free(fact.contactId);
  }
}

/** I6: who came to a campaign first is offered first; a contact that lost its agent stands before all. */
function inOrder(facts: PlacedFact[]): void {
  /** Waiting contacts by campaign, with the place that each has by its arrival there. */
  const waiting = new Map<number, Map<string, number>>();
  const cameAt = new Map<string, number>();
  const lost = new Set<string>();
  const leave = (contactId: string): void => {
    for (const contacts of waiting.values()) contacts.delete(contactId);
  };
  const wait = (contactId: string, campaignId: number): void => {
    leave(contactId);
    const contacts = waiting.get(campaignId) ?? new Map<string, number>();
    contacts.set(contactId, lost.has(contactId) ? 0 : (cameAt.get(contactId) ?? 0));
    waiting.set(campaignId, contacts);
  };
  for (const { seq, index, fact } of facts) {
    if (fact.type === 'campaignEntered' && fact.kind === 'human')
      cameAt.set(fact.contactId, seq * 1000 + index);
    else if (fact.type === 'agentLost') lost.add(fact.contactId);
    else if (fact.type === 'contactQueued') wait(fact.contactId, fact.campaignId);
    else if (fact.type === 'contactOffered') {
      const place = waiting.get(fact.campaignId)?.get(fact.contactId);
      const first = Math.min(...(waiting.get(fact.campaignId)?.values() ?? []));
      if (place !== undefined)
        expect(place, `I6: ${fact.contactId}, offered at ${seq}, was first`).to.equal(first);
      leave(fact.contactId);
    } else if (fact.type === 'offerEnded' && fact.reason !== 'answered' && fact.reason !== 'callerLeft')
      wait(fact.contactId, fact.campaignId);
    else if (fact.type === 'contactEnded') leave(fact.contactId);
  }
}
