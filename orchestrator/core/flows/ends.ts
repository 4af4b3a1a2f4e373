/** How a flow ends, and where its contact goes on. */
import type { End } from '../../../ivr-flows/effects.ts';
import { waitForCallback } from '../contacts/callback.ts';
import { endContact } from '../contacts/end.ts';
import type { Contact } from '../contacts/contact.ts';
import { connect } from '../contacts/talk.ts';
import { leaveQueue } from '../queues/leave.ts';
import { record, type Turn } from '../turn.ts';
import { noteDigits } from './digits.ts';
import { enterCampaign } from './enter.ts';
import type { RunningFlow } from './running.ts';
import { playMusic } from './say.ts';
import { stopFlow } from './stop.ts';

export function endFlow(turn: Turn, contact: Contact, flow: RunningFlow, end: End): void {
  noteDigits(turn, contact, flow, flow.run?.block ?? '');
  const { campaignId, flowId, version } = flow;
  const code = end.to === 'nowhere' ? end.code : null;
  if (flowId !== null)
    record(turn, {
      type: 'flowEnded',
      contactId: contact.id,
      campaignId,
      flowId,
      version,
      to: end.to,
      code,
    });
  stopFlow(turn, contact);
  const over = contact.left !== null || end.to === 'hangup' || end.to === 'nowhere';
  if (over && waitForCallback(turn, contact)) return;
  if (contact.left !== null)
    return endContact(turn, contact, contact.served ? 'served' : contact.left, 'caller');
  if (contact.talk) return;
  switch (end.to) {
    case 'campaign':
      return enterCampaign(turn, contact, end.campaignId);
    case 'talk':
      return toTalk(turn, contact);
    case 'hangup':
      return endContact(turn, contact, contact.queued ? 'overflow' : 'served', 'system', end.reason);
    case 'nowhere':
      return goOn(turn, contact, flow, end.code);
  }
}

/** The flow led nowhere: the campaign's own way. */
function goOn(turn: Turn, contact: Contact, flow: RunningFlow, code: string): void {
  if (code !== 'unconnected' && code !== 'tooLong')
    record(turn, {
      type: 'anomalyFound',
      code: 'flowFault',
      detail: `${flow.key} ${code} at ${flow.run?.block ?? 'its beginning'}`,
      contactId: contact.id,
    });
  const campaign = turn.world.configuration.campaigns.get(flow.campaignId);
  if (campaign?.kind === 'queue' && contact.distributedBy !== null) {
    if (contact.offer?.reserved) return toTalk(turn, contact);
    // It waits on as before, only with nobody who speaks to it.
    return playMusic(turn, contact, campaign.music);
  }
  const next = campaign && 'nextCampaignId' in campaign ? campaign.nextCampaignId : null;
  const served = campaign?.kind !== 'welcome' && code === 'unconnected';
  if (next === null && served) {
    leaveQueue(turn, contact);
    endContact(turn, contact, 'served', 'system');
  } else enterCampaign(turn, contact, next);
}

/** The operator is found: now, or when one answers. */
function toTalk(turn: Turn, contact: Contact): void {
  const session = contact.offer?.reserved ? turn.world.sessions.get(contact.offer.agentId) : undefined;
  if (session) return connect(turn, contact, session);
  if (contact.stage !== 'waiting') return;
  // The operator that it was meant for is gone again: the queue looks after the contact anew.
  contact.queued = false;
  turn.arrivals.add(contact.id);
}
