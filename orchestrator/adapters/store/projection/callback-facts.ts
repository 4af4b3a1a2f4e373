/** Call-backs have a row from the promise to their end: what operators and callers agreed is not in the journal alone. */
import type { CallbackRecord } from '../tables.ts';
import { clip } from '../text.ts';
import type { Batch } from './batch.ts';
import type { ProjectionsOf } from './projections.ts';

const nothingYet = {
  state: 'open',
  attempts: 0,
  result: null,
  tried_at: null,
  called_by: null,
  ended_at: null,
  ended_by: null,
  reason: null,
} as const;

export const callbackFacts: ProjectionsOf<
  | 'callbackRequested'
  | 'callbackAttemptEnded'
  | 'callbackPromised'
  | 'callbackMoved'
  | 'callbackCancelled'
  | 'callbackRestored'
> = {
  callbackRequested(batch, { contactId, campaignId, number }, { at }) {
    const contact = batch.contacts.get(contactId);
    batch.callbacks.add(contactId, {
      id: contactId,
      from_id: contactId,
      kind: 'asked',
      campaign_id: campaignId,
      service_id: contact?.service_id ?? null,
      agent_id: null,
      promised_by: null,
      number: clip(number, 255),
      name: contact?.caller_name ?? '',
      made_at: at,
      due_at: at,
      ...nothingYet,
    });
  },
  callbackPromised(batch, fact, { at }) {
    const contact = batch.contacts.get(fact.contactId);
    batch.callbacks.add(fact.callbackId, {
      id: fact.callbackId,
      from_id: fact.contactId,
      kind: 'promised',
      campaign_id: fact.campaignId ?? contact?.campaign_id ?? null,
      service_id: (fact.serviceId ?? contact?.service_id) || null,
      agent_id: fact.own ? fact.agentId : null,
      promised_by: fact.agentId,
      number: clip(fact.number, 255),
      name: clip(fact.name ?? '', 255),
      made_at: at,
      due_at: fact.dueAt,
      ...nothingYet,
    });
  },
  callbackMoved: (batch, { callbackId, dueAt, ownerId }) =>
    batch.callbacks.change(callbackId, row => {
      row.due_at = dueAt;
      if (ownerId !== undefined) row.agent_id = ownerId;
    }),
  callbackCancelled: (batch, { callbackId, agentId, by, reason }, { at }) =>
    batch.callbacks.close(callbackId, row => {
      row.state = 'cancelled';
      row.ended_at = at;
      row.ended_by = by === undefined ? null : clip(by, 100);
      row.called_by = agentId ?? row.called_by;
      row.reason = clip(reason ?? '', 200);
    }),
  callbackAttemptEnded: (batch, { contactId, agentId, attempt, result, nextAt }, { at }) =>
    batch.callbacks.change(contactId, row => {
      row.state = 'open';
      row.attempts = attempt;
      row.result = result;
      row.tried_at = at;
      row.called_by = agentId;
      row.due_at = nextAt ?? row.due_at;
    }),
  callbackRestored(batch, { callbackId, previousId }, { at }) {
    if (callbackId === previousId) return;
    batch.callbacks.close(previousId, row => {
      batch.callbacks.add(callbackId, { ...row, id: callbackId, state: 'open' });
      row.state = 'replaced';
      row.ended_at = at;
    });
  },
};

/** An operator is reserved: the number is called. */
export function callbackCalled(batch: Batch, contactId: string, agentId: number): void {
  batch.callbacks.change(contactId, row => {
    row.state = 'calling';
    row.called_by = agentId;
  });
}

/** The operator is gone again, and nobody was called. */
export function callbackNotCalled(batch: Batch, contactId: string): void {
  batch.callbacks.change(contactId, row => {
    row.state = 'open';
  });
}

export function callbackEnded(
  batch: Batch,
  contactId: string,
  state: Extract<CallbackRecord['state'], 'reached' | 'givenUp'>,
  at: number,
  agentId: number | null,
): void {
  batch.callbacks.close(contactId, row => {
    row.state = state;
    row.ended_at = at;
    row.called_by = agentId ?? row.called_by;
  });
}
