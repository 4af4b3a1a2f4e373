/** The paces of the queues of the world (see pace.ts), and the waits that follow from them. */
import { campaignsOf } from '../agents/session.ts';
import { isAtWork } from '../agents/state.ts';
import type { World } from '../world.ts';
import { createPace, expectedWaitMs, noteLeft, notePace, noteTaken, type Pace } from './pace.ts';

/** So many contacts wait for the campaign from now on. */
export function noteWaiting(world: World, campaignId: number, waiting: number): void {
  const pace = paceOf(world, campaignId);
  notePace(pace, world.at, waiting, pace.agents);
}

/** A contact that had queued for the campaign was connected, or left by itself. */
export function noteGone(world: World, campaignId: number, how: 'taken' | 'left'): void {
  (how === 'taken' ? noteTaken : noteLeft)(paceOf(world, campaignId));
}

/** Members or campaigns changed: who is at work where is counted anew. */
export function recountAtWork(world: World): void {
  for (const [campaignId, pace] of world.paces) {
    if (world.configuration.campaigns.has(campaignId))
      notePace(pace, world.at, pace.waiting, atWorkIn(world, campaignId));
    else world.paces.delete(campaignId);
  }
}

/** Wait that a contact at `position` (from 1) of the campaign's queue may expect, ms; null = not known well enough. */
export function expectedWait(world: World, campaignId: number, position: number): number | null {
  const pace = world.paces.get(campaignId);
  return pace ? expectedWaitMs(pace, position) : null;
}

function paceOf(world: World, campaignId: number): Pace {
  let pace = world.paces.get(campaignId);
  if (pace) return pace;
  pace = createPace(world.at);
  pace.agents = atWorkIn(world, campaignId);
  world.paces.set(campaignId, pace);
  return pace;
}

function atWorkIn(world: World, campaignId: number): number {
  let count = 0;
  for (const session of world.sessions.values())
    if (isAtWork(session.state) && campaignsOf(world, session).some(m => m.campaignId === campaignId))
      count += 1;
  return count;
}
