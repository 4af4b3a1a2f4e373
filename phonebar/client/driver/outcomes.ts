/** What became of a command that a CRM page gave. Pure. */
import { isDone } from '../session/pending.ts';
import type { Event } from '../session/events.ts';
import type { Session } from '../session/session.ts';

export type Outcome = { ok: true } | { ok: false; code: string; message: string };

const done: Outcome = { ok: true };
const failed = (code: string, message: string): Outcome => ({ ok: false, code, message });

/** Of a request to the server, by the id under which it is pending; null = not known yet. */
export function requestOutcome(id: string, event: Event, before: Session, after: Session): Outcome | null {
  if (after.pending.some(pending => pending.id === id)) return null;
  const pending = before.pending.find(p => p.id === id);
  if (event.type === 'messageReceived' && event.message.type === 'reply' && !event.message.ok)
    return failed(event.message.code ?? 'failed', event.message.message ?? 'the server refused');
  if (event.type === 'messageReceived' && event.message.type === 'view' && pending)
    return isDone(pending, event.message.view)
      ? done
      : failed('commandLost', 'the connection broke before it was done');
  if (event.type === 'ticked' && pending?.stage === 'sent')
    return failed('noAnswerFromServer', 'the server did not answer');
  if (event.type === 'commandAsked') return failed('superseded', 'a later command took its place');
  return done;
}

export function loginOutcome(before: Session, after: Session): Outcome | null {
  if (after.view !== null && after.view.state !== 'loggedOut') return done;
  if (before.login === null || after.login !== null) return null;
  return failed(after.problem?.code ?? 'cancelled', after.problem?.message || 'the login was given up');
}

/** Of Answer for a call that rings in this browser. */
export function answerOutcome(contactId: string | null, after: Session): Outcome | null {
  const contact = after.view?.contact ?? null;
  if (after.microphone !== null)
    return failed(`microphone.${after.microphone}`, 'the microphone cannot be opened');
  if (contact?.contactId === contactId && contact?.stage === 'offered') return null;
  return contact?.contactId === contactId ? done : failed('notOffered', 'the call is not on offer any more');
}
