/** A block of a flow puts its contact into the queue of a human campaign and goes on talking to the caller. */
import { isStaffed } from '../agents/staffed.ts';
import { humanCampaign } from '../configuration/lookup.ts';
import type { Contact } from '../contacts/contact.ts';
import { tellFlow } from '../flows/inputs.ts';
import type { RunningFlow } from '../flows/running.ts';
import { backToWaiting } from '../routing/offer.ts';
import { positionOf } from '../routing/waiting.ts';
import { record, setTimer, type Turn } from '../turn.ts';
import { leaveQueue } from './leave.ts';

export function waitInQueue(
  turn: Turn,
  contact: Contact,
  flow: RunningFlow,
  campaignId: number,
  longestWaitMs: number,
): void {
  const campaign = humanCampaign(turn.world.configuration, campaignId);
  if (!campaign || !isStaffed(turn.world, campaignId))
    return tellFlow(turn, contact, { type: 'queued', news: 'noAgents', agent: '' });
  leaveQueue(turn, contact);
  flow.queue = { campaignId, longestWaitMs };
  contact.humanCampaignId = campaignId;
  record(turn, { type: 'campaignEntered', contactId: contact.id, campaignId, kind: 'human' });
  backToWaiting(turn, contact, campaignId);
}

/** No agent was free at once: the wait counts from now. */
export function queuedByFlow(turn: Turn, contact: Contact, flow: RunningFlow, campaignId: number): void {
  contact.queued = true;
  record(turn, {
    type: 'contactQueued',
    contactId: contact.id,
    campaignId,
    queueCampaignId: null,
    position: positionOf(turn.world, campaignId, contact),
  });
  const longest = flow.queue?.longestWaitMs ?? 0;
  if (longest > 0) setTimer(turn, 'wait', contact.id, (contact.waitingSince ?? turn.at) + longest);
}
