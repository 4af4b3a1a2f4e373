/**
 * B1: what a call costs. SIPp calls, is welcomed with a prompt, goes through the queue to a free agent that
 * is SIPp too, and talks 3 s with G.711 both ways. Beside it the same through app_queue and through Dial() on
 * the same Asterisk, with the same prompt, phones and codecs, and through a bare program on ARI that does the
 * least for such a call: what the orchestrator costs more than that is ours. CPU is read from the kernel's accounting:
 * Asterisk and orchestrator together for #phones, Asterisk for the peers.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Instance, startInstance } from '../support/instance.ts';
import { type Sipp, startAgentPhones } from '../support/sipp.ts';
import type { Bench, BenchContext, BenchResult, Figure, LoadReport } from './bench.ts';
import {
  type BenchAgent,
  type BenchCentre,
  createBenchCentre,
  logAllOut,
  makeAllReady,
  raiseStandingLegs,
} from './live/centre.ts';
import { type Bare, startBare } from './live/bare.ts';
import { type Load, type Measured, measureLoad } from './live/load.ts';
import { bareNumber, dialNumber, peerCaller, queueNumber, setUpPeers } from './live/peers.ts';
import { medianOf, sum } from './statistics.ts';

const talkMs = 3000;
/** What a call keeps its agent busy for, with ringing and a wait for app_queue's next look. */
const busyMs = 4500;
/** Phones are there for all runs of a size; they register once, and our endpoints keep that for ten minutes. */
const longestRunMs = 600_000;
const welcomeText = 'Benvenuti.';
/** Rather more than the prompt lasts. */
const welcomeMs = 1500;

const sides = ['ringing', 'queue', 'dial', 'bare'] as const;
type Side = (typeof sides)[number] | 'standing';

interface Size {
  agents: number;
  rate: number;
}

interface Runs {
  size: Size;
  of: Record<Side, Measured[]>;
}

/** Whoever has few agents has few calls. */
function sizesOf(context: BenchContext): Size[] {
  return context.list('agents').flatMap(agents => {
    const highest = Math.floor((agents * 1000) / busyMs);
    const rates = new Set(context.list('rates').map(rate => Math.min(rate, highest)));
    return [...rates].map(rate => ({ agents, rate }));
  });
}

class Benchmark {
  readonly #instance: Instance;
  readonly #centre: BenchCentre;
  #callers = 0;

  constructor(instance: Instance, centre: BenchCentre) {
    this.#instance = instance;
    this.#centre = centre;
  }

  agents(count: number): BenchAgent[] {
    return this.#centre.agents.slice(0, count);
  }

  /** The phones of the agents; with `standing` they stay up until the other side hangs up. */
  phones(count: number, standing: boolean): Promise<Sipp> {
    return startAgentPhones({
      remote: this.#instance.sip,
      phones: this.agents(count),
      answerMs: 20,
      stayMs: longestRunMs,
      ...(standing ? {} : { talkMs }),
    });
  }

  /** The welcome is spoken once, and found where #phones keeps it; then the peers play the same file. */
  async setUpPeers(phones: Sipp): Promise<void> {
    await makeAllReady(this.#instance, this.agents(1));
    await this.measure('ringing', phones, { agents: 1, rate: 1 }, 1);
    const folder = join(this.#instance.home, 'prompts', 'tts');
    const prompt = (await readdir(folder)).find(name => name.endsWith('.wav'));
    if (!prompt) throw new Error('the welcome was not spoken');
    this.#welcome = join(folder, prompt.slice(0, -'.wav'.length));
  }
  #welcome = '';
  #bare: Bare | null = null;

  async begin(size: Size): Promise<void> {
    const agents = this.agents(size.agents);
    await setUpPeers(this.#instance, { queues: 1, agents, welcome: this.#welcome });
    this.#bare = await startBare(this.#instance, { prompt: this.#welcome, agents });
    await makeAllReady(this.#instance, agents);
  }

  async end(size: Size): Promise<void> {
    await this.#bare?.stop();
    await logAllOut(this.#instance, this.agents(size.agents));
  }

  measure(side: Side, phones: Sipp, size: Size, seconds: number): Promise<Measured> {
    const calls = Math.ceil(size.rate * seconds);
    const load: Load = {
      rows: Array.from({ length: calls }, () => this.#row(side, size)),
      calls,
      rate: size.rate,
      // Standing legs do not hang up by themselves: there the caller does.
      stayMs: side === 'standing' ? welcomeMs + talkMs : 120_000,
    };
    const program = side === 'bare' ? this.#bare : null;
    return measureLoad(this.#instance, phones, load, program ?? this.#instance);
  }

  #row(side: Side, { agents }: Size): [string, string] {
    this.#callers += 1;
    if (side === 'queue') return [peerCaller, queueNumber(0)];
    if (side === 'bare') return [peerCaller, bareNumber];
    const agent = this.#centre.agents[this.#callers % agents];
    if (side === 'dial') return [peerCaller, agent ? dialNumber(agent) : ''];
    return [`06${5_000_000 + this.#callers}`, this.#centre.numbers[0] ?? ''];
  }
}

function isClean({ failures, retransmissions }: Measured): boolean {
  return failures + retransmissions === 0;
}

const total = ({ asterisk, orchestrator }: Measured): number => asterisk + orchestrator;

function figuresOf({ size, of }: Runs): Figure[] {
  const about = `${size.agents} agents, ${size.rate}/s`;
  const queue = medianOf(of.queue, run => run.asterisk);
  const dial = medianOf(of.dial, run => run.asterisk);
  const own = (name: string, runs: Measured[], pick: (run: Measured) => number): Figure => ({
    name: `${about}: ${name}`,
    unit: 'ms/call',
    own: medianOf(runs, pick),
  });
  const ofQueue = (atMost: number) => ({ peer: queue, floor: dial, target: { of: 'peer', atMost } as const });
  const orchestrator = (runs: Measured[], how: string): Figure => ({
    ...own(`orchestrator, ${how}`, runs, run => run.orchestrator),
    floor: medianOf(of.bare, run => run.orchestrator),
    target: { of: 'own', atMost: 2 },
  });
  return [
    { ...own('CPU, ringing', of.ringing, total), ...ofQueue(1.05) },
    orchestrator(of.ringing, 'ringing'),
    ...(of.standing.length > 0
      ? [
          { ...own('CPU, standing legs', of.standing, total), ...ofQueue(0.6) },
          orchestrator(of.standing, 'standing legs'),
        ]
      : []),
  ];
}

/** The highest rate of the ladder at which no call failed and no message was sent again. */
async function climb(
  context: BenchContext,
  benchmark: Benchmark,
  phones: Sipp,
  side: Side,
  agents: number,
): Promise<number> {
  let highest = 0;
  for (const rate of context.list('ladder')) {
    if (rate === 0 || rate * busyMs > agents * 1000) break;
    const measured = await benchmark.measure(side, phones, { agents, rate }, context.number('step'));
    context.say(`ladder, ${side}, ${rate}/s: ${isClean(measured) ? 'clean' : JSON.stringify(measured)}`);
    if (!isClean(measured)) break;
    highest = rate;
  }
  return highest;
}

function loadOf(measured: readonly Measured[]): LoadReport {
  return {
    calls: sum(measured.map(run => run.calls)),
    failures: sum(measured.map(run => run.failures)),
    retransmissions: sum(measured.map(run => run.retransmissions)),
    generatorCpu: Math.max(...measured.map(run => run.generator)),
  };
}

async function measureAll(context: BenchContext, benchmark: Benchmark): Promise<Runs[]> {
  const seconds = context.number('seconds');
  const all: Runs[] = [];
  const first = await benchmark.phones(1, false);
  await benchmark.setUpPeers(first);
  await first.stop();
  for (const size of sizesOf(context)) {
    const runs: Runs = { size, of: { ringing: [], queue: [], dial: [], bare: [], standing: [] } };
    const phones = await benchmark.phones(size.agents, false);
    context.say(`${size.agents} phones are registered`);
    await benchmark.begin(size);
    // A program that runs for weeks has long compiled what a call uses: the first calls are not its cost.
    if (context.number('warm') > 0)
      for (const side of sides) {
        context.say(`${size.agents} agents, ${size.rate}/s, ${side}, warming up`);
        await benchmark.measure(side, phones, size, context.number('warm'));
      }
    for (let i = 0; i < context.number('runs'); i++)
      for (const side of sides) {
        const measured = await benchmark.measure(side, phones, size, seconds);
        context.say(
          `${size.agents} agents, ${size.rate}/s, ${side}, run ${i + 1}: ${JSON.stringify(measured)}`,
        );
        runs.of[side].push(measured);
      }
    await benchmark.end(size);
    await phones.stop();
    all.push(runs);
  }
  return all;
}

/** As many standing legs as the rate needs: each sends audio all the time, also while nobody is connected. */
function withStandingLegs({ agents, rate }: Size): Size {
  return { rate, agents: Math.min(agents, Math.ceil((rate * busyMs) / 1000)) };
}

async function measureStanding(
  context: BenchContext,
  benchmark: Benchmark,
  all: readonly Runs[],
): Promise<void> {
  for (const { size: whole, of } of all) {
    const size = withStandingLegs(whole);
    context.say(`standing legs, ${JSON.stringify(size)}`);
    const phones = await benchmark.phones(size.agents, true);
    await benchmark.begin(size);
    for (let i = 0; i < context.number('runs'); i++)
      of.standing.push(await benchmark.measure('standing', phones, size, context.number('seconds')));
    await benchmark.end(size);
    await phones.stop();
  }
}

async function run(context: BenchContext): Promise<BenchResult> {
  context.say('starting');
  const instance = await startInstance({ env: { PHONES_RTP: '34000-36999' } });
  try {
    context.say('making the contact centre');
    const agents = Math.max(...context.list('agents'));
    const centre = await createBenchCentre(instance, { agents, campaigns: 1, welcome: welcomeText });
    const benchmark = new Benchmark(instance, centre);
    const all = await measureAll(context, benchmark);
    const ladder = await measureLadder(context, benchmark, agents);
    if (context.number('standing') > 0) {
      await raiseStandingLegs(instance, centre);
      await measureStanding(context, benchmark, all);
    }
    return {
      peer: 'app_queue on the same Asterisk: same prompt, phones and codecs, leastrecent, ringinuse=no, retry=1',
      floor:
        'Answer(), Playback() and Dial() of the same phones; for the orchestrator a bare program on ARI that does the least for such a call',
      figures: [
        ...all.flatMap(figuresOf),
        ...(ladder ? [{ ...ladder, target: { of: 'peer', atLeast: 1 } as const }] : []),
      ],
      load: loadOf(all.flatMap(({ of }) => Object.values(of).flat())),
      notes: [
        `Events per call: ${all.map(({ size, of }) => `${medianOf(of.ringing, each => each.events).toFixed(1)} at ${size.rate}/s`).join(', ')}.`,
        `Before the runs of a size each side had ${context.number('warm')} s of the same load that are not measured.`,
        'Standing legs: as many agents as the rate needs, not all; the caller hangs up.',
        'The load of the ladder, which ends in failures on purpose, is not among the calls counted.',
      ],
      runs: all,
    };
  } catch (error) {
    context.say(instance.tail(30));
    throw error;
  } finally {
    await instance.stop();
  }
}

async function measureLadder(
  context: BenchContext,
  benchmark: Benchmark,
  agents: number,
): Promise<Figure | null> {
  if (context.list('ladder').every(rate => rate === 0)) return null;
  const phones = await benchmark.phones(agents, false);
  await benchmark.begin({ agents, rate: 0 });
  const own = await climb(context, benchmark, phones, 'ringing', agents);
  const peer = await climb(context, benchmark, phones, 'queue', agents);
  await benchmark.end({ agents, rate: 0 });
  await phones.stop();
  return { name: `${agents} agents: highest clean rate, ringing`, unit: 'calls/s', own, peer };
}

export const costOfACall: Bench = {
  id: 'b1',
  name: 'b1-cost-of-a-call',
  title: 'cost of a call',
  options: {
    agents: '50,1000',
    rates: '20,60,100',
    seconds: '20',
    warm: '15',
    runs: '3',
    standing: '1',
    ladder: '20,40,60,80,100,120,140',
    step: '15',
  },
  run,
};
