/**
 * The queue campaign: its flow talks to the caller (music, place, messages), here are the longest wait and the
 * overflow. The contact keeps waiting for the human campaign that queued it; the queue only looks after it meanwhile.
 */
import type { Media } from '../commands.ts';
import { humanCampaign, queueOf } from '../configuration/lookup.ts';
import type { QueueCampaign, Redirect } from '../configuration/schemas.ts';
import type { Contact } from '../contacts/contact.ts';
import { endContact } from '../contacts/end.ts';
import { divert, enterCampaign, redirect, sayAndEnd } from '../flows/enter.ts';
import { giveFlow } from '../flows/give.ts';
import { tellFlow } from '../flows/inputs.ts';
import { answerCaller, playMusic, say } from '../flows/say.ts';
import { isStaffed, isStaffedFor } from '../agents/staffed.ts';
import { lastDemand } from '../routing/demand.ts';
import { positionOf } from '../routing/waiting.ts';
import { record, setTimer, type Turn } from '../turn.ts';
import { queuedByFlow } from './flow-queue.ts';
import { leaveQueue } from './leave.ts';
import { redirectionOf, watchWait } from './redirect.ts';

/** Nobody is free: into the queue campaign, or redirected, or the end. */
export function queueUp(turn: Turn, contact: Contact, campaignId: number): void {
  const campaign = humanCampaign(turn.world.configuration, campaignId);
  const queue = queueOf(turn.world.configuration, campaignId);
  const away =
    campaign && !contact.returned && !contact.preferred?.only
      ? redirectionOf(turn.world, contact, campaign)
      : null;
  if (contact.flow?.queue) {
    if (away) return refuseFlow(turn, contact, away);
    return queuedByFlow(turn, contact, contact.flow, campaignId);
  }
  if (away) return redirect(turn, contact, campaignId, away);
  if (!campaign || !queue) {
    // It had an operator already: it waits for the next one, queue or not.
    if (campaign && (contact.returned || contact.transfer)) return waitOn(turn, contact);
    if (campaign && campaign.redirectCampaignId !== null)
      enterCampaign(turn, contact, campaign.redirectCampaignId);
    else endContact(turn, contact, 'noAgents', 'system', 'busy');
    return;
  }
  contact.queued = true;
  contact.campaignId = queue.id;
  record(turn, { type: 'campaignEntered', contactId: contact.id, campaignId: queue.id, kind: 'queue' });
  record(turn, {
    type: 'contactQueued',
    contactId: contact.id,
    campaignId,
    queueCampaignId: queue.id,
    position: positionOf(turn.world, campaignId, contact),
  });
  if (!queue.waitWithoutAgents && !isStaffedFor(turn.world, campaignId, contact)) {
    overflow(turn, contact, queue, 'noAgents');
    return;
  }
  if (giveFlow(turn, contact, queue) === 'full') return divert(turn, contact, queue);
  answerCaller(turn, contact);
  watchWait(turn, contact, campaign);
  // In this queue: what it waited elsewhere, or before it lost its agent, gives it its place and takes no time away.
  if (queue.maximumWaitSeconds > 0)
    setTimer(turn, 'wait', contact.id, turn.at + queue.maximumWaitSeconds * 1000);
}

/** The prompt is over: music again. */
export function musicAfterPrompt(turn: Turn, contact: Contact): void {
  if (contact.ending || contact.talk || (contact.stage !== 'offered' && !contact.queued)) return;
  waitOn(turn, contact);
}

/** It waits on in its queue: with music, unless a prompt plays. */
export function waitOn(turn: Turn, contact: Contact): void {
  if (contact.playback !== null || contact.flow || contact.callback?.waits) return;
  const queue = queueOf(turn.world.configuration, contact.distributedBy);
  playMusic(turn, contact, queue?.music ?? 'default');
}

/** Timer `wait`: it has waited as long as the queue allows. An agent that rings just now may still answer. */
export function waitedTooLong(turn: Turn, contact: Contact): void {
  if (contact.talk) return;
  if (contact.offer) setTimer(turn, 'wait', contact.id, turn.at + 1000);
  else if (contact.callback?.waits) endContact(turn, contact, 'overflow', 'system');
  else if (contact.flow) tellOfQueue(turn, contact, 'timeout');
  else overflowOf(turn, contact, 'overflow');
}

/** A flow that queued the contact leads it on by itself, by the exits of its block. */
function refuseFlow(turn: Turn, contact: Contact, { when }: Redirect): void {
  tellOfQueue(turn, contact, when === 'noAgents' ? 'noAgents' : when === 'wait' ? 'timeout' : 'full');
}

/** The flow hears of it first; what it leaves to the campaign follows in flows/run.ts. */
export function tellOfQueue(
  turn: Turn,
  contact: Contact,
  news: 'timeout' | 'noAgents' | 'full' | 'busy',
): void {
  if (contact.flow?.queue) {
    leaveQueue(turn, contact);
    contact.flow.queue = null;
  }
  tellFlow(turn, contact, { type: 'queued', news, agent: '' });
}

/** The queue campaign lets the contact go. */
export function overflowOf(turn: Turn, contact: Contact, ending: 'overflow' | 'noAgents'): void {
  const queue = queueOf(turn.world.configuration, contact.distributedBy);
  if (queue) overflow(turn, contact, queue, ending);
}

function overflow(turn: Turn, contact: Contact, queue: QueueCampaign, ending: 'overflow' | 'noAgents'): void {
  if (queue.overflowCampaignId !== null) enterCampaign(turn, contact, queue.overflowCampaignId);
  else sayAndEnd(turn, contact, ending, () => say(turn, contact, EXCUSE, 'all agents are busy'));
}

/** "Nobody is available to take your call", in both languages among the recorded prompts. */
const EXCUSE: Media[] = [{ sound: 'vm-nobodyavail' }, { sound: 'vm-goodbye' }];

/**
 * An agent left the campaign, or what agents have or contacts ask for has changed: who waits for somebody who is not
 * logged in moves on where campaign or queue say so.
 */
export function leaveDesertedQueue(turn: Turn, campaignId: number): void {
  const { configuration } = turn.world;
  const queue = queueOf(configuration, campaignId);
  const away = humanCampaign(configuration, campaignId)?.redirects.find(({ when }) => when === 'noAgents');
  const staffed = new Map<string, boolean>();
  for (const contactId of [...(turn.world.waiting.get(campaignId) ?? [])]) {
    const contact = turn.world.contacts.get(contactId);
    if (!contact || contact.callback?.waits) continue;
    const demand = lastDemand(turn.world, contact, campaignId);
    const there = staffed.get(demand.key) ?? isStaffed(turn.world, campaignId, demand);
    staffed.set(demand.key, there);
    if (there) continue;
    if (contact.flow?.queue) tellOfQueue(turn, contact, 'noAgents');
    else if (away) redirect(turn, contact, campaignId, away);
    else if (queue && !queue.waitWithoutAgents) {
      if (contact.flow) tellOfQueue(turn, contact, 'noAgents');
      else overflow(turn, contact, queue, 'noAgents');
    }
  }
}
