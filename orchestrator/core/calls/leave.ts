/** Somebody leaves a conversation of more than two: what the others do then. A party is never left alone in silence. */
import type { AgentSession } from '../agents/session.ts';
import type { RefusalCode } from '../agents/requests.ts';
import type { Contact, Talk } from '../contacts/contact.ts';
import { endContact } from '../contacts/end.ts';
import { loseAgent } from '../contacts/talk.ts';
import { record, type Turn } from '../turn.ts';
import { handOver } from './lead.ts';
import { complete } from './consult.ts';
import { asideOver, gather, hearAnew, noteStates, soothe } from './moves.ts';
import { releaseTarget } from './release.ts';
import { targetFailed } from './ring.ts';
import { oneLine } from './second-call.ts';
import { hasCustomer, joined, openTarget, othersInConversation, type Target } from './target.ts';

/** The customer hung up. True = the others go on talking, as colleagues do. */
export function customerLeft(turn: Turn, contact: Contact): boolean {
  const { talk } = contact;
  const session = talk ? turn.world.sessions.get(talk.agentId) : undefined;
  const open = openTarget(contact);
  const stay = joined(contact).length + (open?.stage === 'aside' ? 1 : 0);
  if (!talk?.leg || !session || stay === 0) return false;
  contact.callerLeg = '';
  record(turn, { type: 'customerLeft', contactId: contact.id, agentId: talk.agentId });
  if (open && open.stage !== 'aside') {
    releaseTarget(turn, contact, open, 'ended');
    asideOver(turn, contact);
  }
  oneLine(turn, contact, talk, session);
  gather(turn, contact, talk, session);
  return true;
}

/** A target's leg is gone. */
export function targetLeft(turn: Turn, contact: Contact, target: Target, cause: number): void {
  if (target.stage === 'calling') return targetFailed(turn, contact, target, resultOf(cause));
  releaseTarget(turn, contact, target, 'left');
  if (target.stage === 'aside') return asideOver(turn, contact);
  // Whoever is left alone is not kept for somebody who rings to join.
  if (othersInConversation(contact).length === (contact.talk ? 0 : 1))
    return endContact(turn, contact, 'handled', contact.talk ? 'caller' : 'system');
  hearAnew(turn, contact);
  soothe(turn, contact);
  noteStates(turn, contact);
}

/** Q.850: 17 busy, 18 and 19 no answer, 21 rejected. */
function resultOf(cause: number): 'busy' | 'noAnswer' | 'rejected' | 'failed' {
  if (cause === 17) return 'busy';
  if (cause === 21) return 'rejected';
  return cause === 18 || cause === 19 ? 'noAnswer' : 'failed';
}

/**
 * The phone of the leading agent is gone. A target that talks takes over; one that still rings does so when it
 * answers, if the agent hung up. False = there is nobody but the customer.
 */
export function agentLeft(turn: Turn, contact: Contact, talk: Talk, hungUp: boolean): boolean {
  const open = openTarget(contact);
  if (!open && contact.targets.length === 0) return false;
  const next = successor(contact, open);
  if (next) {
    if (open && next !== open) {
      releaseTarget(turn, contact, open, 'ended');
      asideOver(turn, contact);
    }
    handOver(turn, contact, talk, next, 'left');
    return true;
  }
  if (!hasCustomer(contact)) {
    endContact(turn, contact, contact.stage === 'dialling' ? 'unanswered' : 'handled', 'agent');
    return true;
  }
  if (hungUp && complete(turn, contact, talk) === null) return true;
  if (open) releaseTarget(turn, contact, open, 'ended');
  asideOver(turn, contact);
  return false;
}

/** Who leads when the agent goes: an agent before a number outside. Nobody talks alone with a number of ours. */
function successor(contact: Contact, open: Target | null): Target | null {
  const up = [...joined(contact), ...(open?.stage === 'aside' ? [open] : [])];
  if (up.length === 0 || (!hasCustomer(contact) && up.length < 2)) return null;
  return up.find(({ whom }) => whom?.kind === 'agent') ?? (hasCustomer(contact) ? (up[0] ?? null) : null);
}

/** The phone and page of the leading agent are gone without a hang-up: the customer is kept for it, or for a target. */
export function agentVanished(turn: Turn, contact: Contact, talk: Talk, session: AgentSession): void {
  if (!agentLeft(turn, contact, talk, false)) loseAgent(turn, contact, talk, session);
}

/** The agent hangs up by its page: aside only the target, in a conference only itself. */
export function hangUp(turn: Turn, contact: Contact, talk: Talk): RefusalCode | null {
  const open = openTarget(contact);
  if (open?.purpose === 'consult' && contact.aside?.agentHere) {
    releaseTarget(turn, contact, open, 'cancelled');
    asideOver(turn, contact);
    return null;
  }
  const outcome = contact.stage === 'dialling' ? 'unanswered' : 'handled';
  const others = joined(contact).length + (hasCustomer(contact) ? 1 : 0);
  if (others < 2 || !agentLeft(turn, contact, talk, true)) endContact(turn, contact, outcome, 'agent');
  return null;
}

/** A target hangs up by its page. */
export function leaveAsTarget(turn: Turn, contact: Contact, target: Target): RefusalCode | null {
  if (target.stage === 'waiting') return 'notTalking';
  if (target.stage === 'calling') targetFailed(turn, contact, target, 'rejected');
  else targetLeft(turn, contact, target, 16);
  return null;
}

/** The leading agent takes a party out of the conversation. */
export function removeParty(turn: Turn, contact: Contact, id: string): RefusalCode | null {
  const target = contact.targets.find(other => other.id === id);
  if (!target) return 'unknownTarget';
  if (target.stage === 'joined') targetLeft(turn, contact, target, 16);
  else targetFailed(turn, contact, target, 'cancelled');
  return null;
}
