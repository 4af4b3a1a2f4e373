/** After-contact work: begins when the contact ends, lasts its default, may be extended up to its maximum. */
import type { RefusalCode } from './requests.ts';
import { humanCampaign } from '../configuration/lookup.ts';
import type { Contact } from '../contacts/contact.ts';
import { countWrapUp } from '../counters.ts';
import { scriptRefusal, takeScript, tellScript } from '../scripts/work.ts';
import { clearTimer, record, setTimer, type Turn } from '../turn.ts';
import { agentFree } from './after-contact.ts';
import { setState, type AgentSession, type WrapUp } from './session.ts';

const EXTENSION_MS = 30_000;

/** The contact that the agent talked with is over. Without wrap-up time the agent is free at once. */
export function startWrapUp(turn: Turn, session: AgentSession, contact: Contact, campaignId: number): void {
  // Calls between colleagues have no after-work.
  if (campaignId === 0) return agentFree(turn, session);
  const campaign = humanCampaign(turn.world.configuration, campaignId);
  const script = takeScript(turn, contact, campaignId);
  const defaultMs = (campaign?.wrapUp.defaultSeconds ?? 0) * 1000;
  session.wrapUp = {
    contactId: contact.id,
    campaignId,
    serviceId: contact.serviceId,
    caller: contact.caller,
    startedAt: turn.at,
    untilAt: turn.at + defaultMs,
    note: contact.note,
    callData: contact.callData,
    script,
    dispositionId: contact.dispositionId,
  };
  if (defaultMs === 0) return endWrapUp(turn, session, 'system');
  setState(turn, session, 'wrapUp');
  session.contactId = null;
  record(turn, {
    type: 'wrapUpStarted',
    contactId: contact.id,
    agentId: session.agentId,
    campaignId,
    untilAt: turn.at + defaultMs,
  });
  setTimer(turn, 'wrapUp', session.agentId, turn.at + defaultMs);
}

export function endWrapUp(turn: Turn, session: AgentSession, by: 'agent' | 'time' | 'system'): void {
  const { wrapUp } = session;
  if (!wrapUp) return;
  if (wrapUp.script) tellScript(turn, wrapUp.contactId, wrapUp.script);
  session.wrapUp = null;
  if (wrapUp.untilAt > wrapUp.startedAt) clearTimer(turn, 'wrapUp', session.agentId);
  const wrapUpMs = turn.at - wrapUp.startedAt;
  record(turn, {
    type: 'wrapUpEnded',
    contactId: wrapUp.contactId,
    agentId: session.agentId,
    campaignId: wrapUp.campaignId,
    wrapUpMs,
    dispositionId: wrapUp.dispositionId,
    note: wrapUp.note,
    by,
  });
  countWrapUp(turn, wrapUp.serviceId, wrapUpMs);
  agentFree(turn, session);
}

/** 30 s more, up to the campaign's maximum. */
export function extendWrapUp(turn: Turn, session: AgentSession): RefusalCode | null {
  const { wrapUp } = session;
  if (!wrapUp) return 'notInWrapUp';
  const untilAt = Math.min(wrapUp.untilAt + EXTENSION_MS, wrapUpMaximumAt(turn, wrapUp));
  if (untilAt <= wrapUp.untilAt) return 'wrapUpMaximum';
  wrapUp.untilAt = untilAt;
  record(turn, { type: 'wrapUpExtended', contactId: wrapUp.contactId, agentId: session.agentId, untilAt });
  setTimer(turn, 'wrapUp', session.agentId, untilAt);
  return null;
}

function wrapUpMaximumAt(turn: Turn, wrapUp: WrapUp): number {
  const campaign = humanCampaign(turn.world.configuration, wrapUp.campaignId);
  return wrapUp.startedAt + (campaign?.wrapUp.maximumSeconds ?? 0) * 1000;
}

/**
 * Finished by the agent: not before the minimum, with a disposition where one is required, and with the script filled
 * in; `anyway` if the operator was asked whether it may stay as it is.
 */
export function finishWrapUp(turn: Turn, session: AgentSession, anyway = false): RefusalCode | null {
  const { wrapUp } = session;
  if (!wrapUp) return 'notInWrapUp';
  const campaign = humanCampaign(turn.world.configuration, wrapUp.campaignId);
  if (campaign && turn.at < wrapUp.startedAt + campaign.wrapUp.minimumSeconds * 1000) return 'wrapUpMinimum';
  if (campaign?.dispositionRequired && wrapUp.dispositionId === null) return 'dispositionRequired';
  const refused = scriptRefusal(turn, wrapUp.script, anyway);
  if (refused) return refused;
  endWrapUp(turn, session, 'agent');
  return null;
}
