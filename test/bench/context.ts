/** What a benchmark sees of its options. */
import type { Bench, BenchContext, OptionValues } from './bench.ts';

export function contextOf(bench: Bench, values: OptionValues, say: (text: string) => void): BenchContext {
  const text = (name: string): string => {
    const value = values[name];
    if (value === undefined) throw new Error(`${bench.name} has no option --${name}`);
    return value;
  };
  const toNumber = (name: string, value: string): number => {
    const number = Number(value);
    if (value.trim() === '' || !Number.isFinite(number))
      throw new Error(`--${name} takes numbers, not "${value}"`);
    return number;
  };
  return {
    number: name => toNumber(name, text(name)),
    list: name =>
      text(name)
        .split(',')
        .map(value => toNumber(name, value)),
    say,
  };
}
