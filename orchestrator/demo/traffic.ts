/** The traffic generator of the demo: keeps realistic contacts coming at a chosen rate until it is stopped. */
import { setTimeout as after } from 'node:timers/promises';
import type { Log } from '../runtime/log.ts';
import type { Engine } from '../runtime/ports/engine.ts';
import { createAlarms } from './alarms.ts';
import { callersInAsterisk, type CallerSide } from './asterisk.ts';
import { createCallers } from './callers.ts';
import { createChance } from './chance.ts';
import type { TrafficData } from './data.ts';
import { createOperators } from './operators.ts';

export interface TrafficOptions {
  engine: Pick<Engine, 'request' | 'agentView' | 'onFacts'>;
  data: TrafficData;
  /** http://user:password@host:port of the Asterisk that the callers call through, or what calls instead. */
  asterisk: string | CallerSide;
  /** Mean of the Poisson process. */
  callsPerMinute: number;
  /** Same seed, same draws; default: another each time. */
  seed?: number;
  log: Pick<Log, 'warn'>;
}

/** How long the end waits for callers and operators to leave, when Asterisk does not answer. */
const patienceMs = 2000;

export interface Traffic {
  /** Hangs up the callers and logs out the simulated operators. */
  stop(): Promise<void>;
}

/**
 * Median of a conversation, seconds: as long as people talk, but shorter where callers come faster than the
 * simulated operators could serve them. They talk for about half of their time then; the rest is ringing,
 * wrap-up and pauses.
 */
export function talkSecondsAt(callsPerMinute: number, operators: number): number {
  return Math.max(2, Math.min(50, (0.4 * 60 * operators) / callsPerMinute));
}

/** Call it when the node is connected. Resolves when the simulated operators are logged in. */
export async function startTraffic(options: TrafficOptions): Promise<Traffic> {
  const { engine, data, asterisk, callsPerMinute, log } = options;
  const chance = createChance(options.seed ?? Date.now());
  const alarms = createAlarms();
  const side = typeof asterisk === 'string' ? callersInAsterisk(asterisk) : asterisk;
  const talkSeconds = talkSecondsAt(callsPerMinute, data.agentIds.length);
  const { lineId } = data;
  const callers = createCallers({ asterisk: side, lineId, callsPerMinute, talkSeconds, chance, alarms, log });
  const operators = createOperators({ engine, data, talkSeconds, chance, alarms, log });
  const unsubscribe = engine.onFacts(facts => {
    for (const fact of facts) {
      callers.take(fact);
      operators.take(fact);
    }
  });
  await operators.start();
  callers.start();
  return {
    async stop() {
      alarms.clearAll();
      const left = Promise.all([callers.stop(), operators.stop()]);
      const patience = new AbortController();
      await Promise.race([
        left,
        after(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined),
      ]);
      patience.abort();
      unsubscribe();
      alarms.clearAll();
    },
  };
}
