/** A contact gets the flow of a synthetic campaign and one of its synthetic agents. */
import type { SyntheticCampaign } from '../configuration/schemas.ts';
import type { Contact } from '../contacts/contact.ts';
import { record, type Turn } from '../turn.ts';
import { beginFlow } from './inputs.ts';
import { occupy, stopFlow } from './stop.ts';

/** `none` = the campaign has no flow; `full` = all its synthetic agents are at work, or they are stopped. */
export function giveFlow(
  turn: Turn,
  contact: Contact,
  { id: campaignId, syntheticAgents, languages, stopped }: SyntheticCampaign,
): 'given' | 'none' | 'full' {
  if (stopped) return 'full';
  const known = turn.world.configuration.flowOf.get(campaignId);
  if (!known) return 'none';
  stopFlow(turn, contact);
  if (!occupy(turn, campaignId, syntheticAgents)) return 'full';
  const [first] = languages;
  if (first && !languages.includes(contact.language)) contact.language = first;
  const { key, flowId, version } = known;
  contact.flow = {
    key,
    flowId,
    version,
    campaignId,
    run: null,
    pending: new Map(),
    timers: [],
    blockSince: turn.at,
    digits: '',
    queue: null,
  };
  if (flowId !== null)
    record(turn, { type: 'flowStarted', contactId: contact.id, campaignId, flowId, version });
  beginFlow(turn, contact);
  return 'given';
}
