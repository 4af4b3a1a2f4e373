/** The contact centre of the benchmarks on the real Asterisk: agents with SIP phones, campaigns, services. */
import type { ConfigurationObject } from '../../../orchestrator/core/configuration/schemas.ts';
import { ensureLine } from '../../support/contact-centre.ts';
import type { Instance } from '../../support/instance.ts';
import { until } from '../../support/until.ts';
import type { Account } from './silent-phones.ts';

export interface BenchAgent extends Account {
  id: number;
  extension: string;
}

export interface BenchCentre {
  agents: BenchAgent[];
  /** Numbers that callers dial, one for each campaign. */
  numbers: string[];
  humanIds: number[];
}

export interface BenchCentreOptions {
  agents: number;
  campaigns: number;
  /** What callers hear before they are distributed; empty = nothing. */
  welcome: string;
}

/** Requests a second that the API takes for ever from one address, with some room. */
const requestsPerSecond = 80;

/** Everybody works in every campaign; contacts are distributed at once after the welcome, without announcements. */
export async function createBenchCentre(
  instance: Instance,
  options: BenchCentreOptions,
): Promise<BenchCentre> {
  await ensureLine(instance);
  const agents = await createAgents(instance, options);
  const centre: BenchCentre = { agents, numbers: [], humanIds: [] };
  for (let index = 0; index < options.campaigns; index++) {
    const { number, human } = await createCampaign(instance, agents, index, options);
    centre.numbers.push(number);
    centre.humanIds.push(human.id);
  }
  return centre;
}

async function createAgents({ api }: Instance, { agents: count }: BenchCentreOptions): Promise<BenchAgent[]> {
  return paced([...Array(count).keys()], async index => {
    const extension = String(20_000 + index);
    const secret = `secret-${extension}-sip`;
    const { id } = await api.create('agents', {
      name: `Agent ${index}`,
      username: `agent${index}`,
      extension,
      defaultPhone: 'sip',
      sipPhone: {},
      sipSecret: secret,
    });
    return { id, extension, user: `agent-${extension}`, secret };
  });
}

async function createCampaign(
  { api }: Instance,
  agents: readonly BenchAgent[],
  index: number,
  { welcome }: BenchCentreOptions,
): Promise<{ number: string; human: ConfigurationObject<'campaigns'> }> {
  const queue = await api.create('campaigns', {
    kind: 'queue',
    name: `Queue ${index}`,
    announcePosition: false,
    announceEverySeconds: 3600,
  });
  const human = await api.create('campaigns', {
    kind: 'human',
    name: `Operators ${index}`,
    members: agents.map(({ id }) => ({ agentId: id })),
    queueCampaignId: queue.id,
    wrapUp: { defaultSeconds: 0, minimumSeconds: 0, maximumSeconds: 0 },
    afterNoAnswer: 'ready',
  });
  const entry =
    welcome === ''
      ? human
      : await api.create('campaigns', {
          kind: 'welcome',
          name: `Welcome ${index}`,
          message: { it: welcome, en: welcome },
          nextCampaignId: human.id,
        });
  const number = String(800_000 + index);
  await api.create('services', { name: `Service ${index}`, numbers: [number], entryCampaignId: entry.id });
  return { number, human };
}

/** From now on agents keep a call up, and contacts are put through at once. */
export async function raiseStandingLegs({ api }: Instance, { agents, humanIds }: BenchCentre): Promise<void> {
  await paced(agents, ({ id }) => api.patch('agents', id, { standingLeg: true }));
  for (const id of humanIds) await api.patch('campaigns', id, { autoAnswer: true });
}

/** Logs the agents in and makes them ready; their phones must be registered. */
export async function makeAllReady({ api }: Instance, agents: readonly BenchAgent[]): Promise<void> {
  await paced(agents, ({ id }) =>
    until(`agent ${id} is ready`, () => api.setState(id, 'ready').then(() => true), {
      timeoutMs: 20_000,
      everyMs: 300,
    }),
  );
  const ids = new Set(agents.map(({ id }) => id));
  const ready = async () => {
    const live = await api.live();
    return live.agents.filter(({ id, state, reachable }) => ids.has(id) && state === 'ready' && reachable)
      .length;
  };
  let seen = 0;
  await until('all agents are ready', async () => (seen = await ready()) === agents.length, {
    timeoutMs: 30_000,
    everyMs: 500,
    explain: () => `${seen} of ${agents.length} are`,
  });
}

export async function logAllOut({ api }: Instance, agents: readonly BenchAgent[]): Promise<void> {
  await paced(agents, ({ id }) => api.setState(id, 'loggedOut'));
}

/** One after another, never faster than the API allows. */
async function paced<T, R>(items: readonly T[], action: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const began = performance.now();
  for (const [index, item] of items.entries()) {
    const earlyMs = (index / requestsPerSecond) * 1000 - (performance.now() - began);
    if (earlyMs > 0) await new Promise(resolve => setTimeout(resolve, earlyMs));
    results.push(await action(item));
  }
  return results;
}
