/** What flows ask for, carried out: effects become commands and changes of the contact. */
import { faultOf } from '../../../ivr-flows/faults.ts';
import type { Effect } from '../../../ivr-flows/effects.ts';
import type { Language } from '../configuration/schemas.ts';
import type { Command, FlowServiceCommand } from '../commands.ts';
import { canCallBack } from '../contacts/callback.ts';
import { nextPart, type Contact } from '../contacts/contact.ts';
import { connect } from '../contacts/talk.ts';
import { waitForAgent, waitInQueue } from '../queues/flow-queue.ts';
import { leaveQueue } from '../queues/leave.ts';
import { setPriority, setSkills } from '../routing/waiting.ts';
import { clearTimer, command, record, setTimer, type Turn } from '../turn.ts';
import { forward } from './forward.ts';
import { tellFlow } from './inputs.ts';
import type { RunningFlow } from './running.ts';
import { answerCaller, playMusic, stopMusic } from './say.ts';
import { flowTimer, stopPlaying } from './stop.ts';

/** Longest text of what was said, in the contact's steps. */
const LONGEST_STEP = 80;

export function perform<D extends Effect['do']>(
  turn: Turn,
  contact: Contact,
  flow: RunningFlow,
  effect: Extract<Effect, { do: D }>,
): void {
  const performer: Performers[D] = performers[effect.do];
  performer(turn, contact, flow, effect);
}

type Performers = {
  [D in Effect['do']]: (
    turn: Turn,
    contact: Contact,
    flow: RunningFlow,
    effect: Extract<Effect, { do: D }>,
  ) => void;
};

/** Whether the caller is there and hears the flow. */
function hears(turn: Turn, contact: Contact): boolean {
  return contact.talk === null && turn.world.legs.has(contact.callerLeg);
}

const performers: Performers = {
  play(turn, contact, flow, { id, media }) {
    if (!hears(turn, contact)) return tellFlow(turn, contact, { type: 'played', id, failed: true });
    answerCaller(turn, contact);
    stopMusic(turn, contact);
    const playback = nextPart(contact);
    flow.pending.set(playback, { does: 'play', effect: id });
    const { node, callerLeg: leg, language } = contact;
    command(turn, { type: 'play', node, playback, leg, media, language, ...voiceOf(turn, flow, language) });
    record(turn, {
      type: 'promptStarted',
      contactId: contact.id,
      campaignId: flow.campaignId,
      what: describe(media),
    });
  },
  stopPlaying: (turn, contact) => stopPlaying(turn, contact),
  music(turn, contact, _flow, { music }) {
    if (music === null) stopMusic(turn, contact);
    else if (hears(turn, contact)) playMusic(turn, contact, music);
  },
  setTimer(turn, contact, flow, { id, ms }) {
    if (!flow.timers.includes(id)) flow.timers.push(id);
    setTimer(turn, 'flow', flowTimer(contact, id), turn.at + ms);
  },
  clearTimer(turn, contact, flow, { id }) {
    flow.timers = flow.timers.filter(timer => timer !== id);
    clearTimer(turn, 'flow', flowTimer(contact, id));
  },
  record(turn, contact, flow, { id, maximumMs, silenceMs, terminator, beep }) {
    startRecording(turn, contact, flow, {
      effect: id,
      maximumMs,
      silenceMs,
      terminator,
      beep,
      phrases: null,
    });
  },
  stopRecording(turn, contact, flow, { id }) {
    for (const [recording, pending] of flow.pending)
      if (pending.does === 'record' && pending.effect === id) {
        pending.byDigit = true;
        command(turn, { type: 'stopRecording', node: contact.node, recording });
      }
  },
  recognise(turn, contact, flow, { id, maximumMs, phrases }) {
    const utterance = { maximumMs, silenceMs: 1000, terminator: '', beep: false };
    startRecording(turn, contact, flow, { effect: id, ...utterance, phrases });
  },
  httpRequest(turn, contact, flow, { do: type, id, ...asked }) {
    ask(turn, contact, flow, id, { type, request: nextPart(contact), ...asked }, asked.method === 'GET');
  },
  sqlQuery(turn, contact, flow, { do: type, id, ...asked }) {
    // What only reads may be read again.
    const reads = /^\s*(select|with|show)\b/i.test(asked.statement);
    ask(turn, contact, flow, id, { type, request: nextPart(contact), ...asked }, reads);
  },
  sendEmail(turn, contact, flow, { do: type, id, attach, ...asked }) {
    const recordings = attach.map(recording => ({ node: contact.node, recording }));
    ask(turn, contact, flow, id, { type, request: nextPart(contact), ...asked, attach: recordings }, false);
  },
  setCallData(_turn, contact, _flow, { values }) {
    contact.callData = { ...contact.callData, ...values };
  },
  setLanguage(_turn, contact, _flow, { language }) {
    contact.language = language;
  },
  setPriority: (turn, contact, _flow, { priority }) => setPriority(turn.world, contact, priority),
  setSkills(turn, contact, _flow, { skills }) {
    for (const { skill } of skills)
      if (!turn.world.configuration.skillByName.has(skill))
        record(turn, { type: 'anomalyFound', code: 'unknownSkill', detail: skill, contactId: contact.id });
    setSkills(turn, contact, skills);
  },
  queue: (turn, contact, flow, { campaignId, longestWaitMs }) =>
    waitInQueue(turn, contact, flow, campaignId, longestWaitMs),
  queueForAgent: (turn, contact, flow, { agentId, longestWaitMs }) =>
    waitForAgent(turn, contact, flow, agentId, longestWaitMs),
  leaveQueue(turn, contact, flow) {
    flow.queue = null;
    leaveQueue(turn, contact);
  },
  connect(turn, contact) {
    const session = contact.offer?.reserved ? turn.world.sessions.get(contact.offer.agentId) : undefined;
    if (session) connect(turn, contact, session);
  },
  whisper(turn, contact, flow, { id, media }) {
    const { offer, node, language } = contact;
    if (!offer?.reserved) return tellFlow(turn, contact, { type: 'played', id, failed: true });
    const playback = nextPart(contact);
    flow.pending.set(playback, { does: 'whisper', effect: id });
    command(turn, {
      type: 'play',
      node,
      playback,
      leg: offer.leg,
      media,
      language,
      ...voiceOf(turn, flow, language),
    });
  },
  requestCallback(turn, contact, _flow, { campaignId, number }) {
    if (!canCallBack(turn.world, contact, campaignId, number)) {
      record(turn, {
        type: 'anomalyFound',
        code: 'callbackRefused',
        detail: number.slice(0, 30),
        contactId: contact.id,
      });
      return;
    }
    contact.served = true;
    contact.callback = { campaignId, number, waits: false, leg: null, attempts: 0, nextAt: null };
    record(turn, { type: 'callbackRequested', contactId: contact.id, campaignId, number });
  },
  leaveVoicemail(turn, contact, flow, { recording, box }) {
    contact.served = true;
    contact.recorded = contact.recorded.filter(each => each !== recording);
    record(turn, {
      type: 'voicemailLeft',
      contactId: contact.id,
      node: contact.node,
      recording,
      takenBy: flow.campaignId,
      campaignId: 'campaignId' in box ? box.campaignId : null,
      agentId: 'agentId' in box ? box.agentId : null,
    });
  },
  answerSurvey(turn, contact, _flow, { question, answer }) {
    record(turn, { type: 'surveyAnswered', contactId: contact.id, question, answer });
  },
  forward(turn, contact, flow, effect) {
    if (hears(turn, contact)) forward(turn, contact, flow, effect);
    else tellFlow(turn, contact, { type: 'forwarded', id: effect.id, result: 'failed', ms: 0 });
  },
  dialplan(turn, contact, flow, { id, context, extension, variables, results }) {
    if (!hears(turn, contact))
      return tellFlow(turn, contact, { type: 'failed', id, code: 'refused', why: faultOf('nobodyThere') });
    answerCaller(turn, contact);
    stopMusic(turn, contact);
    flow.pending.set(contact.callerLeg, { does: 'dialplan', effect: id });
    const { node, callerLeg: leg } = contact;
    command(turn, { type: 'runDialplan', node, leg, context, extension, variables, results });
    record(turn, { type: 'dialplanEntered', contactId: contact.id, context, extension });
  },
  note(turn, contact, _flow, { fault }) {
    record(turn, { type: 'flowNoted', contactId: contact.id, fault });
  },
};

/** The voice of the campaign that runs the flow, where it is not that of the language. */
function voiceOf({ world }: Turn, { campaignId }: RunningFlow, language: Language): { voice?: string } {
  const campaign = world.configuration.campaigns.get(campaignId);
  const voice = campaign && 'voices' in campaign ? campaign.voices[language] : language;
  return voice === language ? {} : { voice };
}

/** What people read of a prompt: names and the first words. */
function describe(media: Extract<Effect, { do: 'play' }>['media']): string {
  const parts = media.map(part => {
    if ('sound' in part) return part.sound;
    if ('prompt' in part) return part.prompt;
    return 'speech' in part ? part.speech : '';
  });
  const text = parts.filter(part => part !== '').join(', ');
  return text.length > LONGEST_STEP ? `${text.slice(0, LONGEST_STEP - 1)}…` : text;
}

interface Recording {
  effect: string;
  maximumMs: number;
  silenceMs: number;
  terminator: string;
  beep: boolean;
  phrases: string[] | null;
}

function startRecording(turn: Turn, contact: Contact, flow: RunningFlow, asked: Recording): void {
  if (!hears(turn, contact)) {
    const failed = { recording: '', ms: 0, endedBy: 'failed' } as const;
    if (asked.phrases === null) tellFlow(turn, contact, { type: 'recorded', id: asked.effect, ...failed });
    else tellFlow(turn, contact, { type: 'recognised', id: asked.effect, text: '', confidence: 0 });
    return;
  }
  answerCaller(turn, contact);
  stopMusic(turn, contact);
  const recording = nextPart(contact);
  contact.recorded.push(recording);
  flow.pending.set(recording, { does: 'record', since: turn.at, byDigit: false, ...asked });
  const { node, callerLeg: leg } = contact;
  const { maximumMs, silenceMs, beep } = asked;
  command(turn, { type: 'record', node, recording, leg, maximumMs, silenceMs, beep });
}

/** `harmless`: asked again after a crash; anything else is never asked twice (F2). */
function ask(
  turn: Turn,
  contact: Contact,
  flow: RunningFlow,
  effect: string,
  asked: Exclude<FlowServiceCommand, { type: 'recognise' }>,
  harmless: boolean,
): void {
  flow.pending.set(asked.request, {
    does: 'request',
    effect,
    kind: asked.type,
    connection: asked.connection,
    since: turn.at,
    again: harmless ? JSON.stringify(asked satisfies Command) : null,
  });
  command(turn, asked);
}

/** What was said in a recording is to be recognised. */
export function recogniseIn(
  turn: Turn,
  contact: Contact,
  flow: RunningFlow,
  effect: string,
  recording: string,
  phrases: string[],
): void {
  const { node, language } = contact;
  const request = nextPart(contact);
  const asked: FlowServiceCommand = { type: 'recognise', request, node, recording, language, phrases };
  flow.pending.set(request, {
    does: 'request',
    effect,
    kind: 'recognise',
    connection: '',
    since: turn.at,
    again: JSON.stringify(asked),
  });
  command(turn, asked);
}
