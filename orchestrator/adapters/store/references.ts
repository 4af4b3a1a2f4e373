/** Which member of an object refers to which collection: for checks at each write and for "used by". */
import {
  collections,
  type Campaign,
  type Collection,
  type Connection,
  type ConfigurationObject,
} from '../../core/configuration/schemas.ts';
import type { Problem } from '../../runtime/ports/store.ts';
import type { Transaction } from './database.ts';
import { hasKind } from './objects.ts';

export type Kind = Campaign['kind'] | Connection['kind'];

export interface Reference {
  path: (string | number)[];
  to: Collection;
  id: number;
  /** Only a campaign or flow of this kind will do. */
  kind?: Kind;
}

const rules: { readonly [C in Collection]: (object: ConfigurationObject<C>) => Reference[] } = {
  pauses: () => [],
  dispositions: () => [],
  calendars: () => [],
  lines: line =>
    line.toll.calendarId === null
      ? []
      : [{ path: ['toll', 'calendarId'], to: 'calendars', id: line.toll.calendarId }],
  skills: () => [],
  agents: agent => [
    ...agent.skills.map(
      ({ skillId }, index): Reference => ({ path: ['skills', index, 'skillId'], to: 'skills', id: skillId }),
    ),
    ...(agent.outsidePhone
      ? [{ path: ['outsidePhone', 'lineId'], to: 'lines' as const, id: agent.outsidePhone.lineId }]
      : []),
  ],
  prompts: () => [],
  connections: () => [],
  flows: () => [],
  scripts: () => [],
  campaigns: campaign => {
    if (campaign.kind !== 'human')
      return [
        ...optional('flowId', 'flows', campaign.flowId, campaign.kind),
        ...optional('excessCampaignId', 'campaigns', campaign.excessCampaignId),
        ...(campaign.kind === 'queue'
          ? optional('overflowCampaignId', 'campaigns', campaign.overflowCampaignId)
          : optional('nextCampaignId', 'campaigns', campaign.nextCampaignId)),
      ];
    return [
      ...campaign.members.map(
        (member, index): Reference => ({
          path: ['members', index, 'agentId'],
          to: 'agents',
          id: member.agentId,
        }),
      ),
      ...campaign.dispositionIds.map(
        (id, index): Reference => ({
          path: ['dispositionIds', index],
          to: 'dispositions',
          id,
        }),
      ),
      ...campaign.skills.map(
        ({ skillId }, index): Reference => ({
          path: ['skills', index, 'skillId'],
          to: 'skills',
          id: skillId,
        }),
      ),
      ...campaign.redirects.map(
        ({ campaignId }, index): Reference => ({
          path: ['redirects', index, 'campaignId'],
          to: 'campaigns',
          id: campaignId,
        }),
      ),
      ...(campaign.callback.lineId === null
        ? []
        : [{ path: ['callback', 'lineId'], to: 'lines' as const, id: campaign.callback.lineId }]),
      ...optional('queueCampaignId', 'campaigns', campaign.queueCampaignId, 'queue'),
      ...optional('redirectCampaignId', 'campaigns', campaign.redirectCampaignId),
      ...optional('calendarId', 'calendars', campaign.calendarId),
      ...optional('scriptId', 'scripts', campaign.scriptId),
    ];
  },
  services: service => [
    { path: ['entryCampaignId'], to: 'campaigns', id: service.entryCampaignId },
    ...optional('calendarId', 'calendars', service.calendarId),
    ...optional('closedCampaignId', 'campaigns', service.closedCampaignId),
    ...optional('outboundCampaignId', 'campaigns', service.outboundCampaignId, 'human'),
    ...service.outboundLineIds.map(
      (id, index): Reference => ({ path: ['outboundLineIds', index], to: 'lines', id }),
    ),
  ],
};

function optional(member: string, to: Collection, id: number | null, kind?: Kind): Reference[] {
  return id === null ? [] : [{ path: [member], to, id, ...(kind ? { kind } : {}) }];
}

export function referencesOf<C extends Collection>(
  collection: C,
  object: ConfigurationObject<C>,
): Reference[] {
  return rules[collection](object);
}

/** Collections whose objects may refer to one of `to`. */
export const referrers: { readonly [C in Collection]: readonly Collection[] } = {
  pauses: [],
  dispositions: ['campaigns'],
  calendars: ['campaigns', 'services'],
  lines: ['agents', 'campaigns'],
  skills: ['agents', 'campaigns'],
  agents: ['campaigns'],
  prompts: [],
  connections: [],
  flows: ['campaigns'],
  scripts: ['campaigns'],
  campaigns: ['campaigns', 'services'],
  services: [],
};

/** What is wrong with the references of an object that is about to be written. */
export async function checkReferences(trx: Transaction, references: Reference[]): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const collection of collectionNames) {
    const wanted = references.filter(reference => reference.to === collection);
    if (wanted.length === 0) continue;
    const columns = hasKind(collection) ? ['id', 'kind'] : ['id'];
    const found: { id: number; kind?: Kind }[] = await trx(collection)
      .whereIn('id', [...new Set(wanted.map(reference => reference.id))])
      .select(columns);
    const kinds = new Map(found.map(row => [row.id, row.kind]));
    for (const { path, id, kind } of wanted) {
      if (!kinds.has(id))
        problems.push({ path, code: 'unknown', message: `there is no such object in ${collection}` });
      else if (kind && kinds.get(id) !== kind)
        problems.push({ path, code: 'wrongKind', message: `must be of kind ${kind}` });
    }
  }
  return problems;
}

export const collectionNames = Object.keys(collections) as Collection[];

/** A member's path for people: without positions in lists, `members.agentId`. */
export function memberPath(path: (string | number)[]): string {
  return path.filter(part => typeof part === 'string').join('.');
}
