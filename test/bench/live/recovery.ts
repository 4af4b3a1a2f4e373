/** One recovery: fill the contact centre, kill the orchestrator, start it again, compare, let everybody finish. */
import { connect } from 'node:net';
import type { LiveView } from '../../../orchestrator/core/views.ts';
import type { ContactRow } from '../../../orchestrator/runtime/ports/store.ts';
import type { Instance } from '../../support/instance.ts';
import { until } from '../../support/until.ts';
import type { BenchCentre } from './centre.ts';
import type { SilentCall, SilentPhones } from './silent-phones.ts';
import { takeSnapshot } from './snapshot-floor.ts';

export interface Size {
  talking: number;
  queued: number;
  inFlow: number;
}

export interface Run {
  /** From the command until the web server listens. */
  listeningMs: number;
  /** From then until everything is under control. */
  controlMs: number;
  /** From the kill. */
  awayMs: number;
  floorMs: number;
  lost: number;
  repeated: number;
  /** Channels and bridges that are new, or gone. */
  orphans: string[];
}

export class Recovery {
  readonly #instance: Instance;
  readonly #phones: SilentPhones;
  readonly #centre: BenchCentre;
  readonly #flowNumber: string;
  /** Calls that came to agents. */
  #atAgents: SilentCall[] = [];
  #callers: SilentCall[] = [];
  #users = 0;

  constructor(instance: Instance, phones: SilentPhones, centre: BenchCentre, flowNumber: string) {
    this.#instance = instance;
    this.#phones = phones;
    this.#centre = centre;
    this.#flowNumber = flowNumber;
  }

  async run(size: Size): Promise<Run> {
    const before = await this.#fill(size);
    // Two legs and a bridge for each talk: the commands of the last one have arrived too.
    const expected = 3 * size.talking + size.queued + size.inFlow;
    const snapshot = await until(
      'Asterisk has all legs and bridges',
      async () => {
        const taken = await takeSnapshot(this.#instance);
        return taken.ids.length === expected && taken;
      },
      { everyMs: 200 },
    );
    const offered = this.#atAgents.length;
    const killedAt = performance.now();
    await this.#instance.kill();
    const { listeningMs, controlMs } = await this.#startAgain(before);
    const awayMs = performance.now() - killedAt;
    const after = await takeSnapshot(this.#instance);
    const run = {
      listeningMs,
      controlMs,
      awayMs,
      floorMs: Math.min(snapshot.ms, after.ms),
      lost: this.#callers.filter(({ state }) => state !== 'talking').length,
      repeated: this.#atAgents.length - offered,
      orphans: symmetricDifference(snapshot.ids, after.ids),
    };
    const first = this.#users - this.#callers.length + 1;
    await this.#finish();
    const rows = await this.#rowsSince(first);
    const handled = rows.filter(({ outcome }) => outcome === 'handled').length;
    return { ...run, lost: run.lost + (this.#users - first + 1 - handled) };
  }

  /** Everybody is where the size wants them. */
  async #fill({ talking, queued, inFlow }: Size): Promise<LiveView> {
    this.#atAgents = [];
    this.#callers = [];
    this.#phones.onCall = call => {
      this.#atAgents.push(call);
      call.answer();
    };
    const [number = ''] = this.#centre.numbers;
    await this.#dial(talking + queued, number);
    await this.#stages({ talking, waiting: queued });
    await this.#dial(inFlow, this.#flowNumber);
    return this.#stages({ talking, waiting: queued, flow: inFlow });
  }

  async #dial(calls: number, number: string): Promise<void> {
    for (let i = 0; i < calls; i++) {
      this.#users += 1;
      this.#callers.push(this.#phones.call(userOf(this.#users), number));
      await new Promise(resolve => setTimeout(resolve, 25));
    }
  }

  #stages(wanted: Record<string, number>): Promise<LiveView> {
    let seen: Record<string, number> = {};
    return until(
      `the stages are ${JSON.stringify(wanted)}`,
      async () => {
        const live = await this.#instance.api.live();
        seen = countStages(live);
        return Object.entries(wanted).every(([stage, count]) => seen[stage] === count) && live;
      },
      { timeoutMs: 60_000, everyMs: 200, explain: () => seen },
    );
  }

  async #startAgain(before: LiveView): Promise<{ listeningMs: number; controlMs: number }> {
    const from = performance.now();
    const started = this.#instance.start();
    const { hostname, port } = new URL(this.#instance.http);
    await until('the server listens', () => canConnect(hostname, Number(port)), {
      timeoutMs: 60_000,
      everyMs: 5,
    });
    const listeningAt = performance.now();
    let different: string[] = [];
    await until(
      'everything is under control',
      async () => {
        const response = await fetch(`${this.#instance.http}/readyz`);
        different = differences(before, await this.#instance.api.live());
        return response.ok && different.length === 0;
      },
      { timeoutMs: 60_000, everyMs: 10, explain: () => different },
    );
    const controlMs = performance.now() - listeningAt;
    await started;
    return { listeningMs: listeningAt - from, controlMs };
  }

  /** Every agent hangs up, and so on with whoever comes next, until nobody is left. */
  async #finish(): Promise<void> {
    this.#phones.onCall = call => {
      this.#atAgents.push(call);
      call.answer();
      setTimeout(() => call.hangup(), 200);
    };
    for (const call of this.#atAgents) {
      call.hangup();
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    await until(
      'all callers have been handled',
      () => this.#callers.every(({ state }) => state === 'ended'),
      {
        timeoutMs: 400_000,
        everyMs: 200,
        explain: () => this.#callers.filter(({ state }) => state !== 'ended').length,
      },
    );
    await this.#instance.expectClean(30_000);
  }

  /** Contacts of the callers from number `first` on. */
  async #rowsSince(first: number): Promise<ContactRow[]> {
    const ours = new Set(Array.from({ length: this.#users - first + 1 }, (_, i) => userOf(first + i)));
    const rows: ContactRow[] = [];
    let cursor = '';
    do {
      const more = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: { items: ContactRow[]; nextCursor?: string } = await this.#instance.api.request(
        'GET',
        `/contacts?limit=200${more}`,
      );
      rows.push(...page.items.filter(({ callerNumber }) => ours.has(callerNumber)));
      cursor = page.nextCursor ?? '';
    } while (cursor !== '');
    return rows;
  }
}

function userOf(n: number): string {
  return `06${5_000_000 + n}`;
}

function countStages(live: LiveView): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { stage } of live.contacts) counts[stage] = (counts[stage] ?? 0) + 1;
  return counts;
}

/**
 * What is not as it was before. A prompt counts as heard when its end may have been missed, so whoever heard
 * one may have moved on.
 */
function differences(before: LiveView, now: LiveView): string[] {
  const inFlow = new Set(before.contacts.filter(({ stage }) => stage === 'flow').map(({ id }) => id));
  const facts = ({ contacts, agents, nodes }: LiveView): string[] => [
    ...contacts.map(({ id, stage, agentId, position }) =>
      inFlow.has(id) ? id : `${id} ${stage} ${agentId} ${position}`,
    ),
    ...agents.map(({ id, state, reachable }) => `agent ${id} ${state} ${reachable}`),
    ...nodes.map(({ node, up }) => `${node} ${up}`),
  ];
  const there = new Set(facts(now));
  return facts(before).filter(fact => !there.has(fact));
}

function symmetricDifference(before: readonly string[], after: readonly string[]): string[] {
  const [old, now] = [new Set(before), new Set(after)];
  return [...before.filter(id => !now.has(id)), ...after.filter(id => !old.has(id))];
}

function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, host);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
