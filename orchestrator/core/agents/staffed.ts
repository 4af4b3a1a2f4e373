import type { Contact } from '../contacts/contact.ts';
import { lastDemand, meets, worksIn } from '../routing/demand.ts';
import type { Demand } from '../routing/timeline.ts';
import type { World } from '../world.ts';

/** Whether anybody is logged in who works in the campaign and has what the contact will ask for in the end. */
export function isStaffedFor(world: World, campaignId: number, contact: Contact): boolean {
  return isStaffed(world, campaignId, lastDemand(world, contact, campaignId));
}

/** Whether anybody is logged in who works in the campaign and meets the demand. */
export function isStaffed(world: World, campaignId: number, demand: Demand): boolean {
  for (const session of world.sessions.values())
    if (meets(world, session.agentId, demand) && worksIn(world, session, campaignId)) return true;
  return false;
}
