/**
 * Who goes first of those who wait: a contact that lost its agent, then the earliest due. A contact is due when
 * its service level runs out, and earlier by its priority, each point of which is worth so many seconds of
 * waiting:
 *
 *   due = waiting since + T of the campaign - priority * worth of a point
 *
 * "Urgency numbers" of Jackson, "Some Problems in Queueing with Dynamic Priorities", Naval Research Logistics
 * Quarterly 7 (1960); over campaigns with different T it is earliest due date first. The order of two contacts
 * never changes while they wait, so lists stay sorted, and none is overtaken for ever.
 */
import { humanCampaign } from '../configuration/lookup.ts';
import type { Contact } from '../contacts/contact.ts';
import type { ContactId } from '../ids.ts';
import type { World } from '../world.ts';

/** Negative = `a` goes first; 0 only for one and the same. */
export function before(a: Contact, b: Contact): number {
  return (
    Number(b.returned) - Number(a.returned) ||
    a.due - b.due ||
    (a.waitingSince ?? 0) - (b.waitingSince ?? 0) ||
    a.arrivedAt - b.arrivedAt ||
    serial(a.id) - serial(b.id)
  );
}

/** The running number in a contact id. */
function serial(id: ContactId): number {
  return Number(id.slice(id.lastIndexOf('-') + 1));
}

/** When the contact is due in the campaign, epoch ms. */
export function dueAt(
  world: World,
  contact: Partial<Pick<Contact, 'priority' | 'waitingSince'>>,
  campaignId: number,
): number {
  const campaign = humanCampaign(world.configuration, campaignId);
  const { priority = 0, waitingSince } = contact;
  if (!campaign) return waitingSince ?? world.at;
  const { serviceLevelSeconds, priorityPointSeconds } = campaign;
  return (waitingSince ?? world.at) + (serviceLevelSeconds - priority * priorityPointSeconds) * 1000;
}
