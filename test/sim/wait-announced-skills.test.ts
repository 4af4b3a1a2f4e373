/** The wait that is announced where some contacts of one queue ask for skills that only some of its agents have. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { expectedWait } from '../../orchestrator/core/queues/expected-wait.ts';
import {
  Service,
  Skill,
  WelcomeCampaign,
  type Configuration,
} from '../../orchestrator/core/configuration/schemas.ts';
import { exponential } from '../bench/core/random.ts';
import { flowOf, published } from '../support/flow-of.ts';
import { SimulatedCentre } from './simulated-centre.ts';

const handleMs = 180_000;
const agents = 20;
const able = 6;
/** Numbers of those who ask for the skill, and of those who do not. */
const [asks, asksNothing] = ['71', '72'];

/** The first `able` agents have the skill; a flow asks for it. */
function withSkill(configuration: Configuration): void {
  configuration.skills.push(Skill.parse({ id: 1, name: 'english' }));
  for (const agent of configuration.agents) agent.skills = agent.id <= able ? [{ skillId: 1, level: 5 }] : [];
  const human = configuration.campaigns.find(({ kind }) => kind === 'human');
  if (!human) throw new Error('a human campaign should be there');
  const flow = flowOf('welcome', 'English', [
    { id: 'start', type: 'start', exits: { next: 'ask' } },
    {
      id: 'ask',
      type: 'set-skills',
      parameters: { skills: [{ skill: 'english', level: 5 }] },
      exits: { next: 'on' },
    },
    { id: 'on', type: 'transfer-to-campaign', parameters: { campaignId: human.id } },
  ]);
  configuration.flows.push(published(1, flow));
  configuration.campaigns.push(
    WelcomeCampaign.parse({ id: 5000, name: 'English', kind: 'welcome', flowId: 1 }),
  );
  const entries = [
    [asks, 5000],
    [asksNothing, human.id],
  ] as const;
  for (const [index, [number, entryCampaignId]] of entries.entries())
    configuration.services.push(
      Service.parse({ id: 100 + index, name: `Kind ${index}`, entryCampaignId, numbers: [number] }),
    );
}

interface Said {
  dialled: string;
  /** s; null = not known. */
  own: number | null;
  /** As if skills did not matter. */
  blind: number | null;
}

/** Errors and means by number, s. `load`: erlang of each kind. */
function simulate(load: readonly [number, number], hours: number) {
  const gapMs = handleMs / (load[0] + load[1]);
  const said = new Map<string, Said>();
  const found = new Map(
    [asks, asksNothing].map(number => [number, { count: 0, own: 0, blind: 0, said: 0, wait: 0 }]),
  );
  const centre = new SimulatedCentre(
    agents,
    {
      gapMs: random => exponential(random, gapMs),
      handleMs: random => exponential(random, handleMs),
      patienceMs: () => Number.POSITIVE_INFINITY,
      dialled: random => (random() < load[0] / (load[0] + load[1]) ? asks : asksNothing),
    },
    {
      queued(contact, position) {
        const { world } = centre.driver;
        const predict = (whose: typeof contact | null): number | null => {
          const ms = expectedWait(world, centre.campaignId, position, whose);
          return ms === null ? null : ms / 1000;
        };
        said.set(contact.id, { dialled: contact.dialled, own: predict(contact), blind: predict(null) });
      },
      connected(contactId, waitMs) {
        const prediction = said.get(contactId);
        const sums = found.get(prediction?.dialled ?? '');
        said.delete(contactId);
        const { own = null, blind = null } = prediction ?? {};
        if (!sums || own === null || blind === null) return;
        const wait = waitMs / 1000;
        sums.count += 1;
        sums.own += (own - wait) ** 2;
        sums.blind += (blind - wait) ** 2;
        sums.said += own;
        sums.wait += wait;
      },
    },
    7,
    withSkill,
  );
  centre.run(hours * 3_600_000);
  return (number: string) => {
    const sums = found.get(number);
    if (!sums) throw new Error(number);
    const { count, own, blind, said: told, wait } = sums;
    return {
      count,
      own: Math.sqrt(own / count),
      blind: Math.sqrt(blind / count),
      told: told / count,
      wait: wait / count,
    };
  };
}

describe('the wait announced to contacts that ask for skills', function () {
  this.timeout(120_000);

  it('counts the agents who have them: nearer than without, and about right in the mean', () => {
    const of = simulate([4.2, 10], 120);
    const skilled = of(asks);
    const others = of(asksNothing);
    expect(skilled.count).to.be.above(500);
    expect(skilled.own / skilled.blind).to.be.at.most(0.9);
    expect(skilled.told / skilled.wait).to.be.within(0.7, 1.3);
    expect(others.own / others.blind).to.be.at.most(1.1);
  });
});
