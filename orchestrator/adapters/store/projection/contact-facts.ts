/** How the facts of contacts change a contact's row and its offers. */
import type { Fact } from '../../../core/facts.ts';
import type { ContactRecord } from '../tables.ts';
import { clip } from '../text.ts';
import { offerKey } from './batch.ts';
import { callbackEnded, callbackNotCalled } from './callback-facts.ts';
import type { ProjectionsOf } from './projections.ts';

/** The row of a contact that has just arrived. */
function arrived(fact: Extract<Fact, { type: 'contactArrived' }>, at: number): ContactRecord {
  return {
    id: fact.contactId,
    media: fact.media,
    direction: fact.direction,
    service_id: fact.serviceId,
    campaign_id: null,
    agent_id: null,
    line_id: fact.lineId,
    caller_number: clip(fact.caller.number, 255),
    caller_name: clip(fact.caller.name, 255),
    dialled: clip(fact.dialled, 255),
    arrived_at: at,
    queued_at: null,
    connected_at: null,
    ended_at: null,
    outcome: null,
    ended_by: null,
    wait_ms: 0,
    talk_ms: 0,
    hold_ms: 0,
    wrap_up_ms: 0,
    disposition_id: null,
    note: '',
  };
}

const onlyStep = (): void => undefined;

export const contactFacts: ProjectionsOf<
  | 'contactArrived'
  | 'contactAnswered'
  | 'campaignEntered'
  | 'promptStarted'
  | 'promptEnded'
  | 'digitPressed'
  | 'contactQueued'
  | 'contactOffered'
  | 'phoneRang'
  | 'offerEnded'
  | 'contactConnected'
  | 'contactHeld'
  | 'contactRetrieved'
  | 'contactMuted'
  | 'digitsSent'
  | 'agentLost'
  | 'callPlaced'
  | 'targetCalled'
  | 'targetAwaited'
  | 'targetAnswered'
  | 'targetEnded'
  | 'targetMuted'
  | 'conferenceBegan'
  | 'contactTransferred'
  | 'transferFailed'
  | 'customerLeft'
  | 'contactEnded'
  | 'wrapUpStarted'
  | 'wrapUpExtended'
  | 'dispositionSet'
  | 'noteChanged'
  | 'callDataChanged'
  | 'wrapUpEnded'
> = {
  contactArrived: (batch, fact, { at }) => batch.contacts.add(fact.contactId, arrived(fact, at)),
  contactAnswered: onlyStep,
  campaignEntered: (batch, fact) =>
    batch.contacts.change(fact.contactId, row => {
      // In a queue campaign the contact still waits for agents of the human campaign before it.
      if (fact.kind !== 'queue' || row.campaign_id === null) row.campaign_id = fact.campaignId;
    }),
  promptStarted: onlyStep,
  promptEnded: onlyStep,
  digitPressed: onlyStep,
  contactQueued: (batch, fact, { at }) =>
    batch.contacts.change(fact.contactId, row => {
      row.campaign_id = fact.campaignId;
      row.queued_at ??= at;
    }),
  contactOffered: (batch, fact, { seq, index, at }) =>
    batch.offers.add(offerKey(fact.contactId, fact.agentId), {
      seq,
      idx: index,
      contact_id: fact.contactId,
      agent_id: fact.agentId,
      campaign_id: fact.campaignId,
      offered_at: at,
      rang_at: null,
      ended_at: null,
      reason: null,
      wait_ms: fact.waitMs,
      ring_ms: 0,
    }),
  phoneRang: (batch, fact, { at }) =>
    batch.offers.change(offerKey(fact.contactId, fact.agentId), offer => {
      offer.rang_at ??= at;
    }),
  offerEnded(batch, fact, { at }) {
    batch.offers.close(offerKey(fact.contactId, fact.agentId), offer => {
      offer.ended_at = at;
      offer.reason = fact.reason;
      offer.ring_ms = fact.ringMs;
    });
    if (fact.reason !== 'answered') callbackNotCalled(batch, fact.contactId);
  },
  contactConnected(batch, fact, { at }) {
    callbackEnded(batch, fact.contactId, 'reached', at, fact.agentId);
    batch.contacts.change(fact.contactId, row => {
      row.campaign_id = fact.campaignId;
      row.agent_id = fact.agentId;
      row.connected_at ??= at;
      row.wait_ms = fact.waitMs;
    });
  },
  contactHeld: onlyStep,
  contactRetrieved: (batch, fact) =>
    batch.contacts.change(fact.contactId, row => {
      row.hold_ms += fact.heldMs;
    }),
  contactMuted: onlyStep,
  digitsSent: onlyStep,
  agentLost: onlyStep,
  callPlaced: (batch, fact) =>
    batch.contacts.change(fact.contactId, row => {
      row.agent_id = fact.agentId;
    }),
  targetCalled: onlyStep,
  targetAwaited: onlyStep,
  targetAnswered: onlyStep,
  targetEnded: onlyStep,
  targetMuted: onlyStep,
  conferenceBegan: onlyStep,
  contactTransferred: onlyStep,
  transferFailed: onlyStep,
  customerLeft: onlyStep,
  contactEnded(batch, fact, { at }) {
    callbackEnded(batch, fact.contactId, 'givenUp', at, null);
    batch.contacts.change(fact.contactId, row => {
      row.service_id = fact.serviceId ?? row.service_id;
      row.campaign_id = fact.campaignId ?? row.campaign_id;
      row.agent_id = fact.agentId ?? row.agent_id;
      row.ended_at = at;
      row.outcome = fact.outcome;
      row.ended_by = fact.endedBy;
      row.wait_ms = fact.waitMs;
      row.talk_ms = fact.talkMs;
      row.hold_ms = fact.holdMs;
    });
  },
  wrapUpStarted: onlyStep,
  wrapUpExtended: onlyStep,
  dispositionSet: (batch, fact) =>
    batch.contacts.change(fact.contactId, row => {
      row.disposition_id = fact.dispositionId;
    }),
  callDataChanged: onlyStep,
  noteChanged: (batch, fact) =>
    batch.contacts.change(fact.contactId, row => {
      row.note = fact.note;
    }),
  wrapUpEnded: (batch, fact) =>
    batch.contacts.change(fact.contactId, row => {
      row.wrap_up_ms += fact.wrapUpMs;
      row.disposition_id = fact.dispositionId ?? row.disposition_id;
      row.note = fact.note || row.note;
    }),
};
