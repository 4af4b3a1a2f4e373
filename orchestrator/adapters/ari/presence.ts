/**
 * Which phones of agents are online. Asked once a second, not subscribed to: a subscription to endpoints
 * also repeats every event of every channel, which costs a tenth and more of a call (measured 0.5 to 0.9 ms
 * of Asterisk's CPU a leg), and a list of 1,000 phones costs 7 ms. A list also cannot miss anything.
 */
import type { Event, PhoneRef } from '../../core/events.ts';
import type { NodeId } from '../../core/ids.ts';
import { messageOf } from './ari-error.ts';
import type { Directory } from './directory.ts';
import { type Endpoint, readEndpoints } from './observation.ts';
import type { AriOptions } from './options.ts';
import type { Transport } from './transport.ts';

const everyMs = 1_000;
/** While a phone is expected to come: the operator waits for it. */
const hurriedMs = 200;
const hurryForMs = 10_000;

export interface Presence {
  /** Takes a list that was asked for elsewhere; returns the agents' phones that are online. */
  take(endpoints: readonly Endpoint[]): PhoneRef[];
  start(): void;
  stop(): void;
  /** A phone is about to register. */
  expect(): void;
}

export function createPresence(
  node: NodeId,
  transport: Transport,
  directory: Directory,
  tell: (event: Event) => void,
  log: AriOptions['log'],
): Presence {
  /** Names of the endpoints that are online, as told last. */
  let online = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  /** Changes with each start and stop: an answer to an earlier run is void. */
  let run = 0;
  let running = false;
  let hurryUntil = 0;

  const phonesOf = (endpoints: readonly Endpoint[]): Map<string, PhoneRef> =>
    new Map(
      endpoints.flatMap(({ name, online: reachable }): [string, PhoneRef][] => {
        const phone = reachable ? directory.phoneOf(name) : null;
        return phone ? [[name, phone]] : [];
      }),
    );

  function compare(endpoints: readonly Endpoint[]): void {
    const now = phonesOf(endpoints);
    const before = online;
    online = new Set(now.keys());
    for (const name of before) {
      const phone = now.has(name) ? null : directory.phoneOf(name);
      if (phone) tell({ type: 'phoneChanged', node, phone, online: false });
    }
    for (const [name, phone] of now)
      if (!before.has(name)) tell({ type: 'phoneChanged', node, phone, online: true });
  }

  async function ask(mine: number): Promise<void> {
    try {
      const endpoints = await readEndpoints(transport);
      if (mine === run) compare(endpoints);
    } catch (error) {
      log.debug({ node, reason: messageOf(error) }, 'phones could not be listed');
    }
    if (mine === run) schedule();
  }

  function schedule(): void {
    const pauseMs = performance.now() < hurryUntil ? hurriedMs : everyMs;
    clearTimeout(timer);
    timer = setTimeout(() => void ask(run), pauseMs);
  }

  return {
    take(endpoints) {
      const phones = phonesOf(endpoints);
      online = new Set(phones.keys());
      return [...phones.values()];
    },
    start() {
      if (running) return;
      running = true;
      run += 1;
      schedule();
    },
    stop() {
      running = false;
      run += 1;
      clearTimeout(timer);
    },
    expect() {
      hurryUntil = performance.now() + hurryForMs;
      if (!running) return;
      run += 1;
      schedule();
    },
  };
}
