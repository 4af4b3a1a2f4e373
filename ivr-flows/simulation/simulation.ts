/**
 * A caller, a clock and a world for one flow, without a telephone: what flow tests, the terminal and the
 * simulator of the Call Designer play with. Time is made up: it passes when `passTo` says so. What the flow asks
 * for is under way until it ends by itself, is answered, or is given up.
 */
import type { CompiledFlow } from '../compile.ts';
import type { Effect, End, Input, QueueNews } from '../effects.ts';
import { advance, start, type Progress } from '../engine.ts';
import type { Environment } from '../environment.ts';
import type { FlowRun, Trace } from '../run.ts';
import type { Language, Value } from '../values.ts';
import {
  inputFor,
  isOutside,
  recordingOf,
  type Answer,
  type ForwardResult,
  type Outside,
  type Play,
  type Question,
} from './asked.ts';
import { environmentIn, type Surroundings, type Waiting } from './surroundings.ts';
import { isLasting, UnderWay, type Lasting, type Pace } from './under-way.ts';

export interface Setting {
  at: number;
  seed?: number;
  callData?: Record<string, Value>;
  language?: Language;
  surroundings: Surroundings;
  /**
   * clock: messages last about as long as they would, whoever says nothing more falls silent, requests that
   * nobody answers time out. listener: all of that ends when whoever plays says so.
   */
  pace: Pace;
  /** What outside systems say at once; null = it is left to whoever plays. */
  answer?(asked: Outside): Answer | null;
  /** Who is connected as soon as the flow wants to be; null = whoever plays says when. */
  operator?: string | null;
}

type Line =
  | { what: 'trace'; trace: Trace }
  | { what: 'effect'; effect: Effect }
  | { what: 'input'; input: Input }
  /** It was set. */
  | { what: 'clock' }
  | { what: 'end'; end: End };
/** One line of what happened, in its order. */
export type Happened = { at: number } & Line;

export class Simulation {
  readonly log: Happened[] = [];
  run: FlowRun;
  end: End | null = null;
  /** Epoch ms of the simulated clock. */
  at: number;
  surroundings: Surroundings;
  music: string | null = null;
  waiting: Waiting | null;
  readonly #flow: CompiledFlow;
  readonly #setting: Setting;
  readonly #underWay: UnderWay;
  #waitsSince: number;

  constructor(flow: CompiledFlow, setting: Setting) {
    this.#flow = flow;
    this.#setting = setting;
    this.at = setting.at;
    this.#waitsSince = setting.at;
    this.#underWay = new UnderWay(setting.pace);
    this.surroundings = setting.surroundings;
    this.waiting = flow.kind === 'queue' ? 'own' : null;
    const { seed = 1, callData, language } = setting;
    const begun = start(flow, { seed, callData, language }, this.#environment());
    this.run = begun.run;
    this.#take(begun);
  }

  /** What plays to the caller, first to be heard first. */
  get playing(): Play[] {
    return this.#underWay.playing;
  }
  /** What waits for an answer. */
  get questions(): Question[] {
    return this.#underWay.questions;
  }
  /** When the next thing happens by itself; null = nothing will. */
  get dueAt(): number | null {
    return this.#underWay.next?.at ?? null;
  }

  bring(input: Input): void {
    if (this.end) return;
    this.#say({ what: 'input', input });
    this.#take(advance(this.#flow, this.run, this.#environment(), input));
  }

  press(digits: string): void {
    for (const digit of digits) {
      const { recording } = this.#underWay;
      this.bring({ type: 'digit', digit });
      if (recording && recording.id === this.#underWay.recording?.id && digit === recording.terminator)
        this.#endRecording('digit');
    }
  }

  /** Says something: to the speech recogniser, if it listens, or into a recording, which goes on. */
  say(text: string, confidence = 0.9): void {
    const listening = this.questions.find(question => question.do === 'recognise');
    if (listening) this.#finish(listening.id, { type: 'recognised', id: listening.id, text, confidence });
    else if (this.#underWay.recording) this.wait(Math.max(1, text.length / 15));
  }

  write(text: string): void {
    this.bring({ type: 'text', text });
  }

  hangUp(): void {
    this.#underWay.stopPlaying(this.at);
    this.bring({ type: 'hungUp' });
    this.#endRecording('hangup');
  }

  /** What the queue tells. */
  queue(news: QueueNews, agent = ''): void {
    if (news !== 'reserved' && news !== 'connected') this.waiting = null;
    this.bring({ type: 'queued', news, agent });
  }

  /** What became of the outside call; nothing if there is none. */
  forwarded(result: ForwardResult): void {
    const asked = this.questions.findLast(question => question.do === 'forward');
    if (asked) this.answer(asked, { value: result });
  }

  answer(asked: Question, answer: Answer): void {
    this.#finish(asked.id, inputFor(asked, answer));
  }

  /** The message at the head has been heard. */
  played(): void {
    const [first] = this.playing;
    if (first) this.#finish(first.id, { type: 'played', id: first.id, failed: false });
  }

  wait(seconds: number): void {
    this.passTo(this.at + seconds * 1000);
  }

  /** Time passes; whatever falls due meanwhile happens in its order. */
  passTo(at: number): void {
    for (let { next } = this.#underWay; next && next.at <= at && !this.end; { next } = this.#underWay) {
      this.at = Math.max(this.at, next.at);
      this.#finish(next.id, next.input);
    }
    this.at = Math.max(this.at, at);
  }

  /** Sets the clock, forwards or backwards; what is under way keeps what was left of it. */
  setClock(at: number): void {
    const shift = at - this.at;
    this.#underWay.shift(shift);
    this.#waitsSince += shift;
    this.at = at;
    this.#say({ what: 'clock' });
  }

  /** Lets what plays be heard to its end, at most so many seconds. */
  listen(most = 300): void {
    const until = this.at + most * 1000;
    while (this.playing.length > 0 && !this.end && this.at < until)
      if (this.#setting.pace === 'listener') this.played();
      else this.passTo(Math.min(this.#underWay.playsUntil, until));
  }

  #endRecording(endedBy: 'digit' | 'hangup'): void {
    const { recording } = this.#underWay;
    if (!recording) return;
    const { id, since } = recording;
    this.#finish(id, { type: 'recorded', id, recording: recordingOf(id), ms: this.at - since, endedBy });
  }

  #finish(id: string, input: Input): void {
    this.#underWay.forget(id);
    this.bring(input);
  }

  #environment(): Environment {
    return environmentIn(this.surroundings, this.at, this.waiting, this.at - this.#waitsSince);
  }

  #say(line: Line): void {
    this.log.push({ at: this.at, ...line });
  }

  #take({ trace, effects, end }: Progress): void {
    for (const line of trace) this.#say({ what: 'trace', trace: line });
    for (const effect of effects) this.#say({ what: 'effect', effect });
    // What is answered at once is answered when all that was asked for is under way.
    const answers = effects.flatMap(effect => this.#carryOut(effect) ?? []);
    if (end) {
      this.end = end;
      this.#underWay.clear();
      this.#say({ what: 'end', end });
    }
    for (const answer of answers) answer();
  }

  /** Returns what answers at once; null = nothing does. */
  #carryOut(effect: Effect): (() => void) | null {
    switch (effect.do) {
      case 'stopPlaying':
        this.#underWay.stopPlaying(this.at);
        return null;
      case 'music':
        this.music = effect.music;
        return null;
      case 'clearTimer':
        this.#underWay.forget(effect.id);
        return null;
      case 'stopRecording':
        return () => this.#endRecording('digit');
      case 'queue':
        return this.#waitFor({ campaignId: effect.campaignId });
      case 'queueForAgent':
        return this.#waitFor({ agentId: effect.agentId });
      case 'leaveQueue':
        this.waiting = null;
        return null;
      case 'connect': {
        const { operator } = this.#setting;
        return operator ? () => this.queue('connected', operator) : null;
      }
      default:
        return isLasting(effect) ? this.#begin(effect) : null;
    }
  }

  #waitFor(waiting: Waiting): null {
    this.waiting = waiting;
    this.#waitsSince = this.at;
    return null;
  }

  #begin(effect: Lasting): (() => void) | null {
    this.#underWay.begin(effect, this.at);
    if (!isOutside(effect)) return null;
    const answer = this.#setting.answer?.(effect);
    return answer ? () => this.answer(effect, answer) : null;
  }
}
