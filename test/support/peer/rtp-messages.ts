/** What the test and the thread of the RTP sockets say to each other. */
import type { Law } from './g711.ts';

export interface ReceivedDigit {
  digit: string;
  durationMs: number;
  /** performance.now() of its end. */
  at: number;
}

export interface Tone {
  hz: number;
  db: number;
}

export interface StreamSettings {
  law: Law;
  /** Payload type of telephone-event; null = the far end has none. */
  events: number | null;
  remote: { host: string; port: number } | null;
  /** False while the session description forbids us to send. */
  maySend: boolean;
  /** What is sent; null = silence. */
  tone: Tone | null;
}

export type ToThread = { id: number } & (
  | { type: 'open'; host: string; settings: StreamSettings; shared: SharedArrayBuffer }
  | { type: 'set'; settings: Partial<StreamSettings> }
  | { type: 'digits'; digits: string }
  /** 8 kHz, once, in the place of the tone. */
  | { type: 'sound'; pcm: Int16Array }
  | { type: 'start' }
  | { type: 'close' }
);

export type FromThread = { id: number } & (
  | { type: 'opened'; port: number }
  | { type: 'failed'; message: string }
  | { type: 'digit'; digit: ReceivedDigit }
);
