/**
 * The core's commands as operations of ARI, one function each. What a repeated command answers when it was
 * done before (409 on create, 404 on hang-up) is no failure.
 */
import type { HangupReason, SwitchCommand } from '../../core/commands.ts';
import { contactOf } from '../../core/ids.ts';
import type { Event } from '../../core/events.ts';
import type { Speech } from '../../runtime/ports/speech.ts';
import { AriError, noAnswer, statusOf } from './ari-error.ts';
import { pauseCallRecording, recordCall, resumeCallRecording, stopCallRecording } from './call-recording.ts';
import { routeTo } from './destination.ts';
import type { Directory } from './directory.ts';
import type { Entrances } from './entrances.ts';
import type { LineUse } from './line-use.ts';
import { runDialplan } from './dialplan.ts';
import { bridge, channel, playback, recording } from './operations.ts';
import { record } from './recording.ts';
import type { AriRequest, AriResponse } from './transport.ts';

export interface CommandContext {
  /** Sends a request. Rejects with AriError. */
  ask: (request: AriRequest) => Promise<AriResponse>;
  /** Takes the event when a command is itself the end of what it began. */
  tell: (event: Event) => void;
  application: string;
  directory: Directory;
  lineUse: LineUse;
  speech: Speech;
  /** A leg leaves our application for the dialplan and will come back; false = it does not leave after all. */
  away: (leg: string, leaves: boolean) => void;
  /** Something is about to be asked for that Asterisk begins later: a channel in our application, a recording. */
  entered: Entrances['expect'];
}

type Perform<T extends SwitchCommand['type']> = (
  context: CommandContext,
  command: Extract<SwitchCommand, { type: T }>,
) => Promise<unknown>;

/** Longest that a prompt may take to be made: the contact's other commands wait behind it. */
const speechDeadlineMs = 5_000;

/** Names of ARI for the Q.850 causes. */
const reasons: Record<HangupReason, string> = {
  normal: 'normal',
  busy: 'busy',
  congestion: 'congestion',
  noAnswer: 'no_answer',
  unallocated: 'unallocated',
};

/** Asterisk's own beep, 0.4 s: a file ends by itself, which `tone:` never does. */
const softTone = 'sound:beep';

const performers: { [T in SwitchCommand['type']]: Perform<T> } = {
  answer: ({ ask }, { leg }) => ask(channel.answer(leg)),

  ring: ({ ask }, { leg }) => ask(channel.ring(leg)),

  // 409 and 412: it is not ours any more, or hangs up.
  stopRinging: ({ ask }, { leg }) => doneWhen([404, 409, 412], ask(channel.stopRinging(leg))),

  hangup: ({ ask }, { leg, reason }) => doneWhen([404], ask(channel.hangup(leg, reasons[reason]))),

  originate: async ({ ask, application, directory, lineUse }, { node, leg, destination, from, ringMs }) => {
    const route = routeTo(destination, from, directory, lineUse);
    if (route.lineId !== null) lineUse.add(node, leg, route.lineId);
    const originated = ask(
      channel.originate(leg, {
        endpoint: route.endpoint,
        app: application,
        appArgs: 'leg',
        callerId: route.callerId,
        formats: route.formats,
        timeout: Math.ceil(ringMs / 1000),
      }),
    );
    try {
      await doneWhen([409], originated);
    } catch (error) {
      lineUse.remove(leg);
      throw error;
    }
  },

  play: async ({ ask, tell, speech }, { node, playback: id, leg, media, language, voice }) => {
    const uris = await within(speechDeadlineMs, speech.resolve(media, language, voice));
    if (uris.length > 0) await ask(channel.play(leg, id, { media: uris, lang: language }));
    else tell({ type: 'playbackFinished', node, playback: id, failed: true });
  },

  // Whatever it fails for, the call goes on without.
  alert: ({ ask }, { leg, playback: id }) =>
    doneWhen([404, 409, 412], ask(channel.play(leg, id, { media: [softTone], lang: 'en' }))),

  stopPlayback: ({ ask }, { playback: id }) => doneWhen([404], ask(playback.stop(id))),

  startMusic: ({ ask }, { leg, music }) => ask(channel.startMusic(leg, music)),

  stopMusic: ({ ask }, { leg }) => doneWhen([404], ask(channel.stopMusic(leg))),

  // Without dtmf_events: the media may then go from one RTP stream to the other without a detour, digits too.
  createBridge: ({ ask }, { bridge: id }) => doneWhen([409], ask(bridge.create(id))),

  // 400 and 422: a leg has hung up meanwhile; its end is on the way as an event.
  addToBridge: ({ ask }, { bridge: id, legs }) => goneWhen([400, 422], ask(bridge.add(id, legs))),

  // One by one: ARI removes none when one of them is not there.
  // 400, 409 and 422: the leg or its place in the bridge is gone already.
  removeFromBridge: ({ ask }, { bridge: id, legs }) =>
    Promise.all(legs.map(leg => doneWhen([400, 404, 409, 422], ask(bridge.remove(id, leg))))),

  startBridgeMusic: ({ ask }, { bridge: id, music }) => ask(bridge.startMusic(id, music)),

  // 409: no music plays.
  stopBridgeMusic: ({ ask }, { bridge: id }) => doneWhen([404, 409], ask(bridge.stopMusic(id))),

  destroyBridge: ({ ask }, { bridge: id }) => doneWhen([404, 409], ask(bridge.destroy(id))),

  // "in" is what comes from the leg: nobody hears it, while it goes on hearing the others.
  mute: ({ ask }, { leg }) => ask(channel.mute(leg, 'in')),

  unmute: ({ ask }, { leg }) => ask(channel.unmute(leg, 'in')),

  // 409 and 412: it has left, or waits for no transfer.
  transferProgress: ({ ask }, { leg, state }) =>
    doneWhen([404, 409, 412], ask(channel.transferProgress(leg, `channel_${state}`))),

  sendDigits: ({ ask }, { leg, digits }) => ask(channel.sendDigits(leg, digits)),

  record,

  stopRecording: ({ ask }, { recording: name }) => doneWhen([404], ask(recording.stop(name))),

  recordCall,

  // 404: it has not begun, and is said again when it has; or it is over.
  pauseCallRecording,

  resumeCallRecording: (context, command) => doneWhen([404], resumeCallRecording(context, command)),

  stopCallRecording,
  // One of the two does not know it: it goes on, or it is over.
  discardRecording: async ({ ask }, { recording: name }) => {
    await doneWhen([404], ask(recording.discard(name)));
    await doneWhen([404], ask(recording.remove(name)));
  },

  runDialplan,

  // 409: it is not in our application any more.
  giveToFallback: ({ ask }, { leg }) =>
    doneWhen([404, 409], ask(channel.continueAt(leg, 'phones-fallback', 's', 1))),
};

/** Carries out one command. Rejects with AriError, or with what the speech port threw. */
export function perform<T extends SwitchCommand['type']>(
  context: CommandContext,
  command: Extract<SwitchCommand, { type: T }>,
): Promise<unknown> {
  const performer: Perform<T> = performers[command.type];
  return performer(context, command);
}

/** What a command must keep its order with: the contacts it is about, and the legs that belong to none by name. */
export function keysOf(command: SwitchCommand): string[] {
  const ids = [
    ...('leg' in command ? [command.leg] : []),
    ...('legs' in command ? command.legs : []),
    ...('bridge' in command ? [command.bridge] : []),
    ...('playback' in command ? [command.playback] : []),
    ...('recording' in command ? [command.recording] : []),
  ];
  return [...new Set(ids.map(id => contactOf(id) ?? id))];
}

async function within<T>(deadlineMs: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new AriError(noAnswer, `the prompt was not made in ${deadlineMs} ms`)),
      deadlineMs,
    );
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

async function doneWhen(statuses: readonly number[], operation: Promise<unknown>): Promise<void> {
  try {
    await operation;
  } catch (error) {
    if (!statuses.includes(statusOf(error))) throw error;
  }
}

/** The same thing under another name: 404. */
async function goneWhen(statuses: readonly number[], operation: Promise<unknown>): Promise<void> {
  try {
    await operation;
  } catch (error) {
    if (error instanceof AriError && statuses.includes(error.status))
      throw new AriError(404, error.message, { cause: error });
    throw error;
  }
}
