/** What a simulated call has asked for and is not over: messages, questions, timers. */
import type { Effect, Input } from '../effects.ts';
import { endingOf, isQuestion, type Play, type Question } from './asked.ts';

export type Lasting = Play | Question | Extract<Effect, { do: 'setTimer' }>;

export const isLasting = (effect: Effect): effect is Lasting =>
  effect.do === 'play' || effect.do === 'setTimer' || isQuestion(effect);

/** clock: all ends by itself as far as it does; listener: timers alone. */
export type Pace = 'clock' | 'listener';

/** Ends by itself with `input` at `at`; null = when it is told to. */
interface Entry {
  effect: Lasting;
  since: number;
  at: number | null;
  input: Input;
}

export class UnderWay {
  #entries: Entry[] = [];
  /** When the last message will have been heard. */
  #playsUntil = 0;
  readonly #pace: Pace;

  constructor(pace: Pace) {
    this.#pace = pace;
  }

  /** What plays to the caller, first to be heard first. */
  get playing(): Play[] {
    return this.#entries.flatMap(({ effect }) => (effect.do === 'play' ? [effect] : []));
  }
  get questions(): Question[] {
    return this.#entries.flatMap(({ effect }) => (isQuestion(effect) ? [effect] : []));
  }
  get playsUntil(): number {
    return this.#playsUntil;
  }
  get recording(): { id: string; since: number; terminator: string } | null {
    for (const { effect, since } of this.#entries)
      if (effect.do === 'record') return { id: effect.id, since, terminator: effect.terminator };
    return null;
  }
  /** What ends by itself next. */
  get next(): { id: string; at: number; input: Input } | null {
    let next: { id: string; at: number; input: Input } | null = null;
    for (const { effect, at, input } of this.#entries)
      if (at !== null && (next === null || at < next.at)) next = { id: effect.id, at, input };
    return next;
  }

  /** One that has the same id ends without a word: a timer that is set again. */
  begin(effect: Lasting, now: number): void {
    this.forget(effect.id);
    this.#entries.push({ effect, since: now, ...this.#ending(effect, now) });
  }

  #ending(effect: Lasting, now: number): Pick<Entry, 'at' | 'input'> {
    if (effect.do === 'setTimer') return { at: now + effect.ms, input: { type: 'timer', id: effect.id } };
    const { ms, input } = endingOf(effect);
    if (ms === null || this.#pace === 'listener') return { at: null, input };
    if (effect.do !== 'play') return { at: now + ms, input };
    this.#playsUntil = Math.max(now, this.#playsUntil) + ms;
    return { at: this.#playsUntil, input };
  }

  forget(id: string): void {
    this.#entries = this.#entries.filter(({ effect }) => effect.id !== id);
  }
  stopPlaying(now: number): void {
    this.#entries = this.#entries.filter(({ effect }) => effect.do !== 'play');
    this.#playsUntil = now;
  }
  clear(): void {
    this.#entries = [];
  }
  /** The clock was set: each keeps what was left of it. */
  shift(ms: number): void {
    this.#playsUntil += ms;
    for (const entry of this.#entries) {
      entry.since += ms;
      if (entry.at !== null) entry.at += ms;
    }
  }
}
