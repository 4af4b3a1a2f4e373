/** What a simulated call asks of the world, and what the world answers. */
import type { Effect, Input } from '../effects.ts';
import { faultOf } from '../faults.ts';
import type { Value } from '../values.ts';
import { lengthMs } from './heard.ts';

const outside = ['httpRequest', 'sqlQuery', 'sendEmail', 'dialplan'] as const;
const caller = ['record', 'recognise'] as const;
const colleagues = ['forward', 'whisper'] as const;
const questions: readonly string[] = [...outside, ...caller, ...colleagues];

/** A system outside. */
export type Outside = Extract<Effect, { do: (typeof outside)[number] }>;
/** Waits for an answer of the world or of the caller. */
export type Question = Extract<
  Effect,
  { do: (typeof outside)[number] | (typeof caller)[number] | (typeof colleagues)[number] }
>;
export type Play = Extract<Effect, { do: 'play' }>;

export const isQuestion = (effect: Effect): effect is Question => questions.includes(effect.do);
export const isOutside = (effect: Effect): effect is Outside => outside.some(name => name === effect.do);

/** `fails`: the code of the input `failed`. */
export type Answer = { value: Value } | { fails: string };

/**
 * The input that answers. Values: of a recording its length in ms; of speech what was said; of an outside call
 * talked, busy, noAnswer, refused or failed; of the dialplan its variables; else what the outside system says.
 */
export function inputFor(asked: Question, answer: Answer): Input {
  const { id } = asked;
  if ('fails' in answer) return failure(asked, answer.fails);
  const { value } = answer;
  switch (asked.do) {
    case 'httpRequest':
    case 'sqlQuery':
    case 'sendEmail':
      return { type: 'answered', id, value };
    case 'dialplan':
      return { type: 'dialplanReturned', id, variables: textsOf(value) };
    case 'record': {
      const ms = typeof value === 'number' ? value : 5000;
      return { type: 'recorded', id, recording: recordingOf(id), ms, endedBy: 'silence' };
    }
    case 'recognise':
      return { type: 'recognised', id, text: typeof value === 'string' ? value : '', confidence: 0.9 };
    case 'whisper':
      return { type: 'played', id, failed: false };
    case 'forward':
      return forwarded(id, forwardResults.find(result => result === value) ?? 'failed');
  }
}

function failure(asked: Question, code: string): Input {
  const { id } = asked;
  switch (asked.do) {
    case 'record':
      return { type: 'recorded', id, recording: '', ms: 0, endedBy: 'failed' };
    case 'whisper':
      return { type: 'played', id, failed: true };
    case 'forward':
      return forwarded(id, 'failed');
    default:
      return { type: 'failed', id, code, why: faultOf('simulated') };
  }
}

export const forwardResults = ['talked', 'busy', 'noAnswer', 'refused', 'failed'] as const;
export type ForwardResult = (typeof forwardResults)[number];

function forwarded(id: string, result: ForwardResult): Input {
  return { type: 'forwarded', id, result, ms: result === 'talked' ? 60_000 : 0 };
}

export const recordingOf = (id: string): string => `recording-${id}`;

const textsOf = (value: Value): Record<string, string> =>
  Object.fromEntries(Object.entries(value ?? {}).map(([name, member]) => [name, String(member)]));

/** How it ends when nobody does anything, after how long; null = it does not. */
export function endingOf(asked: Play | Question): { ms: number | null; input: Input } {
  const { id } = asked;
  switch (asked.do) {
    case 'play':
    case 'whisper':
      return { ms: lengthMs(asked.media), input: { type: 'played', id, failed: false } };
    case 'record': {
      // Whoever says nothing more falls silent at once.
      const { silenceMs, maximumMs } = asked;
      const silent = silenceMs > 0 && silenceMs < maximumMs;
      const ms = silent ? silenceMs : maximumMs;
      const endedBy = silent ? 'silence' : 'length';
      return { ms, input: { type: 'recorded', id, recording: recordingOf(id), ms, endedBy } };
    }
    case 'recognise':
      return { ms: asked.maximumMs, input: { type: 'recognised', id, text: '', confidence: 0 } };
    case 'httpRequest':
    case 'sqlQuery':
      return { ms: asked.timeoutMs, input: failure(asked, 'timeout') };
    case 'sendEmail':
    case 'dialplan':
    case 'forward':
      return { ms: null, input: failure(asked, 'timeout') };
  }
}
