/**
 * The parties that an operator brings into its conversation. A contact has its customer, the agent who leads it
 * (`talk`) and targets; and at most two bridges: the conversation's, and one aside in which the agent talks to
 * one target while the customer hears music. Drawn in docs/decisions/0022.
 *
 *   waiting (anybody of a campaign) -> calling -> aside (consult) -> joined
 *                                         '-> joined | the customer (manual call) | leads the contact (transfer)
 */
import type { Contact } from '../contacts/contact.ts';
import type { AgentId, BridgeId, LegId } from '../ids.ts';
import type { World } from '../world.ts';

/** Who it is: an agent, or a number called over a line. */
export type Whom = { kind: 'agent'; agentId: AgentId } | { kind: 'outside'; lineId: number; number: string };

/**
 * consult: talks to the agent first · join: comes into the conversation as it answers · customer: the number of a
 * manual call · transfer: takes over, its agent is gone already.
 */
export type Purpose = 'consult' | 'join' | 'customer' | 'transfer';

export interface Target {
  id: string;
  /** Null while it waits for an agent of `campaignId`. Who is named while it waits is called when the agent's own phone is up. */
  whom: Whom | null;
  campaignId: number | null;
  /** The service that was asked for: to complete while nobody has answered leads to its entry. */
  serviceId?: number;
  purpose: Purpose;
  stage: 'waiting' | 'calling' | 'aside' | 'joined';
  /** Null while its phone cannot be called yet. */
  leg: LegId | null;
  since: number;
  rang: boolean;
  muted: boolean;
}

/** The bridge beside the conversation's, and whether the agent is in it. */
export interface Aside {
  bridge: BridgeId;
  agentHere: boolean;
  /** The second line of the agent's phone, on which it consults; null = its one leg goes to and fro. */
  agentLeg: LegId | null;
}

/** The one target that is not part of the conversation yet. */
export function openTarget(contact: Contact): Target | null {
  return contact.targets.find(({ stage }) => stage !== 'joined') ?? null;
}

export function joined(contact: Contact): Target[] {
  return contact.targets.filter(({ stage }) => stage === 'joined');
}

export function targetWithLeg(contact: Contact, leg: LegId): Target | null {
  return contact.targets.find(target => target.leg === leg) ?? null;
}

export function targetOfAgent(contact: Contact, agentId: AgentId): Target | null {
  return (
    contact.targets.find(
      ({ whom, stage }) => whom?.kind === 'agent' && whom.agentId === agentId && stage !== 'waiting',
    ) ?? null
  );
}

export function hasCustomer({ callerLeg }: Contact): boolean {
  return callerLeg !== '';
}

/** Who is in the conversation besides the agent who leads it. */
export function othersInConversation(contact: Contact): LegId[] {
  const legs = joined(contact).flatMap(({ leg }) => leg ?? []);
  return hasCustomer(contact) ? [contact.callerLeg, ...legs] : legs;
}

/** The agent has left the conversation: the customer is on hold, or hears music during a consult. */
export function steppedOut({ talk }: Contact): boolean {
  return talk !== null && talk.heldSince !== null && !talk.heldByPhone;
}

/** Who should be in which bridge now. */
export function bridgesOf(contact: Contact): { bridge: BridgeId; legs: LegId[] }[] {
  const { talk, aside } = contact;
  const out = steppedOut(contact) || contact.stage === 'dialling';
  const agent = talk?.leg ?? null;
  const bridges: { bridge: BridgeId; legs: LegId[] }[] = [];
  if (talk) {
    const legs = othersInConversation(contact);
    bridges.push({ bridge: talk.bridge, legs: agent !== null && !out ? [...legs, agent] : legs });
  }
  if (aside) {
    const open = openTarget(contact);
    const legs = talk
      ? open?.stage === 'aside' && open.leg
        ? [open.leg]
        : []
      : othersInConversation(contact);
    const there = aside.agentLeg ?? (aside.agentHere ? agent : null);
    const both = talk !== null && there !== null && open?.stage === 'aside';
    bridges.push({ bridge: aside.bridge, legs: both ? [...legs, there] : legs });
  }
  return bridges;
}

/** What facts say of a target. */
export function named({ whom }: Target): { toAgentId: AgentId | null; number: string } {
  return {
    toAgentId: whom?.kind === 'agent' ? whom.agentId : null,
    number: whom?.kind === 'outside' ? whom.number : '',
  };
}

/** Contacts that have a target waiting for an agent of a campaign, the longest wait first. */
export function asking({ contacts, asked }: World): Contact[] {
  return asked.flatMap(id => contacts.get(id) ?? []);
}
