/**
 * Simulated callers: they come as a Poisson process, wait as long as their patience lasts, and end about half
 * of the conversations; the operators end the others.
 */
import { randomUUID } from 'node:crypto';
import type { Fact } from '../core/facts.ts';
import type { ContactId } from '../core/ids.ts';
import type { Log } from '../runtime/log.ts';
import type { Alarms } from './alarms.ts';
import type { CallerSide } from './asterisk.ts';
import type { Chance } from './chance.ts';
import { trafficNumber } from './data.ts';

export interface CallersOptions {
  asterisk: CallerSide;
  lineId: number;
  callsPerMinute: number;
  /** Median of a conversation. */
  talkSeconds: number;
  chance: Chance;
  alarms: Alarms;
  log: Pick<Log, 'warn'>;
}

export interface Callers {
  start(): void;
  take(fact: Fact): void;
  /** Hangs up those who are there. */
  stop(): Promise<void>;
}

/** Mean patience in the queue, seconds. */
const patience = 60;
/** More callers at once than this do not come: the demo shares the machine. */
const mostCallers = 30;

const firstNames = ['Anna', 'Luca', 'Sara', 'Marco', 'Giulia', 'Paolo', 'Chiara', 'Matteo'] as const;
const lastNames = ['Rossi', 'Bianchi', 'Verdi', 'Neri', 'Gallo', 'Conti', 'Riva', 'Serra'] as const;

export function createCallers({
  asterisk,
  lineId,
  callsPerMinute,
  talkSeconds,
  chance,
  alarms,
  log,
}: CallersOptions): Callers {
  /** Channels by number: a number calls once at a time, so it names the call in the facts. */
  const calls = new Map<string, string>();
  const numbers = new Map<ContactId, string>();

  function hangUp(number: string): Promise<void> {
    const channel = calls.get(number);
    calls.delete(number);
    alarms.clear(`caller ${number}`);
    if (channel === undefined) return Promise.resolve();
    return asterisk
      .hangUp(channel)
      .catch((error: unknown) => log.warn({ err: error }, 'a simulated caller could not hang up'));
  }

  function arrive(): void {
    comeAgain();
    const number = `0655501${String(Math.floor(chance.between(0, 100))).padStart(2, '0')}`;
    const name = `${chance.pick(firstNames)} ${chance.pick(lastNames)}`;
    const seconds = 3 + chance.exponential(patience);
    if (calls.size >= mostCallers || calls.has(number)) return;
    const channel = `demo-${randomUUID()}`;
    calls.set(number, channel);
    alarms.set(`caller ${number}`, seconds, () => void hangUp(number));
    asterisk
      .call({ channel, caller: { number, name }, dialled: trafficNumber, lineId })
      .catch((error: unknown) => {
        calls.delete(number);
        alarms.clear(`caller ${number}`);
        log.warn({ err: error }, 'a simulated caller could not call');
      });
  }

  function comeAgain(): void {
    alarms.set('next caller', chance.exponential(60 / callsPerMinute), arrive);
  }

  return {
    // The first one at once, so that there is something to see.
    start: arrive,
    take(fact) {
      if (fact.type === 'contactArrived' && calls.has(fact.caller.number))
        numbers.set(fact.contactId, fact.caller.number);
      const number = 'contactId' in fact && fact.contactId !== null ? numbers.get(fact.contactId) : undefined;
      if (number === undefined) return;
      if (fact.type === 'contactConnected') {
        // Half of the callers end the conversation; for the others this is only a guard.
        const seconds = chance.logNormal(talkSeconds, 0.6) * (chance.happens(0.5) ? 1 : 3);
        alarms.set(`caller ${number}`, seconds, () => void hangUp(number));
      }
      if (fact.type === 'contactEnded') {
        numbers.delete(fact.contactId);
        void hangUp(number);
      }
    },
    async stop() {
      alarms.clear('next caller');
      const channels = [...calls.values()];
      calls.clear();
      await Promise.allSettled(channels.map(channel => asterisk.hangUp(channel)));
    },
  };
}
