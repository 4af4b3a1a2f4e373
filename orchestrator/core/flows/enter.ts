/** A contact moves into a campaign: what happens first there, by kind of campaign. */
import { isOpen } from '../configuration/calendar.ts';
import type { HumanCampaign, Service, WelcomeCampaign } from '../configuration/schemas.ts';
import { setStage, type Contact } from '../contacts/contact.ts';
import { endContact } from '../contacts/end.ts';
import { noteGone } from '../queues/expected-wait.ts';
import { backToWaiting } from '../routing/offer.ts';
import { removeWaiting } from '../routing/waiting.ts';
import { clearQueueTimers, record, type Turn } from '../turn.ts';
import { beginning, hasText, say } from './say.ts';

/** A contact that entered this many campaigns goes in circles. */
const MOST_CAMPAIGNS = 30;

/** The contact begins at its service: opening hours first, then the entry campaign. */
export function enterService(turn: Turn, contact: Contact, service: Service): void {
  if (isClosed(turn, service.calendarId)) endClosed(turn, contact, service);
  else enterCampaign(turn, contact, service.entryCampaignId);
}

/** Moves the contact into a campaign, out of the one (and the queue) where it was. Null = nowhere: it ends. */
export function enterCampaign(turn: Turn, contact: Contact, campaignId: number | null): void {
  leaveQueue(turn, contact);
  const campaign = campaignId === null ? undefined : turn.world.configuration.campaigns.get(campaignId);
  contact.campaignsEntered += 1;
  if (!campaign || contact.campaignsEntered > MOST_CAMPAIGNS) {
    if (campaign)
      record(turn, {
        type: 'anomalyFound',
        code: 'campaignsInCircles',
        detail: campaign.name,
        contactId: contact.id,
      });
    endContact(turn, contact, 'noRoute', 'system');
    return;
  }
  contact.campaignId = campaign.id;
  record(turn, {
    type: 'campaignEntered',
    contactId: contact.id,
    campaignId: campaign.id,
    kind: campaign.kind,
  });
  switch (campaign.kind) {
    case 'welcome':
      return welcome(turn, contact, campaign);
    case 'ivr':
    case 'voicemail':
      return enterCampaign(turn, contact, campaign.nextCampaignId);
    case 'human':
      return distribute(turn, contact, campaign);
    case 'queue':
      // A queue holds contacts for a human campaign; on its own it leads on to its overflow.
      return enterCampaign(turn, contact, campaign.overflowCampaignId);
  }
}

function welcome(turn: Turn, contact: Contact, campaign: WelcomeCampaign): void {
  setStage(contact, 'flow', turn.at);
  if (hasText(campaign.message))
    say(turn, contact, [{ text: campaign.message }], beginning(campaign.message, contact));
  else enterCampaign(turn, contact, campaign.nextCampaignId);
}

function distribute(turn: Turn, contact: Contact, campaign: HumanCampaign): void {
  contact.humanCampaignId = campaign.id;
  if (!isClosed(turn, campaign.calendarId)) return backToWaiting(turn, contact, campaign.id);
  if (campaign.redirectCampaignId !== null) return enterCampaign(turn, contact, campaign.redirectCampaignId);
  const service = turn.world.configuration.services.get(contact.serviceId);
  if (service) endClosed(turn, contact, { ...service, closedCampaignId: null });
  else endContact(turn, contact, 'closed', 'system');
}

function isClosed(turn: Turn, calendarId: number | null): boolean {
  const calendar = calendarId === null ? undefined : turn.world.configuration.calendars.get(calendarId);
  return calendar !== undefined && !isOpen(calendar, turn.at);
}

/** Closed: a campaign of its own if there is one, otherwise the message and the end. */
function endClosed(turn: Turn, contact: Contact, service: Service): void {
  if (service.closedCampaignId !== null) return enterCampaign(turn, contact, service.closedCampaignId);
  if (!hasText(service.closedMessage)) return endContact(turn, contact, 'closed', 'system');
  sayAndEnd(turn, contact, 'closed', () =>
    say(turn, contact, [{ text: service.closedMessage }], beginning(service.closedMessage, contact)),
  );
}

/** The contact ends with `ending` when what `speak` starts has been heard. */
export function sayAndEnd(
  turn: Turn,
  contact: Contact,
  ending: NonNullable<Contact['ending']>,
  speak: () => void,
): void {
  leaveQueue(turn, contact);
  setStage(contact, 'flow', turn.at);
  contact.ending = ending;
  speak();
}

function leaveQueue(turn: Turn, contact: Contact): void {
  if (contact.distributedBy !== null) {
    removeWaiting(turn.world, contact.distributedBy, contact);
    if (contact.queued) noteGone(turn.world, contact.distributedBy, 'left');
  }
  clearQueueTimers(turn, contact);
  contact.distributedBy = null;
  contact.queued = false;
}

/** The prompt that played to the caller is over (or could not be played). */
export function afterPrompt(turn: Turn, contact: Contact): void {
  if (contact.ending) return endContact(turn, contact, contact.ending, 'system');
  const campaign =
    contact.campaignId === null ? undefined : turn.world.configuration.campaigns.get(contact.campaignId);
  if (contact.stage === 'flow' && campaign?.kind === 'welcome')
    enterCampaign(turn, contact, campaign.nextCampaignId);
}
