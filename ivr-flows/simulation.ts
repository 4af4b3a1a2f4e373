/**
 * A caller, a clock and a world for one flow, without a telephone: what flow tests, the terminal and the
 * simulator of the Call Designer play with. Time is made up: it passes when `wait` says so, and messages take
 * about as long as they would.
 */
import type { CompiledFlow } from './compile.ts';
import type { Effect, End, Input, QueueNews } from './effects.ts';
import { advance, start, type Progress } from './engine.ts';
import type { Environment } from './environment.ts';
import type { Media } from './media.ts';
import type { FlowRun, Trace } from './run.ts';
import type { Language, Value } from './values.ts';

/** What an outside system answers; null = `failed` with code unreachable. */
export type Answer = { value: Value } | { failed: string } | null;
export type Asked = Extract<Effect, { do: 'httpRequest' | 'sqlQuery' | 'sendEmail' | 'dialplan' }>;

export interface Setting {
  /** All but the moment, which the simulation keeps. */
  environment: Omit<Environment, 'at'>;
  at: number;
  seed?: number;
  callData?: Record<string, Value>;
  language?: Language;
  answer(asked: Asked): Answer;
}

/** One line of what happened, in its order. */
export type Happened =
  | { at: number; what: 'trace'; trace: Trace }
  | { at: number; what: 'effect'; effect: Effect }
  | { at: number; what: 'input'; input: Input };

/** Something that happens by itself at its time. */
interface Due {
  at: number;
  id: string;
  kind: 'timer' | 'playing' | 'listening';
  input: Input;
}

interface Recording {
  id: string;
  since: number;
  terminator: string;
}

export class Simulation {
  readonly log: Happened[] = [];
  run: FlowRun;
  end: End | null = null;
  at: number;
  private readonly flow: CompiledFlow;
  private readonly setting: Setting;
  private due: Due[] = [];
  private recording: Recording | null = null;
  private playsUntil: number;

  constructor(flow: CompiledFlow, setting: Setting) {
    this.flow = flow;
    this.setting = setting;
    this.at = setting.at;
    this.playsUntil = setting.at;
    const { seed = 1, callData, language } = setting;
    const begun = start(flow, { seed, callData, language }, this.environment());
    this.run = begun.run;
    this.take(begun);
  }

  /** Something plays to the caller. */
  get playing(): boolean {
    return this.due.some(({ kind }) => kind === 'playing');
  }

  bring(input: Input): void {
    if (this.end) return;
    this.log.push({ at: this.at, what: 'input', input });
    this.take(advance(this.flow, this.run, this.environment(), input));
  }

  press(digits: string): void {
    for (const digit of digits) {
      const { recording } = this;
      this.bring({ type: 'digit', digit });
      if (recording && recording === this.recording && digit === recording.terminator)
        this.endRecording('digit');
    }
  }

  /** Says something: to the speech recogniser, if it listens, or into a recording, which goes on. */
  say(text: string, confidence = 0.9): void {
    const listening = this.due.find(({ kind, input }) => kind === 'listening' && input.type === 'recognised');
    if (listening) {
      this.forget(listening.id);
      this.bring({ type: 'recognised', id: listening.id, text, confidence });
    } else if (this.recording) this.wait(Math.max(1, text.length / 15));
  }

  write(text: string): void {
    this.bring({ type: 'text', text });
  }

  hangUp(): void {
    this.due = this.due.filter(({ kind }) => kind !== 'playing');
    this.bring({ type: 'hungUp' });
    if (this.recording) this.endRecording('hangup');
  }

  queue(news: QueueNews, agent = ''): void {
    this.bring({ type: 'queued', news, agent });
  }

  forwarded(result: Extract<Input, { type: 'forwarded' }>['result'], seconds = 60): void {
    const asked = this.log.findLast(line => line.what === 'effect' && line.effect.do === 'forward');
    if (asked?.what !== 'effect' || asked.effect.do !== 'forward') return;
    this.bring({
      type: 'forwarded',
      id: asked.effect.id,
      result,
      ms: result === 'talked' ? seconds * 1000 : 0,
    });
  }

  /** Time passes; whatever falls due meanwhile happens in its order. */
  wait(seconds: number): void {
    const until = this.at + seconds * 1000;
    for (let next = this.nextDue(until); next && !this.end; next = this.nextDue(until)) {
      this.at = Math.max(this.at, next.at);
      this.forget(next.id);
      if (next.input.type === 'recorded') this.recording = null;
      this.bring(next.input);
    }
    this.at = until;
  }

  /** Lets what plays be heard to its end, at most so many seconds. */
  listen(most = 300): void {
    const until = this.at + most * 1000;
    while (this.playing && !this.end && this.at < until) {
      const last = Math.max(...this.due.filter(({ kind }) => kind === 'playing').map(({ at }) => at));
      this.wait(Math.max(0, Math.min(last, until) - this.at) / 1000);
    }
  }

  private nextDue(until: number): Due | undefined {
    const [first] = this.due.toSorted((a, b) => a.at - b.at);
    return first && first.at <= until ? first : undefined;
  }

  private forget(id: string): void {
    this.due = this.due.filter(due => due.id !== id);
  }

  private environment(): Environment {
    return { ...this.setting.environment, at: this.at };
  }

  private take(progress: Progress): void {
    for (const trace of progress.trace) this.log.push({ at: this.at, what: 'trace', trace });
    for (const effect of progress.effects) this.log.push({ at: this.at, what: 'effect', effect });
    this.end ??= progress.end;
    const answers = progress.effects.flatMap(effect => this.carryOut(effect));
    for (const input of answers) this.bring(input);
  }

  /** Returns what is answered at once. */
  private carryOut(effect: Effect): Input[] {
    switch (effect.do) {
      case 'play':
        this.playsUntil = Math.max(this.at, this.playsUntil) + lengthMs(effect.media);
        this.plan(effect.id, 'playing', this.playsUntil - this.at, {
          type: 'played',
          id: effect.id,
          failed: false,
        });
        return [];
      case 'whisper':
        this.plan(effect.id, 'timer', lengthMs(effect.media), {
          type: 'played',
          id: effect.id,
          failed: false,
        });
        return [];
      case 'stopPlaying':
        this.due = this.due.filter(({ kind }) => kind !== 'playing');
        this.playsUntil = this.at;
        return [];
      case 'setTimer':
        this.plan(effect.id, 'timer', effect.ms, { type: 'timer', id: effect.id });
        return [];
      case 'clearTimer':
        this.forget(effect.id);
        return [];
      case 'record':
        this.record(effect);
        return [];
      case 'stopRecording':
        this.endRecording('digit');
        return [];
      case 'recognise':
        this.plan(effect.id, 'listening', effect.maximumMs, {
          type: 'recognised',
          id: effect.id,
          text: '',
          confidence: 0,
        });
        return [];
      case 'httpRequest':
      case 'sqlQuery':
      case 'sendEmail':
      case 'dialplan':
        return [this.answerTo(effect)];
      default:
        return [];
    }
  }

  private answerTo(asked: Asked): Input {
    const answer = this.setting.answer(asked);
    const { id } = asked;
    if (!answer || 'failed' in answer)
      return { type: 'failed', id, code: answer?.failed ?? 'unreachable', message: 'as the test says' };
    if (asked.do !== 'dialplan') return { type: 'answered', id, value: answer.value };
    const variables = Object.entries(answer.value ?? {}).map(([name, value]) => [name, String(value)]);
    return { type: 'dialplanReturned', id, variables: Object.fromEntries(variables) };
  }

  private record({ id, maximumMs, silenceMs, terminator }: Extract<Effect, { do: 'record' }>): void {
    this.recording = { id, since: this.at, terminator };
    // Whoever says nothing more falls silent at once.
    const endedBy = silenceMs > 0 && silenceMs < maximumMs ? 'silence' : 'length';
    const ms = endedBy === 'silence' ? silenceMs : maximumMs;
    this.plan(id, 'listening', ms, { type: 'recorded', id, recording: `recording-${id}`, ms, endedBy });
  }

  private endRecording(endedBy: 'digit' | 'hangup'): void {
    const { recording } = this;
    if (!recording) return;
    this.recording = null;
    this.forget(recording.id);
    const { id, since } = recording;
    this.bring({ type: 'recorded', id, recording: `recording-${id}`, ms: this.at - since, endedBy });
  }

  private plan(id: string, kind: Due['kind'], ms: number, input: Input): void {
    this.forget(id);
    this.due.push({ at: this.at + ms, id, kind, input });
  }
}

/** About how long it takes to say: 15 characters of speech in a second. */
export function lengthMs(media: readonly Media[]): number {
  return media.reduce((total, part) => total + lengthOf(part), 0);
}

function lengthOf(part: Media): number {
  if ('silenceMs' in part) return part.silenceMs;
  if ('speech' in part) return Math.max(500, (part.speech.length * 1000) / 15);
  return 'sound' in part ? 600 : 3000;
}

/** What is heard, in words: speech as it is, recorded prompts by their names. */
export function heard(media: readonly Media[]): string[] {
  return media.flatMap(part => {
    if ('speech' in part) return [part.speech];
    if ('prompt' in part) return [part.prompt];
    return 'sound' in part ? [part.sound] : [];
  });
}
