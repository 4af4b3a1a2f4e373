/**
 * Pools: agents who may take the same contacts. The free agents of a campaign, and those of them who meet a demand
 * of its steps, are a pool. Campaigns whose pools have the same members share them, unless their strategy puts
 * agents in an order of its own for each campaign: so an agent who works in fifty campaigns stands in a few lists.
 */
import type { ConfigurationIndex, Membership } from '../configuration/lookup.ts';
import type { AgentId } from '../ids.ts';
import { strategies } from './strategies/index.ts';
import { timelineOf } from './timeline.ts';

/** A pool to which an agent belongs, and one of the memberships by which it does. */
export interface Seat {
  pool: number;
  membership: Membership;
}

export interface Pools {
  /** By campaign and key of the demand; '' = all members. Demands that flows make up are missing. */
  of: ReadonlyMap<number, ReadonlyMap<string, number>>;
  seats: ReadonlyMap<AgentId, readonly Seat[]>;
}

const known = new WeakMap<ConfigurationIndex, Pools>();

/** Found once for each configuration. */
export function poolsOf(configuration: ConfigurationIndex): Pools {
  let pools = known.get(configuration);
  if (!pools) known.set(configuration, (pools = findPools(configuration)));
  return pools;
}

function findPools(configuration: ConfigurationIndex): Pools {
  const members = membersByDemand(configuration);
  const numbers = new Map<string, number>();
  const of = new Map<number, Map<string, number>>();
  for (const [campaignId, byKey] of members) {
    const campaign = configuration.campaigns.get(campaignId);
    const strategy = campaign?.kind === 'human' ? campaign.strategy : 'longest-idle';
    const order = strategies[strategy].perCampaign ? `campaign ${campaignId}` : strategy;
    const pools = new Map<string, number>();
    for (const [key, agents] of byKey) {
      const name = `${order}: ${agents.join()}`;
      const pool = numbers.get(name) ?? numbers.size;
      numbers.set(name, pool);
      pools.set(key, pool);
    }
    of.set(campaignId, pools);
  }
  return { of, seats: seatsIn(configuration, of) };
}

/** Who meets each demand of each campaign, in one order for all. */
function membersByDemand({
  campaigns,
  memberships,
}: ConfigurationIndex): Map<number, Map<string, AgentId[]>> {
  const members = new Map<number, Map<string, AgentId[]>>();
  for (const campaign of campaigns.values())
    if (campaign.kind === 'human') {
      const keys = ['', ...timelineOf(campaign.skills).map(({ demand }) => demand.key)];
      members.set(campaign.id, new Map(keys.map(key => [key, []])));
    }
  for (const [agentId, list] of memberships)
    for (const { campaignId, meets } of list)
      for (const key of meets) members.get(campaignId)?.get(key)?.push(agentId);
  return members;
}

function seatsIn(
  { memberships }: ConfigurationIndex,
  of: ReadonlyMap<number, ReadonlyMap<string, number>>,
): Map<AgentId, Seat[]> {
  return new Map(
    [...memberships].map(([agentId, list]) => {
      const seats = new Map<number, Seat>();
      for (const membership of list)
        for (const key of membership.meets) {
          const pool = of.get(membership.campaignId)?.get(key);
          if (pool !== undefined && !seats.has(pool)) seats.set(pool, { pool, membership });
        }
      return [agentId, [...seats.values()]];
    }),
  );
}
