/** What a benchmark is, and what comes of it. Every figure stands beside its peer or floor of the same run. */
import type { ParseArgsConfig } from 'node:util';

export type BenchOptions = NonNullable<ParseArgsConfig['options']>;
export type OptionValues = Readonly<Record<string, string>>;

export interface Bench {
  /** As in design/performance.md, for example b3. */
  id: string;
  /** Name of its file, and of its result. */
  name: string;
  title: string;
  /** Its options, each with its default; all are numbers or lists of numbers. */
  options: OptionValues;
  run(context: BenchContext): Promise<BenchResult>;
}

export interface BenchContext {
  /** One number of the options. */
  number(name: string): number;
  /** A comma-separated list of numbers. */
  list(name: string): number[];
  /** Says how far it is, on stderr. */
  say(text: string): void;
}

/** What the target speaks of: the figure itself, or the figure divided by that of the peer or floor. */
export interface Target {
  of: 'own' | 'peer' | 'floor';
  atMost?: number;
  atLeast?: number;
}

export interface Figure {
  name: string;
  unit: string;
  own: number;
  peer?: number;
  floor?: number;
  target?: Target;
}

export interface BenchResult {
  /** What the peer and the floor are, in words. */
  peer?: string;
  floor?: string;
  figures: Figure[];
  /** Calls that failed and messages that were sent again, of the load generator: both must be 0. */
  load?: LoadReport;
  notes: string[];
  /** What the medians were made of, for who wants to look closer. */
  runs?: unknown;
}

export interface LoadReport {
  calls: number;
  failures: number;
  retransmissions: number;
  /** CPU of the load generator as a share of one core; it should stay below 0.3. */
  generatorCpu: number;
}

/** Whether the target is met; null = there is none, or what it speaks of was not measured. */
export function isMet(figure: Figure): boolean | null {
  const { target } = figure;
  if (!target) return null;
  const value = target.of === 'own' ? figure.own : ratio(figure.own, figure[target.of]);
  if (value === null || !Number.isFinite(value)) return null;
  return value <= (target.atMost ?? Number.POSITIVE_INFINITY) && value >= (target.atLeast ?? 0);
}

export function ratio(own: number, other: number | undefined): number | null {
  return other === undefined || other === 0 ? null : own / other;
}
