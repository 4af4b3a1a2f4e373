/** Commands that were asked for and are not yet done. */
import { callShouldStand, contactAtHand } from './session.ts';
import type { AgentRequest, AgentView } from './protocol.ts';
import type { Pending } from './session.ts';

/** How long an accepted command may wait for its view, and an unanswered one for its reply, ms. */
export const acceptedForMs = 5000;
export const unansweredForMs = 10_000;

/** Commands that say how something shall be, not what shall happen: safe to send again after a break. */
export function survivesBreak(request: AgentRequest): boolean {
  return ['note', 'script', 'disposition', 'mute', 'unmute'].includes(request.type);
}

/** Whether the later command makes the earlier one, not yet sent, pointless. */
export function supersedes(later: AgentRequest, earlier: AgentRequest): boolean {
  const subject = (request: AgentRequest): string => (request.type === 'unmute' ? 'mute' : request.type);
  return survivesBreak(later) && subject(later) === subject(earlier);
}

/** With further parties, hanging up may leave the contact as it is. */
function hadCompany({ contact }: AgentView): boolean {
  return contact !== null && (contact.parties.length > 0 || contact.stage === 'held');
}

/**
 * Whether the view shows what was asked for. Commands without a trace in the view (digits, note,
 * extendWrapUp) are done when the server took them.
 */
export function isDone(pending: Pending, view: AgentView): boolean {
  const { request } = pending;
  const changed = contactAtHand(view) !== pending.contactId;
  switch (request.type) {
    case 'login':
      return view.state !== 'loggedOut';
    case 'logout':
      return view.state === 'loggedOut' || view.next?.state === 'loggedOut';
    case 'ready':
      return (
        view.state === 'ready' ||
        view.state === 'offered' ||
        (pending.contactId !== null && (view.next?.state ?? 'ready') === 'ready')
      );
    case 'pause':
      return (
        (view.state === 'pause' && view.pauseId === request.pauseId) ||
        (view.next?.state === 'pause' && view.next.pauseId === request.pauseId)
      );
    case 'answer':
    case 'reject':
      return changed || view.contact?.stage !== 'offered';
    case 'hangup':
      return view.contact === null || changed || (pending.stage === 'accepted' && hadCompany(view));
    case 'hold':
      return changed || view.contact?.stage === 'held';
    case 'retrieve':
      return changed || view.contact?.stage === 'talking';
    case 'mute':
      return changed || view.contact === null || view.contact.muted;
    case 'unmute':
      return changed || view.contact === null || !view.contact.muted;
    case 'startRecording':
    case 'resumeRecording':
      return changed || view.contact?.recording.state === 'on';
    case 'stopRecording':
      return changed || view.contact?.recording.state === 'off';
    case 'pauseRecording':
      return changed || view.contact?.recording.state !== 'on';
    case 'disposition':
      return changed || (view.contact ?? view.wrapUp)?.dispositionId === request.dispositionId;
    case 'finish':
      return changed || view.wrapUp === null;
    case 'callMissing':
      return changed || !callShouldStand(view);
    case 'call':
    case 'consult':
    case 'swap':
    case 'merge':
    case 'complete':
    case 'cancel':
    case 'transfer':
    case 'takeBack':
    case 'addParty':
    case 'removeParty':
    case 'muteParty':
    case 'digits':
    case 'callData':
    case 'script':
    case 'note':
    case 'extendWrapUp':
    case 'promiseCallback':
    case 'callBackNow':
    case 'moveCallback':
    case 'cancelCallback':
      return pending.stage === 'accepted' || changed;
  }
}
