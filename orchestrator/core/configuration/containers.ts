/** Which campaigns a service contains: those to which its configuration leads, in whatever many steps. */
import type { Flow } from '../../../ivr-flows/document.ts';
import { usesOf } from '../../../ivr-flows/uses.ts';
import type { Campaign, Service } from './schemas.ts';

/** Documents of flows are read once. */
const inFlows = new WeakMap<Flow, readonly number[]>();

/** Campaigns that a flow names, in order. */
export function campaignsIn(document: Flow): readonly number[] {
  let found = inFlows.get(document);
  if (!found) inFlows.set(document, (found = usesOf(document).campaigns));
  return found;
}

/** Campaigns to which contacts of a campaign may go on. */
function next(campaign: Campaign, document: Flow | undefined): (number | null)[] {
  if (campaign.kind === 'human') {
    const { queueCampaignId, redirectCampaignId, redirects } = campaign;
    return [queueCampaignId, redirectCampaignId, ...redirects.map(({ campaignId }) => campaignId)];
  }
  const on = campaign.kind === 'queue' ? campaign.overflowCampaignId : campaign.nextCampaignId;
  return [campaign.excessCampaignId, on, ...(document ? campaignsIn(document) : [])];
}

/** The campaigns of each service. `documents`: what synthetic campaigns run. */
export function campaignsOfServices(
  services: readonly Service[],
  campaigns: ReadonlyMap<number, Campaign>,
  documents: ReadonlyMap<number, { document: Flow }>,
): Map<number, ReadonlySet<number>> {
  return new Map(
    services.map(service => {
      const { id, entryCampaignId, closedCampaignId, outboundCampaignId } = service;
      const found = new Set<number>();
      const open = [entryCampaignId, closedCampaignId, outboundCampaignId];
      for (let campaignId = open.pop(); campaignId !== undefined; campaignId = open.pop()) {
        const campaign = campaignId === null ? undefined : campaigns.get(campaignId);
        if (!campaign || found.has(campaign.id)) continue;
        found.add(campaign.id);
        open.push(...next(campaign, documents.get(campaign.id)?.document));
      }
      return [id, found];
    }),
  );
}
