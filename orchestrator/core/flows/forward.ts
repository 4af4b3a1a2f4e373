/**
 * An outside number is called for a caller: it rings, the called party may have to press a digit, then both talk
 * until one hangs up or the time is over. Numbers go through the line's rules and are digits only (S5).
 */
import type { Effect } from '../../../ivr-flows/effects.ts';
import type { Line } from '../configuration/schemas.ts';
import { nextPart, type Contact } from '../contacts/contact.ts';
import { clearTimer, command, record, setTimer, type Turn } from '../turn.ts';
import { originate } from '../calls/originate.ts';
import { mayDial } from '../calls/outgoing.ts';
import type { World } from '../world.ts';
import { tellFlow } from './inputs.ts';
import type { Forwarding, RunningFlow } from './running.ts';
import { answerCaller, playMusic, stopMusic } from './say.ts';
import { flowTimer } from './stop.ts';

/** How long the called party may think before it presses the digit. */
const CONFIRM_MS = 15_000;
/** Asterisk gives up ringing this much later than we do. */
const RING_MARGIN_MS = 5_000;

export function forward(
  turn: Turn,
  contact: Contact,
  flow: RunningFlow,
  { id, number, lineId, ringMs, maximumMs, confirmDigit }: Extract<Effect, { do: 'forward' }>,
): void {
  const line = outboundLine(turn.world, contact, lineId);
  if (!line || mayDial(turn, line, number, { contact }) !== null)
    return tellFlow(turn, contact, { type: 'forwarded', id, result: 'failed', ms: 0 });
  const leg = nextPart(contact);
  flow.pending.set(leg, {
    does: 'forward',
    effect: id,
    leg,
    lineId: line.id,
    since: turn.at,
    confirmDigit,
    maximumMs,
    answered: false,
    asking: null,
    talkingSince: null,
    bridge: null,
  });
  answerCaller(turn, contact);
  playMusic(turn, contact, 'default');
  const { node, caller: from } = contact;
  const destination = { kind: 'line', lineId: line.id, number } as const;
  const owner = { node, contactId: contact.id, standingOf: null };
  originate(turn, leg, owner, { destination, from, ringMs: ringMs + RING_MARGIN_MS }, null);
  limit(turn, contact, flow, id, ringMs);
  record(turn, { type: 'forwardStarted', contactId: contact.id, lineId: line.id, number });
}

/** The line named, or that of the caller, or any other that calls out. */
export function outboundLine(
  world: World,
  contact: Pick<Contact, 'lineId'>,
  lineId: number | null,
): Line | null {
  const { lines } = world.configuration;
  const callsOut = (line: Line | undefined): line is Line =>
    line !== undefined && line.direction !== 'inbound';
  if (lineId !== null) {
    const named = lines.get(lineId);
    return callsOut(named) ? named : null;
  }
  const own = lines.get(contact.lineId ?? 0);
  if (callsOut(own)) return own;
  return [...lines.values()].find(callsOut) ?? null;
}

/** One timer at a time guards each step: ringing, confirming, talking. */
function limit(turn: Turn, contact: Contact, flow: RunningFlow, effect: string, ms: number): void {
  const timer = limitOf(effect);
  if (!flow.timers.includes(timer)) flow.timers.push(timer);
  setTimer(turn, 'flow', flowTimer(contact, timer), turn.at + ms);
}

const LIMIT = 'forward-';
const limitOf = (effect: string): string => `${LIMIT}${effect}`;

/** The effect whose forwarding a timer limits; null = it is a timer of the flow itself. */
export function forwardLimit(timer: string): string | null {
  return timer.startsWith(LIMIT) ? timer.slice(LIMIT.length) : null;
}

/** The called party answered. */
export function forwardAnswered(turn: Turn, contact: Contact, flow: RunningFlow, to: Forwarding): void {
  if (to.answered) return;
  to.answered = true;
  if (to.confirmDigit === '') return join(turn, contact, flow, to);
  const { node, language } = contact;
  const media = [{ text: ask(to.confirmDigit) }, { silenceMs: 2000 }, { text: ask(to.confirmDigit) }];
  to.asking = nextPart(contact);
  command(turn, { type: 'play', node, playback: to.asking, leg: to.leg, media, language });
  limit(turn, contact, flow, to.effect, CONFIRM_MS);
}

const ask = (digit: string): { it: string; en: string } => ({
  it: `Ha una chiamata. Prema ${spoken.it[digit] ?? digit} per rispondere.`,
  en: `You have a call. Press ${spoken.en[digit] ?? digit} to take it.`,
});
const spoken: Record<'it' | 'en', Record<string, string>> = {
  it: { '*': 'asterisco', '#': 'cancelletto' },
  en: { '*': 'star', '#': 'hash' },
};

/** The called party pressed a key. */
export function forwardDigit(
  turn: Turn,
  contact: Contact,
  flow: RunningFlow,
  to: Forwarding,
  digit: string,
): void {
  if (to.answered && to.talkingSince === null && digit === to.confirmDigit) join(turn, contact, flow, to);
}

function join(turn: Turn, contact: Contact, flow: RunningFlow, to: Forwarding): void {
  stopMusic(turn, contact);
  const { node, callerLeg } = contact;
  // A leg to which something plays comes into its bridge only afterwards.
  if (to.asking !== null) command(turn, { type: 'stopPlayback', node, playback: to.asking });
  to.bridge = nextPart(contact);
  to.talkingSince = turn.at;
  contact.served = true;
  command(
    turn,
    { type: 'createBridge', node, bridge: to.bridge },
    { type: 'addToBridge', node, bridge: to.bridge, legs: [callerLeg, to.leg] },
  );
  if (to.maximumMs > 0) limit(turn, contact, flow, to.effect, to.maximumMs);
  else clearTimer(turn, 'flow', flowTimer(contact, limitOf(to.effect)));
}

/** The time for the step is over: the leg is hung up, and its end tells the flow. */
export function forwardTooLong(turn: Turn, contact: Contact, flow: RunningFlow, effect: string): void {
  for (const pending of [...flow.pending.values()])
    if (pending.does === 'forward' && pending.effect === effect)
      forwardEnded(turn, contact, flow, pending, pending.answered ? REFUSED : NO_ANSWER);
}

const BUSY = 17;
const NO_ANSWER = 19;
const REFUSED = 21;

/** The outside leg is gone, or is hung up now. `cause`: Q.850. */
export function forwardEnded(
  turn: Turn,
  contact: Contact,
  flow: RunningFlow,
  to: Forwarding,
  cause: number,
): void {
  flow.pending.delete(to.leg);
  const timer = limitOf(to.effect);
  flow.timers = flow.timers.filter(other => other !== timer);
  clearTimer(turn, 'flow', flowTimer(contact, timer));
  const { node, callerLeg } = contact;
  if (turn.world.legs.has(to.leg)) command(turn, { type: 'hangup', node, leg: to.leg, reason: 'normal' });
  stopMusic(turn, contact);
  if (to.bridge !== null)
    command(
      turn,
      { type: 'removeFromBridge', node, bridge: to.bridge, legs: [callerLeg] },
      { type: 'destroyBridge', node, bridge: to.bridge },
    );
  const ms = to.talkingSince === null ? 0 : turn.at - to.talkingSince;
  const result = to.talkingSince === null ? resultOf(to, cause) : 'talked';
  record(turn, { type: 'forwardEnded', contactId: contact.id, result, talkMs: ms });
  tellFlow(turn, contact, { type: 'forwarded', id: to.effect, result, ms });
}

function resultOf(to: Forwarding, cause: number): 'busy' | 'noAnswer' | 'refused' | 'failed' {
  if (to.answered || cause === REFUSED) return 'refused';
  if (cause === BUSY) return 'busy';
  return cause === 18 || cause === NO_ANSWER ? 'noAnswer' : 'failed';
}
