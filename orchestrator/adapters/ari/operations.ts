/**
 * The operations of ARI that carry a call, as requests to our own transport: method, path, query. They are
 * few and do not change, so they need no description read from the node; the others go through ari-client
 * (docs/decisions/0013).
 * Names and parameters: rest-api/channels.json, bridges.json, playbacks.json, recordings.json and applications.json
 * of Asterisk 22.
 */
import type { AriRequest } from './transport.ts';

type Method = AriRequest['method'];
/** Lists are joined by commas; undefined is left out. */
type Query = Record<string, string | number | readonly string[] | undefined>;

function request(method: Method, path: string, query: Query = {}): AriRequest {
  let text = '';
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    const plain = typeof value === 'object' ? value.join(',') : String(value);
    text += `${text === '' ? '?' : '&'}${name}=${encodeURIComponent(plain)}`;
  }
  return { method, path: path + text };
}

const onChannel = (method: Method, leg: string, what: string, query?: Query): AriRequest =>
  request(method, `channels/${encodeURIComponent(leg)}${what}`, query);

const onBridge = (method: Method, bridge: string, what: string, query?: Query): AriRequest =>
  request(method, `bridges/${encodeURIComponent(bridge)}${what}`, query);

export interface Origination {
  /** Dial string of Asterisk. */
  endpoint: string;
  app: string;
  appArgs: string;
  callerId: string | undefined;
  /** Codecs, comma between them. */
  formats: string | undefined;
  /** Seconds. */
  timeout: number;
}

export interface RecordingQuery {
  name: string;
  /** Asterisk's name of the file's format. */
  format: string;
  /** Seconds; 0 = no limit. */
  maxDurationSeconds: number;
  maxSilenceSeconds: number;
  ifExists: 'fail' | 'append';
  beep: string;
  terminateOn: 'none';
}

export interface Snooping {
  /** What comes from the channel, what goes to it. */
  spy: 'in' | 'out' | 'both';
  app: string;
  appArgs: string;
}

export const channel = {
  answer: (leg: string) => onChannel('POST', leg, '/answer'),
  ring: (leg: string) => onChannel('POST', leg, '/ring'),
  stopRinging: (leg: string) => onChannel('DELETE', leg, '/ring'),
  get: (leg: string) => onChannel('GET', leg, ''),
  hangup: (leg: string, reason: string) => onChannel('DELETE', leg, '', { reason }),
  originate: (leg: string, query: Origination) => onChannel('POST', leg, '', { ...query }),
  play: (leg: string, playback: string, query: { media: string[]; lang: string }) =>
    onChannel('POST', leg, `/play/${encodeURIComponent(playback)}`, query),
  startMusic: (leg: string, mohClass: string) => onChannel('POST', leg, '/moh', { mohClass }),
  stopMusic: (leg: string) => onChannel('DELETE', leg, '/moh'),
  transferProgress: (leg: string, states: string) => onChannel('POST', leg, '/transfer_progress', { states }),
  mute: (leg: string, direction: 'in') => onChannel('POST', leg, '/mute', { direction }),
  unmute: (leg: string, direction: 'in') => onChannel('DELETE', leg, '/mute', { direction }),
  sendDigits: (leg: string, dtmf: string) => onChannel('POST', leg, '/dtmf', { dtmf }),
  snoop: (leg: string, id: string, query: Snooping) =>
    onChannel('POST', leg, `/snoop/${encodeURIComponent(id)}`, { ...query }),
  record: (leg: string, query: RecordingQuery) => onChannel('POST', leg, '/record', { ...query }),
  variable: (leg: string, variable: string) => onChannel('GET', leg, '/variable', { variable }),
  setVariable: (leg: string, variable: string, value: string) =>
    onChannel('POST', leg, '/variable', { variable, value }),
  continueAt: (leg: string, context: string, extension: string, priority: number) =>
    onChannel('POST', leg, '/continue', { context, extension, priority }),
};

export const bridge = {
  create: (id: string) => onBridge('POST', id, '', { type: 'mixing' }),
  add: (id: string, legs: readonly string[]) => onBridge('POST', id, '/addChannel', { channel: legs }),
  remove: (id: string, leg: string) => onBridge('POST', id, '/removeChannel', { channel: leg }),
  startMusic: (id: string, mohClass: string) => onBridge('POST', id, '/moh', { mohClass }),
  stopMusic: (id: string) => onBridge('DELETE', id, '/moh'),
  destroy: (id: string) => onBridge('DELETE', id, ''),
};

/** `live` = being made, `stored` = made. */
export const recording = {
  live: (name: string) => request('GET', `recordings/live/${encodeURIComponent(name)}`),
  stored: (name: string) => request('GET', `recordings/stored/${encodeURIComponent(name)}`),
  file: (name: string) => request('GET', `recordings/stored/${encodeURIComponent(name)}/file`),
  remove: (name: string) => request('DELETE', `recordings/stored/${encodeURIComponent(name)}`),
  stop: (name: string) => request('POST', `recordings/live/${encodeURIComponent(name)}/stop`),
  mute: (name: string) => request('POST', `recordings/live/${encodeURIComponent(name)}/mute`),
  unmute: (name: string) => request('DELETE', `recordings/live/${encodeURIComponent(name)}/mute`),
  discard: (name: string) => request('DELETE', `recordings/live/${encodeURIComponent(name)}`),
};

export const application = {
  subscribe: (name: string, eventSource: string) =>
    request('POST', `applications/${encodeURIComponent(name)}/subscription`, { eventSource }),
};

export const playback = {
  stop: (id: string) => request('DELETE', `playbacks/${encodeURIComponent(id)}`),
};
