/**
 * The core against the formulas of queueing: what Erlang C (no abandonment) and Erlang A (exponential
 * patience, Palm 1957; Garnett, Mandelbaum, Reiman 2002) say of waiting must lie within the confidence
 * interval of the simulation. The runs are the same each time (fixed seeds).
 */
import { describe, it } from 'mocha';
import { exponential } from '../bench/core/random.ts';
import { agree } from './agree.ts';
import { SimulatedCentre } from './simulated-centre.ts';

interface Case {
  name: string;
  agents: number;
  /** Offered load, erlang. */
  load: number;
  handleS: number;
  /** Mean patience, s; null = for ever. */
  patienceS: number | null;
  calls: number;
  expected: { wait: number; abandon?: number; asaS?: number; within15?: number };
}

/** Values of the formulas: Erlang C and A by their recursions, as in design/performance.md. */
const cases: Case[] = [
  {
    name: 'C(2, 3)',
    agents: 3,
    load: 2,
    handleS: 180,
    patienceS: null,
    calls: 30_000,
    expected: { wait: 0.444444 },
  },
  {
    name: 'C(10, 12)',
    agents: 12,
    load: 10,
    handleS: 180,
    patienceS: null,
    calls: 40_000,
    expected: { wait: 0.449388 },
  },
  {
    name: 'C(48, 55): 360 calls in 30 minutes, 240 s',
    agents: 55,
    load: 48,
    handleS: 240,
    patienceS: null,
    calls: 400_000,
    expected: { wait: 0.2387, asaS: 8.18, within15: 0.846 },
  },
  {
    name: 'A(50, 50), patience 60 s',
    agents: 50,
    load: 50,
    handleS: 180,
    patienceS: 60,
    calls: 60_000,
    expected: { wait: 0.39067, abandon: 0.07132 },
  },
  {
    name: 'A(100, 100), patience 120 s',
    agents: 100,
    load: 100,
    handleS: 180,
    patienceS: 120,
    calls: 80_000,
    expected: { wait: 0.46424, abandon: 0.04388 },
  },
];

interface Seen {
  waited: number[];
  abandoned: number[];
  waitS: number[];
}

function simulate({ agents, load, handleS, patienceS, calls }: Case): Seen {
  const seen: Seen = { waited: [], abandoned: [], waitS: [] };
  const add = (waitMs: number, left: boolean): void => {
    seen.waited.push(waitMs > 0 ? 1 : 0);
    seen.abandoned.push(left ? 1 : 0);
    seen.waitS.push(waitMs / 1000);
  };
  const gapMs = (handleS * 1000) / load;
  const centre = new SimulatedCentre(
    agents,
    {
      gapMs: random => exponential(random, gapMs),
      handleMs: random => exponential(random, handleS * 1000),
      patienceMs: random =>
        patienceS === null ? Number.POSITIVE_INFINITY : exponential(random, patienceS * 1000),
    },
    { connected: (_, waitMs) => add(waitMs, false), left: (_, waitMs) => add(waitMs, true) },
    7,
  );
  const warmUpMs = 20 * handleS * 1000;
  centre.run(warmUpMs);
  for (const values of Object.values(seen)) values.length = 0;
  centre.run(warmUpMs + calls * gapMs);
  return seen;
}

describe('waiting, as the formulas say', function () {
  this.timeout(120_000);
  for (const given of cases)
    it(given.name, () => {
      const { waited, abandoned, waitS } = simulate(given);
      const { wait, abandon, asaS, within15 } = given.expected;
      agree('P(wait)', waited, wait);
      if (abandon !== undefined) agree('P(abandon)', abandoned, abandon);
      if (asaS !== undefined) agree('ASA', waitS, asaS);
      if (within15 !== undefined)
        agree(
          'within 15 s',
          waitS.map(s => (s <= 15 ? 1 : 0)),
          within15,
        );
    });
});
