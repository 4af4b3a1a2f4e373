/** Flows for tests, written shortly, and a world that answers as each test says. */
import { compile } from '../../ivr-flows/compile.ts';
import { Flow, type FlowProperty } from '../../ivr-flows/document.ts';
import type { Effect, End, Input } from '../../ivr-flows/effects.ts';
import { advance, start, type Beginning, type Progress } from '../../ivr-flows/engine.ts';
import type { Environment } from '../../ivr-flows/environment.ts';
import { faultWords } from '../../ivr-flows/faults.ts';
import type { FlowRun, Trace } from '../../ivr-flows/run.ts';
import type { Value } from '../../ivr-flows/values.ts';

/** `id: [type, parameters, exits]`; the first block follows the start. */
export type Blocks = Record<string, [string, Record<string, Value>?, Record<string, string>?]>;

export function flowOf(blocks: Blocks, properties: Partial<FlowProperty>[] = [], rules = {}): Flow {
  const [first] = Object.keys(blocks);
  return Flow.parse({
    format: 1,
    name: 'test',
    kind: 'ivr',
    properties,
    blocks: [
      { id: 'start', type: 'start', parameters: rules, exits: first ? { next: first } : {} },
      ...Object.entries(blocks).map(([id, [type, parameters = {}, exits = {}]]) => ({
        id,
        type,
        parameters,
        exits,
      })),
    ],
  });
}

/** Monday, 2026-03-02 10:00 in Rome. */
export const AT = Date.UTC(2026, 2, 2, 9, 0, 0);

export function environmentOf(changes: Partial<Environment> = {}): Environment {
  return {
    at: AT,
    timeZone: 'Europe/Rome',
    call: {
      id: 'c1',
      caller: '+390612345678',
      callerName: '',
      dialled: '800100',
      service: 'Orders',
      campaign: 'Welcome',
      language: 'en',
      media: 'audio',
      waited: 0,
      priority: 5,
    },
    hours: () => 'open',
    agents: () => ({ loggedIn: 2, free: 1 }),
    queueLength: () => 0,
    estimatedWaitMs: () => null,
    position: () => 0,
    waitMs: () => null,
    callable: () => true,
    campaignId: name => (name === 'Sales' ? 12 : null),
    ...changes,
  };
}

export const say = (en: string) => [{ play: 'text', text: { it: en, en } }];

/** A run, and everything that came of it so far. */
export class Scene {
  readonly effects: Effect[] = [];
  readonly trace: Trace[] = [];
  end: End | null = null;
  run: FlowRun;
  private readonly flow;
  private readonly environment: Environment;

  get at(): number {
    return this.environment.at;
  }
  /** The clock stands still unless a test moves it. */
  set at(at: number) {
    this.environment.at = at;
  }

  constructor(flow: Flow, changes: Partial<Environment> = {}, beginning: Beginning = { seed: 1 }) {
    this.flow = compile(flow);
    this.environment = environmentOf(changes);
    const begun = start(this.flow, beginning, this.environment);
    this.run = begun.run;
    this.take(begun);
  }

  bring(...inputs: Input[]): this {
    for (const input of inputs) {
      // A run survives a snapshot at any moment.
      this.run = JSON.parse(JSON.stringify(this.run));
      this.take(advance(this.flow, this.run, this.environment, input));
    }
    return this;
  }

  /** Ends what plays now. */
  played(): this {
    return this.bring({ type: 'played', id: this.last('play').id, failed: false });
  }
  press(...digits: string[]): this {
    return this.bring(...digits.map(digit => ({ type: 'digit' as const, digit })));
  }
  timeUp(): this {
    return this.bring({ type: 'timer', id: this.last('setTimer').id });
  }
  hangUp(): this {
    return this.bring({ type: 'hungUp' });
  }

  last<K extends Effect['do']>(kind: K): Extract<Effect, { do: K }> {
    const found = this.effects.findLast((effect): effect is Extract<Effect, { do: K }> => effect.do === kind);
    if (!found) throw new Error(`no effect ${kind} in ${JSON.stringify(this.effects)}`);
    return found;
  }
  has(kind: Effect['do']): boolean {
    return this.effects.some(effect => effect.do === kind);
  }

  /** Blocks and exits in their order: `start next, ask 1, bye`. */
  get way(): string {
    const lines: string[] = [];
    for (const line of this.trace) {
      if (line.type === 'entered') lines.push(line.block);
      else
        lines[lines.length - 1] +=
          line.type === 'left' ? ` ${line.exit}` : ` (${faultWords(line.fault, 'en')})`;
    }
    return lines.join(', ');
  }
  /** What the caller heard, in words. */
  get heard(): string[] {
    return this.effects.flatMap(effect =>
      effect.do === 'play'
        ? effect.media.map(part => ('speech' in part ? part.speech : Object.values(part).join()))
        : [],
    );
  }

  private take(progress: Progress): void {
    this.effects.push(...progress.effects);
    this.trace.push(...progress.trace);
    this.end ??= progress.end;
  }
}
