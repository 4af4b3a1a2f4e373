/**
 * Contacts that wait for an agent, per human campaign. Order: contacts that lost their agent first, then
 * by priority of the service, then by waiting since; the number of the contact decides a tie. A contact
 * that comes back from an unanswered offer keeps `waitingSince` and so its place (I6).
 */
import type { AgentSession } from '../agents/session.ts';
import { campaignsOf } from '../agents/session.ts';
import type { Contact } from '../contacts/contact.ts';
import type { ContactId } from '../ids.ts';
import { noteWaiting } from '../queues/expected-wait.ts';
import type { World } from '../world.ts';
import { insertSorted } from './sorted.ts';

export function before(a: Contact, b: Contact): number {
  return (
    Number(b.returned) - Number(a.returned) ||
    b.priority - a.priority ||
    (a.waitingSince ?? 0) - (b.waitingSince ?? 0) ||
    a.arrivedAt - b.arrivedAt ||
    serial(a.id) - serial(b.id)
  );
}

/** The running number in a contact id. */
function serial(id: ContactId): number {
  return Number(id.slice(id.lastIndexOf('-') + 1));
}

export function addWaiting(world: World, campaignId: number, contact: Contact): void {
  let list = world.waiting.get(campaignId);
  if (!list) world.waiting.set(campaignId, (list = []));
  insertSorted(list, contact.id, (a, b) => {
    const one = world.contacts.get(a);
    const other = world.contacts.get(b);
    return one && other ? before(one, other) : 0;
  });
  noteWaiting(world, campaignId, list.length);
}

/** Another priority gives a waiting contact another place. */
export function setPriority(world: World, contact: Contact, priority: number): void {
  const { distributedBy } = contact;
  const waits = distributedBy !== null && positionOf(world, distributedBy, contact) > 0;
  if (waits) removeWaiting(world, distributedBy, contact);
  contact.priority = priority;
  if (waits) addWaiting(world, distributedBy, contact);
}

export function removeWaiting(world: World, campaignId: number, contact: Contact): void {
  const position = positionOf(world, campaignId, contact);
  const list = world.waiting.get(campaignId);
  if (!list || position === 0) return;
  if (position === 1) list.shift();
  else list.splice(position - 1, 1);
  noteWaiting(world, campaignId, list.length);
}

/**
 * Position from 1; 0 when it does not wait there. Found by the order of the list, in which nothing that
 * decides a contact's place changes while it waits: a long queue is not read from its beginning.
 */
export function positionOf(world: World, campaignId: number, contact: Contact): number {
  const list = contact.stage === 'waiting' ? world.waiting.get(campaignId) : undefined;
  let low = 0;
  let high = list?.length ?? 0;
  // Whoever asks is mostly the next one, or has just joined the end.
  if (list?.[0] === contact.id) return 1;
  if (list?.at(-1) === contact.id) return high;
  while (list && low < high) {
    const middle = (low + high) >>> 1;
    const id = list[middle] ?? '';
    if (id === contact.id) return middle + 1;
    const there = world.contacts.get(id);
    if (there && before(there, contact) < 0) low = middle + 1;
    else high = middle;
  }
  return 0;
}

/**
 * The contact that a free agent takes next: of its campaigns the one of highest priority for the agent that
 * has somebody waiting; among campaigns of equal priority the contact that goes first by `before`.
 */
export function nextFor(
  world: World,
  session: AgentSession,
): { contact: Contact; campaignId: number } | null {
  let best: { contact: Contact; campaignId: number; priority: number } | null = null;
  for (const { campaignId, priority } of campaignsOf(world, session)) {
    if (best && priority > best.priority) break;
    const head = world.waiting.get(campaignId)?.[0];
    const contact = head === undefined ? undefined : world.contacts.get(head);
    if (contact && (!best || before(contact, best.contact) < 0)) best = { contact, campaignId, priority };
  }
  return best;
}
