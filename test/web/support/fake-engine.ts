/** A core of a few lines: agents log in and out, go ready and pause; contacts do not exist. */
import type { AgentRequest } from '../../../orchestrator/core/agents/requests.ts';
import type { CallbackOrder } from '../../../orchestrator/core/callbacks/orders.ts';
import type { AgentState } from '../../../orchestrator/core/agents/state.ts';
import type { Fact } from '../../../orchestrator/core/facts.ts';
import type { AgentView, LiveView } from '../../../orchestrator/core/views.ts';
import { Refused } from '../../../orchestrator/runtime/errors.ts';
import type { DictationRequest } from '../../../orchestrator/core/dictation/dictation.ts';
import type { DictationView, Engine } from '../../../orchestrator/runtime/ports/engine.ts';

export interface FakeEngine extends Engine {
  /** Makes an agent known. */
  add(agentId: number, name?: string): void;
  forget(agentId: number): void;
  /** Every request that was taken, in order. */
  requests: { agentId: number; request: AgentRequest; by: string }[];
  /** Every call of pageChanged, in order. */
  pages: { agentId: number; connected: boolean; silentMs?: number }[];
  /** Every order that was taken, in order. */
  orders: { callbackId: string; order: CallbackOrder; by: string }[];
  unknownCallbacks: Set<string>;
  /** Prompts that are recorded by phone, by id. */
  dictations: Map<string, DictationView & { request: DictationRequest; by: string }>;
  /** Tells listeners that agents changed, as one turn of the loop. */
  touch(...agentIds: number[]): void;
  journalOk: boolean;
  loopLagMs: number;
  configurationCurrent: boolean;
  listeners(): number;
}

export function createFakeEngine(): FakeEngine {
  const views = new Map<number, AgentView>();
  const listeners = new Set<(facts: readonly Fact[], seq: number) => void>();
  let seq = 1;

  function turn(facts: Fact[]): void {
    seq += 1;
    for (const listener of listeners) listener(facts, seq);
  }
  const changed = (agentId: number): Fact => ({ type: 'agentNextChanged', agentId });

  function enter(view: AgentView, state: AgentState, pauseId: number | null = null): void {
    Object.assign(view, { state, pauseId, since: Date.now() });
    turn([changed(view.agentId)]);
  }
  function obey(view: AgentView, request: AgentRequest): void {
    const out = view.state === 'loggedOut';
    if (out && request.type !== 'login' && request.type !== 'logout') throw new Refused('notLoggedIn');
    if (request.type === 'login') {
      if (!out) throw new Refused('alreadyLoggedIn');
      view.phone = request.phone ?? 'sip';
      enter(view, 'pause');
    } else if (request.type === 'logout') enter(view, 'loggedOut');
    else if (request.type === 'ready') enter(view, 'ready');
    else if (request.type === 'pause') enter(view, 'pause', request.pauseId);
    else throw new Refused('noContact');
  }

  const engine: FakeEngine = {
    requests: [],
    pages: [],
    dictations: new Map(),
    orders: [],
    unknownCallbacks: new Set(),
    journalOk: true,
    loopLagMs: 1,
    configurationCurrent: true,
    add(agentId, name = `Agent ${agentId}`) {
      views.set(agentId, {
        agentId,
        name,
        extension: String(200 + agentId),
        state: 'loggedOut',
        since: Date.now(),
        pauseId: null,
        next: null,
        phone: null,
        pageConnected: false,
        phoneReachable: true,
        standing: 'off',
        campaigns: [],
        contact: null,
        wrapUp: null,
        notReached: null,
        away: null,
      });
    },
    forget: agentId => views.delete(agentId),
    touch: (...agentIds) => turn(agentIds.map(changed)),
    async request(agentId, request, by) {
      const view = views.get(agentId);
      if (!view) throw new Refused('unknownAgent');
      obey(view, request);
      engine.requests.push({ agentId, request, by });
    },
    pageChanged(agentId, connected, silentMs) {
      engine.pages.push({ agentId, connected, ...(silentMs !== undefined && { silentMs }) });
      const view = views.get(agentId);
      if (view) view.pageConnected = connected;
    },
    async dictate(request, by) {
      const { number } = request;
      if (number.startsWith('899')) throw new Refused('numberBlocked');
      const id = `d${engine.dictations.size + 1}`;
      const { promptId, language } = request;
      const common = { id, promptId, language, result: null, version: null };
      engine.dictations.set(id, { ...common, contactId: `c-${id}`, step: 'calling', by, request });
      return id;
    },
    async orderCallback(callbackId, order, by) {
      if (engine.unknownCallbacks.has(callbackId)) throw new Refused('unknownCallback');
      engine.orders.push({ callbackId, order, by });
    },
    cancelDictation(id) {
      const found = engine.dictations.get(id);
      if (found) Object.assign(found, { step: 'ended', result: 'cancelled' });
    },
    dictation: id => engine.dictations.get(id) ?? null,
    agentView: agentId => views.get(agentId) ?? null,
    callDirectory: () => null,
    script: () => null,
    callbacks: () => [],
    liveView: (): LiveView => ({
      at: Date.now(),
      seq,
      agents: [],
      campaigns: [],
      services: [],
      synthetic: [],
      contacts: [],
      nodes: [],
      refusals: [],
    }),
    onFacts(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    affectedAgents: facts =>
      new Set(facts.flatMap(fact => ('agentId' in fact && fact.agentId ? [fact.agentId] : []))),
    health: () => ({
      seq,
      projectedSeq: seq,
      journal: { ok: engine.journalOk, message: '' },
      unjournalled: 0,
      loopLagMs: engine.loopLagMs,
      activeContacts: 0,
      configurationCurrent: engine.configurationCurrent,
      exceptions: 0,
    }),
    listeners: () => listeners.size,
  };
  return engine;
}
