/**
 * ARI events -> events of the core. Nothing here waits or asks: what cannot be told from the event and the
 * notes about its leg is returned as a question (`look`).
 *
 * The end of a leg that came in is StasisEnd after a ChannelHangupRequest: Asterisk does not tell us of its
 * destruction, since our subscription ends with its stay. A leg that we made stays subscribed until it is
 * destroyed, which also brings the cause. StasisEnd without a wish to hang up: somebody took the leg away.
 */
import type { Event, Party } from '../../core/events.ts';
import { contactOf, type LegId, type NodeId } from '../../core/ids.ts';
import { beginningOf, endOf, recordingOf } from './call-recording.ts';
import type { AriChannel, AriEvent } from './envelope.ts';
import type { LegBook } from './legs.ts';

export interface Translation {
  events: Event[];
  /** A leg that has left our application: does it live on? When it is not told otherwise soon, it is looked for. */
  look?: LegId;
  /** A leg is back from the dialplan: with which variables? `result` is what our context says. */
  back?: { leg: LegId; result: string };
  /** A channel that listens to a leg stands in our application, or its recording began or ended: see entrances.ts. */
  begun?: string;
}

const nothing: Translation = { events: [] };
const one = (event: Event): Translation => ({ events: [event] });

/** Q.850 causes for DIALSTATUS, for ends that say only "unknown": of Local channels, and by a BYE without a reason. */
const causeOfDialStatus: Record<string, number> = {
  ANSWER: 16,
  BUSY: 17,
  NOANSWER: 19,
  CHANUNAVAIL: 20,
  DONTCALL: 21,
  CONGESTION: 34,
};
const normalClearing = 16;

/**
 * Ids that the core makes: `<instance>-<epoch>-<n>.<n>` for the legs of contacts, `<instance>-<epoch>-s<n>`
 * for standing legs. The far half of a Local channel, which Asterisk names after ours with `;2`, is none.
 */
const ourId = /^[a-z0-9]+-[a-z0-9]+-(?:[0-9]+\.[0-9]+|s[0-9]+)$/;

/** A leg that we made. */
export const isOurs = (leg: LegId): boolean => ourId.test(leg);

type Handlers = {
  [T in AriEvent['type']]: (
    node: NodeId,
    event: Extract<AriEvent, { type: T }>,
    book: LegBook,
  ) => Translation;
};

const handlers: Handlers = {
  StasisStart: (node, { channel, args }, book) => start(node, channel, args, book),

  StasisEnd: (node, { channel: { id: leg } }, book) => {
    const notes = book.get(leg);
    if (!notes) return nothing;
    if (notes.away && !notes.hangingUp) return nothing;
    if (!notes.hangingUp) return { events: [], look: leg };
    // Its destruction is told next, with the cause. One that is hung up in the moment in which it is answered may
    // escape our subscription: nobody must wait for it until the audit.
    if (isOurs(leg)) return { events: [], look: leg };
    book.delete(leg);
    return one({ type: 'legEnded', node, leg, cause: normalClearing });
  },

  ChannelDestroyed: (node, { channel: { id: leg }, cause }, book) => {
    const notes = book.get(leg);
    if (!notes && !isOurs(leg)) return nothing;
    book.delete(leg);
    const known = cause || causeOfDialStatus[notes?.dialStatus ?? ''] || 0;
    return one({ type: 'legEnded', node, leg, cause: known });
  },

  ChannelHangupRequest: (_node, { channel }, book) => {
    const notes = book.get(channel.id);
    if (notes) notes.hangingUp = true;
    return nothing;
  },

  ChannelDtmfReceived: (node, { channel: { id: leg }, digit }, book) =>
    book.get(leg) ? one({ type: 'digitReceived', node, leg, digit }) : nothing,

  ChannelHold: (node, { channel: { id: leg } }, book) =>
    book.get(leg) ? one({ type: 'phoneHeld', node, leg, held: true }) : nothing,

  ChannelUnhold: (node, { channel: { id: leg } }, book) =>
    book.get(leg) ? one({ type: 'phoneHeld', node, leg, held: false }) : nothing,

  ChannelTransfer: (node, { refer_to: to, referred_by: by }, book) => {
    const leg = by.source_channel.id;
    if (!book.get(leg)) return nothing;
    const number = clean(to.requested_destination.destination ?? '', longestNumber);
    return one({ type: 'transferAsked', node, leg, number, replaces: to.destination_channel?.id ?? null });
  },

  Dial: (node, { peer: { id: leg }, dialstatus }, book) => {
    if (!isOurs(leg)) return nothing;
    const notes = book.of(leg);
    notes.dialStatus = dialstatus;
    // PROGRESS: the far network plays its own ringing tone.
    if (notes.rang || (dialstatus !== 'RINGING' && dialstatus !== 'PROGRESS')) return nothing;
    notes.rang = true;
    return one({ type: 'legRinging', node, leg });
  },

  PlaybackFinished: (node, { playback: { id, state, target_uri: target } }, book) => {
    // A hang-up breaks the playback off before it ends the leg: the caller has left, the prompt is not over.
    if (!contactOf(id) || book.get(target.replace(/^channel:/, ''))?.hangingUp) return nothing;
    return one({ type: 'playbackFinished', node, playback: id, failed: state === 'failed' });
  },

  RecordingStarted: (node, { recording: { name } }) => {
    if (recordingOf(name)) return { events: [], begun: beginningOf(name) };
    return contactOf(name) ? one({ type: 'recordingStarted', node, recording: name }) : nothing;
  },

  RecordingFinished: (node, { recording }, book) =>
    recordingEnded(
      node,
      recording,
      {
        durationMs: (recording.duration ?? 0) * 1000,
        failed: false,
        ...talked(recording.talking_duration),
      },
      book,
    ),

  RecordingFailed: (node, { recording }, book) =>
    recordingEnded(node, recording, { durationMs: 0, failed: true }, book),

  // The node's business, not a call's.
  ApplicationReplaced: () => nothing,
};

/** Whole seconds of it all less whole seconds of silence. */
const talked = (seconds: number | undefined): { talkedMs?: number } =>
  seconds === undefined ? {} : { talkedMs: Math.max(0, seconds) * 1000 };

/** A hang-up ends the recording before it ends the leg: then the caller's leaving says it. */
function recordingEnded(
  node: NodeId,
  { name, target_uri: target }: { name: string; target_uri: string },
  end: { durationMs: number; failed: boolean; talkedMs?: number },
  book: LegBook,
): Translation {
  const call = recordingOf(name);
  // The recording of a call ends with its leg, or as we said. What else may have ended it, the audit finds.
  if (call && !end.failed) return { events: [], begun: endOf(name) };
  if (call) return one({ type: 'recordingFinished', node, recording: call.recording, ...end });
  if (!contactOf(name) || book.get(target.replace(/^channel:/, ''))?.hangingUp) return nothing;
  return one({ type: 'recordingFinished', node, recording: name, ...end });
}

export function translate<T extends AriEvent['type']>(
  node: NodeId,
  event: Extract<AriEvent, { type: T }>,
  book: LegBook,
): Translation {
  const handler: Handlers[T] = handlers[event.type];
  return handler(node, event, book);
}

/**
 * The dialplan's ways in: Stasis(<application>,inbound,<line or empty>,<dialled>) and
 * Stasis(<application>,agent,<agent>,<dialled>); our own legs come with `leg`, those that were sent through the
 * dialplan come back with `return`. Without arguments it is
 * taken as a call to the extension.
 */
function start(node: NodeId, channel: AriChannel, args: string[], book: LegBook): Translation {
  const leg = channel.id;
  const [way, whose, dialled] = args;
  // The dialplan's hangup extension: this channel is gone already.
  if (channel.dialplan.exten === 'h' || book.get(leg)?.hangingUp) return nothing;
  if (way === 'recorder') return { events: [], begun: leg };
  book.begin(leg);
  if (way === 'return') return { events: [], back: { leg, result: whose ?? '' } };
  if (way === 'leg') {
    book.of(leg).dialStatus = 'ANSWER';
    return one({ type: 'legAnswered', node, leg });
  }
  const call = {
    node,
    leg,
    dialled: clean(dialled ?? channel.dialplan.exten, longestNumber),
    caller: partyOf(channel),
  };
  const id = idIn(whose);
  if (way === 'agent' && id !== null) return one({ type: 'agentCallArrived', ...call, agentId: id });
  return one({ type: 'callArrived', ...call, lineId: way === 'inbound' ? id : null });
}

/** A database id in the arguments of the dialplan; null when there is none. */
function idIn(text: string | undefined): number | null {
  return text !== undefined && /^[1-9][0-9]{0,9}$/.test(text) ? Number(text) : null;
}

const longestNumber = 64;
const longestName = 80;

function partyOf({ caller }: AriChannel): Party {
  return { number: clean(caller.number, longestNumber), name: clean(caller.name, longestName) };
}

/** Without control characters, direction marks and other invisible ones (S4); at most `longest` characters. */
export function clean(text: string, longest: number): string {
  const visible = text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\u2028\u2029]/gu, '').trim();
  return Array.from(visible).slice(0, longest).join('');
}
