/**
 * The core's commands as operations of ARI, one function each. What a repeated command answers when it was
 * done before (409 on create, 404 on hang-up) is no failure.
 */
import type { Client } from 'ari-client';
import type { HangupReason, SwitchCommand } from '../../core/commands.ts';
import { contactOf } from '../../core/ids.ts';
import type { Event } from '../../core/events.ts';
import type { Speech } from '../../runtime/ports/speech.ts';
import { AriError, noAnswer, statusOf } from './ari-error.ts';
import { routeTo } from './destination.ts';
import type { Directory } from './directory.ts';
import type { LineUse } from './line-use.ts';

export interface CommandContext {
  client: Client;
  application: string;
  directory: Directory;
  lineUse: LineUse;
  speech: Speech;
}

type Perform<T extends SwitchCommand['type']> = (
  context: CommandContext,
  command: Extract<SwitchCommand, { type: T }>,
) => Promise<Event | void>;

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

const performers: { [T in SwitchCommand['type']]: Perform<T> } = {
  answer: ({ client }, { leg }) => client.channels.answer({ channelId: leg }),

  ring: ({ client }, { leg }) => client.channels.ring({ channelId: leg }),

  hangup: ({ client }, { leg, reason }) =>
    doneWhen([404], client.channels.hangup({ channelId: leg, reason: reasons[reason] })),

  originate: async (
    { client, application, directory, lineUse },
    { node, leg, destination, from, ringMs },
  ) => {
    const route = routeTo(destination, from, directory, lineUse);
    if (route.lineId !== null) lineUse.add(node, leg, route.lineId);
    const originated = client.channels.originateWithId({
      channelId: leg,
      endpoint: route.endpoint,
      app: application,
      appArgs: 'leg',
      callerId: route.callerId,
      formats: route.formats,
      timeout: Math.ceil(ringMs / 1000),
    });
    try {
      await doneWhen([409], originated);
    } catch (error) {
      lineUse.remove(leg);
      throw error;
    }
  },

  play: async ({ client, speech }, { node, playback, leg, media, language }) => {
    const uris = await within(speechDeadlineMs, speech.resolve(media, language));
    if (uris.length === 0) return { type: 'playbackFinished', node, playback, failed: true };
    await client.channels.playWithId({ channelId: leg, playbackId: playback, media: uris, lang: language });
  },

  stopPlayback: ({ client }, { playback }) =>
    doneWhen([404], client.playbacks.stop({ playbackId: playback })),

  startMusic: ({ client }, { leg, music }) => client.channels.startMoh({ channelId: leg, mohClass: music }),

  stopMusic: ({ client }, { leg }) => doneWhen([404], client.channels.stopMoh({ channelId: leg })),

  // Without dtmf_events: the media may then go from one RTP stream to the other without a detour, digits too.
  createBridge: ({ client }, { bridge }) =>
    doneWhen([409], client.bridges.createWithId({ bridgeId: bridge, type: 'mixing' })),

  // 400 and 422: a leg has hung up meanwhile; its end is on the way as an event.
  addToBridge: ({ client }, { bridge, legs }) =>
    goneWhen([400, 422], client.bridges.addChannel({ bridgeId: bridge, channel: legs })),

  // 400, 409 and 422: the leg or its place in the bridge is gone already.
  removeFromBridge: async ({ client }, { bridge, legs }) => {
    // One by one: ARI removes none when one of them is not there.
    for (const leg of legs)
      await doneWhen([400, 404, 409, 422], client.bridges.removeChannel({ bridgeId: bridge, channel: leg }));
  },

  startBridgeMusic: ({ client }, { bridge, music }) =>
    client.bridges.startMoh({ bridgeId: bridge, mohClass: music }),

  // 409: no music plays.
  stopBridgeMusic: ({ client }, { bridge }) =>
    doneWhen([404, 409], client.bridges.stopMoh({ bridgeId: bridge })),

  destroyBridge: ({ client }, { bridge }) =>
    doneWhen([404, 409], client.bridges.destroy({ bridgeId: bridge })),

  // "in" is what comes from the leg: nobody hears it, while it goes on hearing the others.
  mute: ({ client }, { leg }) => client.channels.mute({ channelId: leg, direction: 'in' }),

  unmute: ({ client }, { leg }) => client.channels.unmute({ channelId: leg, direction: 'in' }),

  sendDigits: ({ client }, { leg, digits }) => client.channels.sendDTMF({ channelId: leg, dtmf: digits }),

  // 409: it is not in our application any more.
  giveToFallback: ({ client }, { leg }) =>
    doneWhen(
      [404, 409],
      client.channels.continueInDialplan({
        channelId: leg,
        context: 'phones-fallback',
        extension: 's',
        priority: 1,
      }),
    ),
};

/**
 * Carries out one command. Resolves with an event when the command itself is the end of what it began.
 * Rejects with AriError, or with what the speech port threw.
 */
export function perform<T extends SwitchCommand['type']>(
  context: CommandContext,
  command: Extract<SwitchCommand, { type: T }>,
): Promise<Event | void> {
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
