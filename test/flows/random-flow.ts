/** Flows and callers by chance: every kind of block, ways back and forth, values within values, answers that fit and that do not. */
import fc from 'fast-check';
import { blocks } from '../../ivr-flows/blocks/index.ts';
import { compile } from '../../ivr-flows/compile.ts';
import { Flow } from '../../ivr-flows/document.ts';
import type { Input } from '../../ivr-flows/effects.ts';
import { advance, start, type Progress } from '../../ivr-flows/engine.ts';
import { faultOf } from '../../ivr-flows/faults.ts';
import { endingOf, forwardResults, inputFor } from '../../ivr-flows/simulation/asked.ts';
import { isLasting, type Lasting } from '../../ivr-flows/simulation/under-way.ts';
import type { FlowRun } from '../../ivr-flows/run.ts';
import type { Value } from '../../ivr-flows/values.ts';
import { environmentOf, say } from './scene.ts';

/** Of no type that is known beforehand, so that most of what grows from them fits. */
const leaves = [
  'data.x',
  'data',
  'data.x[0]',
  'data.deep.deep',
  'call.waited',
  'now.hour',
  'default(a, data.x)',
];
const grown = fc.letrec<{ any: string }>(tie => ({
  any: fc.oneof(
    { maxDepth: 8, depthSize: 'large', withCrossShrink: true },
    fc.constantFrom(...leaves, 'a', 'n', 'list', 'flag', '"7"', '2'),
    fc
      .tuple(tie('any'), fc.constantFrom('==', '!=', 'in'), fc.constantFrom(...leaves))
      .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
    fc.tuple(tie('any'), fc.constantFrom(...leaves)).map(([a, b]) => `("" + ${a} + ${b})`),
    fc.tuple(tie('any'), tie('any')).map(([a, b]) => `[${a}, [${b}]]`),
    fc.tuple(tie('any'), tie('any')).map(([a, b]) => `{"deep": ${a}, "x": {"deep": ${b}}}`),
    tie('any').map(a => `default(${a}, null)`),
    tie('any').map(a => `(has(data.x) ? ${a} : data.y)`),
    tie('any').map(a => `data.x.map(x, ${a})`),
  ),
})).any;
const expressions = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'n + 1',
      'a',
      'n > 3',
      'data.x',
      '"7"',
      'n / 0',
      'list',
      'a == 1',
      'data',
      'flag',
    ),
  },
  { weight: 1, arbitrary: grown },
);
/** Values to be true or false, or not. */
const conditions = fc.oneof(fc.constantFrom('n > 3', 'flag', 'a == 1', 'data.x', 'a'), grown);
const item = fc.oneof(
  fc.constantFrom(
    ...say('hello'),
    ...say('{a}'),
    ...say('{ {"x": [a, {"deep": n}]}.x[1].deep } and {{ and {data.deep.deep}'),
    { play: 'prompt', prompt: 'welcome' },
    { play: 'silence', seconds: 2 },
    { play: 'silence', seconds: 0 },
  ),
  fc.record({
    play: fc.constant('say'),
    as: fc.constantFrom('number', 'ordinal', 'amount', 'date', 'time', 'characters', 'digits', 'duration'),
    value: fc.constantFrom('n', 'a', '7', '"2026-03-02T09:30:00"', 'data.x', 'list'),
  }),
);
const items = fc.array(item, { minLength: 1, maxLength: 4 });
const property = fc.constantFrom('a', 'n', 'list', 'flag');
const row = (members: Record<string, fc.Arbitrary<unknown>>, most = 2) =>
  fc.array(fc.record(members), { minLength: 1, maxLength: most });

/** Parameters worth trying; blocks that are not named begin with their defaults. */
const parameters: Record<string, fc.Arbitrary<Record<string, unknown>>> = {
  start: fc.record({
    interruptible: fc.boolean(),
    goOnAfterHangup: fc.boolean(),
    maximumSeconds: fc.constantFrom(0, 5),
    ivrTimeName: fc.constantFrom('', 'seconds'),
  }),
  'play-message': fc.record({ items }),
  'custom-message': fc.record({ name: fc.constantFrom('x', 'y') }),
  'promo-queue': fc.record({
    messages: items,
    order: fc.constantFrom('inOrder', 'random'),
    leaveDigits: fc.constantFrom('', '1'),
    skipDigits: fc.constant('2'),
    raiseSeconds: fc.constantFrom(0, 7),
    announceAgent: items,
    whisper: items,
  }),
  menu: fc.record({
    prompts: items,
    choices: fc.constantFrom([{ digit: '1' }], [{ digit: '1' }, { digit: '#' }, { digit: '0' }]),
    attempts: fc.integer({ min: 1, max: 3 }),
    saveTo: property,
  }),
  'get-digits': fc.record({ prompts: items, saveTo: property, valid: fc.constantFrom('', 'input != a') }),
  'get-alpha-num-code': fc.record({ prompts: items, saveTo: property }),
  'record-message': fc.record({ prompts: items, saveTo: property }),
  'speech-to-text': fc.record({ prompts: items, saveTo: property }),
  'read-text-message': fc.record({ prompts: items, saveTo: property }),
  if: fc.record({ condition: conditions }),
  switch: fc.record({ value: expressions, cases: fc.constant([{ equals: '7', exit: 'seven' }]) }),
  'distribute-call': fc.constant({
    shares: [
      { exit: 'a', percent: 40 },
      { exit: 'b', percent: 60 },
    ],
  }),
  'loop-counter': fc.record({ property: fc.constantFrom('', 'n'), limit: fc.integer({ min: -2, max: 3 }) }),
  'opening-hours': fc.constant({ calendarId: 1 }),
  'agents-available': fc.constant({ campaignId: 1, saveTo: 'n' }),
  'queue-length': fc.constant({ campaignId: 1 }),
  'estimated-wait': fc.constant({ campaignId: 1 }),
  'set-property': fc.record({ values: row({ property, value: expressions }) }),
  'properties-manager': fc.record({
    operation: fc.constantFrom('concatenate', 'pad', 'parse', 'isNumeric', 'random'),
    property,
    values: row({ value: expressions }),
  }),
  calculator: fc.record({ calculations: row({ property, value: expressions }) }),
  'http-request': fc.record({
    connection: fc.constant('crm'),
    path: fc.constantFrom('/', '/{a}'),
    body: fc.constantFrom('', 'data'),
    results: row({ property, value: fc.constantFrom('answer', 'answer.x', 'status') }),
  }),
  'sql-query': fc.record({
    connection: fc.constant('erp'),
    statement: fc.constant('select 1'),
    rowsTo: property,
  }),
  'set-call-data': fc.record({ values: row({ name: fc.constantFrom('x', 'y'), value: expressions }) }),
  'set-language': fc.record({ language: fc.constantFrom('it', 'en') }),
  'set-skills': fc.constant({ skills: [{ skill: 'english', level: 3, seconds: 20 }] }),
  'hang-up': fc.record({ reason: fc.constantFrom('normal', 'busy', 'congestion') }),
  'set-priority': fc.record({ priority: expressions }),
  queue: fc.record({
    campaignId: fc.constant(1),
    messages: items,
    leaveDigits: fc.constantFrom('', '1'),
    stay: fc.boolean(),
  }),
  'offer-callback': fc.constant({ campaignId: 1 }),
  'transfer-to-campaign': fc.constantFrom({ campaignId: 1 }, { name: '{a}' }, { name: 'Sales' }),
  'transfer-to-agent': fc.constant({ agentId: 1 }),
  'call-forwarding': fc.constantFrom({ number: '{a}1' }, { number: '061234', confirmDigit: '5' }),
  voicemail: fc.record({ campaignId: fc.constant(1), prompts: items }),
  'send-email': fc.constantFrom(
    { connection: 'm', to: 'a@b.example', subject: '{a}' },
    { connection: 'm', to: '{a}', subject: 'x', attach: [{ recording: 'a' }] },
  ),
  survey: fc.record({ questions: fc.constant([{ name: 'q', prompts: say('?') }]) }),
  dialplan: fc.constantFrom(
    { context: 'flow-x', variables: [{ name: 'A', value: '{a}' }] },
    { context: 'flow-x', extension: '{a}', results: [{ variable: 'A', property: 'n' }] },
  ),
};

const types = blocks.map(({ type }) => type).filter(type => type !== 'start');
const drawnBlock = fc
  .constantFrom(...types)
  .chain(type => fc.record({ type: fc.constant(type), parameters: parameters[type] ?? fc.constant({}) }));

/**
 * A flow whose every exit leads somewhere. Exits that are taken at once lead forward, but for some: most flows
 * pass validation, and whether the others should is asked too.
 */
export const drawnFlow = fc
  .record({
    start: parameters['start'] ?? fc.constant({}),
    drawn: fc.oneof(
      { weight: 6, arbitrary: fc.array(drawnBlock, { minLength: 2, maxLength: 9 }) },
      { weight: 1, arbitrary: fc.array(drawnBlock, { minLength: 10, maxLength: 40 }) },
    ),
    kind: fc.constantFrom('welcome', 'ivr', 'queue', 'voicemail'),
    targets: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
  })
  .map(({ start: rules, drawn, kind, targets }) => {
    let next = 0;
    const target = (index: number, atOnce: boolean) => {
      const pick = targets[next++ % targets.length] ?? 0;
      const from = atOnce && pick % 20 !== 0 ? index + 1 : 0;
      return `b${from + (pick % (drawn.length + 1 - from))}`;
    };
    return Flow.parse({
      format: 1,
      name: 'random',
      kind,
      properties: [
        { name: 'a' },
        { name: 'n', type: 'number', initial: 1 },
        { name: 'list', type: 'list' },
        { name: 'flag', type: 'boolean' },
      ],
      blocks: [
        { id: 'start', type: 'start', parameters: rules, exits: { next: 'b0' } },
        ...drawn.map(({ type, parameters: given }, index) => {
          const definition = blocks.find(block => block.type === type);
          const parsed = definition?.parameters.parse(given);
          const waits = definition?.waits(parsed) ?? false;
          const exits = (definition?.exits(parsed) ?? []).map(({ name }) => {
            const atOnce = !waits || name === 'error' || definition?.immediate?.includes(name) === true;
            return [name, target(index, atOnce)];
          });
          return { id: `b${index}`, type, parameters: given, exits: Object.fromEntries(exits) };
        }),
        { id: `b${drawn.length}`, type: 'hang-up' },
      ],
    });
  });

/** Values within values: as JSON has them, lists of lists of the same, names that JavaScript knows. */
const deep: fc.Arbitrary<Value> = fc.oneof(
  fc.jsonValue({ depthSize: 'medium', maxDepth: 6 }).map((value): Value => JSON.parse(JSON.stringify(value))),
  fc
    .integer({ min: 1, max: 60 })
    .map((depth): Value => JSON.parse(`${'['.repeat(depth)}1${']'.repeat(depth)}`)),
  fc.constantFrom<Value>(
    { deep: { deep: { deep: 'x' } } },
    JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}'),
  ),
);
const answers: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(
    null,
    [],
    [{ name: 'Ann' }],
    { status: 200, headers: {}, body: { x: 7 } },
    { status: 500, headers: {}, body: '['.repeat(200) },
  ),
  deep,
  deep.map((body): Value => ({ status: 200, headers: {}, body })),
);
const id = fc.integer({ min: 1, max: 60 }).map(String);
/** What may come: mostly answers to what was asked last (`id` is replaced), digits, sometimes nonsense. */
const input: fc.Arbitrary<Input> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom(...'0123456789*#'.split('')).map(digit => ({ type: 'digit' as const, digit })),
  },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('played' as const), id, failed: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('timer' as const), id: fc.oneof(id, fc.constant('maximum')) }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('answered' as const), id, value: answers }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('failed' as const),
      id,
      code: fc.constantFrom('timeout', 'x'),
      why: fc.constant(faultOf('answerBroke')),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('recorded' as const),
      id,
      recording: fc.constant('r'),
      ms: fc.nat(5000),
      endedBy: fc.constantFrom('digit', 'silence', 'length', 'hangup', 'failed'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('recognised' as const),
      id,
      text: fc.string({ maxLength: 5 }),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('queued' as const),
      news: fc.constantFrom('connected', 'reserved', 'noAgents', 'full', 'timeout'),
      agent: fc.constant('Rossi'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('forwarded' as const),
      id,
      result: fc.constantFrom('talked', 'busy', 'noAnswer', 'refused', 'failed'),
      ms: fc.nat(1000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('dialplanReturned' as const),
      id,
      variables: fc.constant({ A: '1' }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('text' as const), text: fc.string({ maxLength: 8 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'hungUp' as const }) },
);

/** What the world does with one of the things that the flow asked for last: it ends, or it is answered. */
interface Fitting {
  type: 'fitting';
  /** Which of the last three, from 0 = the last. */
  back: number;
  result: string;
  value: Value;
}
const fitting: fc.Arbitrary<Fitting> = fc.record({
  type: fc.constant('fitting' as const),
  back: fc.constantFrom(0, 0, 0, 1, 2),
  result: fc.constantFrom(...forwardResults, 'ends', 'fails'),
  value: answers,
});

/** The input itself, or what fits the effect that it is about; null = nothing was asked. */
function inputOf(
  given: Input | Fitting,
  asked: readonly Lasting[],
  run: FlowRun,
  index: number,
): Input | null {
  if (given.type !== 'fitting')
    // Answers of any kind go to what was asked last, every other time.
    return 'id' in given && given.id !== 'maximum' && index % 4 !== 0
      ? { ...given, id: String(run.lastId) }
      : given;
  const { back, result, value } = given;
  const effect = asked.at(-1 - back);
  if (!effect) return null;
  if (effect.do === 'setTimer') return { type: 'timer', id: effect.id };
  if (effect.do === 'play' || result === 'ends') return endingOf(effect).input;
  if (result === 'fails') return inputFor(effect, { fails: 'refused' });
  const said = effect.do === 'forward' || effect.do === 'recognise';
  return inputFor(effect, { value: said ? result : value });
}

/** What the caller and the world do, and how the world is. */
interface Told {
  seed: number;
  callData: Record<string, Value>;
  world: World;
  inputs: (Input | Fitting)[];
}

interface World {
  hours: 'open' | 'closed' | 'holiday' | null;
  agents: { loggedIn: number; free: number };
  waitMs: number | null;
  callable: boolean;
}

const worlds: fc.Arbitrary<World> = fc.record({
  hours: fc.constantFrom('open', 'closed', 'holiday', null),
  agents: fc.constantFrom({ loggedIn: 0, free: 0 }, { loggedIn: 3, free: 0 }, { loggedIn: 3, free: 2 }),
  waitMs: fc.constantFrom(null, 0, 90_000),
  callable: fc.boolean(),
});

export const told: fc.Arbitrary<Told> = fc.record({
  seed: fc.nat(),
  callData: fc.record({ x: deep, deep, order: deep }),
  world: worlds,
  inputs: fc.array(fc.oneof({ weight: 2, arbitrary: fitting }, { weight: 1, arbitrary: input }), {
    maxLength: 60,
  }),
});

export function play(
  flow: Flow,
  { seed, callData, world, inputs }: Told,
): { run: FlowRun; progress: Progress[] } {
  const compiled = compile(flow);
  const environment = environmentOf({
    hours: () => world.hours,
    agents: () => world.agents,
    waitMs: () => world.waitMs,
    estimatedWaitMs: () => world.waitMs,
    callable: () => world.callable,
  });
  const begun = start(compiled, { seed, callData }, environment);
  const progress: Progress[] = [begun];
  let run = begun.run;
  for (const [index, given] of inputs.entries()) {
    if (progress.at(-1)?.end) break;
    environment.at += 1000;
    run = JSON.parse(JSON.stringify(run));
    const asked = progress.flatMap(({ effects }) => effects.filter(isLasting));
    const brought = inputOf(given, asked, run, index);
    if (brought) progress.push(advance(compiled, run, environment, brought));
  }
  return { run, progress };
}
