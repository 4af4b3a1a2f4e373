/**
 * Flow tests: what a caller does and what shall come of it, as a file that people write and review. They run
 * in the engine alone, in milliseconds, in the terminal and in a continuous build. See docs/flows.md.
 */
import { DateTime } from 'luxon';
import { z } from 'zod';
import { compile, type CompiledFlow } from '../compile.ts';
import type { Flow, FlowBlock } from '../document.ts';
import { likePattern } from '../expressions/index.ts';
import { isInput, Step } from './flow-test-step.ts';
import { problemsAt } from './flow-test-steps.ts';
import { failureWords } from './flow-test-words.ts';
import { faultOf, faultWords, refuse } from '../faults.ts';
import { wordsOf } from '../problems.ts';
import { schemaProblem } from '../schema-problems.ts';
import type { Answer, Outside } from './asked.ts';
import { Simulation } from './simulation.ts';
import type { Surroundings } from './surroundings.ts';
import { Language, Value } from '../values.ts';

const Ids = <T extends z.ZodType>(value: T) => z.record(z.string().regex(/^\d+$/), value);

/** The world as the test has it. What is not said has a default. */
export const World = z.strictObject({
  /** Local date and time at which the call begins. */
  at: z.string().default('2026-03-02T10:00'),
  timeZone: z.string().default('Europe/Rome'),
  caller: z.string().default('+390612345678'),
  dialled: z.string().default('800100'),
  media: z.enum(['audio', 'chat']).default('audio'),
  language: Language.optional(),
  callData: z.record(z.string(), Value).default({}),
  seed: z.int().min(0).default(1),
  /** By the id of the calendar; others are open. */
  hours: Ids(z.enum(['open', 'closed', 'holiday'])).default({}),
  /** By the id of the campaign; others have one agent, who is free. */
  agents: Ids(z.strictObject({ loggedIn: z.int().min(0), free: z.int().min(0) })).default({}),
  queueLength: Ids(z.int().min(0)).default({}),
  /** Seconds; campaigns that are not named do not know. */
  estimatedWait: Ids(z.number().min(0)).default({}),
  /** Numbers that may not be called back. */
  blockedNumbers: z.array(z.string()).default([]),
  /** The contact's place in its queue; null = behind those who wait there. */
  position: z.int().min(0).nullable().default(null),
  /** Name of a campaign -> its id. */
  campaigns: z.record(z.string(), z.int()).default({}),
  /** What outside systems answer: the first that fits. */
  answers: z
    .array(
      z.strictObject({
        connection: z.string(),
        /** Of an HTTP request; * = any text. Of a query, a part of the statement. */
        to: z.string().optional(),
        status: z.int().default(200),
        body: Value.optional(),
        rows: z.array(z.record(z.string(), Value)).optional(),
        /** timeout, unreachable, refused, invalid */
        fails: z.string().optional(),
      }),
    )
    .default([]),
  /** What the dialplan gives back, by context. */
  dialplan: z.record(z.string(), z.record(z.string(), z.string())).default({}),
});
export type World = z.infer<typeof World>;

const Case = z.strictObject({
  name: z.string().min(1),
  /** Changes to the world of the file. */
  world: z.record(z.string(), Value).default({}),
  steps: z.array(Step).min(1),
});

/** A file of tests of one flow. */
export const FlowTest = z.strictObject({
  /** File of the flow, from the folder of this file. */
  flow: z.string(),
  /** Parameters of blocks changed for the test: what a template leaves to be chosen. */
  with: z.record(z.string(), z.record(z.string(), Value)).default({}),
  world: z.record(z.string(), Value).default({}),
  tests: z.array(Case).min(1),
});
export type FlowTest = z.infer<typeof FlowTest>;

export interface TestResult {
  name: string;
  /** What went wrong, each with its step; none = passed. */
  failures: string[];
}

/** Runs all tests of a file. A world that cannot be read is a failure of its test. Throws FlowFault for a flow that cannot run. */
export function runFlowTest(document: Flow, file: FlowTest, language: Language = 'en'): TestResult[] {
  for (const block of Object.keys(file.with))
    if (document.blocks.every(({ id }) => id !== block)) refuse('unknownBlock', { block });
  const flow = compile({ ...document, blocks: document.blocks.map(block => changed(block, file)) });
  return file.tests.map(({ name, world, steps }) => {
    const parsed = World.safeParse({ ...file.world, ...world }, { reportInput: true });
    if (!parsed.success) {
      const failures = parsed.error.issues.map(
        issue => `world.${issue.path.join('.')}: ${wordsOf(schemaProblem(issue), language)}`,
      );
      return { name, failures };
    }
    const simulation = simulate(flow, parsed.data);
    if (!simulation) {
      const { at, timeZone } = parsed.data;
      return { name, failures: [`world.at: ${faultWords(faultOf('noMoment', { at, timeZone }), language)}`] };
    }
    return { name, failures: runSteps(simulation, steps, language) };
  });
}

function changed(block: FlowBlock, file: FlowTest): FlowBlock {
  const changes = Object.hasOwn(file.with, block.id) ? file.with[block.id] : {};
  return { ...block, parameters: { ...block.parameters, ...changes } };
}

function runSteps(simulation: Simulation, steps: readonly Step[], language: Language): string[] {
  const failures: string[] = [];
  // Expectations look at what came since they were last looked at; the beginning of the call counts too.
  let since = 0;
  let looked = false;
  steps.forEach((step, index) => {
    if (isInput(step) && looked) since = simulation.log.length;
    looked = !isInput(step);
    for (const failure of problemsAt(simulation, step, since))
      failures.push(failureWords(failure, index + 1, language));
  });
  return failures;
}

/**
 * A simulation in the world of a test. Outside systems of which the world knows nothing are left to whoever
 * plays, if that is `asked`; else they cannot be reached. Null = its date or its time zone is none.
 */
export function simulate(flow: CompiledFlow, world: World, asked = false): Simulation | null {
  const begins = DateTime.fromISO(world.at, { zone: world.timeZone });
  if (!begins.isValid) return null;
  const { seed, callData, language } = world;
  return new Simulation(flow, {
    at: begins.toMillis(),
    seed,
    callData,
    language,
    pace: 'clock',
    surroundings: surroundingsOf(flow, world),
    answer: outside => answerOf(world, outside) ?? (asked ? null : unanswered(outside)),
  });
}

function surroundingsOf(flow: CompiledFlow, world: World): Surroundings {
  const { timeZone, hours, agents, queueLength, estimatedWait, campaigns, position } = world;
  return {
    timeZone,
    call: {
      id: 'test',
      caller: world.caller,
      callerName: '',
      dialled: world.dialled,
      service: 'Test',
      campaign: flow.name,
      language: world.language ?? 'it',
      media: world.media,
      waited: 0,
      priority: 5,
    },
    hours: id => hours[String(id)] ?? 'open',
    agents: id => agents[String(id)] ?? { loggedIn: 1, free: 1 },
    queueLength: id => queueLength[String(id)] ?? 0,
    // The one queue that a test of a queue's flow speaks of is its own.
    estimatedWaitMs: id => seconds(id === null ? Object.values(estimatedWait)[0] : estimatedWait[String(id)]),
    position,
    callable: (_, number) => !world.blockedNumbers.includes(number),
    campaignId: name => (Object.hasOwn(campaigns, name) ? (campaigns[name] ?? null) : null),
  };
}

function seconds(value: number | undefined): number | null {
  return value === undefined ? null : value * 1000;
}

/** Null = the world says nothing of it. */
function answerOf(world: World, asked: Outside): Answer | null {
  if (asked.do === 'dialplan') {
    const variables = world.dialplan[asked.context];
    return variables ? { value: variables } : null;
  }
  const found = world.answers.find(({ connection, to }) => {
    if (connection !== asked.connection) return false;
    if (to === undefined || asked.do === 'sendEmail') return true;
    return asked.do === 'httpRequest' ? likePattern(asked.path, to) : asked.statement.includes(to);
  });
  if (!found) return null;
  if (found.fails !== undefined) return { fails: found.fails };
  if (asked.do === 'httpRequest')
    return { value: { status: found.status, headers: {}, body: found.body ?? null } };
  return { value: asked.do === 'sqlQuery' ? (found.rows ?? []) : null };
}

/** A mail goes out, a context of the dialplan comes back; what one must know cannot be reached. */
function unanswered({ do: asked }: Outside): Answer {
  if (asked === 'sendEmail') return { value: null };
  return asked === 'dialplan' ? { value: {} } : { fails: 'unreachable' };
}
