/** Whom an operator means: an agent or service by its extension, a campaign, or a number outside. */
import type { Flow } from '../../../ivr-flows/document.ts';
import { isOpen } from '../configuration/calendar.ts';
import { campaignsIn } from '../configuration/containers.ts';
import { humanCampaign } from '../configuration/lookup.ts';
import type { Campaign, Service } from '../configuration/schemas.ts';
import type { AgentSession } from '../agents/session.ts';
import { campaignsOf, reachable } from '../agents/session.ts';
import type { Contact } from '../contacts/contact.ts';
import { asking, openTarget } from './target.ts';
import type { CallTarget, RefusalCode } from '../agents/requests.ts';
import type { AgentId } from '../ids.ts';
import type { World } from '../world.ts';

export type Found =
  | { kind: 'agent'; agentId: AgentId }
  | { kind: 'campaign'; campaignId: number }
  | { kind: 'service'; service: Service }
  | { kind: 'number'; number: string };

/** Digits that are an agent's extension or a service's virtual extension mean those. */
export function find({ configuration }: World, to: CallTarget): Found | RefusalCode {
  switch (to.kind) {
    case 'agent':
      return configuration.agents.has(to.agentId) ? to : 'unknownTarget';
    case 'campaign':
      return humanCampaign(configuration, to.campaignId) ? to : 'unknownTarget';
    case 'service': {
      const service = configuration.services.get(to.serviceId);
      return service ? { kind: 'service', service } : 'unknownTarget';
    }
    case 'number': {
      for (const agent of configuration.agents.values())
        if (agent.extension === to.number) return { kind: 'agent', agentId: agent.id };
      for (const service of configuration.services.values())
        if (service.virtualExtension === to.number) return { kind: 'service', service };
      return to;
    }
  }
}

/** Whether an agent can be called by a colleague: it is ready or in pause, and its phone is there. */
export function callable(world: World, session: AgentSession | undefined): session is AgentSession {
  if (!session || session.contactId !== null || session.wrapUp) return false;
  const there = reachable(world, session) && (session.standing?.up ?? true);
  return there && (session.state === 'ready' || session.state === 'pause');
}

/**
 * The human campaign whose agents answer for a service at this moment: the way of a caller from its entry, by the
 * opening hours of service and campaigns, and where a flow has several ways, the first one that it names.
 * 'serviceClosed' = the hours lead nowhere; null = nobody answers for it at any time.
 */
export function campaignOf(world: World, service: Service): number | 'serviceClosed' | null {
  const closed = !isOpenNow(world, service.calendarId);
  const way = new Set<number>();
  const found = answering(world, closed ? service.closedCampaignId : service.entryCampaignId, way);
  if (found !== null) return found;
  const { campaigns } = world.configuration;
  return closed || [...way].some(id => campaigns.get(id)?.kind === 'human') ? 'serviceClosed' : null;
}

function answering(world: World, id: number | null, way: Set<number>): number | null {
  const { campaigns, flowOf } = world.configuration;
  const campaign = id === null ? undefined : campaigns.get(id);
  if (!campaign || way.has(campaign.id)) return null;
  way.add(campaign.id);
  if (campaign.kind === 'human' && isOpenNow(world, campaign.calendarId)) return campaign.id;
  for (const next of nextOf(campaign, flowOf.get(campaign.id)?.document)) {
    const found = answering(world, next, way);
    if (found !== null) return found;
  }
  return null;
}

/** Where contacts go from a synthetic campaign, or from a human one that is closed. */
function nextOf(campaign: Campaign, document: Flow | undefined): (number | null)[] {
  if (campaign.kind === 'human') {
    const away = campaign.redirects.find(({ when }) => when === 'hours');
    return [away?.campaignId ?? campaign.redirectCampaignId];
  }
  const named = document ? campaignsIn(document) : [];
  return [...named, campaign.kind === 'queue' ? campaign.overflowCampaignId : campaign.nextCampaignId];
}

function isOpenNow({ configuration, at }: World, calendarId: number | null): boolean {
  const calendar = calendarId === null ? undefined : configuration.calendars.get(calendarId);
  return calendar === undefined || isOpen(calendar, at);
}

/** The contact whose agent has waited longest for somebody like this one. */
export function askedFor(world: World, session: AgentSession): Contact | null {
  if (world.asked.length === 0) return null;
  const campaigns = new Set(campaignsOf(world, session).map(({ campaignId }) => campaignId));
  return asking(world).find(contact => campaigns.has(openTarget(contact)?.campaignId ?? 0)) ?? null;
}
