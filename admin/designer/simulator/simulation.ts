/**
 * A call that the page plays to itself: the real engine, a clock that one may push on, and an outside world that
 * answers what one chooses. Knows no element, no sound and no clock: each method is told what happened. Flow tests
 * have one of their own (ivr-flows/simulation.ts), in which nothing has to wait for a person.
 */
import { compile, type CompiledFlow } from '../../../ivr-flows/compile.ts';
import type { Flow, BlockId } from '../../../ivr-flows/document.ts';
import type { Effect, End, Input, QueueNews } from '../../../ivr-flows/effects.ts';
import { advance, start, type Progress } from '../../../ivr-flows/engine.ts';
import type { Environment } from '../../../ivr-flows/environment.ts';
import type { Media } from '../../../ivr-flows/media.ts';
import type { Fault } from '../../../ivr-flows/faults.ts';
import type { FlowRun, Trace } from '../../../ivr-flows/run.ts';
import type { Language, Value } from '../../../ivr-flows/values.ts';

/** The world as one sets it; may change while the call goes on. */
export interface World {
  timeZone: string;
  language: Language;
  caller: string;
  dialled: string;
  service: string;
  media: 'audio' | 'chat';
  hours: 'open' | 'closed' | 'holiday';
  agentsLoggedIn: number;
  agentsFree: number;
  queueLength: number;
  /** Null = not known. */
  estimatedWaitSeconds: number | null;
  campaigns: ReadonlyMap<number, string> | null;
}

/** What waits for an answer of the world. */
export type Question = Extract<
  Effect,
  {
    do:
      | 'record'
      | 'recognise'
      | 'httpRequest'
      | 'sqlQuery'
      | 'sendEmail'
      | 'forward'
      | 'dialplan'
      | 'whisper';
  }
>;

/** One line of the transcript. */
export type Line = { at: number } & Event;
type Event =
  | { line: 'block'; block: BlockId }
  | { line: 'exit'; block: BlockId; exit: string }
  | { line: 'failed'; block: BlockId; fault: Fault }
  | { line: 'heard'; media: Media[]; language: Language }
  | { line: 'did'; input: Input }
  | { line: 'effect'; effect: Effect }
  | { line: 'clock' }
  | { line: 'end'; end: End };

const answered: ReadonlySet<Effect['do']> = new Set<Effect['do']>([
  'record',
  'recognise',
  'httpRequest',
  'sqlQuery',
  'sendEmail',
  'forward',
  'dialplan',
  'whisper',
]);
const isQuestion = (effect: Effect): effect is Question => answered.has(effect.do);
/** Happens too often, or is shown otherwise. */
const quiet: ReadonlySet<Effect['do']> = new Set<Effect['do']>([
  'play',
  'stopPlaying',
  'setTimer',
  'clearTimer',
]);

export class Simulation {
  readonly lines: Line[] = [];
  /** What plays, first to be heard first. */
  readonly playing: { id: string; media: Media[] }[] = [];
  readonly questions: Question[] = [];
  music: string | null = null;
  /** Campaign, or the one agent, for whom the contact waits. */
  queue: number | null = null;
  end: End | null = null;
  run: FlowRun;
  /** Epoch ms of the simulated clock. */
  now: number;
  world: World;
  readonly #flow: CompiledFlow;
  readonly #timers = new Map<string, number>();
  readonly #beganAt: number;
  #queuedAt = 0;

  /** Throws FlowFault for a flow that cannot run at all. */
  constructor(flow: Flow, world: World, at: number, seed: number) {
    this.#flow = compile(flow);
    this.world = world;
    this.now = at;
    this.#beganAt = at;
    const begun = start(this.#flow, { seed }, this.#environment());
    this.run = begun.run;
    this.#take(begun);
  }

  /** Blocks that the call has entered, in their order, and the exits taken as `block.exit`. */
  get passed(): { blocks: Set<BlockId>; exits: Set<string> } {
    const blocks = new Set<BlockId>();
    const exits = new Set<string>();
    for (const line of this.lines) {
      if (line.line === 'block') blocks.add(line.block);
      if (line.line === 'exit') exits.add(`${line.block}.${line.exit}`);
    }
    return { blocks, exits };
  }

  /** When the next timer is due; null = none runs. */
  get dueAt(): number | null {
    return this.#timers.size === 0 ? null : Math.min(...this.#timers.values());
  }

  bring(input: Input): void {
    if (this.end) return;
    if (input.type !== 'played' && input.type !== 'timer') this.#say({ line: 'did', input });
    this.#take(advance(this.#flow, this.run, this.#environment(), input));
  }

  press(digits: string): void {
    for (const digit of digits) this.bring({ type: 'digit', digit });
  }

  /** The message at the head is over. */
  played(): void {
    const [first] = this.playing;
    if (first) this.#forget(first.id, { type: 'played', id: first.id, failed: false });
  }

  answer(question: Question, value: Value): void {
    const { id } = question;
    switch (question.do) {
      case 'record':
        return this.#forget(id, {
          type: 'recorded',
          id,
          recording: 'simulated',
          ms: typeof value === 'number' ? value : 5000,
          endedBy: 'silence',
        });
      case 'recognise':
        return this.#forget(id, {
          type: 'recognised',
          id,
          text: typeof value === 'string' ? value : '',
          confidence: 0.9,
        });
      case 'httpRequest':
      case 'sqlQuery':
      case 'sendEmail':
        return this.#forget(id, { type: 'answered', id, value });
      case 'forward':
        return this.#forget(id, {
          type: 'forwarded',
          id,
          result: value === 'talked' || value === 'busy' || value === 'noAnswer' ? value : 'failed',
          ms: value === 'talked' ? 60_000 : 0,
        });
      case 'dialplan':
        return this.#forget(id, { type: 'dialplanReturned', id, variables: {} });
      case 'whisper':
        return this.#forget(id, { type: 'played', id, failed: false });
    }
  }
  fail(question: Question): void {
    const { id } = question;
    if (question.do === 'record')
      return this.#forget(id, { type: 'recorded', id, recording: '', ms: 0, endedBy: 'failed' });
    return this.#forget(id, { type: 'failed', id, code: 'unreachable', message: 'simulated' });
  }

  queueNews(news: QueueNews): void {
    if (news !== 'reserved' && news !== 'connected') this.queue = null;
    this.bring({ type: 'queued', news, agent: news === 'connected' || news === 'reserved' ? 'Anna' : '' });
  }

  /** Lets time pass up to `at`, with every timer on the way. */
  passTo(at: number): void {
    for (let due = this.dueAt; due !== null && due <= at && !this.end; due = this.dueAt) {
      this.now = Math.max(this.now, due);
      for (const [id, when] of this.#timers)
        if (when === due) {
          this.#timers.delete(id);
          this.bring({ type: 'timer', id });
          break;
        }
    }
    this.now = Math.max(this.now, at);
  }
  /** Sets the clock, forwards or backwards; timers keep what was left of them. */
  setClock(at: number): void {
    const shift = at - this.now;
    for (const [id, due] of this.#timers) this.#timers.set(id, due + shift);
    this.now = at;
    this.#say({ line: 'clock' });
  }

  #forget(id: string, input: Input): void {
    this.#remove(id);
    this.bring(input);
  }
  #remove(id: string): void {
    const sound = this.playing.findIndex(playing => playing.id === id);
    if (sound >= 0) this.playing.splice(sound, 1);
    const question = this.questions.findIndex(asked => asked.id === id);
    if (question >= 0) this.questions.splice(question, 1);
  }

  #take({ effects, trace, end }: Progress): void {
    for (const line of trace) this.#trace(line);
    for (const effect of effects) this.#carryOut(effect);
    if (!end) return;
    this.end = end;
    this.playing.length = 0;
    this.questions.length = 0;
    this.#timers.clear();
    this.#say({ line: 'end', end });
  }

  #trace(line: Trace): void {
    if (line.type === 'entered') this.#say({ line: 'block', block: line.block });
    else if (line.type === 'left') this.#say({ line: 'exit', block: line.block, exit: line.exit });
    else this.#say({ line: 'failed', block: line.block, fault: line.fault });
  }

  #carryOut(effect: Effect): void {
    if (!quiet.has(effect.do)) this.#say({ line: 'effect', effect });
    if (isQuestion(effect)) this.questions.push(effect);
    switch (effect.do) {
      case 'play':
        this.playing.push({ id: effect.id, media: effect.media });
        this.#say({ line: 'heard', media: effect.media, language: this.run.language });
        break;
      case 'stopPlaying':
        this.playing.length = 0;
        break;
      case 'music':
        this.music = effect.music;
        break;
      case 'setTimer':
        this.#timers.set(effect.id, this.now + effect.ms);
        break;
      case 'clearTimer':
        this.#timers.delete(effect.id);
        break;
      case 'stopRecording': {
        const { id } = effect;
        this.#forget(id, { type: 'recorded', id, recording: 'simulated', ms: 3000, endedBy: 'digit' });
        break;
      }
      case 'queue':
        this.queue = effect.campaignId;
        this.#queuedAt = this.now;
        break;
      case 'queueForAgent':
        this.queue = effect.agentId;
        this.#queuedAt = this.now;
        break;
      case 'leaveQueue':
        this.queue = null;
        break;
      case 'connect':
        this.bring({ type: 'queued', news: 'connected', agent: 'Anna' });
        break;
      default:
        break;
    }
  }

  #say(line: Event): void {
    this.lines.push({ at: this.now, ...line });
  }

  #environment(): Environment {
    const { world } = this;
    const wait = world.estimatedWaitSeconds === null ? null : world.estimatedWaitSeconds * 1000;
    return {
      at: this.now,
      timeZone: world.timeZone,
      call: {
        id: 'simulated',
        caller: world.caller,
        callerName: '',
        dialled: world.dialled,
        service: world.service,
        campaign: '',
        language: world.language,
        media: world.media,
        waited: Math.round((this.now - (this.queue === null ? this.#beganAt : this.#queuedAt)) / 1000),
        priority: 0,
      },
      hours: () => world.hours,
      agents: () => ({ loggedIn: world.agentsLoggedIn, free: world.agentsFree }),
      queueLength: () => world.queueLength,
      estimatedWaitMs: () => wait,
      position: () => (this.queue === null ? 0 : world.queueLength + 1),
      waitMs: () => (this.queue === null ? null : wait),
      callable: () => true,
      campaignId: name => [...(world.campaigns ?? [])].find(([, other]) => other === name)?.[0] ?? null,
    };
  }
}
