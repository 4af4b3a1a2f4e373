/** What the web adapter sees of the running core: requests in, views out. main.ts hands it over. */
import type { CallbackOrder } from '../../core/callbacks/orders.ts';
import type { CallbackView } from '../../core/callbacks/by-hand.ts';
import type { CallDirectory } from '../../core/calls/directory.ts';
import type { AgentRequest } from '../../core/agents/requests.ts';
import type { DictationRequest, DictationResult, DictationStep } from '../../core/dictation/dictation.ts';
import type { Fact } from '../../core/facts.ts';
import type { AgentId, ContactId } from '../../core/ids.ts';
import type { Language, ScriptDocument } from '../../core/configuration/schemas.ts';
import type { AgentView, LiveView } from '../../core/views.ts';

export interface Engine {
  /** Resolves when the core took the request (and the journal has it); rejects with Refused. */
  request(agentId: AgentId, request: AgentRequest, by: string): Promise<void>;
  /**
   * Tells the core that the first page of an agent came or the last one went. `silentMs`: how long it had given no
   * sign of life, where that is why it counts as gone.
   */
  pageChanged(agentId: AgentId, connected: boolean, silentMs?: number): void;
  /** Calls a phone on which a prompt is recorded; resolves with its id when it is called, rejects with Refused. */
  dictate(request: DictationRequest, by: string): Promise<string>;
  /** Nothing is kept, unless that is just being done. */
  cancelDictation(id: string, by: string): void;
  /** Null = this process has not heard of it. */
  dictation(id: string): DictationView | null;
  agentView(agentId: AgentId): AgentView | null;
  /** Whom the agent can call; null when there is no such agent. */
  callDirectory(agentId: AgentId): CallDirectory | null;
  /** Moves or cancels a call-back; as `request`. */
  orderCallback(callbackId: ContactId, order: CallbackOrder, by: string): Promise<void>;
  /** A version of a script that contacts have or will have; null = it is neither. */
  script(scriptId: number, version: number): ScriptDocument | null;
  /** Call-backs that the agent may act on, the soonest first. */
  callbacks(agentId: AgentId): CallbackView[];
  liveView(): LiveView;
  /**
   * Called once per loop turn with the facts of that turn, after the journal has them. Listeners must not
   * throw and must return at once. Returns the unsubscriber.
   */
  onFacts(listener: (facts: readonly Fact[], seq: number) => void): () => void;
  /** Agents whose view may differ after `facts`; the PhoneBar socket sends the views of those. */
  affectedAgents(facts: readonly Fact[]): Set<AgentId>;
  health(): EngineHealth;
}

export interface EngineHealth {
  seq: number;
  projectedSeq: number;
  journal: { ok: boolean; message: string };
  /** Events handled that are not in the journal yet. */
  unjournalled: number;
  /** Longest delay of the event loop in the last 10 s, ms. */
  loopLagMs: number;
  activeContacts: number;
  /** False = the database was away at the start and has not been read since: the configuration is that of the journal. */
  configurationCurrent: boolean;
  /** Events whose handling threw and was contained. */
  exceptions: number;
}

/** Where a prompt stands that is recorded by phone. */
export interface DictationView {
  id: string;
  contactId: ContactId;
  promptId: number;
  language: Language;
  step: DictationStep;
  /** Null = it goes on. */
  result: DictationResult | null;
  /** The prompt's version that it became. */
  version: number | null;
}
