/**
 * B9: the wait that is announced, against the wait that came. Simulated days with impatient callers, steady
 * and drifting; every decision by the real core. Peer: the queue-length predictor that is told the true rates
 * (QL_m, Ibrahim and Whitt 2009). Floor to stay below: the wait so far of the head of the line, which others
 * announce. A caller who gave up would have been served when the first one behind it was, or an agent had
 * nothing to do: that wait counts for it, so that the impatient do not make the predictions look better.
 */
import { expectedWait } from '../../orchestrator/core/queues/expected-wait.ts';
import { SimulatedCentre, type Chances } from '../sim/simulated-centre.ts';
import type { Bench, BenchContext, BenchResult, Figure } from './bench.ts';
import { exponential } from './core/random.ts';
import { medianOf } from './statistics.ts';

const hourMs = 3_600_000;

interface Rates {
  /** Contacts a ms. */
  arrivals(at: number): number;
  /** Mean handle time, ms. */
  handleMs(at: number): number;
  patienceMs: number;
}

interface Prediction {
  order: number;
  arrivedAt: number;
  left: boolean;
  own: number | null;
  told: number;
  headOfLine: number;
}

interface Errors {
  own: number;
  told: number;
  headOfLine: number;
  /** Share of the callers to whom something could be said. */
  said: number;
}

/** Both ask for about as much as the agents can do, now more and now less. */
export const days = {
  steady: (agents: number): Rates => ({
    arrivals: () => (1.05 * agents) / 180_000,
    handleMs: () => 180_000,
    patienceMs: 240_000,
  }),
  drifting: (agents: number): Rates => ({
    arrivals: at => ((1.05 + 0.35 * Math.sin((2 * Math.PI * at) / (2 * hourMs))) * agents) / 180_000,
    handleMs: at => 180_000 * (1 + 0.2 * Math.sin((2 * Math.PI * at) / (5 * hourMs))),
    patienceMs: 240_000,
  }),
};

function chancesOf({ arrivals, handleMs, patienceMs }: Rates): Chances {
  return {
    gapMs: (random, at) => exponential(random, 1 / arrivals(at)),
    handleMs: (random, at) => exponential(random, handleMs(at)),
    patienceMs: random => exponential(random, patienceMs),
  };
}

/** Root mean square errors of the announcements of one run, s. */
export function simulateAnnouncements(agents: number, rates: Rates, hours: number, seed: number): Errors {
  const open: Prediction[] = [];
  const byContact = new Map<string, Prediction>();
  const sums = { own: 0, told: 0, headOfLine: 0, count: 0, unsaid: 0 };
  let orders = 0;
  const close = (prediction: Prediction): void => {
    const wait = centre.now - prediction.arrivedAt;
    if (prediction.own === null) {
      sums.unsaid += 1;
      return;
    }
    sums.own += (prediction.own - wait) ** 2;
    sums.told += (prediction.told - wait) ** 2;
    sums.headOfLine += (prediction.headOfLine - wait) ** 2;
    sums.count += 1;
  };
  /** Everybody who would have come before `order` by now. */
  const closeBefore = (order: number): void => {
    while (open[0] && open[0].order < order) {
      const first = open.shift();
      if (first) close(first);
    }
  };
  const told = (position: number): number => {
    let ms = 0;
    for (let i = 0; i < position; i++) ms += 1 / (agents / rates.handleMs(centre.now) + i / rates.patienceMs);
    return ms;
  };
  const centre = new SimulatedCentre(
    agents,
    chancesOf(rates),
    {
      queued(contact, position) {
        const { world } = centre.driver;
        const head = world.contacts.get(world.waiting.get(centre.campaignId)?.[0] ?? '');
        orders += 1;
        const prediction = {
          order: orders,
          arrivedAt: centre.now,
          left: false,
          own: expectedWait(world, centre.campaignId, position),
          told: told(position),
          headOfLine: centre.driver.at - (head?.waitingSince ?? centre.driver.at),
        };
        open.push(prediction);
        byContact.set(contact.id, prediction);
      },
      connected(contactId) {
        const prediction = byContact.get(contactId);
        if (!prediction) return;
        byContact.delete(contactId);
        closeBefore(prediction.order + 1);
      },
      left: contactId => byContact.delete(contactId),
      idle: () => closeBefore(Number.POSITIVE_INFINITY),
    },
    seed,
  );
  centre.run(hours * hourMs);
  const rms = (sum: number): number => Math.sqrt(sum / sums.count) / 1000;
  return {
    own: rms(sums.own),
    told: rms(sums.told),
    headOfLine: rms(sums.headOfLine),
    said: sums.count / (sums.count + sums.unsaid),
  };
}

async function run(context: BenchContext): Promise<BenchResult> {
  const figures: Figure[] = [];
  for (const agents of context.list('agents'))
    for (const [day, ratesOf] of Object.entries(days)) {
      const runs = Array.from({ length: context.number('runs') }, (_, i) =>
        simulateAnnouncements(agents, ratesOf(agents), context.number('hours'), i + 1),
      );
      context.say(`${agents} agents, ${day}: ${JSON.stringify(runs)}`);
      const about = `${agents} agents, ${day} days`;
      const own = medianOf(runs, run => run.own);
      figures.push(
        {
          name: `${about}: root mean square error`,
          unit: 's',
          own,
          peer: medianOf(runs, run => run.told),
          floor: medianOf(runs, run => run.headOfLine),
          target: { of: 'peer', atMost: 1.1 },
        },
        {
          name: `${about}: the same, against the head of the line`,
          unit: 's',
          own,
          peer: medianOf(runs, run => run.headOfLine),
          target: { of: 'peer', atMost: 1 },
        },
        { name: `${about}: callers told a wait`, unit: 'share', own: medianOf(runs, run => run.said) },
      );
    }
  return {
    peer: 'queue-length predictor that knows the true rates; in the second line the head of the line',
    floor: 'wait so far of the head of the line',
    figures,
    notes: [
      `Handle time exponential, 180 s in the mean (drifting: between 144 and 216 s over five hours), patience exponential, 240 s; load 1.05 (drifting: between 0.7 and 1.4 over two hours). ${context.number('hours')} hours a run.`,
    ],
  };
}

export const waitAnnounced: Bench = {
  id: 'b9',
  name: 'b9-wait-announced',
  title: 'the wait announced, against the wait that came',
  options: { agents: '10,50,200', hours: '200', runs: '5' },
  run,
};
