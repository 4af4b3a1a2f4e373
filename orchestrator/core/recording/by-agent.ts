/** What operators ask of the recording of their call. What cannot be done at once is refused: a card number would be recorded. */
import type { RefusalCode } from '../agents/requests.ts';
import { humanCampaign } from '../configuration/lookup.ts';
import type { Contact } from '../contacts/contact.ts';
import type { Turn } from '../turn.ts';
import { beginRecording, endRecording, pauseRecording, resumeRecording } from './keep.ts';

const isUp = ({ world }: Turn, { node }: Contact): boolean => world.nodes.get(node)?.up ?? false;

/** Only where the campaign records on demand. */
export function recordOnDemand(turn: Turn, contact: Contact): RefusalCode | null {
  if (contact.recording) return null;
  const campaignId = contact.talk?.campaignId ?? 0;
  const policy = humanCampaign(turn.world.configuration, campaignId)?.recording;
  if (policy?.when !== 'onDemand') return 'recordingNotOnDemand';
  if (contact.stage === 'dialling') return 'notTalking';
  if (!isUp(turn, contact)) return 'switchAway';
  return beginRecording(turn, contact, campaignId, policy, true) ? null : 'noCustomer';
}

/** What the campaign's rule began, no operator ends. */
export function stopOnDemand(turn: Turn, contact: Contact): RefusalCode | null {
  if (!contact.recording) return null;
  if (!contact.recording.onDemand) return 'recordingNotOnDemand';
  if (!isUp(turn, contact)) return 'switchAway';
  endRecording(turn, contact, 'agent');
  return null;
}

export function pauseByAgent(turn: Turn, contact: Contact): RefusalCode | null {
  if (!contact.recording) return 'notRecording';
  if (!isUp(turn, contact)) return 'switchAway';
  pauseRecording(turn, contact, 'agent');
  return null;
}

export function resumeByAgent(turn: Turn, contact: Contact): RefusalCode | null {
  const { recording } = contact;
  if (!recording) return 'notRecording';
  if (!isUp(turn, contact)) return 'switchAway';
  resumeRecording(turn, contact, 'agent');
  return recording.pauses.length > 0 ? 'pausedByFlow' : null;
}
