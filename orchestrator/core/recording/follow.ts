/** Campaigns' rules of recording, applied at the end of each step to what came of it. */
import { humanCampaign } from '../configuration/lookup.ts';
import type { RecordingPolicy } from '../configuration/schemas.ts';
import type { Contact } from '../contacts/contact.ts';
import type { Fact } from '../facts.ts';
import { guard } from '../quarantine.ts';
import type { Turn } from '../turn.ts';
import { beginRecording, endRecording, notePartner, resumeRecording } from './keep.ts';
import { isRecorded } from './policy.ts';

export function followRecordings(turn: Turn): void {
  // Facts that recordings themselves add are not followed.
  const count = turn.facts.length;
  let last: Contact | undefined;
  for (let i = 0; i < count; i++) {
    const fact = turn.facts[i];
    if (!fact || !('contactId' in fact) || fact.contactId === null) continue;
    // Facts of one step are mostly about one contact.
    if (last?.id !== fact.contactId) last = turn.world.contacts.get(fact.contactId);
    const contact = last;
    if (!contact) continue;
    const moment = momentOf(contact, fact);
    if (moment || contact.recording)
      guard(turn, 'recording', contact, () => {
        if (moment) applyRule(turn, contact, moment);
        notePartner(turn, contact);
      });
  }
}

interface Moment {
  campaignId: number;
  begins: RecordingPolicy['begins'];
}

/** The contact waits for a campaign, or its customer talks to somebody of one. */
function momentOf({ talk }: Contact, fact: Fact): Moment | null {
  if (fact.type === 'contactQueued') return { campaignId: fact.campaignId, begins: 'queue' };
  const answered =
    fact.type === 'contactConnected' || (fact.type === 'targetAnswered' && fact.purpose === 'customer');
  return answered && talk ? { campaignId: talk.campaignId, begins: 'answer' } : null;
}

/**
 * A recording by the rule of another campaign goes on where this one records too, and ends where it does not. One
 * that an operator began goes on until an operator ends it.
 */
function applyRule(turn: Turn, contact: Contact, { campaignId, begins }: Moment): void {
  // Somebody else leads the conversation than the one who paused it.
  if (begins === 'answer' && contact.talk?.agentId !== contact.recording?.pausedBy)
    resumeRecording(turn, contact, 'agent');
  const policy = humanCampaign(turn.world.configuration, campaignId)?.recording;
  if (!policy) return;
  const wanted = isRecorded(policy, contact.id, campaignId);
  const { recording } = contact;
  if (!recording) {
    if (wanted && (begins === 'answer' || policy.begins === 'queue'))
      beginRecording(turn, contact, campaignId, policy, false);
  } else if (begins === 'answer' && !wanted && !recording.onDemand && recording.campaignId !== campaignId)
    endRecording(turn, contact, 'campaign');
}
