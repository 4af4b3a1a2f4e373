/** The paces of the queues of the world (see pace.ts), and the waits that follow from them. */
import { campaignsOf } from '../agents/session.ts';
import { isAtWork } from '../agents/state.ts';
import type { Contact } from '../contacts/contact.ts';
import { assess, meets, worksIn } from '../routing/demand.ts';
import { before } from '../routing/order.ts';
import { anyone, type Demand } from '../routing/timeline.ts';
import type { World } from '../world.ts';
import { countGroups, EVERYONE, groupOf, noteQueue } from './able.ts';
import { createPace, expectedWaitMs, noteLeft, notePace, noteTaken, type Pace } from './pace.ts';

/** So many contacts wait for the campaign from now on. */
export function noteWaiting(world: World, campaignId: number, waiting: number): void {
  noteQueue(world, campaignId, paceOf(world, campaignId), waiting);
}

/** The group of agents who meet a demand of contacts that wait for the campaign (able.ts). */
export function groupFor(world: World, campaignId: number, demand: Demand): number {
  return groupOf(world, campaignId, paceOf(world, campaignId), demand);
}

/** A contact that had queued for the campaign was connected, or left by itself. */
export function noteGone(world: World, campaignId: number, how: 'taken' | 'left'): void {
  (how === 'taken' ? noteTaken : noteLeft)(paceOf(world, campaignId));
}

/** Members or campaigns changed: who is at work where is counted anew. */
export function recountAtWork(world: World): void {
  for (const [campaignId, pace] of world.paces) {
    if (world.configuration.campaigns.has(campaignId)) {
      notePace(pace, world.at, pace.waiting, atWorkIn(world, campaignId));
      recountGroups(world, campaignId, pace);
    } else world.paces.delete(campaignId);
  }
}

/** Campaigns, skills or levels changed, or a snapshot lacks them. Which group is the widest the lists of contacts say. */
export function recountGroups(world: World, campaignId: number, pace: Pace): void {
  pace.widest = EVERYONE;
  pace.groups = countGroups(world, campaignId);
  pace.others = [];
}

/**
 * Wait that a contact at `position` (from 1) of the campaign's queue may expect, ms; null = not known well enough.
 * `contact` = the one that waits there, or would: where skills are asked for, only the agents who have what it asks
 * for at present serve it, and those before it count as far as they wait for the same agents.
 */
export function expectedWait(
  world: World,
  campaignId: number,
  position: number,
  contact: Contact | null = null,
): number | null {
  const pace = world.paces.get(campaignId);
  if (!pace) return null;
  const asked = contact ? assess(world, contact, campaignId).demand : anyone;
  // Its preferred agent is waited for only so long.
  const demand = asked.agentId === null ? asked : anyone;
  if (!contact || (demand === anyone && !selective(world, campaignId))) return expectedWaitMs(pace, position);
  const { able, ahead } = rivals(world, campaignId, contact, demand);
  return expectedWaitMs(pace, ahead + 1, able);
}

/** Somebody who waits for the campaign asks for more than anyone. */
function selective({ demands }: World, campaignId: number): boolean {
  const lists = demands.lists.get(campaignId);
  return (
    lists !== undefined && (lists.personal.size > 0 || lists.open.some(({ demand }) => demand !== anyone))
  );
}

/**
 * How many agents at work meet the demand, and how many contacts stand before this one for them: one that several
 * groups of agents may serve counts by the share of them who are in this group.
 */
function rivals(
  world: World,
  campaignId: number,
  contact: Contact,
  demand: Demand,
): { able: number; ahead: number } {
  const lists = world.demands.lists.get(campaignId);
  const groups = [...(lists?.open ?? []), ...(lists?.personal.values() ?? [])].map(list => ({
    demand: list.demand,
    before: countBefore(list.contacts, contact),
    agents: 0,
    shared: 0,
  }));
  let able = 0;
  for (const session of world.sessions.values()) {
    if (!isAtWork(session.state) || !worksIn(world, session, campaignId)) continue;
    const mine = meets(world, session.agentId, demand);
    if (mine) able += 1;
    for (const group of groups) {
      if (group.before === 0 || !meets(world, session.agentId, group.demand)) continue;
      group.agents += 1;
      if (mine) group.shared += 1;
    }
  }
  const ahead = groups.reduce(
    (sum, { before: count, agents, shared }) => sum + (agents === 0 ? 0 : (count * shared) / agents),
    0,
  );
  return { able, ahead };
}

/** Contacts of a list in order that go before this one. */
function countBefore(contacts: readonly Contact[], contact: Contact): number {
  let low = 0;
  let high = contacts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const there = contacts[middle];
    if (there && there !== contact && (contact.stage !== 'waiting' || before(there, contact) < 0))
      low = middle + 1;
    else high = middle;
  }
  return low;
}

function paceOf(world: World, campaignId: number): Pace {
  let pace = world.paces.get(campaignId);
  if (pace) return pace;
  pace = createPace(world.at, atWorkIn(world, campaignId), EVERYONE, countGroups(world, campaignId));
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
