/**
 * What a flow asks of the world (effects, imperative) and what the world tells it (inputs, past tense).
 * The engine is pure: whoever runs it (the core, a flow test, the simulator) carries effects out and brings
 * the inputs. An effect with an `id` is answered by an input with the same id, unless it was stopped.
 */
import type { Fault } from './faults.ts';
import type { Media } from './media.ts';
import type { Language, Value } from './values.ts';

export type Effect =
  /** Plays to the caller, after what plays already; answered by `played`. A chat gets the texts in writing. */
  | { do: 'play'; id: string; media: Media[] }
  | { do: 'stopPlaying' }
  /** Music on hold until it is stopped by null or by the next `play`. */
  | { do: 'music'; music: string | null }
  | { do: 'setTimer'; id: string; ms: number }
  | { do: 'clearTimer'; id: string }
  /** Answered by `recorded`. */
  | {
      do: 'record';
      id: string;
      maximumMs: number;
      /** Ends after so much silence; 0 = never. */
      silenceMs: number;
      /** A digit that ends it; '' = none. */
      terminator: string;
      beep: boolean;
    }
  | { do: 'stopRecording'; id: string }
  /** Listens for speech; answered by `recognised`. `phrases` = what may be said; empty = free speech. */
  | { do: 'recognise'; id: string; maximumMs: number; phrases: string[] }
  /** Answered by `answered`: value `{status, headers, body}`. Connection and secrets are kept by administrators. */
  | {
      do: 'httpRequest';
      id: string;
      connection: string;
      method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
      path: string;
      query: Record<string, string>;
      body: Value;
      timeoutMs: number;
    }
  /** Answered by `answered`: value = list of rows, at most `maximumRows`. */
  | {
      do: 'sqlQuery';
      id: string;
      connection: string;
      statement: string;
      parameters: Value[];
      maximumRows: number;
      timeoutMs: number;
    }
  /** Answered by `answered` with null. */
  | {
      do: 'sendEmail';
      id: string;
      connection: string;
      to: string;
      subject: string;
      text: string;
      attach: string[];
    }
  | { do: 'setCallData'; values: Record<string, Value> }
  | { do: 'setLanguage'; language: Language }
  | { do: 'setPriority'; priority: number }
  /** Each holds for so many seconds of waiting, then the next of the same skill; 0 = to the end. */
  | { do: 'setSkills'; skills: { skill: string; level: number; seconds: number }[] }
  /** Into the queue of a human campaign, keeping the flow; told by `queued` inputs. */
  | { do: 'queue'; campaignId: number; longestWaitMs: number }
  /** Waits for one agent alone, if it is at work and not free; told by `queued` inputs. */
  | { do: 'queueForAgent'; agentId: number; longestWaitMs: number }
  | { do: 'leaveQueue' }
  /** The operator is found and waits for the flow (preventive queueing): connect now. */
  | { do: 'connect' }
  /** Whispers to the operator before the connection; answered by `played`. */
  | { do: 'whisper'; id: string; media: Media[] }
  /** A callback that keeps the contact's place in the queue. */
  | { do: 'requestCallback'; campaignId: number; number: string }
  /** A message for a human campaign's operators or an agent. */
  | { do: 'leaveVoicemail'; recording: string; box: { campaignId: number } | { agentId: number } }
  | { do: 'answerSurvey'; question: string; answer: Value }
  /** An outside number; answered by `forwarded`. `confirmDigit` = the called party presses it first. */
  | {
      do: 'forward';
      id: string;
      number: string;
      lineId: number | null;
      ringMs: number;
      maximumMs: number;
      confirmDigit: string;
    }
  /** Runs a context of Asterisk's dialplan and comes back; answered by `dialplanReturned`. */
  | {
      do: 'dialplan';
      id: string;
      context: string;
      extension: string;
      variables: Record<string, string>;
      /** Names of the variables to be read on return. */
      results: string[];
    }
  /** Why something that was asked of a system outside failed, for the steps of the contact. */
  | { do: 'note'; fault: Fault };

/** How a queued contact fares. busy, unknown: the one agent for which it waits. */
export type QueueNews = 'connected' | 'reserved' | 'noAgents' | 'full' | 'timeout' | 'busy' | 'unknown';

export type Input =
  | { type: 'started' }
  | { type: 'played'; id: string; failed: boolean }
  | { type: 'digit'; digit: string }
  | { type: 'timer'; id: string }
  | {
      type: 'recorded';
      id: string;
      recording: string;
      ms: number;
      endedBy: 'digit' | 'silence' | 'length' | 'hangup' | 'failed';
    }
  | { type: 'recognised'; id: string; text: string; confidence: number }
  | { type: 'answered'; id: string; value: Value }
  /** An effect with an answer failed; `code`: timeout, unreachable, refused, invalid, uncertain. */
  | { type: 'failed'; id: string; code: string; why: Fault }
  | { type: 'queued'; news: QueueNews; agent: string }
  | {
      type: 'forwarded';
      id: string;
      result: 'talked' | 'busy' | 'noAnswer' | 'refused' | 'failed';
      ms: number;
    }
  | { type: 'dialplanReturned'; id: string; variables: Record<string, string> }
  /** Text of a chat. */
  | { type: 'text'; text: string }
  /** The caller hung up: data blocks may still follow by the exit `hangup`. */
  | { type: 'hungUp' };

/** How a flow ends: the contact goes on there. */
export type End =
  | { to: 'campaign'; campaignId: number }
  /** The operator and the caller talk; the flow is over. */
  | { to: 'talk' }
  | { to: 'hangup'; reason: 'normal' | 'busy' | 'congestion' }
  /** Nothing more was drawn, or a fault of the flow: `code` says which. */
  | { to: 'nowhere'; code: 'unconnected' | 'stepCap' | 'exception' | 'tooLong' };
