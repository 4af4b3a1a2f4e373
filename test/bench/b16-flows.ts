/**
 * Flows: many callers at once in one menu, each pressing a digit (RFC 4733) again and again; beside it the same
 * menu in Asterisk's dialplan (Background, WaitExten), with the same prompt, on the same Asterisk. CPU from the
 * kernel's accounting: Asterisk and orchestrator together for the flow, Asterisk for its peer.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { foldersOf } from '../../asterisk-config/folders.ts';
import { sine, wav } from '../support/audio.ts';
import { createFlowCentre, createTonePrompt } from '../support/flow-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { type Call, MediaPeer } from '../support/media-peer.ts';
import { until } from '../support/until.ts';
import type { Bench, BenchContext, BenchResult } from './bench.ts';
import { peerCaller } from './live/peers.ts';
import { CpuMeter } from './live/usage.ts';
import { medianOf } from './statistics.ts';

/** From one digit to the next, which cuts the prompt short. Nobody is much quicker. */
const roundMs = 1000;
const promptMs = 2000;
const again = '1';
const done = '2';
const menuNumber = '8000';

interface Run {
  /** CPU of Asterisk and of the orchestrator, seconds. */
  asterisk: number;
  orchestrator: number;
  seconds: number;
  failures: number;
}

async function setUp(instance: Instance): Promise<string> {
  const { custom } = foldersOf(instance.home);
  const prompt = join(instance.home, 'menu');
  await writeFile(`${prompt}.wav`, wav(sine(700, promptMs)));
  await writeFile(
    join(custom, 'pjsip_custom.conf'),
    `[${peerCaller}]
type = endpoint
context = bench-menu
transport = phones-udp
disallow = all
allow = alaw,ulaw
direct_media = no
rtp_symmetric = yes
force_rport = yes
dtmf_mode = rfc4733
identify_by = username
`,
  );
  await writeFile(
    join(custom, 'extensions_custom.conf'),
    `[bench-menu]
exten => ${menuNumber},1,Answer()
 same => n(menu),Background(${prompt})
 same => n,WaitExten(30)
exten => ${again},1,Goto(${menuNumber},menu)
exten => ${done},1,Hangup()
`,
  );
  for (const command of ['module reload res_pjsip.so', 'dialplan reload']) await instance.pbx(command);
  await createTonePrompt(instance, 'menu', 700, promptMs);
  const { number } = await createFlowCentre(instance, [
    { id: 'start', type: 'start', exits: { next: 'menu' } },
    {
      id: 'menu',
      type: 'menu',
      parameters: {
        prompts: [{ play: 'prompt', prompt: 'menu' }],
        choices: [again, done].map(digit => ({ digit, title: digit })),
        timeoutSeconds: 30,
      },
      exits: { [again]: 'menu', [done]: 'away' },
    },
    { id: 'away', type: 'hang-up' },
  ]);
  return number;
}

async function measure(instance: Instance, peers: MediaPeer[], number: string, rounds: number): Promise<Run> {
  const [asterisk = 0] = await instance.asterisk();
  const calls = await Promise.all(peers.map(peer => peer.call(number)));
  await Promise.all(calls.map(call => call.whenAnswered()));
  const meter = new CpuMeter({ asterisk, orchestrator: instance.pid });
  await meter.start();
  const from = performance.now();
  for (let round = 0; round < rounds; round += 1) {
    for (const call of calls) call.audio.sendDigits(again);
    const next = from + (round + 1) * roundMs;
    await until('the next round', () => performance.now() >= next, { everyMs: 10, timeoutMs: 10_000 });
  }
  const seconds = (performance.now() - from) / 1000;
  const spent = await meter.read();
  for (const call of calls) call.audio.sendDigits(done);
  const failures = (await Promise.all(calls.map(ended))).filter(ok => !ok).length;
  return { ...spent, seconds, failures };
}

async function ended(call: Call): Promise<boolean> {
  try {
    await call.whenEnded();
    return true;
  } catch {
    call.hangup();
    return false;
  }
}

async function run(context: BenchContext): Promise<BenchResult> {
  const callers = context.number('callers');
  const rounds = context.number('rounds');
  const instance = await startInstance();
  const flow: Run[] = [];
  const dialplan: Run[] = [];
  const open: MediaPeer[] = [];
  try {
    const number = await setUp(instance);
    const peersAs = (user: (index: number) => string): Promise<MediaPeer[]> =>
      Promise.all(
        Array.from({ length: callers }, (_, index) =>
          MediaPeer.open({ server: instance.sip, user: user(index), tone: null }),
        ),
      );
    const ours = await peersAs(index => `06${6_000_000 + index}`);
    const others = await peersAs(() => peerCaller);
    open.push(...ours, ...others);
    await measure(instance, ours, number, 2);
    await measure(instance, others, menuNumber, 2);
    for (let i = 0; i < context.number('runs'); i += 1) {
      flow.push(await measure(instance, ours, number, rounds));
      dialplan.push(await measure(instance, others, menuNumber, rounds));
      context.say(`run ${i + 1} done`);
    }
  } finally {
    await Promise.all(open.map(peer => peer.close()));
    await instance.stop();
  }
  const perCaller = (runs: Run[], of: (run: Run) => number): number =>
    medianOf(runs, each => (of(each) / each.seconds / callers) * 1000);
  const blocks = callers * rounds;
  return {
    peer: "the same menu in Asterisk's dialplan: Background, WaitExten",
    figures: [
      {
        name: `CPU per caller in a menu, ${callers} callers, a digit each ${roundMs} ms`,
        unit: 'ms/s',
        own: perCaller(flow, each => each.asterisk + each.orchestrator),
        peer: perCaller(dialplan, each => each.asterisk),
        target: { of: 'peer', atMost: 1.5 },
      },
      {
        name: 'of that, the orchestrator',
        unit: 'ms/s',
        own: perCaller(flow, each => each.orchestrator),
      },
      { name: 'blocks per second', unit: '1/s', own: medianOf(flow, each => blocks / each.seconds) },
    ],
    load: {
      calls: callers * 2 * flow.length,
      failures: [...flow, ...dialplan].reduce((sum, each) => sum + each.failures, 0),
      retransmissions: open.reduce((sum, peer) => sum + peer.retransmissions, 0),
      generatorCpu: 0,
    },
    notes: [],
    runs: { flow, dialplan },
  };
}

export const flows: Bench = {
  id: 'b16',
  name: 'b16-flows',
  title: 'Callers in a menu: a flow, and the dialplan',
  options: { callers: '50', rounds: '20', runs: '3' },
  run,
};
