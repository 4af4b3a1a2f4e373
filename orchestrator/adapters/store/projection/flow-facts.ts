/** What flows say about a contact are steps of it; a message that was left has a row of its own besides. */
import { callbackCalled } from './callback-facts.ts';
import type { ProjectionsOf } from './projections.ts';

const onlyStep = (): void => undefined;

export const flowFacts: ProjectionsOf<
  | 'flowStarted'
  | 'blockEntered'
  | 'blockLeft'
  | 'blockFailed'
  | 'digitsPressed'
  | 'flowEnded'
  | 'excessDiverted'
  | 'recordingMade'
  | 'voicemailLeft'
  | 'requestEnded'
  | 'surveyAnswered'
  | 'flowNoted'
  | 'dictationChanged'
  | 'forwardStarted'
  | 'forwardEnded'
  | 'dialplanEntered'
  | 'dialplanReturned'
  | 'agentReserved'
  | 'contactRedirected'
> = {
  flowStarted: onlyStep,
  blockEntered: onlyStep,
  blockLeft: onlyStep,
  blockFailed: onlyStep,
  digitsPressed: onlyStep,
  flowEnded: onlyStep,
  excessDiverted: onlyStep,
  recordingMade: onlyStep,
  voicemailLeft(batch, fact, { at }) {
    batch.voicemails.push({
      id: fact.recording,
      contact_id: fact.contactId,
      node: fact.node,
      campaign_id: fact.takenBy,
      box_campaign_id: fact.campaignId,
      box_agent_id: fact.agentId,
      left_at: at,
      state: 'coming',
      length_ms: null,
      bytes: null,
      checksum: null,
      heard_at: null,
      heard_by: null,
    });
  },
  requestEnded: onlyStep,
  surveyAnswered: onlyStep,
  flowNoted: onlyStep,
  dictationChanged: onlyStep,
  forwardStarted: onlyStep,
  forwardEnded: onlyStep,
  dialplanEntered: onlyStep,
  dialplanReturned: onlyStep,
  agentReserved: (batch, { contactId, agentId }) => callbackCalled(batch, contactId, agentId),
  contactRedirected: onlyStep,
};
