/**
 * Arrivals that drift over the day, against the exact solution: with Poisson arrivals of rate l(t), exponential
 * handle times and patience, the number of contacts n is a Markov chain, whose probabilities follow Kolmogorov's
 * forward equations
 *
 *   p_n' = l(t) (p_(n-1) - p_n) + out_(n+1) p_(n+1) - out_n p_n,   out_n = min(n, s) mu + max(0, n - s) theta
 *
 * (Green, Kolesar and Whitt, "Coping with Time-Varying Demand When Setting Staffing Requirements for a Service
 * System", Production and Operations Management 16, 2007). They are solved here by Runge and Kutta's
 * fourth-order method, after some periods from an empty centre. Who arrives at t waits with the probability that
 * all agents are busy then; the mean wait is the mean number of those who wait over the mean rate of arrivals
 * (Little). The quarters of the period show the lag: after the peak one waits longer than before it, at the same
 * rate of arrivals, which no formula for steady arrivals can say.
 */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { exponential } from '../bench/core/random.ts';
import { agree } from './agree.ts';
import { SimulatedCentre } from './simulated-centre.ts';

const agents = 20;
const handleS = 180;
const patienceS = 240;
const periodS = 7200;
const quarters = 4;
/** Erlang offered at a moment, s: between 12 and 24. */
const loadAt = (s: number): number => 18 + 6 * Math.sin((2 * Math.PI * s) / periodS);
const highest = 24 / handleS;
const quarterOf = (s: number): number => Math.floor((quarters * (s % periodS)) / periodS) % quarters;

interface Expected {
  /** By quarter of the period. */
  waits: number[];
  abandon: number;
  waitS: number;
}

/** More contacts at once than ever are there. */
const most = 120;
const stepS = 1;

/** The derivative of the probabilities at a moment. */
function flow(p: Float64Array, s: number): Float64Array {
  const arrive = loadAt(s) / handleS;
  const out = (n: number): number => Math.min(n, agents) / handleS + Math.max(0, n - agents) / patienceS;
  return p.map((here, n) => {
    const come = n > 0 ? arrive * (p[n - 1] ?? 0) : 0;
    const go = n < most ? arrive * here : 0;
    return come - go + (n < most ? out(n + 1) * (p[n + 1] ?? 0) : 0) - out(n) * here;
  });
}

/** Runge and Kutta: the probabilities one step later. */
function later(p: Float64Array, s: number): Float64Array {
  const along = (k: Float64Array, by: number): Float64Array => p.map((here, n) => here + by * (k[n] ?? 0));
  const one = flow(p, s);
  const two = flow(along(one, stepS / 2), s + stepS / 2);
  const three = flow(along(two, stepS / 2), s + stepS / 2);
  const four = flow(along(three, stepS), s + stepS);
  return p.map(
    (here, n) =>
      here + (stepS / 6) * ((one[n] ?? 0) + 2 * (two[n] ?? 0) + 2 * (three[n] ?? 0) + (four[n] ?? 0)),
  );
}

function solve(): Expected {
  let p: Float64Array = new Float64Array(most + 1);
  p[0] = 1;
  // The memory of the empty centre is a few handle times; two periods are eighty.
  for (let s = 0; s < 2 * periodS; s += stepS) p = later(p, s);
  const arrived = Array.from({ length: quarters }, () => 0);
  const waited = Array.from({ length: quarters }, () => 0);
  let waitingS = 0;
  for (let s = 0; s < periodS; s += stepS) {
    const quarter = quarterOf(s);
    const rate = loadAt(s) / handleS;
    const busy = p.subarray(agents).reduce((sum, each) => sum + each, 0);
    arrived[quarter] = (arrived[quarter] ?? 0) + rate * stepS;
    waited[quarter] = (waited[quarter] ?? 0) + rate * busy * stepS;
    waitingS += stepS * p.reduce((sum, each, n) => sum + each * Math.max(0, n - agents), 0);
    p = later(p, s);
  }
  const all = arrived.reduce((sum, each) => sum + each, 0);
  return {
    waits: waited.map((each, quarter) => each / (arrived[quarter] ?? 1)),
    abandon: waitingS / patienceS / all,
    waitS: waitingS / all,
  };
}

describe('arrivals that drift, as the forward equations say', function () {
  this.timeout(180_000);

  it('20 agents, 12 to 24 erlang within two hours, patience 240 s: waits by quarter, abandoned, mean wait', () => {
    const expected = solve();
    const waits = Array.from({ length: quarters }, (): number[] => []);
    const left: number[] = [];
    const waitS: number[] = [];
    const add = (waitMs: number, gaveUp: boolean): void => {
      waits[quarterOf((centre.now - waitMs) / 1000)]?.push(waitMs > 0 ? 1 : 0);
      left.push(gaveUp ? 1 : 0);
      waitS.push(waitMs / 1000);
    };
    const centre = new SimulatedCentre(
      agents,
      {
        // Thinning: of arrivals at the highest rate, each is kept with the share that the present rate has of it.
        gapMs(random, at) {
          let ms = 0;
          do ms += exponential(random, 1000 / highest);
          while (random() * highest * handleS > loadAt((at + ms) / 1000));
          return ms;
        },
        handleMs: random => exponential(random, handleS * 1000),
        patienceMs: random => exponential(random, patienceS * 1000),
      },
      { connected: (_, waitMs) => add(waitMs, false), left: (_, waitMs) => add(waitMs, true) },
      13,
    );
    centre.run(periodS * 1000);
    for (const values of [...waits, left, waitS]) values.length = 0;
    centre.run(401 * periodS * 1000);
    for (const [quarter, values] of waits.entries())
      agree(`P(wait), quarter ${quarter + 1}`, values, expected.waits[quarter] ?? 0);
    agree('P(abandon)', left, expected.abandon);
    agree('mean wait', waitS, expected.waitS);
    // The same rates come in the first and the second quarter.
    expect(expected.waits[1]).to.be.above(1.1 * (expected.waits[0] ?? 0));
  });
});
