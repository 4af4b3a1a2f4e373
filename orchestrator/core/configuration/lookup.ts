/** The configuration with the look-ups that the call path needs. Rebuilt as a whole at each change. */
import type { z } from 'zod';
import { campaignsOfServices } from './containers.ts';
import { indexFlows, type KnownFlow } from '../flows/versions.ts';
import type { AgentId } from '../ids.ts';
import {
  collections,
  type Agent,
  type CallFlow,
  type Calendar,
  type Campaign,
  type Collection,
  type Configuration,
  type ConfigurationChange,
  type Disposition,
  type HumanCampaign,
  type Line,
  type Pause,
  type QueueCampaign,
  type Script,
  type Service,
} from './schemas.ts';
import { hasLevels, timelineOf, type Demand } from '../routing/timeline.ts';
import type { AgentSkill, SkillStep, StrategyName } from './routing.ts';

export interface ConfigurationIndex {
  source: Configuration;
  pauses: Map<number, Pause>;
  dispositions: Map<number, Disposition>;
  calendars: Map<number, Calendar>;
  lines: Map<number, Line>;
  /** Names of skills, as flows say them. */
  skillByName: Map<string, number>;
  /** What each agent knows: skill -> level. Agents without skills are missing. */
  levels: Map<AgentId, ReadonlyMap<number, number>>;
  agents: Map<number, Agent>;
  flows: Map<number, CallFlow>;
  scripts: Map<number, Script>;
  /** What each synthetic campaign runs, as far as it runs a flow. */
  flowOf: Map<number, KnownFlow>;
  campaigns: Map<number, Campaign>;
  services: Map<number, Service>;
  /** The campaigns that each service contains. */
  campaignsOf: Map<number, ReadonlySet<number>>;
  serviceByNumber: Map<string, Service>;
  /** The place of each human campaign among them, from 0. */
  ordinals: Map<number, number>;
  /** The human campaigns in that order. */
  humanCampaignIds: readonly number[];
  /** Keys of the demands of each human campaign's steps, each once, without ''. */
  asked: Map<number, readonly string[]>;
  /** `firstAfterSeconds` of each human campaign, by its ordinal, ms. */
  firstAfterMs: Float64Array;
  /** Human campaigns of each agent, in the agent's own order of priority. */
  memberships: Map<AgentId, Membership[]>;
  /** The same, packed. */
  packed: Map<AgentId, Int32Array>;
}

/** One agent in one human campaign, with what the routing needs of the campaign. */
export interface Membership {
  campaignId: number;
  /** The campaign's place among the human campaigns, from 0. */
  ordinal: number;
  priority: number;
  /** Place in the strategy "fixed order". */
  rank: number;
  strategy: StrategyName;
  /** Keys of the demands of the campaign's steps that the agent meets; '' = no demand is always one. */
  meets: readonly string[];
  /** The same without '', as places among `asked` of the campaign. */
  met: readonly number[];
}

export function emptyConfiguration(): Configuration {
  return {
    pauses: [],
    dispositions: [],
    calendars: [],
    lines: [],
    skills: [],
    agents: [],
    prompts: [],
    connections: [],
    flows: [],
    scripts: [],
    campaigns: [],
    services: [],
  };
}

function byId<T extends { id: number }>(objects: readonly T[]): Map<number, T> {
  return new Map(objects.map(object => [object.id, object]));
}

/**
 * A configuration out of a snapshot or journal of an earlier version: collections that came later are empty,
 * members that came later have their defaults. One that has all collections, and the members that came after the
 * last of them, is taken as it is.
 */
export function upToDate(configuration: Partial<Configuration>): Configuration {
  const whole: Configuration = { ...emptyConfiguration(), ...configuration };
  const names = Object.keys(collections) as Collection[];
  const dialsByRules = whole.lines.every(line => 'toll' in line);
  const callsOut = whole.services.every(service => 'outboundLineIds' in service);
  if (dialsByRules && callsOut && names.every(name => configuration[name])) return whole;
  for (const name of names) {
    const schema: z.ZodType = collections[name];
    Object.assign(whole, { [name]: whole[name].map(object => schema.parse(object)) });
  }
  return whole;
}

export function indexConfiguration(source: Configuration): ConfigurationIndex {
  const serviceByNumber = new Map<string, Service>();
  for (const service of source.services) {
    for (const number of service.numbers) serviceByNumber.set(withoutPlus(number), service);
    if (service.virtualExtension) serviceByNumber.set(service.virtualExtension, service);
  }
  const levels = new Map(
    source.agents.flatMap(({ id, skills }) => (skills.length > 0 ? [[id, levelsOf(skills)]] : [])),
  );
  const ordinals = new Map<number, number>();
  const asked = new Map<number, readonly string[]>();
  const firstAfterMs = new Float64Array(source.campaigns.length);
  const memberships = new Map<AgentId, Membership[]>();
  for (const campaign of source.campaigns) {
    if (campaign.kind !== 'human') continue;
    const { id: campaignId, strategy, firstAfterSeconds } = campaign;
    const ordinal = ordinals.size;
    ordinals.set(campaignId, ordinal);
    firstAfterMs[ordinal] = firstAfterSeconds * 1000;
    const demands = demandsOf(campaign.skills);
    asked.set(
      campaignId,
      demands.map(({ key }) => key),
    );
    for (const { agentId, priority, order } of campaign.members) {
      const list = memberships.get(agentId) ?? [];
      const met = [...demands.keys()].filter(place => {
        const demand = demands[place];
        return demand !== undefined && hasLevels(levels.get(agentId), demand);
      });
      const meets = ['', ...met.flatMap(place => demands[place]?.key ?? [])];
      list.push({ campaignId, ordinal, priority, rank: order, strategy, meets, met });
      memberships.set(agentId, list);
    }
  }
  for (const list of memberships.values())
    list.sort((a, b) => a.priority - b.priority || a.campaignId - b.campaignId);
  const campaigns = byId(source.campaigns);
  const flowOf = indexFlows(source);
  return {
    source,
    pauses: byId(source.pauses),
    dispositions: byId(source.dispositions),
    calendars: byId(source.calendars),
    lines: byId(source.lines),
    skillByName: new Map(source.skills.map(({ id, name }) => [name, id])),
    levels,
    agents: byId(source.agents),
    flows: byId(source.flows),
    scripts: byId(source.scripts),
    flowOf,
    campaigns,
    services: byId(source.services),
    campaignsOf: campaignsOfServices(source.services, campaigns, flowOf),
    serviceByNumber,
    ordinals,
    humanCampaignIds: [...ordinals.keys()],
    asked,
    firstAfterMs,
    memberships,
    packed: new Map([...memberships].map(([agentId, list]) => [agentId, packed(list)])),
  };
}

/** What the steps ask for, each demand once. */
function demandsOf(steps: readonly SkillStep[]): Demand[] {
  const demands = new Map(timelineOf(steps).map(({ demand }) => [demand.key, demand]));
  demands.delete('');
  return [...demands.values()];
}

/** Ordinal and priority of each membership side by side: an agent who looks for its next contact reads them all. */
export function packed(memberships: readonly Membership[]): Int32Array {
  return Int32Array.from(memberships.flatMap(({ ordinal, priority }) => [ordinal, priority]));
}

function levelsOf(skills: readonly AgentSkill[]): Map<number, number> {
  return new Map(skills.map(({ skillId, level }) => [skillId, level]));
}

/** The configuration after `changes`; a change of an object that exists replaces it. */
export function applyChanges(source: Configuration, changes: readonly ConfigurationChange[]): Configuration {
  const next: Configuration = { ...source };
  for (const change of changes) put(next, change);
  return next;
}

function put(configuration: Configuration, change: ConfigurationChange): void {
  const { collection, id, object } = change;
  const rest: { id: number }[] = configuration[collection].filter(existing => existing.id !== id);
  // A journal of an earlier version lacks members that came later.
  const schema: z.ZodType<{ id: number }> = collections[collection];
  const objects = object ? [...rest, schema.parse(object)] : rest;
  objects.sort((a, b) => a.id - b.id);
  Object.assign(configuration, { [collection]: objects });
}

/** Whether contacts of the service may be given to the campaign by operators; service 0 = calls inside. */
export function mayUse(
  { campaignsOf, campaigns }: ConfigurationIndex,
  serviceId: number,
  id: number,
): boolean {
  const inside = serviceId === 0 || campaigns.get(id)?.global === true;
  return inside || campaignsOf.get(serviceId)?.has(id) === true;
}

export function humanCampaign(index: ConfigurationIndex, id: number | null): HumanCampaign | null {
  const campaign = id === null ? undefined : index.campaigns.get(id);
  return campaign?.kind === 'human' ? campaign : null;
}

/** The queue campaign that holds contacts for a human campaign ("Accoda a"), or null. */
export function queueOf(index: ConfigurationIndex, humanCampaignId: number | null): QueueCampaign | null {
  const queueId = humanCampaign(index, humanCampaignId)?.queueCampaignId ?? null;
  const campaign = queueId === null ? undefined : index.campaigns.get(queueId);
  return campaign?.kind === 'queue' ? campaign : null;
}

/** The service that a dialled number or virtual extension leads to, after the line's inbound rules. */
export function serviceOf(index: ConfigurationIndex, dialled: string, lineId: number | null): Service | null {
  const line = lineId === null ? undefined : index.lines.get(lineId);
  const number = line ? applyNumberRules(line, 'inbound', dialled) : dialled;
  return index.serviceByNumber.get(withoutPlus(number)) ?? null;
}

/** First rule whose prefix fits; no rule = unchanged. */
export function applyNumberRules(line: Line, direction: 'inbound' | 'outbound', number: string): string {
  const rule = line.numberRules.find(r => r.direction === direction && number.startsWith(r.prefix));
  return rule ? rule.replaceWith + number.slice(rule.prefix.length) : number;
}

/** Providers present the same number with and without the plus. */
function withoutPlus(number: string): string {
  return number.startsWith('+') ? number.slice(1) : number;
}
