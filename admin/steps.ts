/** The steps of a contact in words: every type of fact has its icon here and its text under `steps.<type>`. */
import { z } from 'zod';
import { failureNames, faultWords } from '../ivr-flows/faults.ts';
import { Words } from '../ivr-flows/values.ts';
import type { Fact } from '../orchestrator/core/facts.ts';
import type { ContactStep } from '../orchestrator/runtime/ports/store.ts';
import type { Names } from './names.ts';
import type { Formats } from './shared/formats.ts';
import { partyText } from './shared/live-tables.ts';
import type { Translate } from './shared/words.ts';

export interface StepWords {
  icon: string;
  colour: string;
  text: string;
}

interface StepLook {
  icon: string;
  colour?: string;
  /** Members whose values choose the text: `steps.<type>_<value>_<value>`. */
  variant?: string | readonly string[];
}

export const stepLooks: { readonly [T in Fact['type']]: StepLook } = {
  contactArrived: { icon: 'phone-incoming', colour: 'blue', variant: ['direction', 'lineId'] },
  contactAnswered: { icon: 'phone-check' },
  campaignEntered: { icon: 'stack-2', variant: 'kind' },
  promptStarted: { icon: 'volume' },
  promptEnded: { icon: 'volume-off', variant: 'failed' },
  digitPressed: { icon: 'dialpad' },
  contactQueued: { icon: 'hourglass', colour: 'yellow', variant: 'queueCampaignId' },
  contactOffered: { icon: 'user-search', colour: 'azure' },
  phoneRang: { icon: 'bell-ringing', colour: 'azure' },
  offerEnded: { icon: 'bell-off', variant: 'reason' },
  contactConnected: { icon: 'phone-call', colour: 'green' },
  contactHeld: { icon: 'player-pause', colour: 'indigo' },
  contactRetrieved: { icon: 'player-play', colour: 'green' },
  contactMuted: { icon: 'microphone', variant: 'muted' },
  digitsSent: { icon: 'dialpad' },
  callPlaced: { icon: 'phone-outgoing', colour: 'azure' },
  targetCalled: { icon: 'phone-outgoing', colour: 'azure', variant: 'purpose' },
  targetAwaited: { icon: 'hourglass', colour: 'azure' },
  targetAnswered: { icon: 'phone-call', colour: 'azure', variant: 'purpose' },
  targetEnded: { icon: 'phone-end', variant: 'result' },
  targetMuted: { icon: 'microphone', variant: 'muted' },
  conferenceBegan: { icon: 'users-group', colour: 'blue' },
  contactTransferred: { icon: 'arrow-forward-up', colour: 'blue', variant: 'how' },
  transferFailed: { icon: 'arrow-back-up', colour: 'orange', variant: 'result' },
  customerLeft: { icon: 'phone-end', colour: 'red' },
  agentLost: { icon: 'plug-connected-x', colour: 'red' },
  contactEnded: { icon: 'phone-end', colour: 'red', variant: 'endedBy' },
  wrapUpStarted: { icon: 'pencil', colour: 'purple' },
  wrapUpExtended: { icon: 'clock-plus', colour: 'purple' },
  dispositionSet: { icon: 'tag', colour: 'purple', variant: 'dispositionId' },
  callDataChanged: { icon: 'database-import', colour: 'purple' },
  scriptBegan: { icon: 'list-check', colour: 'purple' },
  scriptChanged: { icon: 'forms', colour: 'purple' },
  noteChanged: { icon: 'note', colour: 'purple' },
  wrapUpEnded: { icon: 'check', colour: 'purple', variant: 'by' },
  agentLoggedIn: { icon: 'login' },
  agentLoggedOut: { icon: 'logout' },
  agentStateChanged: { icon: 'user-cog', variant: 'to' },
  agentNextChanged: { icon: 'player-track-next' },
  agentReachabilityChanged: { icon: 'plug-connected' },
  nodeStateChanged: { icon: 'server', variant: 'up' },
  flowStarted: { icon: 'sitemap', colour: 'cyan' },
  blockEntered: { icon: 'square-arrow-right', colour: 'cyan' },
  blockLeft: { icon: 'square-check', colour: 'cyan' },
  blockFailed: { icon: 'alert-triangle', colour: 'red' },
  digitsPressed: { icon: 'dialpad' },
  flowEnded: { icon: 'flag', colour: 'cyan', variant: 'to' },
  excessDiverted: { icon: 'arrow-fork', colour: 'orange', variant: 'toCampaignId' },
  recordingMade: { icon: 'microphone-2', variant: 'endedBy' },
  callRecordingStarted: { icon: 'player-record', colour: 'red', variant: 'onDemand' },
  callRecordingPaused: { icon: 'shield-lock', colour: 'orange', variant: 'reason' },
  callRecordingResumed: { icon: 'player-record', colour: 'red' },
  callRecordingEnded: { icon: 'player-stop', variant: 'reason' },
  voicemailLeft: { icon: 'message', colour: 'green', variant: 'agentId' },
  requestEnded: { icon: 'world-share', variant: 'code' },
  surveyAnswered: { icon: 'star', colour: 'yellow' },
  flowNoted: { icon: 'note' },
  dictationChanged: { icon: 'microphone', variant: 'step' },
  forwardStarted: { icon: 'phone-outgoing', colour: 'blue' },
  forwardEnded: { icon: 'phone-off', variant: 'result' },
  dialplanEntered: { icon: 'code' },
  dialplanReturned: { icon: 'arrow-back-up' },
  agentReserved: { icon: 'user-check', colour: 'azure' },
  callbackRequested: { icon: 'phone-plus', colour: 'green' },
  callbackAttemptEnded: { icon: 'phone-off', colour: 'orange', variant: 'result' },
  callbackPromised: { icon: 'phone-plus', colour: 'green', variant: 'own' },
  callbackMoved: { icon: 'clock-edit', colour: 'green', variant: 'by' },
  callbackCancelled: { icon: 'phone-x', colour: 'orange', variant: ['agentId', 'by'] },
  callbackRestored: { icon: 'database-import', colour: 'green' },
  contactRedirected: { icon: 'arrow-fork', colour: 'orange', variant: 'when' },
  callRefused: { icon: 'phone-off', colour: 'red', variant: 'went' },
  anomalyFound: { icon: 'alert-triangle', colour: 'red' },
};

const isStepType = (type: string): type is Fact['type'] => Object.hasOwn(stepLooks, type);

export function describeStep(step: ContactStep, names: Names, t: Translate, formats: Formats): StepWords {
  if (!isStepType(step.type)) return { icon: 'point', colour: 'gray', text: step.type };
  const look = stepLooks[step.type];
  const values = stepValues(step.data, names, t, formats);
  const context = [look.variant ?? []].flat().map(member => variantOf(step.data[member]));
  return {
    icon: look.icon,
    colour: look.colour ?? 'gray',
    text: t(`steps.${step.type}`, { ...values, ...(context.length > 0 && { context: context.join('_') }) }),
  };
}

/** null -> none, an id -> some, true and false -> yes and no, a word -> itself. */
function variantOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? 'some' : 'none';
}

const references = {
  agentId: ['agent', 'agents'],
  campaignId: ['campaign', 'campaigns'],
  queueCampaignId: ['queue', 'campaigns'],
  toCampaignId: ['other', 'campaigns'],
  flowId: ['flow', 'flows'],
  serviceId: ['service', 'services'],
  lineId: ['line', 'lines'],
  toAgentId: ['colleague', 'agents'],
  toServiceId: ['toService', 'services'],
  pauseId: ['pause', 'pauses'],
  dispositionId: ['disposition', 'dispositions'],
} as const;
const isReference = (member: string): member is keyof typeof references => Object.hasOwn(references, member);

const StepFault = z.object({ code: z.string(), values: Words });

/** Members of a fact as words: ids as names, `...Ms` as durations, `...At` as times. */
function stepValues(
  data: Record<string, unknown>,
  names: Names,
  t: Translate,
  formats: Formats,
): Record<string, string | number> {
  const values: Record<string, string | number> = {};
  for (const [member, value] of Object.entries(data)) {
    if (isReference(member)) {
      const [word, collection] = references[member];
      values[word] = typeof value === 'number' ? names.of(collection, value) : t('common.none');
    } else if (typeof value === 'number') {
      if (member.endsWith('Ms')) values[member] = formats.duration(value, true);
      // It may be weeks from now.
      else if (member === 'dueAt') values[member] = formats.dateTime(value);
      else if (member.endsWith('At')) values[member] = formats.time(value);
      else values[member] = value;
    } else if (typeof value === 'string') values[member] = value;
    else if (isParty(value)) values[member] = partyText(value, t);
  }
  if (typeof data.values === 'object' && data.values !== null)
    values.valueList = Object.entries(data.values)
      .map(([name, value]) => `${name} = ${value === null ? t('scripts.hidden') : [value].flat().join(', ')}`)
      .join(', ');
  if ('toAgentId' in data) values.target = targetOf(data, values, t);
  if ('went' in data && typeof data.code === 'string') values.code = t(`refused.${data.code}`);
  // Contacts of earlier versions have the `message` or `text` itself, in English.
  const fault = StepFault.safeParse(data.fault);
  if (fault.success) values.message = values.text = faultWords(fault.data, formats.language);
  if ('service' in data && typeof data.code === 'string')
    values.code = failureNames[data.code]?.[formats.language] ?? data.code;
  if ('service' in data) values.service = t(`flowServices.${String(data.service)}`);
  if (typeof data.outcome === 'string') values.outcome = t(`outcomes.${data.outcome}`);
  return values;
}

/** Whom a call of an operator is about: a colleague, a number, a campaign or a service. */
function targetOf(
  data: Record<string, unknown>,
  values: Record<string, string | number>,
  t: Translate,
): string {
  if (data.toAgentId !== null) return String(values.colleague);
  if (typeof data.number === 'string' && data.number !== '') return data.number;
  if (typeof data.toCampaignId === 'number') return String(values.other);
  return typeof data.toServiceId === 'number' ? String(values.toService) : t('common.none');
}

function isParty(value: unknown): value is { number: string; name: string } {
  return typeof value === 'object' && value !== null && 'number' in value && 'name' in value;
}
