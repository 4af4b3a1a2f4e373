/**
 * The queue campaign: music, position and message at intervals, longest wait, overflow. The contact keeps
 * waiting for the human campaign that queued it; the queue only looks after it meanwhile.
 */
import type { Media } from '../commands.ts';
import { humanCampaign, queueOf } from '../configuration/lookup.ts';
import type { QueueCampaign } from '../configuration/schemas.ts';
import type { Contact } from '../contacts/contact.ts';
import { endContact } from '../contacts/end.ts';
import { enterCampaign, sayAndEnd } from '../flows/enter.ts';
import { answerCaller, beginning, hasText, playMusic, say } from '../flows/say.ts';
import { isStaffed } from '../agents/staffed.ts';
import { positionOf } from '../routing/waiting.ts';
import { record, setTimer, type Turn } from '../turn.ts';

/** Nobody is free: into the queue campaign, or redirected, or the end. */
export function queueUp(turn: Turn, contact: Contact, campaignId: number): void {
  const campaign = humanCampaign(turn.world.configuration, campaignId);
  const queue = queueOf(turn.world.configuration, campaignId);
  if (!campaign || !queue) {
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
  if (!queue.waitWithoutAgents && !isStaffed(turn.world, campaignId)) {
    overflow(turn, contact, queue, 'noAgents');
    return;
  }
  answerCaller(turn, contact);
  if (queue.maximumWaitSeconds > 0)
    setTimer(turn, 'wait', contact.id, (contact.waitingSince ?? turn.at) + queue.maximumWaitSeconds * 1000);
  announce(turn, contact, queue);
}

/** Says the position (and the message, if there is one); music follows when it is over. */
function announce(turn: Turn, contact: Contact, queue: QueueCampaign): void {
  setTimer(turn, 'announce', contact.id, turn.at + queue.announceEverySeconds * 1000);
  const media: Media[] = [];
  const what: string[] = [];
  const position = positionOf(turn.world, contact.distributedBy ?? 0, contact);
  if (queue.announcePosition && position > 0) {
    media.push(...positionPrompt(position));
    what.push(`position ${position}`);
  }
  if (hasText(queue.message)) {
    media.push({ text: queue.message });
    what.push(beginning(queue.message, contact));
  }
  if (media.length > 0) say(turn, contact, media, what.join(', '));
  else playMusic(turn, contact, queue.music);
}

/** Debian's recorded prompts, which exist in both languages. */
function positionPrompt(position: number): Media[] {
  return position === 1
    ? [{ sound: 'queue-youarenext' }]
    : [{ sound: 'queue-thereare' }, { number: position }, { sound: 'queue-callswaiting' }];
}

/** Timer `announce`; while the phone of an agent rings nothing is announced. */
export function announceAgain(turn: Turn, contact: Contact): void {
  const queue = queueOf(turn.world.configuration, contact.distributedBy);
  if (!queue || !contact.queued || contact.talk) return;
  if (contact.stage === 'waiting') announce(turn, contact, queue);
  else setTimer(turn, 'announce', contact.id, turn.at + queue.announceEverySeconds * 1000);
}

/** The prompt is over: music again. */
export function musicAfterPrompt(turn: Turn, contact: Contact): void {
  if (contact.ending || contact.talk || (contact.stage !== 'offered' && !contact.queued)) return;
  waitOn(turn, contact);
}

/** It waits on in its queue: with music, unless a prompt plays. */
export function waitOn(turn: Turn, contact: Contact): void {
  if (contact.playback !== null) return;
  const queue = queueOf(turn.world.configuration, contact.distributedBy);
  playMusic(turn, contact, queue?.music ?? 'default');
}

/** Timer `wait`: it has waited as long as the queue allows. An agent that rings just now may still answer. */
export function waitedTooLong(turn: Turn, contact: Contact): void {
  const queue = queueOf(turn.world.configuration, contact.distributedBy);
  if (!queue || contact.talk) return;
  if (contact.offer) setTimer(turn, 'wait', contact.id, turn.at + 1000);
  else overflow(turn, contact, queue, 'overflow');
}

function overflow(turn: Turn, contact: Contact, queue: QueueCampaign, ending: 'overflow' | 'noAgents'): void {
  if (queue.overflowCampaignId !== null) enterCampaign(turn, contact, queue.overflowCampaignId);
  else sayAndEnd(turn, contact, ending, () => say(turn, contact, EXCUSE, 'all agents are busy'));
}

/** "Nobody is available to take your call", in both languages among the recorded prompts. */
const EXCUSE: Media[] = [{ sound: 'vm-nobodyavail' }, { sound: 'vm-goodbye' }];

/** An agent left the campaign: with nobody logged in, contacts move on where the queue says so. */
export function leaveDesertedQueue(turn: Turn, campaignId: number): void {
  const queue = queueOf(turn.world.configuration, campaignId);
  if (!queue || queue.waitWithoutAgents || isStaffed(turn.world, campaignId)) return;
  for (const contactId of [...(turn.world.waiting.get(campaignId) ?? [])]) {
    const contact = turn.world.contacts.get(contactId);
    if (contact) overflow(turn, contact, queue, 'noAgents');
  }
}
