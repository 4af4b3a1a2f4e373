/** Whom an operator means: an agent or service by its extension, a campaign, or a number outside. */
import { humanCampaign } from '../configuration/lookup.ts';
import type { Service } from '../configuration/schemas.ts';
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

/** The human campaign to which a service leads when nobody presses a key; null = none. */
export function campaignOf({ configuration }: World, service: Service): number | null {
  let id: number | null = service.entryCampaignId;
  for (let steps = 0; id !== null && steps < 10; steps += 1) {
    const campaign = configuration.campaigns.get(id);
    if (campaign?.kind === 'human') return id;
    id = campaign && 'nextCampaignId' in campaign ? campaign.nextCampaignId : null;
  }
  return null;
}

/** The contact whose agent has waited longest for somebody like this one. */
export function askedFor(world: World, session: AgentSession): Contact | null {
  if (world.asked.length === 0) return null;
  const campaigns = new Set(campaignsOf(world, session).map(({ campaignId }) => campaignId));
  return asking(world).find(contact => campaigns.has(openTarget(contact)?.campaignId ?? 0)) ?? null;
}
