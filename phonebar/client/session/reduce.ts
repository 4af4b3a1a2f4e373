/** The state machine of the page: one event in, the next session out. */
import { heard, serverNow } from './clock.ts';
import { acceptedForMs, isDone, supersedes, survivesBreak, unansweredForMs } from './pending.ts';
import { contactAtHand, reachable } from './session.ts';
import type { Event } from './events.ts';
import type { AgentRequest, AgentView, OwnMessage, ServerMessage } from './protocol.ts';
import type { Draft, Pending, Problem, Session } from './session.ts';

/** The server may learn of our registration a moment after we do: what it refuses for that is asked again, every so many ms, for so many ms. */
const notReachableRetryMs = 300;
const notReachableForMs = 5000;
/** How long a problem stays on the page by itself, ms. */
const problemForMs = 15_000;

export function reduce(session: Session, event: Event, now: number): Session {
  switch (event.type) {
    case 'meLoaded':
      return {
        ...session,
        me: event.me,
        view: session.view ?? event.me.view,
        clock: heard(session.clock, event.me.serverTime, now),
      };
    case 'linkConnecting':
      return { ...session, link: { state: 'connecting', attempt: event.attempt } };
    case 'linkOpened':
      return { ...session, link: { state: 'open' }, fresh: false, clock: { offset: null } };
    case 'linkLost':
      return {
        ...session,
        link: { state: 'waiting', attempt: event.attempt, retryAt: event.retryAt },
        fresh: false,
        pending: session.pending.map(unsure),
      };
    case 'signedOut':
    case 'forbidden':
      return { ...session, link: { state: event.type }, fresh: false };
    case 'messageReceived':
      return received(session, event.message, now);
    case 'commandAsked':
      return asked(session, event.id, event.request, now);
    case 'commandSent':
      return {
        ...session,
        pending: session.pending.map(p => (p.id === event.id ? { ...p, stage: 'sent' } : p)),
      };
    case 'loginAsked':
      return { ...session, problem: null, login: { phone: event.phone } };
    case 'loginCancelled':
      return { ...session, login: null };
    case 'answerPressed':
      return { ...session, problem: null, answerFor: session.view?.contact?.contactId ?? '' };
    case 'noteTyped':
      return { ...session, draft: typed(session, event.text, now) };
    case 'noteAsked':
      return { ...session, draft: session.draft && { ...session.draft, asked: session.draft.text } };
    case 'problemDismissed':
      return { ...session, problem: null };
    case 'awayRead':
      return { ...session, awayRead: session.view?.away?.until ?? null };
    case 'phoneStarting':
      return { ...session, phone: { state: 'starting' } };
    case 'phoneRegistered':
      return { ...session, phone: { state: 'registered' } };
    case 'phoneLost':
      return { ...session, phone: { state: 'waiting', reason: event.reason, retryAt: event.retryAt } };
    case 'phoneTaken':
      return { ...session, phone: { state: 'taken' }, login: null };
    case 'phoneStopped':
      return { ...session, phone: { state: 'off' }, call: { state: 'none', since: now }, answerFor: null };
    case 'callArrived':
      return { ...session, call: { state: 'incoming', since: now, number: event.number, name: event.name } };
    case 'callAnswering':
      return session.call.state === 'incoming'
        ? { ...session, call: { ...session.call, state: 'answering' } }
        : session;
    case 'callAnswered':
      return { ...session, call: { state: 'active' }, answerFor: null };
    case 'callEnded':
      return {
        ...session,
        call: { state: 'none', since: now },
        answerFor: null,
        soundBlocked: false,
        problem: event.failed ? { code: 'callFailed', message: '', at: now } : session.problem,
      };
    case 'microphoneFailed':
      return {
        ...session,
        microphone: event.problem,
        answerFor: null,
        call: session.call.state === 'answering' ? { ...session.call, state: 'incoming' } : session.call,
      };
    case 'microphoneWorked':
      return { ...session, microphone: null };
    case 'preferencesChanged':
      return {
        ...session,
        me: session.me && {
          ...session.me,
          preferences: { ...session.me.preferences, ...event.change },
        },
      };
    case 'preferencesNotSaved':
    case 'languageNotSaved':
    case 'partMissing':
      return { ...session, problem: { code: event.type, message: '', at: now } };
    case 'soundBlocked':
      return { ...session, soundBlocked: true };
    case 'soundAllowed':
      return { ...session, soundBlocked: false };
    case 'messagesLoaded':
      return { ...session, messages: event.messages };
    case 'messageRead':
      return {
        ...session,
        messages: session.messages.map(m => (m.id === event.id ? readNow(m, session, now) : m)),
      };
    case 'messageNotRead':
      return { ...session, problem: { code: 'messageNotRead', message: '', at: now } };
    case 'tabChanged':
      return { ...session, tab: event.tab };
    case 'ticked':
      return ticked(session, now);
  }
}

/** Shown as read at once; the server's answer follows. */
function readNow(message: OwnMessage, { clock }: Session, now: number): OwnMessage {
  return { ...message, readAt: message.readAt ?? serverNow(clock, now) };
}

function received(session: Session, message: ServerMessage, now: number): Session {
  switch (message.type) {
    case 'hello':
    case 'beat':
      return { ...session, clock: heard(session.clock, message.serverTime, now) };
    case 'view':
      return viewed({ ...session, clock: heard(session.clock, message.serverTime, now) }, message.view, now);
    case 'messages':
      return session;
    case 'reply':
      return message.ok
        ? {
            ...session,
            pending: session.pending.flatMap(p => (p.id === message.id ? accepted(p, session.view) : [p])),
          }
        : refused(session, message.id, {
            code: message.code ?? 'failed',
            message: message.message ?? '',
            at: now,
          });
  }
}

function viewed(session: Session, view: AgentView, now: number): Session {
  const open = session.pending.filter(p => !isDone(p, view));
  // After a break the view is the truth: what it does not show did not happen.
  const lost = open.filter(p => p.stage === 'unsure' && !survivesBreak(p.request));
  const pending = open
    .filter(p => !lost.includes(p))
    .map(p => (p.stage === 'unsure' ? { ...p, stage: 'queued' as const } : p));
  return {
    ...session,
    view,
    fresh: true,
    pending,
    problem:
      lost.length > 0
        ? { code: 'commandLost', message: '', at: now }
        : (notReached(session.view, view, now) ?? session.problem),
    login: view.state === 'loggedOut' ? session.login : null,
    draft: drafted(session.draft, view),
    answerFor:
      session.call.state === 'none' && !offeredTo(view, session.answerFor) ? null : session.answerFor,
  };
}

/** Whom the operator called and did not reach, told once. */
function notReached(before: AgentView | null, { notReached: news }: AgentView, now: number): Problem | null {
  if (!news || !before || before.notReached?.at === news.at) return null;
  const { result, whom } = news;
  return { code: `notReached_${result}`, message: whom.name || whom.number, at: now };
}

/** Whether Answer, pressed before the phone rang, still means the contact on offer. */
function offeredTo(view: AgentView, answerFor: string | null): boolean {
  return view.contact?.stage === 'offered' && (answerFor === '' || answerFor === view.contact.contactId);
}

function asked(session: Session, id: string, request: AgentRequest, now: number): Session {
  if (!reachable(session) && !survivesBreak(request))
    return { ...session, problem: { code: 'noConnection', message: '', at: now } };
  const pending: Pending = {
    id,
    request,
    stage: 'queued',
    askedAt: now,
    notBefore: now,
    contactId: contactAtHand(session.view),
  };
  const others = session.pending.filter(p => !(p.stage === 'queued' && supersedes(request, p.request)));
  return {
    ...session,
    problem: request.type === 'note' || request.type === 'script' ? session.problem : null,
    pending: [...others, pending],
  };
}

function accepted(pending: Pending, view: AgentView | null): Pending[] {
  const next: Pending = { ...pending, stage: 'accepted' };
  return view && isDone(next, view) ? [] : [next];
}

function refused(session: Session, id: string, problem: Problem): Session {
  const pending = session.pending.find(p => p.id === id);
  if (!pending) return session;
  if (
    problem.code === 'phoneNotReachable' &&
    session.phone.state === 'registered' &&
    problem.at - pending.askedAt < notReachableForMs
  ) {
    const again: Pending = { ...pending, stage: 'queued', notBefore: problem.at + notReachableRetryMs };
    return { ...session, pending: session.pending.map(p => (p.id === id ? again : p)) };
  }
  const login = pending.request.type === 'login' ? null : session.login;
  return { ...session, pending: session.pending.filter(p => p.id !== id), login, problem };
}

function unsure(pending: Pending): Pending {
  return pending.stage === 'queued' ? pending : { ...pending, stage: 'unsure' };
}

function typed(session: Session, text: string, now: number): Draft | null {
  const contactId = contactAtHand(session.view);
  if (contactId === null) return null;
  const asked = session.draft?.contactId === contactId ? session.draft.asked : savedNote(session.view);
  return { contactId, text, asked, changedAt: now };
}

/** The draft lives as long as its contact is at hand and is ahead of what the server has. */
function drafted(draft: Draft | null, view: AgentView): Draft | null {
  if (!draft || draft.contactId !== contactAtHand(view)) return null;
  return draft.text === savedNote(view) ? null : draft;
}

/** The note as the server has it. */
export function savedNote(view: AgentView | null): string {
  return (view?.contact ?? view?.wrapUp)?.note ?? '';
}

function ticked(session: Session, now: number): Session {
  const overdue = session.pending.filter(
    p =>
      (p.stage === 'sent' && now - p.askedAt > unansweredForMs) ||
      (p.stage === 'accepted' && now - p.askedAt > acceptedForMs),
  );
  const unanswered = overdue.some(p => p.stage === 'sent');
  const stale = session.problem !== null && now - session.problem.at > problemForMs;
  if (overdue.length === 0 && !stale) return session;
  return {
    ...session,
    pending: session.pending.filter(p => !overdue.includes(p)),
    login: overdue.some(p => p.request.type === 'login') ? null : session.login,
    problem: unanswered
      ? { code: 'noAnswerFromServer', message: '', at: now }
      : stale
        ? null
        : session.problem,
  };
}
