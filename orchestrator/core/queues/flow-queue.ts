/** A block of a flow puts its contact into the queue of a human campaign and goes on talking to the caller. */
import { campaignsOf } from '../agents/session.ts';
import { isStaffedFor } from '../agents/staffed.ts';
import { humanCampaign } from '../configuration/lookup.ts';
import type { Contact } from '../contacts/contact.ts';
import { tellFlow } from '../flows/inputs.ts';
import type { AgentId } from '../ids.ts';
import type { RunningFlow } from '../flows/running.ts';
import { backToWaiting } from '../routing/offer.ts';
import { positionForAgent, positionOf } from '../routing/waiting.ts';
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
  if (!campaign || !isStaffedFor(turn.world, campaignId, contact))
    return tellFlow(turn, contact, { type: 'queued', news: 'noAgents', agent: '' });
  leaveQueue(turn, contact);
  flow.queue = { campaignId, longestWaitMs, since: turn.at };
  contact.humanCampaignId = campaignId;
  record(turn, { type: 'campaignEntered', contactId: contact.id, campaignId, kind: 'human' });
  backToWaiting(turn, contact, campaignId);
}

/** The same for one agent alone, in the first campaign where it works. */
export function waitForAgent(
  turn: Turn,
  contact: Contact,
  flow: RunningFlow,
  agentId: AgentId,
  longestWaitMs: number,
): void {
  const { world, at } = turn;
  const session = world.sessions.get(agentId);
  const member = world.configuration.memberships.get(agentId)?.[0];
  const campaignId = (session ? campaignsOf(world, session)[0] : member)?.campaignId;
  const news = !member ? 'unknown' : campaignId === undefined ? 'busy' : null;
  if (news !== null || campaignId === undefined)
    return tellFlow(turn, contact, { type: 'queued', news: news ?? 'busy', agent: '' });
  leaveQueue(turn, contact);
  flow.queue = { campaignId, longestWaitMs, since: at };
  contact.humanCampaignId = campaignId;
  contact.preferred = { agentId, untilAt: at + longestWaitMs, only: true };
  contact.clock = { campaignId, since: at };
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
    position:
      positionForAgent(turn.world, campaignId, contact) || positionOf(turn.world, campaignId, contact),
  });
  if (contact.preferred?.only) return setTimer(turn, 'wait', contact.id, contact.preferred.untilAt);
  const { longestWaitMs = 0, since = turn.at } = flow.queue ?? {};
  if (longestWaitMs > 0) setTimer(turn, 'wait', contact.id, since + longestWaitMs);
}
