/** A contact leaves the queue, or the offer, where it is. */
import { agentFree } from '../agents/after-contact.ts';
import { noteWait, setStage, type Contact } from '../contacts/contact.ts';
import { takeOffer } from '../routing/offer.ts';
import { removeWaiting } from '../routing/waiting.ts';
import { noteGone } from './expected-wait.ts';
import { clearQueueTimers, type Turn } from '../turn.ts';

/** Out of the waiting list, and out of the hands of an agent whose phone rings; the agent is free again. */
export function leaveQueue(turn: Turn, contact: Contact): void {
  noteWait(contact, turn.at);
  if (contact.distributedBy !== null) {
    removeWaiting(turn.world, contact.distributedBy, contact);
    if (contact.queued) noteGone(turn.world, contact.distributedBy, 'left');
  }
  const offered = takeOffer(turn, contact, 'callerLeft', 0);
  const session = offered ? turn.world.sessions.get(offered.agentId) : undefined;
  if (session) agentFree(turn, session, session.idleSince);
  clearQueueTimers(turn, contact);
  // Whoever waited for one agent alone waits anew for others.
  if (contact.preferred?.only) Object.assign(contact, { preferred: null, clock: null });
  contact.distributedBy = null;
  contact.queued = false;
  if (contact.stage === 'waiting' || contact.stage === 'offered') setStage(contact, 'flow', turn.at);
}
