/**
 * B18: what recording costs. The same calls from SIPp to agents that are SIPp too, G.711 both ways, in one run
 * unrecorded, recorded mixed and recorded stereo; beside them the same through app_queue, alone and with MixMonitor.
 * Measured until the last recording is kept: for #phones that is fetched from Asterisk, put side by side, measured
 * and deleted there. CPU is read from the kernel's accounting of Asterisk and orchestrator.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findAsterisk } from '../../asterisk-config/process-start.ts';
import { foldersOf } from '../../asterisk-config/folders.ts';
import type { CallRecording } from '../../orchestrator/runtime/ports/recordings.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { type Sipp, startAgentPhones, startSipp } from '../support/sipp.ts';
import { until } from '../support/until.ts';
import type { Bench, BenchContext, BenchResult, Figure } from './bench.ts';
import { type BenchCentre, createBenchCentre, makeAllReady } from './live/centre.ts';
import { lastCpu } from './live/load.ts';
import { peerCaller, queueNumber, recordedQueueNumber, setUpPeers } from './live/peers.ts';
import { CpuMeter } from './live/usage.ts';
import { medianOf, sum } from './statistics.ts';

const kinds = ['plain', 'mixed', 'stereo'] as const;
type Kind = (typeof kinds)[number];
type Whose = 'own' | 'peer';

/** Ringing, and a wait for app_queue's next look. */
const setUpMs = 1500;
const longestRunMs = 600_000;

interface Run {
  kind: Kind;
  whose: Whose;
  /** CPU, ms for each minute of talk. */
  asterisk: number;
  orchestrator: number;
  calls: number;
  failures: number;
  retransmissions: number;
  /** CPU of the load generator, share of one core. */
  generator: number;
  seconds: number;
}

interface Size {
  calls: number;
  rate: number;
  talkMs: number;
}

const sizeOf = (context: BenchContext): Size => ({
  calls: context.number('calls'),
  rate: context.number('rate'),
  talkMs: context.number('talk') * 1000,
});

/** So many calls stand at once. */
const agentsFor = ({ rate, talkMs }: Size): number => Math.ceil((rate * (talkMs + setUpMs)) / 1000) + 2;

async function run(context: BenchContext): Promise<BenchResult> {
  const size = sizeOf(context);
  const instance = await startInstance({ env: { PHONES_RTP: '37000-38999' } });
  try {
    const centre = await createBenchCentre(instance, {
      agents: agentsFor(size),
      campaigns: kinds.length,
      welcome: '',
    });
    for (const [index, kind] of kinds.entries())
      if (kind !== 'plain')
        await instance.api.patch('campaigns', centre.humanIds[index] ?? 0, {
          recording: { when: 'always', channels: kind },
        });
    const phones = await startAgentPhones({
      remote: instance.sip,
      phones: centre.agents,
      answerMs: 20,
      stayMs: longestRunMs,
      talkMs: size.talkMs,
    });
    await setUpPeers(instance, { queues: 1, agents: centre.agents, welcome: '' });
    await makeAllReady(instance, centre.agents);
    const runs: Run[] = [];
    // What the first calls compile is not what recording costs.
    const bench = { instance, centre, phones };
    await measure(bench, { ...size, calls: size.rate * 2 }, 'stereo', 'own');
    for (let round = 0; round < context.number('runs'); round++)
      for (const kind of kinds)
        for (const whose of ['own', 'peer'] as const) {
          const measured = await measure(bench, size, kind, whose);
          context.say(JSON.stringify(measured));
          runs.push(measured);
        }
    const atPhones = await phones.stats();
    await phones.stop();
    return {
      peer: 'app_queue on the same Asterisk with the same phones: alone, with MixMonitor into one file, with one file for each side',
      figures: figuresOf(runs),
      load: {
        calls: sum(runs.map(each => each.calls)),
        failures: sum(runs.map(each => each.failures)) + atPhones.failed,
        retransmissions: sum(runs.map(each => each.retransmissions)) + atPhones.retransmissions,
        generatorCpu: Math.max(...runs.map(each => each.generator)),
      },
      notes: [
        `${size.calls} calls of ${size.talkMs / 1000} s in each run, ${size.rate} a second; ringing legs.`,
        'Ours begin to be recorded when the operator answers, MixMonitor with option b likewise.',
      ],
      runs,
    };
  } catch (error) {
    context.say(instance.tail(30));
    throw error;
  } finally {
    await instance.stop();
  }
}

function numberOf({ numbers }: BenchCentre, kind: Kind, whose: Whose): string {
  if (whose === 'own') return numbers[kinds.indexOf(kind)] ?? '';
  return kind === 'plain' ? queueNumber(0) : recordedQueueNumber(0, kind);
}

async function measure(
  { instance, centre, phones }: { instance: Instance; centre: BenchCentre; phones: Sipp },
  { calls, rate, talkMs }: Size,
  kind: Kind,
  whose: Whose,
): Promise<Run> {
  const [asterisk] = await findAsterisk(foldersOf(instance.home));
  if (!asterisk) throw new Error('the instance has no Asterisk');
  const monitored = await filesOfPeer(instance);
  const meter = new CpuMeter({ asterisk: asterisk.pid, orchestrator: instance.pid, phones: phones.pid });
  await meter.start();
  const from = performance.now();
  const callers = await startSipp({
    scenario: 'caller',
    remote: instance.sip,
    calls,
    rate,
    rows: Array.from({ length: calls }, (_, index) => [
      whose === 'own' ? `06${6_000_000 + index}` : peerCaller,
      numberOf(centre, kind, whose),
    ]),
    values: { number: '[field1]', stay_ms: talkMs + 60_000 },
    timeoutMs: (calls / rate) * 1000 + talkMs + 60_000,
  });
  const callersCpu = lastCpu(callers);
  const result = await callers.done;
  const seconds = (performance.now() - from) / 1000;
  await untilKept(instance, kind, whose, monitored + (kind === 'stereo' ? 2 : 1) * calls);
  const spent = await meter.read();
  const minutes = (calls * talkMs) / 60_000;
  return {
    kind,
    whose,
    asterisk: (spent.asterisk * 1000) / minutes,
    orchestrator: (spent.orchestrator * 1000) / minutes,
    calls,
    failures: calls - result.succeeded,
    retransmissions: result.retransmissions,
    generator: (spent.phones + (await callersCpu)) / seconds,
    seconds,
  };
}

const filesOfPeer = async (instance: Instance): Promise<number> => {
  const folder = join(foldersOf(instance.home).spool, 'monitor');
  return (await readdir(folder).catch(() => [])).length;
};

/** All that was recorded is there to be heard. */
async function untilKept(instance: Instance, kind: Kind, whose: Whose, files: number): Promise<void> {
  const done = async (): Promise<boolean> => {
    if ((await instance.api.live()).contacts.length > 0) return false;
    if (kind === 'plain') return true;
    if (whose === 'peer') return (await filesOfPeer(instance)) >= files;
    const coming = '/recordings?state=coming&limit=1';
    return (await instance.api.request<{ items: CallRecording[] }>('GET', coming)).items.length === 0;
  };
  await until('all is kept', done, { timeoutMs: 60_000, everyMs: 200 });
}

function figuresOf(runs: readonly Run[]): Figure[] {
  const of = (kind: Kind, whose: Whose): number =>
    medianOf(
      runs.filter(run => run.kind === kind && run.whose === whose),
      run => run.asterisk + (whose === 'own' ? run.orchestrator : 0),
    );
  const unit = 'ms/call minute';
  const names = { plain: 'unrecorded', mixed: 'recorded mixed', stereo: 'recorded stereo' } as const;
  return kinds.flatMap(kind => [
    { name: `CPU, ${names[kind]}`, unit, own: of(kind, 'own'), peer: of(kind, 'peer') },
    ...(kind === 'plain'
      ? []
      : [
          {
            name: `CPU that recording adds, ${kind}`,
            unit,
            own: of(kind, 'own') - of('plain', 'own'),
            peer: of(kind, 'peer') - of('plain', 'peer'),
          },
        ]),
  ]);
}

export const recording: Bench = {
  id: 'b18',
  name: 'b18-recording',
  title: 'cost of recording',
  options: { calls: '30', rate: '3', talk: '10', runs: '1' },
  run,
};
