/** "Redirigi a": contacts that find no free agent go to another campaign, when one of the campaign's conditions is true. */
import { isStaffedFor } from '../agents/staffed.ts';
import { humanCampaign } from '../configuration/lookup.ts';
import type { HumanCampaign, Redirect } from '../configuration/schemas.ts';
import type { Contact } from '../contacts/contact.ts';
import { redirect } from '../flows/enter.ts';
import { positionOf } from '../routing/waiting.ts';
import { setTimer, type Turn } from '../turn.ts';
import type { World } from '../world.ts';
import { expectedWait } from './expected-wait.ts';

/** The first of the campaign's redirections that is true for a contact that has just begun to wait; null = it waits. */
export function redirectionOf(world: World, contact: Contact, campaign: HumanCampaign): Redirect | null {
  return campaign.redirects.find(redirect => isTrue(world, contact, campaign.id, redirect)) ?? null;
}

function isTrue(world: World, contact: Contact, campaignId: number, { when, limit }: Redirect): boolean {
  switch (when) {
    case 'noAgents':
      return !isStaffedFor(world, campaignId, contact);
    case 'length':
      // It stands in the list already.
      return (world.waiting.get(campaignId)?.length ?? 0) > limit;
    case 'expectedWait': {
      const ms = expectedWait(world, campaignId, positionOf(world, campaignId, contact), contact);
      return ms !== null && ms > limit * 1000;
    }
    case 'wait':
      return world.at - (contact.clock?.since ?? world.at) >= limit * 1000;
    case 'hours':
      // Looked at before anybody is asked for an agent (flows/enter.ts).
      return false;
  }
}

/** The contact waits from now on: its redirection by time is not missed. One whose agent was lost is not sent away. */
export function watchWait(turn: Turn, contact: Contact, { redirects }: HumanCampaign): void {
  if (contact.returned) return;
  const first = redirects.find(({ when }) => when === 'wait');
  if (first) setTimer(turn, 'redirect', contact.id, (contact.clock?.since ?? turn.at) + first.limit * 1000);
}

/** Timer `redirect`: it has waited for so long. An agent that rings just now may still answer. */
export function waitedForRedirect(turn: Turn, contact: Contact): void {
  const campaign = humanCampaign(turn.world.configuration, contact.distributedBy);
  if (!campaign || contact.talk) return;
  if (contact.offer) return setTimer(turn, 'redirect', contact.id, turn.at + 1000);
  const due = campaign.redirects.find(
    each => each.when === 'wait' && isTrue(turn.world, contact, campaign.id, each),
  );
  if (due) redirect(turn, contact, campaign.id, due);
}
