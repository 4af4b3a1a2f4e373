/**
 * B2: how soon an agent that becomes free gets the next contact. Callers always wait; agents hang up at
 * random moments.
 *
 * Ringing: from the agent's BYE to the next INVITE at its phone, beside app_queue with the same phones on
 * the same Asterisk. Standing legs: from the caller's BYE to the moment at which Asterisk has the next caller
 * in one bridge with the agent. All phones are in this process, so that all moments are on one clock.
 */
import { type Instance, startInstance } from '../support/instance.ts';
import { until } from '../support/until.ts';
import type { Bench, BenchContext, BenchResult, Figure } from './bench.ts';
import {
  type BenchAgent,
  type BenchCentre,
  createBenchCentre,
  logAllOut,
  makeAllReady,
  raiseStandingLegs,
} from './live/centre.ts';
import { peerCaller, queueNumber, setUpPeers } from './live/peers.ts';
import { SilentPhones } from './live/silent-phones.ts';
import { StandingTraffic, watchBridges } from './live/standing-traffic.ts';
import { type Caller, pool, RingingTraffic, type Sample, type Traffic } from './live/traffic.ts';
import { percentile } from './statistics.ts';

/** One size of the work. */
interface Size {
  waiting: number;
  agents: number;
  queues: number;
}

class Benchmark {
  readonly #instance: Instance;
  readonly #phones: SilentPhones;
  readonly #centre: BenchCentre;
  #callers = 0;

  constructor(instance: Instance, phones: SilentPhones, centre: BenchCentre) {
    this.#instance = instance;
    this.#phones = phones;
    this.#centre = centre;
  }

  async ringing(size: Size, seconds: number): Promise<Sample> {
    const agents = this.#agents(size);
    const traffic = new RingingTraffic(this.#phones, size.agents, () => this.#ownCaller(size));
    await makeAllReady(this.#instance, agents);
    // Each agent's call counts too.
    await this.#measure(traffic, size, size.waiting + 2 * size.agents, seconds);
    await logAllOut(this.#instance, agents);
    return traffic.sample;
  }

  async peer(size: Size, seconds: number): Promise<Sample> {
    await setUpPeers(this.#instance, { queues: size.queues, agents: this.#agents(size), welcome: '' });
    const traffic = new RingingTraffic(this.#phones, size.agents, () => this.#peerCaller(size));
    await this.#measure(traffic, size, size.waiting + 2 * size.agents, seconds);
    return traffic.sample;
  }

  async standing(size: Size, seconds: number): Promise<Sample> {
    const agents = this.#agents(size);
    const traffic = new StandingTraffic(this.#phones, size.agents, () => this.#ownCaller(size));
    const stop = await watchBridges(this.#instance, event => traffic.entered(event));
    await makeAllReady(this.#instance, agents);
    await until('all standing legs are up', () => traffic.talking === size.agents, { timeoutMs: 30_000 });
    await this.#measure(traffic, size, size.waiting + 2 * size.agents, seconds);
    stop();
    await logAllOut(this.#instance, agents);
    return traffic.sample;
  }

  #agents({ agents }: Size): BenchAgent[] {
    return this.#centre.agents.slice(0, agents);
  }

  #ownCaller({ queues }: Size): Caller {
    this.#callers += 1;
    return {
      user: `06${5_000_000 + this.#callers}`,
      number: this.#centre.numbers[this.#callers % queues] ?? '',
    };
  }

  #peerCaller({ queues }: Size): Caller {
    this.#callers += 1;
    return { user: peerCaller, number: queueNumber(this.#callers % queues) };
  }

  async #measure(traffic: Traffic, size: Size, calls: number, seconds: number): Promise<void> {
    traffic.begin(size.waiting + size.agents);
    await until('all have begun', () => traffic.talking >= calls * 0.9, {
      timeoutMs: 120_000,
      everyMs: 100,
      explain: () => `${traffic.talking} of ${calls} calls stand`,
    });
    await traffic.measure(seconds);
    traffic.end();
    await this.#instance.expectClean(30_000);
  }
}

function sizesOf(context: BenchContext): Size[] {
  const [waiting, agents, queues] = [context.list('waiting'), context.list('agents'), context.list('queues')];
  return queues.flatMap(q => agents.flatMap(a => waiting.map(w => ({ waiting: w, agents: a, queues: q }))));
}

interface Measured {
  size: Size;
  ringing: Sample;
  peer: Sample;
  standing: Sample | null;
}

function figuresOf({ size, ringing, peer, standing }: Measured): Figure[] {
  const about = `${size.waiting} wait, ${size.agents} agents, ${size.queues} queues`;
  const figure = (how: string, sample: Sample, p: number): Figure => ({
    name: `${about}: ${how} p${p}`,
    unit: 'ms',
    own: percentile(sample.latencies, p),
    peer: percentile(peer.latencies, p),
    floor: percentile(sample.floor, p),
  });
  return [
    { ...figure('ringing', ringing, 50), target: { of: 'peer', atMost: 1 / 50 } },
    { ...figure('ringing', ringing, 99), target: { of: 'own', atMost: 20 } },
    ...(standing
      ? [
          figure('standing', standing, 50),
          { ...figure('standing', standing, 99), target: { of: 'own', atMost: 20 } as const },
        ]
      : []),
  ];
}

async function measureAll(
  context: BenchContext,
  instance: Instance,
  phones: SilentPhones,
): Promise<Measured[]> {
  const sizes = sizesOf(context);
  const seconds = context.number('seconds');
  const runs = [...Array(context.number('runs')).keys()];
  context.say('making the contact centre');
  const centre = await createBenchCentre(instance, {
    agents: Math.max(...sizes.map(({ agents }) => agents)),
    campaigns: Math.max(...sizes.map(({ queues }) => queues)),
    welcome: '',
  });
  await phones.register(centre.agents);
  const benchmark = new Benchmark(instance, phones, centre);
  const measured: Measured[] = [];
  for (const size of sizes) {
    const own: Sample[] = [];
    const peer: Sample[] = [];
    for (const i of runs) {
      context.say(`ringing, ${JSON.stringify(size)}, run ${i + 1}`);
      own.push(await benchmark.ringing(size, seconds));
      peer.push(await benchmark.peer(size, seconds));
    }
    measured.push({ size, ringing: pool(own), peer: pool(peer), standing: null });
  }
  if (context.number('standing') === 0) return measured;
  await raiseStandingLegs(instance, centre);
  for (const each of measured) {
    const own: Sample[] = [];
    for (const i of runs) {
      context.say(`standing legs, ${JSON.stringify(each.size)}, run ${i + 1}`);
      own.push(await benchmark.standing(each.size, seconds));
    }
    each.standing = pool(own);
  }
  return measured;
}

async function run(context: BenchContext): Promise<BenchResult> {
  context.say('starting');
  const instance = await startInstance({ env: { PHONES_RTP: '34000-36999' } });
  const phones = await SilentPhones.open(instance.sip);
  try {
    const measured = await measureAll(context, instance, phones);
    const { calls, failures, generator } = pool(
      measured.flatMap(({ ringing, peer, standing }) => [ringing, peer, ...(standing ? [standing] : [])]),
    );
    const counts = measured.map(
      ({ ringing, peer, standing }) =>
        `${ringing.latencies.length}/${peer.latencies.length}/${standing?.latencies.length ?? 0}`,
    );
    return {
      peer: 'app_queue on the same Asterisk with the same phones: leastrecent, ringinuse=no, retry=1, autofill=yes',
      floor: 'from a BYE to its 200, same phones, same calls',
      figures: measured.flatMap(figuresOf),
      load: {
        calls,
        failures,
        retransmissions: phones.retransmissions,
        generatorCpu: generator.cpu / generator.seconds,
      },
      notes: [
        `Percentiles over all runs of a size; moments measured (ringing/app_queue/standing): ${counts.join(', ')}.`,
        'Ringing: from the agent’s BYE to the INVITE of the next contact at the same phone. Standing: from the caller’s BYE until the next caller is in one bridge with the agent. Phones without audio.',
      ],
    };
  } catch (error) {
    context.say(instance.tail(30));
    throw error;
  } finally {
    phones.close();
    await instance.stop();
  }
}

export const agentFree: Bench = {
  id: 'b2',
  name: 'b2-agent-free',
  title: 'agent free to next contact',
  options: { waiting: '15,150', agents: '1,20,200', queues: '1,50', seconds: '15', runs: '3', standing: '1' },
  run,
};
