/**
 * Any flow that validation lets through, and any caller: nothing throws, every turn ends soon, the run stays
 * plain data, and the same flow, seed and inputs give the same again.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { z } from 'zod';
import { blocks } from '../../ivr-flows/blocks/index.ts';
import { compile } from '../../ivr-flows/compile.ts';
import { Flow } from '../../ivr-flows/document.ts';
import type { Input } from '../../ivr-flows/effects.ts';
import { advance, MOST_STEPS, start, type Progress } from '../../ivr-flows/engine.ts';
import type { FlowRun } from '../../ivr-flows/run.ts';
import { isPublishable, validate } from '../../ivr-flows/validate.ts';
import type { Value } from '../../ivr-flows/values.ts';
import { environmentOf, say } from './scene.ts';

const items = fc.constantFrom(
  say('hello'),
  say('{a}'),
  [{ play: 'prompt', prompt: 'welcome' }],
  [{ play: 'say', as: 'number', value: 'n' }],
);
const expressions = fc.constantFrom(
  'n + 1',
  'a',
  'n > 3',
  'data.x',
  '"7"',
  'n / 0',
  'list',
  'a == 1',
  'data',
);
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
  menu: fc.record({ prompts: items, choices: fc.constant([{ digit: '1' }]), saveTo: property }),
  'get-digits': fc.record({ prompts: items, saveTo: property, valid: fc.constantFrom('', 'input != a') }),
  'get-alpha-num-code': fc.record({ prompts: items, saveTo: property }),
  'record-message': fc.record({ prompts: items, saveTo: property }),
  'speech-to-text': fc.record({ prompts: items, saveTo: property }),
  'read-text-message': fc.record({ prompts: items, saveTo: property }),
  if: fc.record({ condition: expressions }),
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
  'set-priority': fc.record({ priority: expressions }),
  queue: fc.record({
    campaignId: fc.constant(1),
    messages: items,
    leaveDigits: fc.constantFrom('', '1'),
    stay: fc.boolean(),
  }),
  'offer-callback': fc.constant({ campaignId: 1 }),
  'transfer-to-campaign': fc.constant({ campaignId: 1 }),
  'transfer-to-agent': fc.constant({ agentId: 1 }),
  'call-forwarding': fc.constant({ number: '{a}1' }),
  voicemail: fc.record({ campaignId: fc.constant(1), prompts: items }),
  'send-email': fc.constant({ connection: 'm', to: 'a@b.example', subject: '{a}' }),
  survey: fc.record({ questions: fc.constant([{ name: 'q', prompts: say('?') }]) }),
  dialplan: fc.constant({ context: 'x', variables: [{ name: 'A', value: '{a}' }] }),
};

const types = blocks.map(({ type }) => type).filter(type => type !== 'start');
const drawnBlock = fc
  .constantFrom(...types)
  .chain(type => fc.record({ type: fc.constant(type), parameters: parameters[type] ?? fc.constant({}) }));

/**
 * A flow whose every exit leads somewhere. Exits that are taken at once lead forward, but for some: most flows
 * pass validation, and whether the others should is asked too.
 */
const drawnFlow = fc
  .record({
    start: parameters['start'] ?? fc.constant({}),
    drawn: fc.array(drawnBlock, { minLength: 2, maxLength: 9 }),
    targets: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
  })
  .map(({ start: rules, drawn, targets }) => {
    let next = 0;
    const target = (index: number, atOnce: boolean) => {
      const pick = targets[next++ % targets.length] ?? 0;
      const from = atOnce && pick % 20 !== 0 ? index + 1 : 0;
      return `b${from + (pick % (drawn.length + 1 - from))}`;
    };
    return Flow.parse({
      format: 1,
      name: 'random',
      kind: 'ivr',
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

const answers = fc.constantFrom<Value>(
  null,
  [],
  [{ name: 'Ann' }],
  { status: 200, headers: {}, body: { x: 7 } },
  { status: 500, headers: {}, body: '['.repeat(200) },
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
      message: fc.constant(''),
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

/** Answers go to what was asked last, every other time. */
function aimed(given: Input, run: FlowRun, index: number): Input {
  return 'id' in given && given.id !== 'maximum' && index % 4 !== 0
    ? { ...given, id: String(run.lastId) }
    : given;
}

interface Told {
  seed: number;
  inputs: Input[];
}

function play(flow: Flow, { seed, inputs }: Told): { run: FlowRun; progress: Progress[] } {
  const compiled = compile(flow);
  const environment = environmentOf();
  const begun = start(compiled, { seed }, environment);
  const progress: Progress[] = [begun];
  let run = begun.run;
  for (const [index, given] of inputs.entries()) {
    if (progress.at(-1)?.end) break;
    environment.at += 1000;
    run = JSON.parse(JSON.stringify(run));
    progress.push(advance(compiled, run, environment, aimed(given, run, index)));
  }
  return { run, progress };
}

const told = fc.record({ seed: fc.nat(), inputs: fc.array(input, { maxLength: 40 }) });

describe('random flows', () => {
  it('that pass validation never throw, hang or loop, and repeat themselves', () => {
    const ends = new Map<string, number>();
    fc.assert(
      fc.property(drawnFlow, told, (flow, story) => {
        fc.pre(isPublishable(validate(flow)));
        const { run, progress } = play(flow, story);
        for (const { trace, end } of progress) {
          expect(trace.filter(line => line.type === 'entered').length).to.be.at.most(MOST_STEPS / 2);
          if (end) {
            const name = end.to === 'nowhere' ? end.code : end.to;
            ends.set(name, (ends.get(name) ?? 0) + 1);
          }
        }
        const exceptions = progress.flatMap(({ trace }) =>
          trace.filter(line => line.type === 'failed' && line.fault.code === 'exception'),
        );
        expect(exceptions).to.deep.equal([]);
        expect(z.json().safeParse(JSON.parse(JSON.stringify(run))).success).to.equal(true);
        expect(JSON.parse(JSON.stringify(run))).to.deep.equal(run);
        expect(play(flow, story)).to.deep.equal({ run, progress });
      }),
      { numRuns: 800 },
    );
    expect(ends.get('stepCap')).to.equal(undefined);
    expect([...ends.keys()]).to.include.members(['hangup', 'talk', 'campaign']);
  }).timeout(120_000);

  it('that do not pass it end all the same', () => {
    fc.assert(
      fc.property(drawnFlow, told, (flow, story) => {
        for (const { trace } of play(flow, story).progress)
          expect(trace.filter(line => line.type === 'entered').length).to.be.at.most(MOST_STEPS + 1);
      }),
      { numRuns: 200 },
    );
  }).timeout(120_000);
});
