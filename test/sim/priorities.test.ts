/**
 * Priorities against Cobham's formula for the non-preemptive priority queue with c servers and one service rate
 * ("Priority Assignment in Waiting Line Problems", Operations Research 2, 1954): with classes 1 (first), 2, ...
 *
 *   W_k = W_0 / ((1 - s_(k-1)) (1 - s_k)),   W_0 = C(a, c) h / c,   s_k = load of classes 1 to k / c
 *
 * where C is Erlang C and h the mean handle time; and ageing against Kleinrock's conservation law ("A
 * Conservation Law for a Wide Class of Queueing Disciplines", Naval Research Logistics Quarterly 12, 1965):
 * whatever the order, the mean wait over all contacts is that of first come, first served.
 */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { type Configuration, Service } from '../../orchestrator/core/configuration/schemas.ts';
import { exponential } from '../bench/core/random.ts';
import { agree } from './agree.ts';
import { batchMeans } from './batch-means.ts';
import { SimulatedCentre } from './simulated-centre.ts';

interface Case {
  name: string;
  agents: number;
  /** Offered load, erlang. */
  load: number;
  /** Share of the contacts of each class, the first class first. */
  shares: number[];
  calls: number;
  /** Mean wait of each class, s. */
  waitS: number[];
}

const handleS = 180;

/** C(4, 5) = 0.55411, W_0 = 19.948 s; C(10, 12) = 0.44939, W_0 = 6.741 s. */
const cases: Case[] = [
  {
    name: '5 agents, 4 erlang, three classes',
    agents: 5,
    load: 4,
    shares: [0.2, 0.3, 0.5],
    calls: 150_000,
    waitS: [23.748, 39.579, 166.234],
  },
  {
    name: '12 agents, 10 erlang, two classes',
    agents: 12,
    load: 10,
    shares: [0.5, 0.5],
    calls: 150_000,
    waitS: [11.556, 69.334],
  },
];

const numberOfClass = (index: number): string => `7${index}`;

/** Waits by class, s, with each point of priority worth `pointSeconds`. */
function simulate({ agents, load, shares, calls }: Case, pointSeconds: number): number[][] {
  const waits = shares.map((): number[] => []);
  const classes = new Map<string, number>();
  const gapMs = (handleS * 1000) / load;
  const centre = new SimulatedCentre(
    agents,
    {
      gapMs: random => exponential(random, gapMs),
      handleMs: random => exponential(random, handleS * 1000),
      patienceMs: () => Number.POSITIVE_INFINITY,
      dialled: random => {
        const place = random();
        let sum = 0;
        return numberOfClass(shares.findIndex(share => (sum += share) > place));
      },
    },
    {
      connected: (contactId, waitMs) => {
        const dialled = centre.driver.world.contacts.get(contactId)?.dialled ?? '';
        waits[classes.get(dialled) ?? 0]?.push(waitMs / 1000);
      },
    },
    11,
    configuration => {
      prepare(configuration, pointSeconds, shares.length);
      for (const index of shares.keys()) classes.set(numberOfClass(index), index);
    },
  );
  const warmUpMs = 20 * handleS * 1000;
  centre.run(warmUpMs);
  for (const values of waits) values.length = 0;
  centre.run(warmUpMs + calls * gapMs);
  return waits;
}

/** A service for each class, of which the first has the highest priority. */
function prepare(configuration: Configuration, priorityPointSeconds: number, classes: number): void {
  for (const campaign of configuration.campaigns)
    if (campaign.kind === 'human')
      Object.assign(campaign, { priorityPointSeconds, firstAfterSeconds: 86_400 });
  const [service] = configuration.services;
  if (!service) throw new Error('a service should be there');
  for (let index = 0; index < classes; index++)
    configuration.services.push(
      Service.parse({
        id: 100 + index,
        name: `Class ${index + 1}`,
        entryCampaignId: service.entryCampaignId,
        numbers: [numberOfClass(index)],
        priority: classes - index,
      }),
    );
}

describe('priorities, as the formula says', function () {
  this.timeout(180_000);
  for (const given of cases) {
    it(`${given.name}: a point worth a day, the mean wait of each class`, () => {
      const waits = simulate(given, 86_400);
      for (const [index, expected] of given.waitS.entries())
        agree(`class ${index + 1}`, waits[index] ?? [], expected);
    });

    it(`${given.name}: a point worth a minute, the same mean wait over all classes, and the classes closer`, () => {
      const waits = simulate(given, 60);
      const all = given.waitS.reduce((sum, wait, index) => sum + wait * (given.shares[index] ?? 0), 0);
      const means = waits.map(values => batchMeans(values));
      const mean = means.reduce((sum, each, index) => sum + each.mean * (given.shares[index] ?? 0), 0);
      const half = means.reduce((sum, each, index) => sum + each.half * (given.shares[index] ?? 0), 0);
      expect(Math.abs(mean - all), `${mean} ± ${half}, ${all}`).to.be.at.most(half);
      const spread = (values: number[]): number => Math.max(...values) - Math.min(...values);
      expect(spread(means.map(each => each.mean))).to.be.below(spread(given.waitS));
      // The order of the classes stays.
      expect(means.every((each, index) => index === 0 || each.mean > (means[index - 1]?.mean ?? 0))).to.equal(
        true,
      );
    });
  }
});
