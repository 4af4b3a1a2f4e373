/**
 * A transfer that nobody took: the contact goes back to the agent who transferred it, if that agent is free or
 * still in the wrap-up of it, otherwise to the head of the queue of its campaign.
 */
import { endWrapUp } from '../agents/wrap-up.ts';
import { humanCampaign } from '../configuration/lookup.ts';
import type { Contact } from '../contacts/contact.ts';
import { endContact } from '../contacts/end.ts';
import type { TargetEnd } from '../facts.ts';
import { hush } from '../flows/say.ts';
import { isFree } from '../routing/idle.ts';
import { backToWaiting, offer } from '../routing/offer.ts';
import { record, type Turn } from '../turn.ts';

export function comeBack(turn: Turn, contact: Contact, result: TargetEnd): void {
  const { transfer } = contact;
  contact.transfer = null;
  hush(turn, contact);
  const campaignId = transfer?.campaignId ?? null;
  if (!transfer || !humanCampaign(turn.world.configuration, campaignId))
    return endContact(turn, contact, 'noRoute', 'system');
  const { agentId } = transfer;
  record(turn, { type: 'transferFailed', contactId: contact.id, agentId, result });
  contact.returned = true;
  contact.queued = false;
  contact.waitingSince = turn.at;
  contact.humanCampaignId = transfer.campaignId;
  backToWaiting(turn, contact, transfer.campaignId);
  const session = turn.world.sessions.get(agentId);
  if (session?.wrapUp?.contactId === contact.id) endWrapUp(turn, session, 'system');
  if (session && isFree(turn.world, session)) offer(turn, contact, session, transfer.campaignId);
}
