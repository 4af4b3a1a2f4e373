/**
 * B11: the second start of an instance with demo data, from the command to /readyz, beside the start of an
 * Asterisk alone with the same configuration, from the command to the first answer of ARI.
 */
import { EmbeddedHome } from '../support/embedded.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { until } from '../support/until.ts';
import type { Bench, BenchContext, BenchResult } from './bench.ts';
import { medianOf } from './statistics.ts';

interface Run {
  ownMs: number;
  peerMs: number;
  /** The server's own account of its steps. */
  steps: string[];
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await action();
  return performance.now() - from;
}

/** As Ctrl-C does it: Asterisk ends too. */
async function end(instance: Instance): Promise<void> {
  process.kill(instance.pid, 'SIGINT');
  await until('the server has ended', () => !instance.running, { timeoutMs: 30_000 });
}

async function startOnce(instance: Instance, alone: EmbeddedHome): Promise<Run> {
  await end(instance);
  const shown = instance.logs.length;
  const ownMs = await timed(() => instance.start());
  let asterisk: Awaited<ReturnType<EmbeddedHome['start']>> | undefined;
  const peerMs = await timed(async () => {
    asterisk = await alone.start();
  });
  await asterisk?.stop();
  const steps = instance.logs
    .slice(shown)
    .split('\n')
    .filter(line => /, \d+\.\d s$/.test(line));
  return { ownMs, peerMs, steps: steps.map(line => line.trim()) };
}

async function run(context: BenchContext): Promise<BenchResult> {
  context.say('first start');
  const instance = await startInstance({ args: ['--demo'] });
  const alone = await EmbeddedHome.create();
  const runs: Run[] = [];
  try {
    // Its first start makes files and keys.
    await (await alone.start()).stop();
    for (let i = 0; i < context.number('runs'); i++) {
      runs.push(await startOnce(instance, alone));
      context.say(`run ${i + 1}: ${Math.round(runs.at(-1)?.ownMs ?? 0)} ms`);
    }
  } finally {
    await instance.stop();
    await alone.remove();
  }
  const own = medianOf(runs, each => each.ownMs);
  const peer = medianOf(runs, each => each.peerMs);
  return {
    peer: 'the embedded Asterisk alone, same configuration',
    figures: [
      { name: 'second start, command to ready', unit: 'ms', own, peer },
      {
        name: 'more than Asterisk’s own start',
        unit: 'ms',
        own: medianOf(runs, each => each.ownMs - each.peerMs),
        target: { of: 'own', atMost: 1000 },
      },
    ],
    notes: ['/readyz is asked every 50 ms, ARI every 20 ms.'],
    runs,
  };
}

export const secondStart: Bench = {
  id: 'b11',
  name: 'b11-start',
  title: 'second start with demo data',
  options: { runs: '5' },
  run,
};
