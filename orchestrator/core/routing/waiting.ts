/**
 * Contacts that wait for an agent, per human campaign, in the order of order.ts: all of them, for places in the
 * queue, and apart those who ask for the same (demand.ts), for the choice. A contact that comes back from an
 * unanswered offer keeps `waitingSince` and so its place (I6).
 */
import type { AgentSession } from '../agents/session.ts';
import { campaignsOf } from '../agents/session.ts';
import type { Contact } from '../contacts/contact.ts';
import type { AgentId, ContactId } from '../ids.ts';
import { noteWaiting } from '../queues/expected-wait.ts';
import { clearTimer, setTimer, timerId, type Turn } from '../turn.ts';
import type { World } from '../world.ts';
import { assess, demandOf, meets, type Demand } from './demand.ts';
import { before, dueAt } from './order.ts';
import { insertSorted, removeSorted } from './sorted.ts';

/** Who waits for a campaign, by what they ask for. */
export interface DemandLists {
  /** Those whom several agents may serve. No list is empty. */
  open: { demand: Demand; contacts: ContactId[] }[];
  /** Those who wait for one agent alone. No list is empty. */
  personal: Map<AgentId, ContactId[]>;
}

/** Puts a contact into the lists of the campaign, and sees to it that the end of its present step is not missed. */
export function addWaiting(turn: Turn, campaignId: number, contact: Contact): void {
  const { world } = turn;
  contact.due = dueAt(world, contact, campaignId);
  let list = world.waiting.get(campaignId);
  if (!list) world.waiting.set(campaignId, (list = []));
  insert(world, list, contact);
  noteWaiting(world, campaignId, list.length);
  const { demand, until } = assess(world, contact, campaignId);
  join(world, campaignId, contact, demand);
  if (until !== null) setTimer(turn, 'step', contact.id, Math.max(until, turn.at + 1));
}

export function removeWaiting(world: World, campaignId: number, contact: Contact): void {
  const list = contact.stage === 'waiting' ? world.waiting.get(campaignId) : undefined;
  if (!list || !takeOut(world, list, contact)) return;
  noteWaiting(world, campaignId, list.length);
  part(world, campaignId, contact);
  // Only a demand that asks for something has an end.
  if (contact.demand !== '') world.timers.delete(timerId('step', contact.id));
}

/** What the contact asks for may have changed. True = it asks for something else than before. */
export function reassess(turn: Turn, campaignId: number, contact: Contact): boolean {
  const { world } = turn;
  const { demand, until } = assess(world, contact, campaignId);
  if (until !== null) setTimer(turn, 'step', contact.id, Math.max(until, turn.at + 1));
  else if (contact.demand !== '') clearTimer(turn, 'step', contact.id);
  if (demand.key === contact.demand) return false;
  part(world, campaignId, contact);
  join(world, campaignId, contact, demand);
  return true;
}

/** Timer `step`: a step has expired, or the preferred agent was waited for long enough. */
export function stepIsOver(turn: Turn, contact: Contact): void {
  const { distributedBy, stage, preferred } = contact;
  if (stage !== 'waiting' || distributedBy === null) return;
  if (preferred && turn.at >= preferred.untilAt) contact.preferred = null;
  if (reassess(turn, distributedBy, contact)) turn.arrivals.add(contact.id);
}

/** The agent cannot be waited for any more: those who do wait for anyone who has their skills. */
export function releasePersonal(turn: Turn, agentId: AgentId): void {
  const { world } = turn;
  for (const { campaignId } of world.configuration.memberships.get(agentId) ?? [])
    for (const contactId of [...(world.demands.get(campaignId)?.personal.get(agentId) ?? [])]) {
      const contact = world.contacts.get(contactId);
      if (contact && reassess(turn, campaignId, contact)) turn.arrivals.add(contactId);
    }
}

/** A contact, also one that waits, asks for other skills than before. */
export function setSkills(turn: Turn, contact: Contact, skills: Contact['skills']): void {
  contact.skills = skills;
  const { distributedBy, stage } = contact;
  if (stage === 'waiting' && distributedBy !== null && reassess(turn, distributedBy, contact))
    turn.arrivals.add(contact.id);
}

/** Another priority gives a waiting contact another place. */
export function setPriority(world: World, contact: Contact, priority: number): void {
  const { distributedBy, stage } = contact;
  const list = distributedBy === null || stage !== 'waiting' ? undefined : world.waiting.get(distributedBy);
  if (distributedBy === null || !list || !takeOut(world, list, contact)) {
    contact.priority = priority;
    return;
  }
  part(world, distributedBy, contact);
  contact.priority = priority;
  contact.due = dueAt(world, contact, distributedBy);
  insert(world, list, contact);
  join(world, distributedBy, contact, demandOf(contact.demand));
}

/** Campaigns, agents or skills changed: places and demands of all who wait are found anew. */
export function reorderWaiting(turn: Turn): void {
  const { world } = turn;
  for (const [campaignId, list] of world.waiting)
    for (const id of list) {
      const contact = world.contacts.get(id);
      if (contact) contact.due = dueAt(world, contact, campaignId);
    }
  rebuildWaiting(world);
  for (const [campaignId, list] of world.waiting)
    for (const id of list) {
      const contact = world.contacts.get(id);
      if (contact) reassess(turn, campaignId, contact);
    }
}

/** Lists in the order of what the contacts say, also after an earlier version with another order; see decodeWorld. */
export function rebuildWaiting(world: World): void {
  const { contacts } = world;
  world.demands.clear();
  for (const [campaignId, list] of world.waiting) {
    const waiting = list.flatMap(id => contacts.get(id) ?? []).sort(before);
    list.splice(0, list.length, ...waiting.map(({ id }) => id));
    for (const contact of waiting) join(world, campaignId, contact, demandOf(contact.demand));
  }
}

/** A contact that is no more, wherever it stands. */
export function forgetWaiting(world: World, contactId: ContactId): void {
  for (const list of world.waiting.values()) removeSorted(list, contactId);
  for (const { open, personal } of world.demands.values()) {
    for (const { contacts } of open) removeSorted(contacts, contactId);
    for (const contacts of personal.values()) removeSorted(contacts, contactId);
  }
}

/** Position from 1; 0 when it does not wait there. A long queue is not read from its beginning. */
export function positionOf(world: World, campaignId: number, contact: Contact): number {
  const list = contact.stage === 'waiting' ? world.waiting.get(campaignId) : undefined;
  return list ? indexIn(world, list, contact) + 1 : 0;
}

/**
 * The contact that a free agent takes next: of those that ask for no more than the agent has, first who lost
 * their agent or have waited for too long (firstAfterMs), then by the agent's order of its campaigns, then by
 * `before`.
 */
export function nextFor(
  world: World,
  session: AgentSession,
): { contact: Contact; campaignId: number } | null {
  let best: { contact: Contact; campaignId: number; class: number } | null = null;
  for (const { campaignId, priority, firstAfterMs } of campaignsOf(world, session)) {
    const lists = world.demands.get(campaignId);
    if (!lists) continue;
    const consider = (contactId: ContactId | undefined): void => {
      const contact = contactId === undefined ? undefined : world.contacts.get(contactId);
      if (!contact) return;
      const urgent = contact.returned || world.at - (contact.waitingSince ?? world.at) >= firstAfterMs;
      const rank = urgent ? 0 : priority;
      if (!best || rank < best.class || (rank === best.class && before(contact, best.contact) < 0))
        best = { contact, campaignId, class: rank };
    };
    for (const { demand, contacts } of lists.open)
      if (meets(world, session.agentId, demand)) consider(contacts[0]);
    if (lists.personal.size > 0) consider(lists.personal.get(session.agentId)?.[0]);
  }
  return best;
}

/** Puts a contact into the list of those who ask for the same. */
function join(world: World, campaignId: number, contact: Contact, demand: Demand): void {
  let lists = world.demands.get(campaignId);
  if (!lists) world.demands.set(campaignId, (lists = { open: [], personal: new Map() }));
  contact.demand = demand.key;
  if (demand.agentId !== null) {
    const list = lists.personal.get(demand.agentId);
    if (list) insert(world, list, contact);
    else lists.personal.set(demand.agentId, [contact.id]);
    return;
  }
  const list = lists.open.find(each => each.demand.key === demand.key);
  if (list) insert(world, list.contacts, contact);
  else lists.open.push({ demand, contacts: [contact.id] });
}

/** Takes a contact out of the list of those who ask for the same. */
function part(world: World, campaignId: number, contact: Contact): void {
  const lists = world.demands.get(campaignId);
  if (!lists) return;
  const index = lists.open.findIndex(each => each.demand.key === contact.demand);
  const open = lists.open[index];
  if (open) {
    takeOut(world, open.contacts, contact);
    if (open.contacts.length === 0) lists.open.splice(index, 1);
    return;
  }
  const { agentId } = demandOf(contact.demand);
  const personal = agentId === null ? undefined : lists.personal.get(agentId);
  if (agentId === null || !personal) return;
  takeOut(world, personal, contact);
  if (personal.length === 0) lists.personal.delete(agentId);
}

function insert(world: World, list: ContactId[], contact: Contact): void {
  insertSorted(list, contact.id, (a, b) => {
    const one = world.contacts.get(a);
    const other = world.contacts.get(b);
    return one && other ? before(one, other) : 0;
  });
}

function takeOut(world: World, list: ContactId[], contact: Contact): boolean {
  const index = indexIn(world, list, contact);
  if (index === 0) list.shift();
  else if (index > 0) list.splice(index, 1);
  return index >= 0;
}

/** Found by the order of the list, in which nothing that decides a contact's place changes while it waits. */
function indexIn(world: World, list: readonly ContactId[], contact: Contact): number {
  let low = 0;
  let high = list.length;
  // Whoever asks is mostly the next one, or has just joined the end.
  if (list[0] === contact.id) return 0;
  if (list.at(-1) === contact.id) return high - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const id = list[middle] ?? '';
    if (id === contact.id) return middle;
    const there = world.contacts.get(id);
    if (there && before(there, contact) < 0) low = middle + 1;
    else high = middle;
  }
  return -1;
}
