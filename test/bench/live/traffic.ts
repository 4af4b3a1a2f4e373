/** Callers that come again and again, so that somebody always waits, and agents who talk for a while. */
import { createRandom } from '../core/random.ts';
import type { SilentCall, SilentPhones } from './silent-phones.ts';

/** New contacts a second over all agents that the work is laid out for. */
const callsPerSecond = 12;
const shortestTalkMs = 600;

export interface Sample {
  /** ms from the hang-up to the next contact. */
  latencies: number[];
  /** ms from a BYE to its response: what the machine takes for the least that there is. */
  floor: number[];
  calls: number;
  failures: number;
  /** CPU seconds and seconds of this process, which makes the calls. */
  generator: { cpu: number; seconds: number };
}

export function emptySample(): Sample {
  return { latencies: [], floor: [], calls: 0, failures: 0, generator: { cpu: 0, seconds: 0 } };
}

export function pool(samples: readonly Sample[]): Sample {
  const total = emptySample();
  for (const { latencies, floor, calls, failures, generator } of samples) {
    total.latencies.push(...latencies);
    total.floor.push(...floor);
    total.calls += calls;
    total.failures += failures;
    total.generator.cpu += generator.cpu;
    total.generator.seconds += generator.seconds;
  }
  return total;
}

export interface Caller {
  user: string;
  number: string;
}

export abstract class Traffic {
  readonly sample = emptySample();
  protected readonly phones: SilentPhones;
  readonly #random = createRandom(4);
  readonly #meanTalkMs: number;
  readonly #next: () => Caller;
  /** Agents (by their account or leg) that hung up and have nobody yet. */
  readonly #freeSince = new Map<string, number>();
  #over = false;
  #counting = false;

  constructor(phones: SilentPhones, agents: number, next: () => Caller) {
    this.phones = phones;
    this.#next = next;
    this.#meanTalkMs = Math.max(shortestTalkMs, (agents / callsPerSecond) * 1000);
    phones.onCall = call => this.atAgent(call);
  }

  /** Callers come, 20 a second. */
  begin(callers: number): void {
    for (let i = 0; i < callers; i++) setTimeout(() => this.#dial(), i * 50);
  }

  /** Calls that were answered, by a queue or an agent. */
  get talking(): number {
    return this.phones.calls.filter(call => call.state === 'talking').length;
  }

  /** Counts for `seconds`. */
  async measure(seconds: number): Promise<void> {
    const from = performance.now();
    const before = process.cpuUsage();
    this.#counting = true;
    await new Promise(resolve => setTimeout(resolve, seconds * 1000));
    this.#counting = false;
    const { user, system } = process.cpuUsage(before);
    this.sample.generator = { cpu: (user + system) / 1e6, seconds: (performance.now() - from) / 1000 };
  }

  /** Nobody calls any more; whoever talks or waits hangs up. */
  end(): void {
    this.#over = true;
    for (const call of this.phones.calls) call.hangup();
  }

  /** A call has come to the phone of an agent. */
  protected abstract atAgent(call: SilentCall): void;

  protected failed(): void {
    if (!this.#over) this.sample.failures += 1;
  }

  /** The agent has the next contact. */
  protected taken(agent: string): void {
    const since = this.#freeSince.get(agent);
    this.#freeSince.delete(agent);
    if (since !== undefined && this.#counting) this.sample.latencies.push(performance.now() - since);
  }

  /** After a while `call` is hung up, which makes the agent free. */
  protected hangUpLater(agent: string, call: SilentCall): void {
    const talkMs = this.#meanTalkMs * (0.5 + this.#random());
    setTimeout(() => {
      if (this.#over) return;
      const from = performance.now();
      this.#freeSince.set(agent, from);
      call.hangup(() => {
        if (this.#counting) this.sample.floor.push(performance.now() - from);
      });
    }, talkMs);
  }

  #dial(): void {
    if (this.#over) return;
    const { user, number } = this.#next();
    const call = this.phones.call(user, number);
    this.sample.calls += 1;
    // Whoever is answered when all is over was on the way.
    call.onAnswered = () => {
      if (this.#over) call.hangup();
    };
    call.onEnded = () => {
      if (call.refused !== null) this.failed();
      this.#dial();
    };
  }
}

/** Each contact is a call of its own to the agent's phone, and the agent hangs up. */
export class RingingTraffic extends Traffic {
  protected override atAgent(call: SilentCall): void {
    this.taken(call.user);
    call.answer();
    call.onEnded = by => {
      if (by === 'there') this.failed();
    };
    this.hangUpLater(call.user, call);
  }
}
