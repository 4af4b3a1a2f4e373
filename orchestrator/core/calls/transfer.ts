/** Blind transfer: the agent leaves at once, and the contact goes on to an agent, campaign, service or number. */
import type { RefusalCode, CallTarget } from '../agents/requests.ts';
import type { Service } from '../configuration/schemas.ts';
import { mayUse } from '../configuration/lookup.ts';
import { setStage, type Contact, type Talk } from '../contacts/contact.ts';
import { enterCampaign, enterService } from '../flows/enter.ts';
import { outboundLine } from '../flows/forward.ts';
import { command, record, type Turn } from '../turn.ts';
import { callable, find } from './find.ts';
import { agentLeaves } from './lead.ts';
import { mayDial } from './outgoing.ts';
import { call } from './ring.ts';
import { hasCustomer, openTarget, type Whom } from './target.ts';

export function transfer(turn: Turn, contact: Contact, talk: Talk, to: CallTarget): RefusalCode | null {
  const { world } = turn;
  if (!talk.leg || contact.stage === 'dialling') return 'notTalking';
  if (!hasCustomer(contact)) return 'noCustomer';
  if (openTarget(contact)) return 'consultOpen';
  if (contact.targets.length > 0) return 'inConference';
  const found = find(world, to);
  if (typeof found === 'string') return found;
  switch (found.kind) {
    case 'campaign':
      if (!mayUse(world.configuration, contact.serviceId, found.campaignId)) return 'notOfService';
      toCampaign(turn, contact, talk, found.campaignId, turn.at);
      return null;
    case 'service':
      toService(turn, contact, talk, found.service, turn.at);
      return null;
    case 'agent':
      if (!callable(world, world.sessions.get(found.agentId))) return 'targetBusy';
      toParty(turn, contact, talk, found);
      return null;
    case 'number': {
      const line = outboundLine(turn.world, contact, null);
      if (!line) return 'noLine';
      const { number } = found;
      const refused = mayDial(turn, line, number, { contact, agentId: talk.agentId });
      if (!refused) toParty(turn, contact, talk, { kind: 'outside', lineId: line.id, number });
      return refused;
    }
  }
}

function note(
  turn: Turn,
  { id: contactId }: Contact,
  { agentId }: Talk,
  to: { toAgentId?: number; number?: string; toCampaignId?: number; toServiceId?: number },
): void {
  record(turn, {
    type: 'contactTransferred',
    contactId,
    agentId,
    how: 'blind',
    toAgentId: to.toAgentId ?? null,
    number: to.number ?? '',
    toCampaignId: to.toCampaignId ?? null,
    toServiceId: to.toServiceId ?? null,
  });
}

/** The agent leaves; whoever distributes the contact next counts its wait from `since`. */
function leave(turn: Turn, contact: Contact, talk: Talk, since: number): void {
  contact.transfer = { agentId: talk.agentId, campaignId: talk.campaignId };
  contact.queued = false;
  contact.distributedBy = null;
  contact.waitingSince = since;
  contact.clock = null;
  agentLeaves(turn, contact, talk);
  setStage(contact, 'flow', turn.at);
}

/** Into the queue of a campaign, with the wait that it has behind it. */
export function toCampaign(
  turn: Turn,
  contact: Contact,
  talk: Talk,
  campaignId: number,
  since: number,
): void {
  note(turn, contact, talk, { toCampaignId: campaignId });
  leave(turn, contact, talk, since);
  enterCampaign(turn, contact, campaignId);
}

/** To the entry of a service, like any caller: its hours and flows. */
export function toService(turn: Turn, contact: Contact, talk: Talk, service: Service, since: number): void {
  note(turn, contact, talk, { toServiceId: service.id });
  leave(turn, contact, talk, since);
  enterService(turn, contact, service);
}

function toParty(turn: Turn, contact: Contact, talk: Talk, whom: Whom): void {
  note(turn, contact, talk, whom.kind === 'agent' ? { toAgentId: whom.agentId } : { number: whom.number });
  leave(turn, contact, talk, turn.at);
  setStage(contact, 'forwarded', turn.at);
  const from = whom.kind === 'agent' ? contact.caller : { number: contact.dialled, name: '' };
  call(turn, contact, whom, 'transfer', from);
  contact.ringing = true;
  command(turn, { type: 'ring', node: contact.node, leg: contact.callerLeg });
}
