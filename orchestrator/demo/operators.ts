/**
 * Simulated operators: agents of the demo whose phones are contexts of the dialplan. They log in, talk, hold
 * now and then, finish their wrap-ups with a disposition and take pauses, all by the requests that a PhoneBar
 * sends. What the core refuses (a supervisor logged one out) is left as it is.
 */
import type { AgentRequest } from '../core/agents/requests.ts';
import type { Fact } from '../core/facts.ts';
import type { AgentId } from '../core/ids.ts';
import { Refused } from '../runtime/errors.ts';
import type { Log } from '../runtime/log.ts';
import type { Engine } from '../runtime/ports/engine.ts';
import type { Alarms } from './alarms.ts';
import type { Chance } from './chance.ts';
import type { TrafficData } from './data.ts';

export interface OperatorsOptions {
  engine: Pick<Engine, 'request' | 'agentView'>;
  data: TrafficData;
  /** Median of a conversation; wrap-ups take a quarter of it. */
  talkSeconds: number;
  chance: Chance;
  alarms: Alarms;
  log: Pick<Log, 'warn'>;
}

export interface Operators {
  start(): Promise<void>;
  take(fact: Fact): void;
  stop(): Promise<void>;
}

export function createOperators({
  engine,
  data,
  talkSeconds,
  chance,
  alarms,
  log,
}: OperatorsOptions): Operators {
  const agents = new Set(data.agentIds);

  async function ask(agentId: AgentId, request: AgentRequest): Promise<void> {
    try {
      await engine.request(agentId, request, 'demo');
    } catch (error) {
      if (!(error instanceof Refused))
        log.warn({ err: error, agentId }, 'a simulated operator could not act');
    }
  }

  function later(agentId: AgentId, what: string, seconds: number, request: () => AgentRequest): void {
    alarms.set(`${what} of ${agentId}`, seconds, () => void ask(agentId, request()));
  }

  function oneOf(ids: number[]): number | null {
    const [first, ...rest] = ids;
    return first === undefined ? null : chance.pick([first, ...rest]);
  }

  function talk(agentId: AgentId): void {
    const seconds = chance.logNormal(talkSeconds, 0.6);
    later(agentId, 'hang-up', seconds, () => ({ type: 'hangup' }));
    if (!chance.happens(0.2)) return;
    later(agentId, 'hold', seconds * 0.4, () => ({ type: 'hold' }));
    later(agentId, 'retrieve', seconds * 0.6, () => ({ type: 'retrieve' }));
  }

  function work(agentId: AgentId): void {
    const pauseId = oneOf(data.pauseIds);
    if (pauseId !== null && chance.happens(0.08))
      later(agentId, 'pause', 1, () => ({ type: 'pause', pauseId }));
    const note = chance.happens(0.3) ? 'Simulated contact' : '';
    later(agentId, 'finish', Math.min(chance.logNormal(talkSeconds / 4, 0.5), 100), () => ({
      type: 'finish',
      dispositionId: oneOf(data.dispositionIds),
      note,
    }));
  }

  return {
    async start() {
      for (const agentId of agents) {
        const state = engine.agentView(agentId)?.state ?? 'loggedOut';
        if (state === 'loggedOut') await ask(agentId, { type: 'login', phone: 'outside' });
        if (['loggedOut', 'pause', 'noAnswer'].includes(state)) await ask(agentId, { type: 'ready' });
        if (state === 'talking' || state === 'onHold') talk(agentId);
        if (state === 'wrapUp') work(agentId);
      }
    },
    take(fact) {
      if (fact.type !== 'agentStateChanged' || !agents.has(fact.agentId)) return;
      const { agentId, from, to } = fact;
      if (to === 'talking' && from === 'offered') talk(agentId);
      if (to === 'wrapUp') work(agentId);
      if (to === 'noAnswer') later(agentId, 'ready', chance.between(3, 10), () => ({ type: 'ready' }));
      if (to === 'pause') later(agentId, 'ready', chance.between(20, 90), () => ({ type: 'ready' }));
    },
    async stop() {
      await Promise.all([...agents].map(agentId => ask(agentId, { type: 'logout' })));
    },
  };
}
