/**
 * What the core wants done, in the imperative. Commands are idempotent where Asterisk allows it: ids are
 * chosen here, so a repeated create answers 409 and a repeated hang-up 404, and both mean done.
 */
import type { Localized, Language, PhoneKind, RecordingPolicy } from './configuration/schemas.ts';
import type { Party } from './events.ts';
import type { Media as FlowMedia } from '../../ivr-flows/media.ts';
import type { Value } from '../../ivr-flows/values.ts';
import type { AgentId, BridgeId, LegId, NodeId, PlaybackId, RecordingId, RequestId } from './ids.ts';
import type { RefusalCode } from './agents/requests.ts';

/** One thing to be heard. The adapters turn it into recorded prompts or synthetic speech. */
export type Media =
  /** What flows say: recorded prompts, prompts of the library, speech, silence. */
  | FlowMedia
  | { number: number }
  | { digits: string }
  /** Free text: recorded if the library has it, otherwise spoken by the speech adapter. */
  | { text: Localized }
  /** What has just been recorded on the same node. */
  | { recording: RecordingId };

export type HangupReason = 'normal' | 'busy' | 'congestion' | 'noAnswer' | 'unallocated';

/** Where an originated leg goes: typed parts, never a dial string (S5). */
export type Destination =
  | { kind: 'agentPhone'; agentId: AgentId; phone: Exclude<PhoneKind, 'outside'> }
  | { kind: 'line'; lineId: number; number: string };

/** Commands to Asterisk; `node` says which. Those of one contact are carried out in the order given. */
export type SwitchCommand =
  | { type: 'answer'; node: NodeId; leg: LegId }
  | { type: 'ring'; node: NodeId; leg: LegId }
  | { type: 'stopRinging'; node: NodeId; leg: LegId }
  | { type: 'hangup'; node: NodeId; leg: LegId; reason: HangupReason }
  | { type: 'originate'; node: NodeId; leg: LegId; destination: Destination; from: Party; ringMs: number }
  /** `voice`: of the speech synthesiser; absent = the language's own. */
  | {
      type: 'play';
      node: NodeId;
      playback: PlaybackId;
      leg: LegId;
      media: Media[];
      language: Language;
      voice?: string;
    }
  /** A soft tone to an agent's leg: somebody is put through. Nothing tells when it is over. */
  | { type: 'alert'; node: NodeId; leg: LegId; playback: PlaybackId }
  | { type: 'stopPlayback'; node: NodeId; playback: PlaybackId }
  /** Music on hold to one leg (not in a bridge). */
  | { type: 'startMusic'; node: NodeId; leg: LegId; music: string }
  | { type: 'stopMusic'; node: NodeId; leg: LegId }
  | { type: 'createBridge'; node: NodeId; bridge: BridgeId }
  | { type: 'addToBridge'; node: NodeId; bridge: BridgeId; legs: LegId[] }
  | { type: 'removeFromBridge'; node: NodeId; bridge: BridgeId; legs: LegId[] }
  | { type: 'startBridgeMusic'; node: NodeId; bridge: BridgeId; music: string }
  | { type: 'stopBridgeMusic'; node: NodeId; bridge: BridgeId }
  | { type: 'destroyBridge'; node: NodeId; bridge: BridgeId }
  /** Stops (or lets through again) what the far end of the leg says. */
  | { type: 'mute'; node: NodeId; leg: LegId }
  | { type: 'unmute'; node: NodeId; leg: LegId }
  /** Sends digits to the far end of the leg (RFC 4733). */
  | { type: 'sendDigits'; node: NodeId; leg: LegId; digits: string }
  /**
   * Records what the far end of the leg says; told by recordingStarted and recordingFinished. Ends after so
   * much silence (0 = never; Asterisk counts whole seconds), at its longest, or by stopRecording.
   */
  | {
      type: 'record';
      node: NodeId;
      recording: RecordingId;
      leg: LegId;
      maximumMs: number;
      silenceMs: number;
      beep: boolean;
    }
  | { type: 'stopRecording'; node: NodeId; recording: RecordingId }
  /**
   * Records the call of a leg, whatever bridge it is in, until the leg ends; told by recordingStarted. Said again,
   * a recording goes on, or is continued where it broke off. stereo: what comes from the leg and what goes to it
   * apart. `anew`: somebody else talks to the leg from now on; a moment is lost (docs/decisions/0025).
   */
  | {
      type: 'recordCall';
      node: NodeId;
      recording: RecordingId;
      leg: LegId;
      channels: RecordingPolicy['channels'];
      anew: boolean;
    }
  /** The recording is silent from now on; its time goes on. */
  | {
      type: 'pauseCallRecording';
      node: NodeId;
      recording: RecordingId;
      channels: RecordingPolicy['channels'];
    }
  | {
      type: 'resumeCallRecording';
      node: NodeId;
      recording: RecordingId;
      channels: RecordingPolicy['channels'];
    }
  | { type: 'stopCallRecording'; node: NodeId; recording: RecordingId }
  /** Ends a recording if it goes on, and throws it away. */
  | { type: 'discardRecording'; node: NodeId; recording: RecordingId }
  /** Sends the leg through a context of the dialplan, from which it comes back; told by dialplanReturned. */
  | {
      type: 'runDialplan';
      node: NodeId;
      leg: LegId;
      context: string;
      extension: string;
      variables: Record<string, string>;
      /** Names of the variables to be read on return. */
      results: string[];
    }
  /** Tells the phone that asked for a transfer what comes of it. */
  | { type: 'transferProgress'; node: NodeId; leg: LegId; state: 'answered' | 'declined' }
  /** Gives a leg that nobody owns to the dialplan's fallback. */
  | { type: 'giveToFallback'; node: NodeId; leg: LegId };

/**
 * What is asked of services outside, over connections that administrators keep: the address and the secrets
 * stand there, never here. Answered by requestAnswered or requestFailed.
 */
export type ServiceCommand =
  | {
      type: 'httpRequest';
      request: RequestId;
      connection: string;
      method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
      path: string;
      query: Record<string, string>;
      body: Value;
      timeoutMs: number;
    }
  | {
      type: 'sqlQuery';
      request: RequestId;
      connection: string;
      statement: string;
      parameters: Value[];
      maximumRows: number;
      timeoutMs: number;
    }
  | {
      type: 'sendEmail';
      request: RequestId;
      connection: string;
      to: string;
      subject: string;
      text: string;
      /** Recordings of the contact. */
      attach: { node: NodeId; recording: RecordingId }[];
    }
  /** What was said in a recording; answered by `{text, confidence}`. `phrases` = what may be said; empty = free speech. */
  | {
      type: 'recognise';
      request: RequestId;
      node: NodeId;
      recording: RecordingId;
      language: Language;
      phrases: string[];
    }
  /** A recording becomes the newest version of a prompt; answered by the version's number. */
  | {
      type: 'keepPrompt';
      request: RequestId;
      node: NodeId;
      recording: RecordingId;
      promptId: number;
      language: Language;
      by: string;
    };

/** Those that flows ask for. */
export type FlowServiceCommand = Exclude<ServiceCommand, { type: 'keepPrompt' }>;

export type Command =
  | SwitchCommand
  | ServiceCommand
  /** Wakes the core with timerFired at `at` (epoch ms). A later setTimer of the same id replaces it. */
  | { type: 'setTimer'; timerId: string; at: number }
  /** Answer to agentRequested; `refused` null = done or under way. */
  | { type: 'reply'; requestId: string; refused: RefusalCode | null };

const services: ReadonlySet<string> = new Set<ServiceCommand['type']>([
  'httpRequest',
  'sqlQuery',
  'sendEmail',
  'recognise',
  'keepPrompt',
]);

/** Whether a command is for a service outside. */
export function isServiceCommand(command: Command): command is ServiceCommand {
  return services.has(command.type);
}

/** Whether a command is for Asterisk. */
export function isSwitchCommand(command: Command): command is SwitchCommand {
  return command.type !== 'setTimer' && command.type !== 'reply' && !isServiceCommand(command);
}
