/**
 * Everything that can happen to the world, in the past tense. Events are plain JSON: they are written to
 * the journal before their commands go out. Nothing else changes the world.
 */
import type { Fault } from '../../ivr-flows/faults.ts';
import type { AgentRequest } from './agents/requests.ts';
import type { DictationRequest } from './dictation/dictation.ts';
import type { CallbackOrder } from './callbacks/orders.ts';
import type { FoundPromise } from './callbacks/promised.ts';
import type { Command } from './commands.ts';
import type { Configuration, ConfigurationChange } from './configuration/schemas.ts';
import type { Value } from '../../ivr-flows/values.ts';
import type {
  AgentId,
  BridgeId,
  ContactId,
  LegId,
  NodeId,
  PlaybackId,
  RecordingId,
  RequestId,
} from './ids.ts';
import type { PhoneKind } from './configuration/schemas.ts';

export type Event =
  /** First event of every run of the process. `timeZone` (IANA) sets when the day of the counters begins. */
  | { type: 'started'; instance: string; timeZone: string }
  /** The whole configuration, at each start; replaces what the snapshot knew. */
  | { type: 'configurationLoaded'; configuration: Configuration }
  | { type: 'configurationChanged'; changes: ConfigurationChange[]; by: string }
  /** No new contacts from now on, until the next start; calls that come are given to the dialplan's fallback. */
  | { type: 'drainRequested'; by: string }
  | { type: 'timerFired'; timerId: string; dueAt: number }
  /**
   * The journal was lost and the world began anew: these contacts and these agents' sessions stand in the
   * database without an end. Asterisk's part of them is what nodeObserved reports.
   */
  | {
      type: 'endsMissing';
      contacts: ContactId[];
      agents: AgentId[];
      /** Call-backs that the database says are still to be made; absent in early journals. */
      promises?: FoundPromise[];
    }
  // Asterisk, as told by the ARI adapter
  /** `bootId` changes when Asterisk was restarted (its startup time): its calls are lost then. */
  | { type: 'nodeConnected'; node: NodeId; version: string; bootId: string }
  | { type: 'nodeDisconnected'; node: NodeId }
  /**
   * What a node has now; sent after each nodeConnected and by the slow audit. `legs`: the channels in our
   * application; `channels`: all channels of the node (a leg that still rings is only here); `bridges`: ours.
   */
  | {
      type: 'nodeObserved';
      node: NodeId;
      legs: LegId[];
      channels: LegId[];
      bridges: BridgeId[];
      /** Who is in our bridges; absent in journals of 0.1.0, where nobody looked. */
      members?: Record<BridgeId, LegId[]>;
      /** Calls that are recorded; absent in journals of earlier versions. */
      recorders?: RecordingId[];
      phonesOnline: PhoneRef[];
    }
  /** A call came in over a line. `dialled` after the dialplan's part, before number rules. */
  | { type: 'callArrived'; node: NodeId; leg: LegId; lineId: number | null; dialled: string; caller: Party }
  /** An agent dialled from its own phone. */
  | { type: 'agentCallArrived'; node: NodeId; leg: LegId; agentId: AgentId; dialled: string; caller: Party }
  /** A leg that we originated rings at its far end. */
  | { type: 'legRinging'; node: NodeId; leg: LegId }
  /** A leg that we originated was answered and stands in our application. */
  | { type: 'legAnswered'; node: NodeId; leg: LegId }
  /** A leg is gone. `cause` is the Q.850 number (16 normal, 17 busy, 19 no answer, 0 unknown). */
  | { type: 'legEnded'; node: NodeId; leg: LegId; cause: number }
  /** A leg left our application but lives on (the dialplan or a transfer took it). */
  | { type: 'legLeft'; node: NodeId; leg: LegId }
  /** The far end of the leg pressed a key (RFC 4733 or SIP INFO): 0-9, *, #, A-D. */
  | { type: 'digitReceived'; node: NodeId; leg: LegId; digit: string }
  | { type: 'playbackFinished'; node: NodeId; playback: PlaybackId; failed: boolean }
  | { type: 'recordingStarted'; node: NodeId; recording: RecordingId }
  /**
   * `durationMs`: how long it is, as Asterisk counts: in whole seconds. `failed`: there is none. `talkedMs`: how much of
   * it is no silence, counted likewise; absent = not looked at.
   */
  | {
      type: 'recordingFinished';
      node: NodeId;
      recording: RecordingId;
      durationMs: number;
      failed: boolean;
      talkedMs?: number;
    }
  /** A leg is back from the dialplan (runDialplan). PHONES_RESULT: done, or missing = there is no such extension. */
  | { type: 'dialplanReturned'; node: NodeId; leg: LegId; variables: Record<string, string> }
  /** A service outside answered. */
  | { type: 'requestAnswered'; request: RequestId; value: Value }
  /** `code`: timeout, unreachable, refused, invalid, uncertain (it may have been done: never asked twice). */
  | { type: 'requestFailed'; request: RequestId; code: string; message: string; why?: Fault }
  /**
   * The phone at the leg asks for its transfer (REFER): to a number, or to whom its other leg `replaces` talks to.
   */
  | { type: 'transferAsked'; node: NodeId; leg: LegId; number: string; replaces: LegId | null }
  /** The agent's own phone put the call on hold, or took it back (SIP re-INVITE). */
  | { type: 'phoneHeld'; node: NodeId; leg: LegId; held: boolean }
  /** An agent's phone registered or unregistered, became reachable or not. */
  | { type: 'phoneChanged'; node: NodeId; phone: PhoneRef; online: boolean }
  /** A command failed for good. `status` is the HTTP status of ARI, 0 = no answer in time or no link. */
  | { type: 'commandFailed'; command: Command; status: number; message: string }
  // People
  /** Whether at least one PhoneBar page of the agent is alive. `silentMs`: it gave no sign for so long before it was missed. */
  | { type: 'pageChanged'; agentId: AgentId; connected: boolean; silentMs?: number }
  | { type: 'agentRequested'; requestId: string; agentId: AgentId; request: AgentRequest; by: string }
  /** A prompt is to be recorded by phone; answered like a request of an agent. Its id names it from then on. */
  | { type: 'dictationRequested'; requestId: string; request: DictationRequest; by: string }
  | { type: 'dictationCancelled'; dictationId: string; by: string }
  /** A supervisor moves or cancels a call-back; answered like a request of an agent. */
  | { type: 'callbackOrdered'; requestId: string; callbackId: ContactId; order: CallbackOrder; by: string };

/** One phone of one agent, as the adapters and the core name it. */
export interface PhoneRef {
  agentId: AgentId;
  kind: PhoneKind;
}

/** A party as the network presents it; strings already stripped of control characters. '' = withheld. */
export interface Party {
  number: string;
  name: string;
}

/** An event with its place in the journal. `at` is epoch milliseconds from a clock that never goes back. */
export interface Stamped {
  seq: number;
  at: number;
  event: Event;
}
