/** A call that is recorded has a row from its first moment on; the rest are steps of its contact. */
import type { ProjectionsOf } from './projections.ts';

const onlyStep = (): void => undefined;

export const recordingFacts: ProjectionsOf<
  'callRecordingStarted' | 'callRecordingPaused' | 'callRecordingResumed' | 'callRecordingEnded'
> = {
  callRecordingStarted(batch, fact, { at }) {
    const contact = batch.contacts.get(fact.contactId);
    batch.recordings.push({
      id: fact.recording,
      contact_id: fact.contactId,
      node: fact.node,
      campaign_id: fact.campaignId,
      channels: fact.channels,
      on_demand: Number(fact.onDemand),
      started_at: at,
      keep_days: fact.keepDays,
      state: 'coming',
      length_ms: null,
      bytes: null,
      checksum: null,
      service_id: contact?.service_id ?? null,
      agent_id: fact.agentId ?? contact?.agent_id ?? null,
      caller_number: contact?.caller_number ?? '',
      fault: null,
      checked_at: null,
      deleted_at: null,
      deleted_by: null,
      deleted_reason: null,
    });
  },
  callRecordingPaused: onlyStep,
  callRecordingResumed: onlyStep,
  callRecordingEnded: onlyStep,
};
