/** The messages of the event socket that we act on, checked against what ARI 22 promises (rest-api/events.json). */
import { z } from 'zod';

const AriChannel = z.object({
  id: z.string(),
  state: z.string(),
  caller: z.object({ name: z.string(), number: z.string() }),
  dialplan: z.object({ exten: z.string(), app_name: z.string(), app_data: z.string() }),
});
export type AriChannel = z.infer<typeof AriChannel>;

const type = <T extends string>(name: T) => z.literal(name);
const onChannel = { channel: AriChannel };

export const AriEvent = z.discriminatedUnion('type', [
  z.object({ type: type('StasisStart'), args: z.array(z.string()), ...onChannel }),
  z.object({ type: type('StasisEnd'), ...onChannel }),
  /** `cause`: Q.850. */
  z.object({ type: type('ChannelDestroyed'), cause: z.number(), ...onChannel }),
  z.object({ type: type('ChannelHangupRequest'), ...onChannel }),
  z.object({ type: type('ChannelDtmfReceived'), digit: z.string(), ...onChannel }),
  z.object({ type: type('ChannelHold'), ...onChannel }),
  /** A phone sent REFER. `destination_channel`: what the Replaces in it names. */
  z.object({
    type: type('ChannelTransfer'),
    refer_to: z.object({
      requested_destination: z.object({ destination: z.string().optional() }),
      destination_channel: AriChannel.optional(),
    }),
    referred_by: z.object({ source_channel: AriChannel }),
  }),
  z.object({ type: type('ChannelUnhold'), ...onChannel }),
  /** `peer` = the leg that is called; `dialstatus` = '' at first, then what comes of it. */
  z.object({ type: type('Dial'), peer: AriChannel, dialstatus: z.string() }),
  /** `target_uri`: channel:<leg>. */
  z.object({
    type: type('PlaybackFinished'),
    playback: z.object({ id: z.string(), state: z.string(), target_uri: z.string() }),
  }),
  z.object({ type: type('RecordingStarted'), recording: z.object({ name: z.string() }) }),
  /** `duration` in seconds; `target_uri`: channel:<leg>. */
  z.object({
    type: type('RecordingFinished'),
    recording: z.object({
      name: z.string(),
      target_uri: z.string(),
      duration: z.number().optional(),
      /** There where the recording ends after a silence. */
      talking_duration: z.number().optional(),
    }),
  }),
  z.object({
    type: type('RecordingFailed'),
    recording: z.object({ name: z.string(), target_uri: z.string() }),
  }),
  z.object({ type: type('ApplicationReplaced') }),
]);
export type AriEvent = z.infer<typeof AriEvent>;

const handled = new Set<string>(AriEvent.options.map(option => option.shape.type.value));

/** Types that ARI has and that say nothing to us; those of filter.ts usually do not even come. */
const ignored = new Set(
  `ApplicationMoveFailed ApplicationRegistered ApplicationUnregistered BridgeAttendedTransfer
  BridgeBlindTransfer BridgeCreated BridgeDestroyed BridgeMerged BridgeVideoSourceChanged CallBroadcast
  CallClaimed ChannelCallerId ChannelConnectedLine ChannelCreated ChannelDialplan ChannelEnteredBridge
  ChannelLeftBridge ChannelStateChange ChannelTalkingFinished ChannelTalkingStarted ChannelToneDetected
  ChannelUserevent ChannelVarset ContactStatusChange DeviceStateChanged EndpointStateChange
  MissingParams PeerStatusChange PlaybackContinuing PlaybackStarted TextMessageReceived`.split(/\s+/),
);

export type Message =
  | { kind: 'event'; event: AriEvent }
  /** An answer to a request over the socket. */
  | { kind: 'answer'; message: object }
  | { kind: 'ignored' }
  | { kind: 'unknown'; type: string }
  /** Not JSON, or not what its type promises. */
  | { kind: 'malformed'; reason: string };

function isTyped(message: unknown): message is { type: string } {
  return (
    typeof message === 'object' && message !== null && 'type' in message && typeof message.type === 'string'
  );
}

/** Reads one message of the event socket. Never throws. */
export function readMessage(text: string): Message {
  try {
    const message: unknown = JSON.parse(text);
    if (!isTyped(message)) return { kind: 'malformed', reason: 'not an object with a type' };
    if (message.type === 'RESTResponse') return { kind: 'answer', message };
    if (handled.has(message.type)) return { kind: 'event', event: AriEvent.parse(message) };
    return ignored.has(message.type) ? { kind: 'ignored' } : { kind: 'unknown', type: message.type };
  } catch (error) {
    return { kind: 'malformed', reason: error instanceof Error ? error.message : String(error) };
  }
}
