/**
 * B12: 200 calls at once that turn over, for a long time: 150 talk, 50 wait. Memory, sockets, threads and
 * channels at the end are compared with those of the first minutes, and so is the time from an agent's
 * hang-up to its next call. SIPp calls with G.711; the agents' phones are in this process.
 */

import { findAsterisk } from '../../asterisk-config/process-start.ts';
import { foldersOf } from '../../asterisk-config/folders.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { type Sipp, type SippResult, startSipp } from '../support/sipp.ts';

import type { Bench, BenchContext, BenchResult, Figure } from './bench.ts';
import { createRandom } from './core/random.ts';
import { createBenchCentre, makeAllReady } from './live/centre.ts';
import { type SilentCall, SilentPhones } from './live/silent-phones.ts';
import { cpuSeconds, usage, type Usage } from './live/usage.ts';
import { median, percentile } from './statistics.ts';

/** One look at everything. */
interface Look {
  minute: number;
  orchestrator: Usage;
  asterisk: Usage;
  channels: number;
  /** Longest queue of a task processor of Asterisk so far. */
  taskQueue: number;
  /** ms from hang-up to next INVITE since the look before. */
  latencyP50: number;
  latencyP99: number;
  calls: number;
  failed: number;
  retransmissions: number;
}

/** From 450 waiting tasks on Asterisk itself warns, and refuses new SIP calls. */
const taskQueueLimit = 450;
const registrationSeconds = 600;

/** Agents who answer at once, talk for a while and hang up. */
class Agents {
  /** ms, since they were last taken. */
  #latencies: number[] = [];
  readonly #freeSince = new Map<string, number>();
  readonly #random = createRandom(5);
  readonly #phones: SilentPhones;
  #meanTalkMs: number;

  constructor(phones: SilentPhones, meanTalkMs: number) {
    this.#phones = phones;
    this.#meanTalkMs = meanTalkMs;
    phones.onCall = call => this.#talk(call);
  }

  takeLatencies(): number[] {
    const taken = this.#latencies;
    this.#latencies = [];
    return taken;
  }

  /** No long talks any more: the calls that stand end soon. */
  drain(): void {
    this.#meanTalkMs = 50;
    for (const call of this.#phones.calls) call.hangup();
  }

  #talk(call: SilentCall): void {
    const since = this.#freeSince.get(call.user);
    if (since !== undefined) this.#latencies.push(performance.now() - since);
    this.#freeSince.delete(call.user);
    call.answer();
    setTimeout(
      () => {
        if (call.state === 'talking') this.#freeSince.set(call.user, performance.now());
        call.hangup();
      },
      this.#meanTalkMs * (0.5 + this.#random()),
    );
  }
}

/** `core show taskprocessors`: name, tasks processed, in the queue, most that were ever in the queue, ... */
async function longestTaskQueue(instance: Instance): Promise<number> {
  const lines = (await instance.pbx('core show taskprocessors')).split('\n');
  const longest = lines.flatMap(line => {
    const columns = /^\S+\s+\d+\s+\d+\s+(\d+)\s+\d+\s+\d+/.exec(line);
    return columns ? [Number(columns[1])] : [];
  });
  if (longest.length === 0) throw new Error('Asterisk shows no task processors');
  return Math.max(...longest);
}

async function channelsOf(instance: Instance): Promise<number> {
  const answer = await instance.pbx('core show channels count');
  return Number(/^(\d+) active channels?$/m.exec(answer)?.[1]);
}

async function look(
  instance: Instance,
  asteriskPid: number,
  callers: Sipp,
  agents: Agents,
  minute: number,
): Promise<Look> {
  const latencies = agents.takeLatencies();
  const { succeeded, failed, retransmissions } = await callers.stats();
  return {
    minute,
    orchestrator: await usage(instance.pid),
    asterisk: await usage(asteriskPid),
    channels: await channelsOf(instance),
    taskQueue: await longestTaskQueue(instance),
    latencyP50: percentile(latencies, 50),
    latencyP99: percentile(latencies, 99),
    calls: succeeded,
    failed,
    retransmissions,
  };
}

/** No new calls, and those that stand come to their end. */
async function drain(callers: Sipp, agents: Agents): Promise<SippResult> {
  process.kill(callers.pid, 'SIGUSR1');
  agents.drain();
  const late = setTimeout(() => void callers.stop(), 60_000);
  const result = await callers.done;
  clearTimeout(late);
  return result;
}

/** The end as it is compared with the beginning: the first sixth is for warming up, the second is the beginning. */
function compare(looks: readonly Look[]): Figure[] {
  const sixth = Math.max(1, Math.floor(looks.length / 6));
  const early = looks.slice(sixth, 2 * sixth);
  const late = looks.slice(-sixth);
  const figure = (name: string, unit: string, pick: (look: Look) => number, atMost?: number): Figure => ({
    name,
    unit,
    own: median(late.map(pick)),
    peer: median(early.map(pick)),
    ...(atMost === undefined ? {} : { target: { of: 'peer', atMost } }),
  });
  return [
    figure('orchestrator: memory', 'MB', ({ orchestrator }) => orchestrator.memoryMb, 1.15),
    figure('orchestrator: open files', '', ({ orchestrator }) => orchestrator.openFiles, 1.1),
    figure('orchestrator: sockets', '', ({ orchestrator }) => orchestrator.sockets, 1.1),
    figure('orchestrator: threads', '', ({ orchestrator }) => orchestrator.threads, 1),
    figure('Asterisk: memory', 'MB', ({ asterisk }) => asterisk.memoryMb, 1.15),
    figure('Asterisk: open files', '', ({ asterisk }) => asterisk.openFiles, 1.1),
    figure('Asterisk: threads', '', ({ asterisk }) => asterisk.threads, 1.1),
    figure('channels', '', ({ channels }) => channels, 1.1),
    figure('agent free to next call, p50', 'ms', ({ latencyP50 }) => latencyP50, 1.5),
    figure('agent free to next call, p99', 'ms', ({ latencyP99 }) => latencyP99),
    {
      name: 'Asterisk: longest task queue',
      unit: 'tasks',
      own: Math.max(...looks.map(({ taskQueue }) => taskQueue)),
      target: { of: 'own', atMost: taskQueueLimit },
    },
  ];
}

async function soak(
  context: BenchContext,
  instance: Instance,
  phones: SilentPhones,
): Promise<{ looks: Look[]; result: SippResult; generatorCpu: number }> {
  const minutes = context.number('minutes');
  const count = context.number('agents');
  const centre = await createBenchCentre(instance, { agents: count, campaigns: 1, welcome: '' });
  await phones.register(centre.agents, registrationSeconds);
  await makeAllReady(instance, centre.agents);
  const [asterisk] = await findAsterisk(foldersOf(instance.home));
  if (!asterisk) throw new Error('the instance has no Asterisk');
  const agents = new Agents(phones, (count / context.number('rate')) * 1000);
  const callers = await startSipp({
    scenario: 'caller',
    remote: instance.sip,
    rate: 20,
    limit: context.number('calls'),
    rows: Array.from({ length: 5000 }, (_, i) => [`06${5_000_000 + i}`]),
    values: { number: centre.numbers[0] ?? '', stay_ms: 3_600_000 },
    timeoutMs: (minutes + 10) * 60_000,
  });
  const looks: Look[] = [];
  const from = performance.now();
  const cpuBefore = await cpuSeconds(callers.pid);
  const everyMs = Math.max(5000, (minutes * 60_000) / 60);
  const refresh = setInterval(
    () => void phones.register(centre.agents, registrationSeconds),
    (registrationSeconds / 2) * 1000,
  );
  try {
    while (performance.now() - from < minutes * 60_000) {
      await new Promise(resolve => setTimeout(resolve, everyMs));
      const seen = await look(instance, asterisk.pid, callers, agents, (performance.now() - from) / 60_000);
      looks.push(seen);
      context.say(
        `minute ${seen.minute.toFixed(1)}: ${seen.calls} calls, ${seen.failed} failed, orchestrator ${Math.round(seen.orchestrator.memoryMb)} MB, Asterisk ${Math.round(seen.asterisk.memoryMb)} MB, ${seen.channels} channels, free to next p99 ${seen.latencyP99.toFixed(1)} ms`,
      );
    }
  } catch (error) {
    await callers.stop();
    throw error;
  } finally {
    clearInterval(refresh);
  }
  const generatorCpu = ((await cpuSeconds(callers.pid)) - cpuBefore) / ((performance.now() - from) / 1000);
  const result = await drain(callers, agents);
  await instance.expectClean(60_000);
  return { looks, result, generatorCpu };
}

async function run(context: BenchContext): Promise<BenchResult> {
  context.say('starting');
  const instance = await startInstance({ env: { PHONES_RTP: '34000-36999' } });
  const phones = await SilentPhones.open(instance.sip);
  try {
    const { looks, result, generatorCpu } = await soak(context, instance, phones);
    return {
      peer: 'its own first minutes (the second sixth of the run; own is the last sixth)',
      figures: compare(looks),
      load: {
        calls: result.succeeded + result.failed,
        failures: result.failed,
        retransmissions: result.retransmissions + phones.retransmissions,
        generatorCpu,
      },
      notes: [
        `${context.number('minutes')} minutes, ${context.number('calls')} calls at once, about ${context.number('rate')} new ones a second; nothing was left in Asterisk at the end.`,
      ],
      runs: looks,
    };
  } catch (error) {
    context.say(instance.tail(40));
    throw error;
  } finally {
    phones.close();
    await instance.stop();
  }
}

export const soakTest: Bench = {
  id: 'b12',
  name: 'b12-soak',
  title: 'soak',
  options: { minutes: '30', calls: '200', agents: '150', rate: '8' },
  run,
};
