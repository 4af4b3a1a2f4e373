/** Times that are promised: measured, reported, and held to the promise. */
import { expect } from 'chai';
import { appendFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';

/** Names the file that figures are appended to, one JSON object a line. */
export const figuresVariable = 'PHONES_FAULT_FIGURES';

export interface Figure {
  what: string;
  ms: number;
  /** What is promised on a machine that has nothing else to do. */
  limitMs: number;
}

/**
 * `ms` on a machine that has nothing else to do; more where processes queue for the processors, by how much
 * they do (load average of the last minute per processor).
 */
export function within(ms: number): number {
  const [lastMinute = 0] = loadavg();
  return Math.round(ms * Math.max(1, lastMinute / availableParallelism()));
}

/** Prints and keeps what was measured; throws when it is above the limit. `scaled` false: other load is no excuse. */
export function expectFigure(what: string, measured: number, limitMs: number, { scaled = true } = {}): void {
  const ms = Math.round(measured);
  const allowed = scaled ? within(limitMs) : limitMs;
  const excuse = allowed > limitMs ? `; ${allowed} with the present load` : '';
  console.log(`      ${what}: ${ms} ms (at most ${limitMs}${excuse})`);
  const file = process.env[figuresVariable];
  if (file) appendFileSync(file, `${JSON.stringify({ what, ms, limitMs } satisfies Figure)}\n`);
  expect(ms, `ms: ${what}`).to.be.at.most(allowed);
}
