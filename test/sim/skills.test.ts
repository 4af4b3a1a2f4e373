/**
 * Skills and strategies where formulas say what must come of them, and fairness where none does.
 *
 * Contacts of two kinds that ask for different skills, of which each agent has one, are two queues that know
 * nothing of one another: Erlang C for each. Steps that expire lie between that and one queue for all.
 */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  HumanCampaign,
  Service,
  Skill,
  type Configuration,
  type SkillStep,
  type StrategyName,
} from '../../orchestrator/core/configuration/schemas.ts';
import { exponential } from '../bench/core/random.ts';
import { agree } from './agree.ts';
import { batchMeans } from './batch-means.ts';
import { SimulatedCentre } from './simulated-centre.ts';

const handleS = 180;
const [first, second] = ['71', '72'];

/** Agents 1 to `of` have skill 1, the others skill 2; a campaign and a number for each kind of contact. */
function twoKinds(of: number, seconds: number): (configuration: Configuration) => void {
  return configuration => {
    configuration.skills.push(...[1, 2].map(id => Skill.parse({ id, name: `Skill ${id}` })));
    for (const agent of configuration.agents) agent.skills = [{ skillId: agent.id <= of ? 1 : 2, level: 5 }];
    const human = configuration.campaigns.find(({ kind }) => kind === 'human');
    if (human?.kind !== 'human') throw new Error('a human campaign should be there');
    for (const [index, number] of [first, second].entries()) {
      const skills: SkillStep[] = [{ skillId: index + 1, level: 1, seconds }];
      const id = 5000 + index;
      configuration.campaigns.push(HumanCampaign.parse({ ...human, id, name: `Kind ${index}`, skills }));
      configuration.services.push(
        Service.parse({ id: 100 + index, name: `Kind ${index}`, entryCampaignId: id, numbers: [number] }),
      );
    }
  };
}

/** Waits by number, s. `loads`: of the two kinds, erlang; the first `of` of the agents have the first skill. */
function simulate(
  agents: number,
  of: number,
  loads: [number, number],
  seconds: number,
  calls: number,
): { waits: number[][] } {
  const waits: number[][] = [[], []];
  const load = loads[0] + loads[1];
  const gapMs = (handleS * 1000) / load;
  const centre = new SimulatedCentre(
    agents,
    {
      gapMs: random => exponential(random, gapMs),
      handleMs: random => exponential(random, handleS * 1000),
      patienceMs: () => Number.POSITIVE_INFINITY,
      dialled: random => (random() < loads[0] / load ? first : second),
    },
    {
      connected: (contactId, waitMs) => {
        const { dialled } = centre.driver.world.contacts.get(contactId) ?? {};
        waits[dialled === first ? 0 : 1]?.push(waitMs / 1000);
      },
    },
    5,
    twoKinds(of, seconds),
  );
  const warmUpMs = 20 * handleS * 1000;
  centre.run(warmUpMs);
  for (const values of waits) values.length = 0;
  centre.run(warmUpMs + calls * gapMs);
  return { waits };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('skills', function () {
  this.timeout(180_000);

  it('that divide the agents make two queues: Erlang C for each', () => {
    const { waits } = simulate(7, 3, [2, 3], 0, 120_000);
    const waited = waits.map(values => values.map(wait => (wait > 0 ? 1 : 0)));
    // C(2, 3) = 0.444444 and 80 s; C(3, 4) = 0.509434 and 91.698 s.
    agree('P(wait), 2 erlang at 3 agents', waited[0] ?? [], 0.444444);
    agree('mean wait, 2 erlang at 3 agents', waits[0] ?? [], 80);
    agree('P(wait), 3 erlang at 4 agents', waited[1] ?? [], 0.509434);
    agree('mean wait, 3 erlang at 4 agents', waits[1] ?? [], 91.698);
  });

  it('that expire lie between two queues and one: nobody waits in vain beside a free agent for long', () => {
    const { waits } = simulate(7, 3, [2, 3], 20, 60_000);
    const all = waits.flat();
    // One queue: C(5, 7) = 0.324150 and 29.173 s; two queues: 0.4 * 80 + 0.6 * 91.698 s.
    expect(mean(all)).to.be.above(29.173);
    expect(mean(all)).to.be.below(0.6 * (0.4 * 80 + 0.6 * 91.698));
  });
});

describe('the strategy', function () {
  this.timeout(180_000);
  const strategies: StrategyName[] = [
    'longest-idle',
    'most-idle-share',
    'round-robin',
    'fewest-contacts',
    'random',
    'fixed-order',
  ];
  const agents = 6;
  /** Agents 1 to 3 take 120 s for a contact, 4 to 6 twice as long. */
  const handleOf = (agentId: number): number => (agentId <= 3 ? 120 : 240);

  /** Share of its time in which each agent is busy, and contacts of each; Poisson arrivals. */
  function work(strategy: StrategyName, gapMs = 42_000): { busy: number[]; contacts: number[] } {
    const busyMs = Array.from({ length: agents }, () => 0);
    const contacts = Array.from({ length: agents }, () => 0);
    const centre = new SimulatedCentre(
      agents,
      {
        gapMs: random => exponential(random, gapMs),
        handleMs: (random, _, agentId) => {
          const ms = exponential(random, handleOf(agentId) * 1000);
          busyMs[agentId - 1] = (busyMs[agentId - 1] ?? 0) + ms;
          contacts[agentId - 1] = (contacts[agentId - 1] ?? 0) + 1;
          return ms;
        },
        patienceMs: () => Number.POSITIVE_INFINITY,
      },
      {},
      3,
      ({ campaigns }) => {
        for (const campaign of campaigns)
          if (campaign.kind === 'human')
            Object.assign(campaign, {
              strategy,
              members: campaign.members.map(member => ({ ...member, order: member.agentId })),
            });
      },
    );
    const ms = gapMs * 30_000;
    centre.run(ms);
    return { busy: busyMs.map(value => value / ms), contacts };
  }

  const spread = (values: number[]): number => Math.max(...values) - Math.min(...values);

  it('does not change how long contacts wait where agents are alike: C(2, 3) for all; all but fixed order are fair', () => {
    for (const strategy of strategies) {
      const waited: number[] = [];
      const takers: number[] = [];
      const centre = new SimulatedCentre(
        3,
        {
          gapMs: random => exponential(random, (handleS * 1000) / 2),
          handleMs: random => exponential(random, handleS * 1000),
          patienceMs: () => Number.POSITIVE_INFINITY,
        },
        {
          connected(contactId, waitMs) {
            waited.push(waitMs > 0 ? 1 : 0);
            takers.push(centre.driver.world.contacts.get(contactId)?.talk?.agentId ?? 0);
          },
        },
        7,
        ({ campaigns }) => {
          for (const campaign of campaigns) if (campaign.kind === 'human') campaign.strategy = strategy;
        },
      );
      centre.run(handleS * 1000 * 20_000);
      agree(`P(wait), ${strategy}`, waited, 0.444444);
      const sharesOf = (agentId: number): number[] => takers.map(taker => (taker === agentId ? 1 : 0));
      // By symmetry each gets a third, whatever the strategy looks at; in a fixed order the first gets more.
      if (strategy !== 'fixed-order')
        for (const agentId of [1, 2, 3])
          agree(`share of agent ${agentId}, ${strategy}`, sharesOf(agentId), 1 / 3);
      else {
        const [first, last] = [1, 3].map(agentId => batchMeans(sharesOf(agentId)));
        if (!first || !last) throw new Error('three agents should be there');
        expect(first.mean - first.half).to.be.above(last.mean + last.half);
      }
    }
  });

  it('most idle time evens out occupancy between quick and slow agents; longest idle does not', () => {
    const even = work('most-idle-share');
    expect(spread(even.busy), even.busy.join(' ')).to.be.at.most(0.02);
    const longest = work('longest-idle');
    expect(spread(longest.busy), longest.busy.join(' ')).to.be.at.least(0.08);
  });

  it('fewest contacts and each in turn even out contacts where agents are mostly free', () => {
    const share = (strategy: StrategyName): number => {
      const { contacts } = work(strategy, 120_000);
      return spread(contacts) / mean(contacts);
    };
    expect(share('fewest-contacts')).to.be.at.most(0.03);
    expect(share('round-robin')).to.be.at.most(0.15);
    expect(share('fixed-order')).to.be.at.least(1);
  });

  it('by chance gives agents who are alike the same', () => {
    const { busy } = work('random');
    const [quick, slow] = [busy.slice(0, 3), busy.slice(3)];
    expect(spread(quick), quick.join(' ')).to.be.at.most(0.02);
    expect(spread(slow), slow.join(' ')).to.be.at.most(0.02);
  });

  it('fixed order gives the first most and the last least', () => {
    const { busy } = work('fixed-order');
    const quick = busy.slice(0, 3);
    expect([...quick].sort((a, b) => b - a)).to.deep.equal(quick);
  });
});
