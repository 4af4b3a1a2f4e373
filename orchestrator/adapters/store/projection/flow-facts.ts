/** What flows say about a contact are steps of it; no other row changes. */
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
  | 'forwardStarted'
  | 'forwardEnded'
  | 'dialplanEntered'
  | 'dialplanReturned'
  | 'agentReserved'
  | 'callbackRequested'
  | 'callbackAttemptEnded'
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
  voicemailLeft: onlyStep,
  requestEnded: onlyStep,
  surveyAnswered: onlyStep,
  flowNoted: onlyStep,
  forwardStarted: onlyStep,
  forwardEnded: onlyStep,
  dialplanEntered: onlyStep,
  dialplanReturned: onlyStep,
  agentReserved: onlyStep,
  callbackRequested: onlyStep,
  callbackAttemptEnded: onlyStep,
  contactRedirected: onlyStep,
};
