/** Recorded calls, as the projection writes them. */
import type { Fact } from '../../orchestrator/core/facts.ts';
import type { Store } from '../../orchestrator/runtime/ports/store.ts';

export interface RecordedCall {
  at: number;
  campaignId?: number;
  agentId?: number;
  channels?: 'stereo' | 'mixed';
  keepDays?: number;
  /** How long after the arrival it begins, ms. */
  afterMs?: number;
  /** Whether its contact is over; default true. */
  ended?: boolean;
  /** Told its id before anybody can look for its sound. */
  first?: (id: string) => void;
}

/** A contact that is recorded. Returns the id of the recording. */
export async function recordedCall(store: Store, call: RecordedCall): Promise<string> {
  const { at, campaignId = 12, agentId = 7, channels = 'stereo', keepDays = 180 } = call;
  const seq = (await store.facts.position()) + 1;
  const contactId = `phones-rec-${seq}`;
  const recording = `${contactId}.3`;
  call.first?.(recording);
  const begun = at + (call.afterMs ?? 0);
  const facts: [number, Fact][] = [
    [
      at,
      {
        type: 'contactArrived',
        contactId,
        media: 'audio',
        direction: 'inbound',
        node: 'n1',
        lineId: null,
        serviceId: 1,
        dialled: '800100',
        caller: { number: '+39061234', name: 'Ada' },
      },
    ],
    [begun, { type: 'contactConnected', contactId, agentId, campaignId, waitMs: 0 }],
    [
      begun,
      {
        type: 'callRecordingStarted',
        contactId,
        node: 'n1',
        recording,
        campaignId,
        agentId,
        channels,
        keepDays,
        onDemand: false,
      },
    ],
    [begun + 400, { type: 'contactHeld', contactId, agentId }],
    [begun + 800, { type: 'contactRetrieved', contactId, agentId, heldMs: 400 }],
  ];
  if (call.ended ?? true)
    facts.push([
      begun + 2000,
      {
        type: 'contactEnded',
        contactId,
        serviceId: 1,
        campaignId,
        agentId,
        outcome: 'handled',
        endedBy: 'caller',
        waitMs: 0,
        talkMs: 2000,
        holdMs: 0,
        durationMs: 2000,
      },
    ]);
  await store.facts.project(
    facts.map(([when, fact], index) => ({ seq, index, at: when, fact })),
    seq,
  );
  return recording;
}
