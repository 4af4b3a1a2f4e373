/**
 * B15: blocks of call flows, core alone. A menu as most are: a message, a menu, a condition with an expression,
 * a property, and round again. Each input is one turn of the engine, as the core brings it; the floor is an
 * interpreter of the same graph written for these four blocks alone, without expressions, trace or faults.
 */
import { compile } from '../../ivr-flows/compile.ts';
import { Flow } from '../../ivr-flows/document.ts';
import type { Effect, Input } from '../../ivr-flows/effects.ts';
import { advance, start } from '../../ivr-flows/engine.ts';
import type { Environment } from '../../ivr-flows/environment.ts';
import { expression } from '../../ivr-flows/expressions/index.ts';
import type { Bench, BenchContext, BenchResult } from './bench.ts';
import { medianOf, Stopwatch } from './statistics.ts';

const flow = Flow.parse({
  format: 1,
  name: 'bench',
  kind: 'ivr',
  properties: [{ name: 'choice' }, { name: 'passes', type: 'number', initial: 0 }],
  blocks: [
    { id: 'start', type: 'start', exits: { next: 'hello' } },
    {
      id: 'hello',
      type: 'play-message',
      parameters: { items: [{ play: 'prompt', prompt: 'welcome' }] },
      exits: { next: 'menu' },
    },
    {
      id: 'menu',
      type: 'menu',
      parameters: {
        prompts: [{ play: 'prompt', prompt: 'choose' }],
        choices: [{ digit: '1' }, { digit: '2' }],
        saveTo: 'choice',
      },
      exits: { '1': 'check', '2': 'check', invalid: 'check', timeout: 'check' },
    },
    {
      id: 'check',
      type: 'if',
      parameters: { condition: 'choice == 1 && passes < 1000000 && call.caller.startsWith("+39")' },
      exits: { yes: 'count', no: 'hello' },
    },
    {
      id: 'count',
      type: 'set-property',
      parameters: { values: [{ property: 'passes', value: 'passes + 1' }] },
      exits: { next: 'hello' },
    },
  ],
});

const environment: Environment = {
  at: Date.UTC(2026, 2, 2, 9),
  timeZone: 'Europe/Rome',
  call: {
    id: 'c',
    caller: '+390612345678',
    callerName: '',
    dialled: '800100',
    service: 's',
    campaign: 'c',
    language: 'it',
    media: 'audio',
    waited: 0,
    priority: 5,
  },
  hours: () => 'open',
  agents: () => ({ loggedIn: 1, free: 1 }),
  queueLength: () => 0,
  estimatedWaitMs: () => null,
  callable: () => true,
  position: () => 0,
  waitMs: () => null,
  campaignId: () => null,
};

/** The caller hears the message, presses 1 and comes round: two inputs, four blocks. */
function inputsOf(effects: readonly Effect[]): Input {
  const playing = effects.findLast(effect => effect.do === 'play');
  return { type: 'played', id: playing?.do === 'play' ? playing.id : '', failed: false };
}
const digit: Input = { type: 'digit', digit: '1' };

function engineRound(rounds: number): { blocks: number; micros: number; turns: Stopwatch } {
  const compiled = compile(flow);
  const { run, effects } = start(compiled, { seed: 1 }, environment);
  const turns = new Stopwatch();
  let playing = inputsOf(effects);
  const from = performance.now();
  for (let round = 0; round < rounds; round++) {
    turns.time(() => advance(compiled, run, environment, playing));
    playing = inputsOf(turns.time(() => advance(compiled, run, environment, digit)).effects);
  }
  return { blocks: run.entered, micros: (performance.now() - from) * 1000, turns };
}

/** What the same work costs when nothing is general. */
function floorRound(rounds: number): { blocks: number; micros: number } {
  const run = { block: 'hello', choice: '', passes: 0, lastId: 1, entered: 2 };
  let sent = 0;
  const from = performance.now();
  for (let round = 0; round < rounds; round++) {
    const effects: Effect[] = [];
    run.block = 'menu';
    run.lastId += 1;
    effects.push({ do: 'play', id: String(run.lastId), media: [{ prompt: 'choose' }] });
    effects.push({ do: 'stopPlaying' });
    run.choice = '1';
    run.block = 'check';
    const yes = run.choice === '1' && run.passes < 1_000_000 && environment.call.caller.startsWith('+39');
    if (yes) run.passes += 1;
    run.block = 'hello';
    run.lastId += 1;
    effects.push({ do: 'play', id: String(run.lastId), media: [{ prompt: 'welcome' }] });
    run.entered += 4;
    sent += effects.length;
  }
  return { blocks: run.entered, micros: sent > 0 ? (performance.now() - from) * 1000 : 0 };
}

async function run(context: BenchContext): Promise<BenchResult> {
  const rounds = context.number('rounds');
  engineRound(Math.ceil(rounds / 4));
  floorRound(Math.ceil(rounds / 4));
  const runs = Array.from({ length: context.number('runs') }, (_, index) => {
    context.say(`run ${index + 1}`);
    const engine = engineRound(rounds);
    const floor = floorRound(rounds);
    const condition = expression('choice == 1 && passes < 1000 && call.caller.startsWith("+39")');
    const scope = {
      properties: { choice: '1', passes: 7 },
      call: environment.call,
      data: {},
      now: () => ({}),
    };
    const evaluated = new Stopwatch();
    for (let i = 0; i < rounds; i++) evaluated.time(() => condition.evaluate(scope));
    return { engine, floor, evaluated };
  });
  return {
    floor: 'an interpreter of these blocks alone',
    figures: [
      {
        name: 'a block, whole turn',
        unit: 'us',
        own: medianOf(runs, ({ engine }) => engine.micros / engine.blocks),
        floor: medianOf(runs, ({ floor }) => floor.micros / floor.blocks),
        target: { of: 'own', atMost: 10 },
      },
      {
        name: 'blocks per second',
        unit: '1/s',
        own: medianOf(runs, ({ engine }) => (engine.blocks / engine.micros) * 1_000_000),
        target: { of: 'own', atLeast: 100_000 },
      },
      { name: 'a turn, p99', unit: 'us', own: medianOf(runs, ({ engine }) => engine.turns.micros(99)) },
      { name: 'a condition, p50', unit: 'us', own: medianOf(runs, ({ evaluated }) => evaluated.micros(50)) },
    ],
    notes: ['Message, menu, condition with three comparisons, property: four blocks in two turns.'],
  };
}

export const flowBlocks: Bench = {
  id: 'b15',
  name: 'b15-flow-blocks',
  title: 'Blocks of call flows, core alone',
  options: { rounds: '20000', runs: '5' },
  run,
};
