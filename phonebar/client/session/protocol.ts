/** What the page and the server say to each other: `GET /api/v1/phonebar` and the socket `/phonebar/socket`. */
import type { AgentRequest, CallTarget, RefusalCode } from '../../../orchestrator/core/agents/requests.ts';
import type { CallbackView } from '../../../orchestrator/core/callbacks/by-hand.ts';
import type { CallDirectory } from '../../../orchestrator/core/calls/directory.ts';
import type { Agent, PhoneKind, ScriptDocument } from '../../../orchestrator/core/configuration/schemas.ts';
import type { AgentView } from '../../../orchestrator/core/views.ts';
import type { AgentDay } from '../../../orchestrator/runtime/ports/agent-day.ts';
import type { OwnMessage } from '../../../orchestrator/runtime/ports/agent-messages.ts';
import type { QualitySample, QualitySummary } from '../../../orchestrator/runtime/ports/quality.ts';
import type { Account, EarlierContact } from '../../../orchestrator/runtime/ports/store.ts';

export type {
  AgentDay,
  AgentRequest,
  AgentView,
  CallDirectory,
  CallTarget,
  OwnMessage,
  PhoneKind,
  QualitySample,
  QualitySummary,
  RefusalCode,
};

/** Who the operator is and what it may choose from. */
export interface Me {
  serverTime: number;
  account: Pick<Account, 'username' | 'language'>;
  agent: Pick<Agent, 'id' | 'name' | 'extension' | 'defaultPhone'>;
  /** Null until the core knows the agent. */
  view: AgentView | null;
  pauses: { id: number; name: string }[];
  phones: PhoneKind[];
  preferences: OperatorPreferences;
}

export type Layout = 'page' | 'strip' | 'column';

/** What the operator set up for itself, wherever it signs in. */
export interface OperatorPreferences {
  favourites: CallTarget[];
  /** page: as the window allows · strip, column: as narrow as can be, beside another application */
  layout: Layout;
}

/** Earlier contacts of the caller at hand; `days`: how far back they are shown, 0 = not at all. */
export interface EarlierContacts {
  days: number;
  items: EarlierContact[];
}

/** The page of another application for the contact at hand; null = none. */
export interface ScreenPopAnswer {
  url: string | null;
  opens: 'button' | 'offered' | 'answered';
}

/** The pages of the script of the contact at hand. */
export interface ContactScript {
  scriptId: number;
  version: number;
  document: ScriptDocument;
}

/** Times are epoch ms, to be shown on the centre's clock. */
export interface Callbacks {
  timeZone: string;
  items: CallbackView[];
}

export type ServerMessage =
  | { type: 'hello'; serverTime: number }
  | { type: 'view'; seq: number; serverTime: number; view: AgentView }
  | { type: 'reply'; id: string; ok: boolean; code?: string; message?: string }
  /** Messages of supervisors came or were read: to be asked for. */
  | { type: 'messages' }
  /** Sign of life; once one came, their absence means that the socket is dead. */
  | { type: 'beat'; serverTime: number };

const known = new Set(['hello', 'view', 'reply', 'beat', 'messages']);

/** The message in a frame, or null when it is none that this page knows (a newer server may say more). */
export function parseMessage(frame: string): ServerMessage | null {
  try {
    const message: unknown = JSON.parse(frame);
    return typeof message === 'object' &&
      message !== null &&
      'type' in message &&
      known.has(String(message.type))
      ? (message as ServerMessage)
      : null;
  } catch {
    return null;
  }
}
