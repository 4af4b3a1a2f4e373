/**
 * What the core wants done, in the imperative. Commands are idempotent where Asterisk allows it: ids are
 * chosen here, so a repeated create answers 409 and a repeated hang-up 404, and both mean done.
 */
import type { Localized, Language, PhoneKind } from './configuration/schemas.ts';
import type { Party } from './events.ts';
import type { Media as FlowMedia } from '../../ivr-flows/media.ts';
import type { AgentId, BridgeId, LegId, NodeId, PlaybackId } from './ids.ts';
import type { RefusalCode } from './agents/requests.ts';

/** One thing to be heard. The adapters turn it into recorded prompts or synthetic speech. */
export type Media =
  /** What flows say: recorded prompts, prompts of the library, speech, silence. */
  | FlowMedia
  | { number: number }
  | { digits: string }
  /** Free text: recorded if the library has it, otherwise spoken by the speech adapter. */
  | { text: Localized };

export type HangupReason = 'normal' | 'busy' | 'congestion' | 'noAnswer' | 'unallocated';

/** Where an originated leg goes: typed parts, never a dial string (S5). */
export type Destination =
  | { kind: 'agentPhone'; agentId: AgentId; phone: Exclude<PhoneKind, 'outside'> }
  | { kind: 'line'; lineId: number; number: string };

/** Commands to Asterisk; `node` says which. Those of one contact are carried out in the order given. */
export type SwitchCommand =
  | { type: 'answer'; node: NodeId; leg: LegId }
  | { type: 'ring'; node: NodeId; leg: LegId }
  | { type: 'hangup'; node: NodeId; leg: LegId; reason: HangupReason }
  | { type: 'originate'; node: NodeId; leg: LegId; destination: Destination; from: Party; ringMs: number }
  | { type: 'play'; node: NodeId; playback: PlaybackId; leg: LegId; media: Media[]; language: Language }
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
  /** Gives a leg that nobody owns to the dialplan's fallback. */
  | { type: 'giveToFallback'; node: NodeId; leg: LegId };

export type Command =
  | SwitchCommand
  /** Wakes the core with timerFired at `at` (epoch ms). A later setTimer of the same id replaces it. */
  | { type: 'setTimer'; timerId: string; at: number }
  /** Answer to agentRequested; `refused` null = done or under way. */
  | { type: 'reply'; requestId: string; refused: RefusalCode | null };

/** Whether a command is for Asterisk. */
export function isSwitchCommand(command: Command): command is SwitchCommand {
  return command.type !== 'setTimer' && command.type !== 'reply';
}
