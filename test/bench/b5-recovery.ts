/**
 * B5: the orchestrator is killed with callers who talk, wait and hear a prompt, and starts again. Under
 * control = the pages show every contact as it was before, and Asterisk is connected. Afterwards every call
 * goes its way to the end: nobody was lost, nobody was called twice, nothing is left in Asterisk.
 */
import { connect } from 'node:net';
import type { LiveView } from '../../orchestrator/core/views.ts';
import type { ContactRow } from '../../orchestrator/runtime/ports/store.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { until } from '../support/until.ts';
import type { Bench, BenchContext, BenchResult } from './bench.ts';
import { type BenchCentre, createBenchCentre, makeAllReady } from './live/centre.ts';
import { type SilentCall, SilentPhones } from './live/silent-phones.ts';
import { takeSnapshot } from './live/snapshot-floor.ts';
import { medianOf, sum } from './statistics.ts';

interface Size {
  talking: number;
  queued: number;
  inFlow: number;
}

interface Run {
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

/** Some minutes of speech, so that it lasts longer than the restart. */
const longMessage = 'Please stay on the line while we look up your order, this may take a moment. '
  .repeat(24)
  .trim();

class Recovery {
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

/** A number that leads to the long message, and to the agents after it. */
async function createFlow({ api }: Instance, { humanIds }: BenchCentre): Promise<string> {
  const welcome = await api.create('campaigns', {
    kind: 'welcome',
    name: 'Long message',
    message: { it: longMessage, en: longMessage },
    nextCampaignId: humanIds[0] ?? null,
  });
  const number = '800999';
  await api.create('services', { name: 'Long message', numbers: [number], entryCampaignId: welcome.id });
  return number;
}

async function run(context: BenchContext): Promise<BenchResult> {
  const size = {
    talking: context.number('talking'),
    queued: context.number('queued'),
    inFlow: context.number('flow'),
  };
  context.say('starting');
  const instance = await startInstance({ env: { PHONES_RTP: '34000-36999' } });
  const phones = await SilentPhones.open(instance.sip);
  const runs: Run[] = [];
  try {
    const centre = await createBenchCentre(instance, { agents: size.talking, campaigns: 1, welcome: '' });
    const recovery = new Recovery(instance, phones, centre, await createFlow(instance, centre));
    await phones.register(centre.agents);
    await makeAllReady(instance, centre.agents);
    for (let i = 0; i < context.number('runs'); i++) {
      runs.push(await recovery.run(size));
      context.say(`run ${i + 1}: ${JSON.stringify(runs.at(-1))}`);
    }
  } catch (error) {
    context.say(instance.tail(40));
    throw error;
  } finally {
    phones.close();
    await instance.stop();
  }
  const ms = (name: string, pick: (run: Run) => number) => ({ name, unit: 'ms', own: medianOf(runs, pick) });
  const none = (name: string, pick: (run: Run) => number) => ({
    name,
    unit: 'in all runs',
    own: sum(runs.map(pick)),
    target: { of: 'own', atMost: 0 } as const,
  });
  return {
    floor: 'a program that only asks Asterisk for channels, bridges and the application',
    figures: [
      {
        ...ms('listening to all under control', each => each.controlMs),
        floor: medianOf(runs, each => each.floorMs),
        target: { of: 'own', atMost: 1000 },
      },
      ms('command to listening', each => each.listeningMs),
      ms('kill -9 to all under control', each => each.awayMs),
      none('contacts lost', each => each.lost),
      none('agents called again', each => each.repeated),
      none('channels and bridges that are new or gone', each => each.orphans.length),
    ],
    load: {
      calls: runs.length * (size.talking + size.queued + size.inFlow),
      failures: sum(runs.map(each => each.lost)),
      retransmissions: phones.retransmissions,
      generatorCpu: Number.NaN,
    },
    notes: [`${size.talking} talking, ${size.queued} queued, ${size.inFlow} in a prompt.`],
    runs,
  };
}

export const recovery: Bench = {
  id: 'b5',
  name: 'b5-recovery',
  title: 'kill -9 and start again',
  options: { talking: '200', queued: '50', flow: '20', runs: '3' },
  run,
};
