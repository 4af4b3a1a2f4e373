/**
 * One event through the world. Synchronous and deterministic: the same world and the same events give the
 * same commands and facts, so a journal can be replayed. An exception in a handler is contained: the contact
 * that the event was about is ended, the others do not notice (F13).
 */
import { agentRemoved, handleRequest } from './agents/handle-request.ts';
import { graceIsOver, pageChanged, phoneChanged, stillGone } from './agents/reachability.ts';
import { restOver } from './agents/after-contact.ts';
import { raiseStanding } from './agents/standing.ts';
import { endWrapUp } from './agents/wrap-up.ts';
import { orderCallback } from './callbacks/orders.ts';
import { promiseDue } from './callbacks/promised.ts';
import { agentDialled } from './calls/place.ts';
import { transferAsked } from './calls/refer.ts';
import { targetRangOut } from './calls/ring.ts';
import { tooLong } from './calls/spending.ts';
import type { Command } from './commands.ts';
import { applyChanges, indexConfiguration, upToDate } from './configuration/lookup.ts';
import type { Configuration } from './configuration/schemas.ts';
import { arrive } from './contacts/arrive.ts';
import { callAgain } from './contacts/callback.ts';
import type { Contact } from './contacts/contact.ts';
import { endContact } from './contacts/end.ts';
import {
  digitReceived,
  legAnswered,
  legEnded,
  legLeft,
  legRinging,
  phoneHeld,
  playbackFinished,
} from './contacts/legs.ts';
import { giveUpLostAgent, offerIsOver, recallLostAgent } from './contacts/talk.ts';
import { beginDictation, cancelDictation } from './dictation/begin.ts';
import { dictationWaited } from './dictation/go-on.ts';
import { turnDay } from './counters.ts';
import { endsMissing } from './ends-missing.ts';
import type { Event, Stamped } from './events.ts';
import type { Fact } from './facts.ts';
import { contain, subjectOf } from './contain.ts';
import { commandFailed } from './failed-commands.ts';
import {
  dialplanReturned,
  flowTimerFired,
  recordingFinished,
  recordingStarted,
  requestAnswered,
  requestFailed,
} from './flows/events.ts';
import { keepOldFlows } from './flows/versions.ts';
import { recountAtWork } from './queues/expected-wait.ts';
import { waitedForRedirect } from './queues/redirect.ts';
import { waitedTooLong } from './queues/wait.ts';
import { guard } from './quarantine.ts';
import { followRecordings } from './recording/follow.ts';
import { nodeConnected, nodeDisconnected, nodeObserved } from './reconcile.ts';
import { clearIdle } from './routing/idle.ts';
import { noteEveryone, settle } from './routing/settle.ts';
import { reorderWaiting, stepIsOver } from './routing/waiting.ts';
import { keepOldScripts } from './scripts/versions.ts';
import { followScripts } from './scripts/work.ts';
import { started } from './started.ts';
import { command, createTurn, type TimerKind, type Turn } from './turn.ts';
import type { World } from './world.ts';

export interface StepResult {
  commands: Command[];
  facts: Fact[];
  /** What was thrown and contained; the first, if several parts of the event threw. */
  error: Error | null;
}

export function step(world: World, { seq, at, event }: Stamped): StepResult {
  world.seq = seq;
  world.at = at;
  let turn = createTurn(world, at);
  const subject = subjectOf(world, event);
  try {
    if (event.type !== 'started') turnDay(turn);
    handle(turn, event);
    settle(turn);
    followRecordings(turn);
    followScripts(turn);
  } catch (error) {
    turn = contain(world, event, subject, error);
  }
  return { commands: turn.commands, facts: turn.facts, error: turn.errors[0] ?? null };
}

type Handlers = { [T in Event['type']]: (turn: Turn, event: Extract<Event, { type: T }>) => void };

/** One handler for each kind of event; the compiler misses none. */
const handlers: Handlers = {
  started: (turn, event) => started(turn, event),
  configurationLoaded: (turn, event) => configure(turn, upToDate(event.configuration)),
  configurationChanged: (turn, event) =>
    configure(turn, applyChanges(turn.world.configuration.source, event.changes)),
  drainRequested: turn => {
    turn.world.draining = true;
  },
  endsMissing: (turn, event) => endsMissing(turn, event),
  timerFired: (turn, event) => timerFired(turn, event.timerId, event.dueAt),
  nodeConnected: (turn, { node, version, bootId }) => nodeConnected(turn, node, version, bootId),
  nodeDisconnected: (turn, event) => nodeDisconnected(turn, event.node),
  nodeObserved: (turn, event) => nodeObserved(turn, event),
  callArrived: (turn, event) => arrive(turn, event),
  agentCallArrived: (turn, event) => agentDialled(turn, event),
  legRinging: (turn, event) => legRinging(turn, event.leg),
  legAnswered: (turn, event) => legAnswered(turn, event.node, event.leg),
  legEnded: (turn, event) => legEnded(turn, event.leg, event.cause),
  legLeft: (turn, event) => legLeft(turn, event.leg),
  digitReceived: (turn, event) => digitReceived(turn, event.leg, event.digit),
  playbackFinished: (turn, event) => playbackFinished(turn, event.playback, event.failed),
  recordingStarted: (turn, event) => recordingStarted(turn, event.recording),
  recordingFinished: (turn, event) => recordingFinished(turn, event),
  dialplanReturned: (turn, event) => dialplanReturned(turn, event.leg, event.variables),
  requestAnswered: (turn, event) => requestAnswered(turn, event),
  requestFailed: (turn, event) => requestFailed(turn, event),
  transferAsked: (turn, event) => transferAsked(turn, event),
  phoneHeld: (turn, event) => phoneHeld(turn, event.leg, event.held),
  phoneChanged: (turn, event) => phoneChanged(turn, event.node, event.phone, event.online),
  commandFailed: (turn, event) => commandFailed(turn, event),
  pageChanged: (turn, event) => pageChanged(turn, event.agentId, event.connected, event.silentMs),
  agentRequested: (turn, { requestId, agentId, request, by }) => {
    const refused = handleRequest(turn, agentId, request, by);
    command(turn, { type: 'reply', requestId, refused });
  },
  dictationRequested: (turn, event) => {
    const refused = beginDictation(turn, event);
    command(turn, { type: 'reply', requestId: event.requestId, refused });
  },
  dictationCancelled: (turn, event) => cancelDictation(turn, event.dictationId),
  callbackOrdered: (turn, event) => {
    const refused = orderCallback(turn, event);
    command(turn, { type: 'reply', requestId: event.requestId, refused });
  },
};

function handle<T extends Event['type']>(turn: Turn, event: Extract<Event, { type: T }>): void {
  const handler: (turn: Turn, event: Extract<Event, { type: T }>) => void = handlers[event.type];
  handler(turn, event);
}

function configure(turn: Turn, configuration: Configuration): void {
  const { world } = turn;
  clearIdle(world);
  const next = indexConfiguration(configuration);
  keepOldFlows(world, next.flowOf);
  keepOldScripts(world, next.scripts);
  world.configuration = next;
  recountAtWork(world);
  for (const session of [...world.sessions.values()])
    if (!world.configuration.agents.has(session.agentId)) agentRemoved(turn, session);
  for (const [campaignId, waiting] of world.waiting) {
    if (world.configuration.campaigns.has(campaignId)) continue;
    for (const contactId of [...waiting]) {
      const contact = world.contacts.get(contactId);
      if (contact) guard(turn, 'noRoute', contact, () => endContact(turn, contact, 'noRoute', 'system'));
    }
  }
  reorderWaiting(turn);
  noteEveryone(turn);
}

const timerHandlers: { [K in TimerKind]: (turn: Turn, subject: string) => void } = {
  offer: (turn, id) => withContact(turn, id, contact => offerIsOver(turn, contact)),
  standing: (turn, agentId) => withSession(turn, agentId, session => raiseStanding(turn, session)),
  wrapUp: (turn, agentId) => withSession(turn, agentId, session => endWrapUp(turn, session, 'time')),
  gone: (turn, agentId) => withSession(turn, agentId, session => stillGone(turn, session)),
  restart: (turn, agentId) => withSession(turn, agentId, session => graceIsOver(turn, session)),
  rest: (turn, agentId) => withSession(turn, agentId, session => restOver(turn, session)),
  recall: (turn, id) => withContact(turn, id, contact => recallLostAgent(turn, contact)),
  lost: (turn, id) => withContact(turn, id, contact => giveUpLostAgent(turn, contact)),
  target: (turn, id) => withContact(turn, id, contact => targetRangOut(turn, contact)),
  wait: (turn, id) => withContact(turn, id, contact => waitedTooLong(turn, contact)),
  callback: (turn, id) => withContact(turn, id, contact => callAgain(turn, contact)),
  redirect: (turn, id) => withContact(turn, id, contact => waitedForRedirect(turn, contact)),
  step: (turn, id) => withContact(turn, id, contact => stepIsOver(turn, contact)),
  promise: (turn, id) => promiseDue(turn, id),
  flow: (turn, subject) => flowTimerFired(turn, subject),
  longest: (turn, leg) => tooLong(turn, leg),
  dictation: (turn, id) => withContact(turn, id, contact => dictationWaited(turn, contact)),
};

/** A timer that was cleared or set anew meanwhile is not known any more under this moment. */
function timerFired(turn: Turn, id: string, dueAt: number): void {
  if (turn.world.timers.get(id) !== dueAt) return;
  turn.world.timers.delete(id);
  const colon = id.indexOf(':');
  const kind = id.slice(0, colon);
  // Kinds that an earlier version set are over.
  if (Object.hasOwn(timerHandlers, kind)) timerHandlers[kind as TimerKind](turn, id.slice(colon + 1));
}

function withSession(
  turn: Turn,
  agentId: string,
  act: (session: NonNullable<ReturnType<World['sessions']['get']>>) => void,
): void {
  const session = turn.world.sessions.get(Number(agentId));
  if (session) act(session);
}

function withContact(turn: Turn, id: string, act: (contact: Contact) => void): void {
  const contact = turn.world.contacts.get(id);
  if (contact) act(contact);
}
