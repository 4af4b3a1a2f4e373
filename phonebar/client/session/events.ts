/** Everything that can happen to the page, in the past tense. */
import type {
  AgentRequest,
  Me,
  OperatorPreferences,
  OwnMessage,
  PhoneKind,
  ServerMessage,
} from './protocol.ts';
import type { MicrophoneProblem, PhoneReason, Tab } from './session.ts';

export type Event =
  // the server
  | { type: 'meLoaded'; me: Me }
  | { type: 'linkConnecting'; attempt: number }
  | { type: 'linkOpened' }
  | { type: 'linkLost'; attempt: number; retryAt: number }
  | { type: 'signedOut' }
  /** The account belongs to no agent. */
  | { type: 'forbidden' }
  | { type: 'messageReceived'; message: ServerMessage }
  | { type: 'messagesLoaded'; messages: readonly OwnMessage[] }
  /** The server could not be told that a message was read. */
  | { type: 'messageNotRead' }
  // the operator
  | { type: 'messageRead'; id: number }
  | { type: 'commandAsked'; id: string; request: AgentRequest }
  | { type: 'commandSent'; id: string }
  | { type: 'loginAsked'; phone: PhoneKind }
  | { type: 'loginCancelled' }
  | { type: 'answerPressed' }
  | { type: 'noteTyped'; text: string }
  | { type: 'noteAsked' }
  | { type: 'problemDismissed' }
  | { type: 'awayRead' }
  // the phone in this browser
  | { type: 'phoneStarting' }
  | { type: 'phoneRegistered' }
  | { type: 'phoneLost'; reason: PhoneReason; retryAt: number }
  | { type: 'phoneTaken' }
  | { type: 'phoneStopped' }
  | { type: 'callArrived'; number: string; name: string }
  | { type: 'callAnswering' }
  | { type: 'callAnswered' }
  /** `failed`: the conversation could not be set up, or the audio broke. */
  | { type: 'callEnded'; failed: boolean }
  | { type: 'microphoneFailed'; problem: MicrophoneProblem }
  | { type: 'microphoneWorked' }
  /** As asked for, or as the server has them. */
  | { type: 'preferencesChanged'; change: Partial<OperatorPreferences> }
  | { type: 'preferencesNotSaved' }
  | { type: 'languageNotSaved' }
  /** A part of the page could not be fetched. */
  | { type: 'partMissing' }
  | { type: 'soundBlocked' }
  | { type: 'soundAllowed' }
  | { type: 'tabChanged'; tab: Tab }
  /** Time passed; at least once a second. */
  | { type: 'ticked' };
