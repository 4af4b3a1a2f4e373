/** Messages of callers, as the projection writes them. */
import type { Fact } from '../../orchestrator/core/facts.ts';
import type { Store } from '../../orchestrator/runtime/ports/store.ts';

export interface Message {
  at: number;
  takenBy?: number;
  box?: number;
  serviceId?: number;
  caller?: { number: string; name: string };
  /** Whether its contact is over; default true. */
  ended?: boolean;
  /** Told its id before anybody can look for its sound. */
  first?: (id: string) => void;
}

/** A contact that leaves a message. Returns the id of the message. */
export async function leaveMessage(store: Store, message: Message): Promise<string> {
  const { at, takenBy = 40, box = 12, serviceId = 1, ended = true } = message;
  const seq = (await store.facts.position()) + 1;
  const contactId = `phones-msg-${seq}`;
  message.first?.(`${contactId}.3`);
  const facts: Fact[] = [
    {
      type: 'contactArrived',
      contactId,
      media: 'audio',
      direction: 'inbound',
      node: 'n1',
      lineId: null,
      serviceId,
      dialled: '800100',
      caller: message.caller ?? { number: '+39061234', name: '' },
    },
    {
      type: 'voicemailLeft',
      contactId,
      node: 'n1',
      recording: `${contactId}.3`,
      takenBy,
      campaignId: box,
      agentId: null,
    },
  ];
  if (ended)
    facts.push({
      type: 'contactEnded',
      contactId,
      serviceId,
      campaignId: takenBy,
      agentId: null,
      outcome: 'served',
      endedBy: 'caller',
      waitMs: 0,
      talkMs: 0,
      holdMs: 0,
      durationMs: 1,
    });
  await store.facts.project(
    facts.map((fact, index) => ({ seq, index, at, fact })),
    seq,
  );
  return `${contactId}.3`;
}
