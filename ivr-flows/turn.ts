/** One turn of a run: what blocks work with (BlockTurn) and what comes out of it. */
import { DateTime } from 'luxon';
import type { BlockTurn } from './block.ts';
import type { CompiledFlow } from './compile.ts';
import { fit } from './convert.ts';
import type { Effect } from './effects.ts';
import type { Environment } from './environment.ts';
import { asText, copied, expression, template, type Scope } from './expressions/index.ts';
import { refuse } from './faults.ts';
import type { FlowRun, Trace } from './run.ts';
import type { Language, Value } from './values.ts';

/** Timer of the longest duration of a flow. */
export const MAXIMUM_TIMER = 'maximum';
/** Digits that are kept for blocks to come: the longest number, and some. */
const MOST_TYPED_AHEAD = 32;
/** Characters of the JSON of all call data: it travels with the contact and its events. */
const MOST_CALL_DATA = 60_000;

export class Turn implements BlockTurn, Scope {
  readonly effects: Effect[] = [];
  readonly trace: Trace[] = [];
  readonly flow: CompiledFlow;
  readonly run: FlowRun;
  readonly environment: Environment;

  constructor(flow: CompiledFlow, run: FlowRun, environment: Environment) {
    this.flow = flow;
    this.run = run;
    this.environment = environment;
  }

  get language(): Language {
    return this.run.language;
  }
  get interruptible(): boolean {
    return this.flow.rules.interruptible;
  }
  get properties(): Record<string, Value> {
    return this.run.properties;
  }
  get call(): Record<string, Value> {
    return { ...this.environment.call, language: this.run.language };
  }
  get data(): Record<string, Value> {
    return this.run.callData;
  }
  now(): Record<string, Value> {
    // The machine's own locale would choose the digits.
    const now = DateTime.fromMillis(this.environment.at, { zone: this.environment.timeZone, locale: 'en' });
    return {
      date: now.toFormat('yyyy-MM-dd'),
      time: now.toFormat('HH:mm'),
      moment: now.toFormat("yyyy-MM-dd'T'HH:mm:ss"),
      weekday: now.weekday,
      hour: now.hour,
      minute: now.minute,
      day: now.day,
      month: now.month,
      year: now.year,
    };
  }

  evaluate(text: string, names?: Record<string, Value>): Value {
    return copied(expression(text).evaluate(this.scope(names)));
  }
  fill(text: string, names?: Record<string, Value>): string {
    return text.includes('{') ? template(text).fill(this.scope(names)) : text;
  }
  fillWith(text: string, change: (value: string) => string): string {
    return template(text).fill(this, change);
  }
  private scope(names?: Record<string, Value>): Scope {
    if (!names) return this;
    const { call, data } = this;
    return { properties: { ...this.run.properties, ...names }, call, data, now: () => this.now() };
  }

  set(property: string, value: Value): void {
    const type = this.flow.types.get(property);
    if (!type) return refuse('unknownProperty', { name: property });
    this.run.properties[property] = fit(property, type, value);
  }
  setCallData(values: Record<string, Value>): void {
    const written = { ...this.run.callData, ...values };
    if (Object.hasOwn(values, '__proto__')) refuse('callDataName');
    if (asText(written).length > MOST_CALL_DATA) refuse('callDataTooLong');
    Object.assign(this.run.callData, values);
    this.do({ do: 'setCallData', values });
  }
  setLanguage(language: Language): void {
    if (this.run.language === language) return;
    this.run.language = language;
    this.do({ do: 'setLanguage', language });
  }
  setCounter(value: number | null): void {
    if (value === null) delete this.run.counters[this.run.block];
    else this.run.counters[this.run.block] = value;
  }

  takeTypedAhead(most: number = MOST_TYPED_AHEAD): string {
    const taken = this.run.typedAhead.slice(0, most);
    this.run.typedAhead = this.run.typedAhead.slice(most);
    return taken;
  }
  keepDigits(digits: string): void {
    this.run.typedAhead = (this.run.typedAhead + digits.replace(/[^0-9*#]/g, '')).slice(0, MOST_TYPED_AHEAD);
  }

  nextId(): string {
    this.run.lastId += 1;
    return String(this.run.lastId);
  }
  /** Mulberry32 (public domain, T. Ettinger): 32 bits of state, enough for messages and percentages. */
  random(): number {
    const seed = (this.run.seed + 0x6d2b79f5) >>> 0;
    this.run.seed = seed;
    let mixed = Math.imul(seed ^ (seed >>> 15), seed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  do(effect: Effect): void {
    this.effects.push(effect);
  }
}
