/** A contact moves into a campaign: what happens first there, by kind of campaign. */
import { isOpen } from '../configuration/calendar.ts';
import type { HumanCampaign, Redirect, Service, SyntheticCampaign } from '../configuration/schemas.ts';
import { setStage, type Contact } from '../contacts/contact.ts';
import { endContact } from '../contacts/end.ts';
import { leaveQueue } from '../queues/leave.ts';
import { backToWaiting } from '../routing/offer.ts';
import { record, type Turn } from '../turn.ts';
import { giveFlow } from './give.ts';
import { beginning, hasText, say } from './say.ts';
import { stopFlow } from './stop.ts';

/** A contact that entered this many campaigns goes in circles. */
const MOST_CAMPAIGNS = 30;

/** The contact begins at its service: opening hours first, then the entry campaign. */
export function enterService(turn: Turn, contact: Contact, service: Service): void {
  if (isClosed(turn, service.calendarId)) endClosed(turn, contact, service);
  else enterCampaign(turn, contact, service.entryCampaignId);
}

/** Moves the contact into a campaign, out of the one (and the queue) where it was. Null = nowhere: it ends. */
export function enterCampaign(turn: Turn, contact: Contact, campaignId: number | null): void {
  stopFlow(turn, contact);
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
    case 'ivr':
    case 'voicemail':
      return serve(turn, contact, campaign);
    case 'human':
      return distribute(turn, contact, campaign);
    case 'queue':
      // A queue holds contacts for a human campaign; on its own it leads on to its overflow.
      return enterCampaign(turn, contact, campaign.overflowCampaignId);
  }
}

/** The campaign's flow, on one of its synthetic agents; without a flow the contact goes straight on. */
function serve(
  turn: Turn,
  contact: Contact,
  campaign: Extract<SyntheticCampaign, { nextCampaignId: number | null }>,
): void {
  setStage(contact, 'flow', turn.at);
  switch (giveFlow(turn, contact, campaign)) {
    case 'given':
      return;
    case 'none':
      return enterCampaign(turn, contact, campaign.nextCampaignId);
    case 'full':
      return divert(turn, contact, campaign);
  }
}

/** All synthetic agents are at work, or stopped: to the campaign for that, or busy. */
export function divert(turn: Turn, contact: Contact, { id, excessCampaignId }: SyntheticCampaign): void {
  record(turn, {
    type: 'excessDiverted',
    contactId: contact.id,
    campaignId: id,
    toCampaignId: excessCampaignId,
  });
  if (excessCampaignId !== null) enterCampaign(turn, contact, excessCampaignId);
  else endContact(turn, contact, 'noAgents', 'system', 'busy');
}

function distribute(turn: Turn, contact: Contact, campaign: HumanCampaign): void {
  contact.humanCampaignId = campaign.id;
  if (!isClosed(turn, campaign.calendarId)) return backToWaiting(turn, contact, campaign.id);
  const away = campaign.redirects.find(({ when }) => when === 'hours');
  if (away) return redirect(turn, contact, campaign.id, away);
  if (campaign.redirectCampaignId !== null) return enterCampaign(turn, contact, campaign.redirectCampaignId);
  const service = turn.world.configuration.services.get(contact.serviceId);
  if (service) endClosed(turn, contact, { ...service, closedCampaignId: null });
  else endContact(turn, contact, 'closed', 'system');
}

/** "Redirigi a": a condition of the campaign is true (queues/redirect.ts). */
export function redirect(
  turn: Turn,
  contact: Contact,
  campaignId: number,
  { when, campaignId: to }: Redirect,
): void {
  record(turn, { type: 'contactRedirected', contactId: contact.id, campaignId, toCampaignId: to, when });
  enterCampaign(turn, contact, to);
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
  stopFlow(turn, contact);
  leaveQueue(turn, contact);
  setStage(contact, 'flow', turn.at);
  contact.ending = ending;
  speak();
}

/** The prompt that played to the caller is over (or could not be played). */
export function afterPrompt(turn: Turn, contact: Contact): void {
  if (contact.ending) return endContact(turn, contact, contact.ending, 'system');
  // A welcome that began before there were flows (a snapshot of 0.1).
  const campaign = turn.world.configuration.campaigns.get(contact.campaignId ?? 0);
  if (contact.stage === 'flow' && campaign?.kind === 'welcome')
    enterCampaign(turn, contact, campaign.nextCampaignId);
}
