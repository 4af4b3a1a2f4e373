import type { World } from '../world.ts';
import { campaignsOf } from './session.ts';

/** Whether anybody is logged in who works in the campaign. */
export function isStaffed(world: World, campaignId: number): boolean {
  for (const session of world.sessions.values())
    if (campaignsOf(world, session).some(membership => membership.campaignId === campaignId)) return true;
  return false;
}
