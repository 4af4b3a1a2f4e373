/** A flow at work for a contact: its run, and what it waits for. Plain data, part of the snapshots. */
import type { FlowRun } from '../../../ivr-flows/run.ts';
import type { BridgeId, LegId, PlaybackId } from '../ids.ts';

export interface RunningFlow {
  /** Which document: `f<flow>/<version>`, or `c<campaign>/<hash>` for the simple form of a campaign. */
  key: string;
  /** Null = the simple form. */
  flowId: number | null;
  version: number;
  /** The synthetic campaign that runs it. */
  campaignId: number;
  /** Null before its first block. */
  run: FlowRun | null;
  /** What was asked for and has not been answered, by the id that it has in Asterisk or outside. */
  pending: Map<string, Pending>;
  /** Effects whose timers are set. */
  timers: string[];
  blockSince: number;
  /** Pressed since the block was entered. */
  digits: string;
  /** The human campaign for which a block of this flow waits, and since when it does; null = none. */
  queue: { campaignId: number; longestWaitMs: number; since?: number } | null;
}

/** `effect` = the flow's own id of what it asked for. */
export type Pending =
  | { does: 'play'; effect: string }
  | { does: 'whisper'; effect: string }
  | {
      does: 'record';
      effect: string;
      since: number;
      maximumMs: number;
      terminator: string;
      /** A digit ended it. */
      byDigit: boolean;
      /** Words to be recognised in it; null = it is a recording to be kept. */
      phrases: string[] | null;
      /** What the command was, to be said again after a time without link. */
      silenceMs: number;
      beep: boolean;
    }
  | {
      does: 'request';
      effect: string;
      kind: 'httpRequest' | 'sqlQuery' | 'sendEmail' | 'recognise';
      connection: string;
      since: number;
      /** The command as JSON, where asking twice changes nothing; null = it is never asked twice (F2). */
      again: string | null;
    }
  | { does: 'dialplan'; effect: string }
  | Forwarding;

/** An outside leg: calling -> confirming -> talking. */
export interface Forwarding {
  does: 'forward';
  effect: string;
  leg: LegId;
  lineId: number;
  since: number;
  confirmDigit: string;
  maximumMs: number;
  answered: boolean;
  /** What asks the called party for the digit. */
  asking: PlaybackId | null;
  /** Since when caller and called party talk. */
  talkingSince: number | null;
  bridge: BridgeId | null;
}
