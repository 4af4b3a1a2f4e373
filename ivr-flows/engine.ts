/**
 * Runs a flow: `start` enters its first block, `advance` brings it an input. Both go on until a block waits or
 * the flow ends, and say what the world shall do. The run is plain data that the caller keeps; nothing else is
 * remembered here. A mistake in a flow never throws: it leaves the block by `error` or ends the flow.
 *
 *   entered ─enter()─> exit ──> next block        (the exit leads nowhere: the flow ends)
 *                      wait ──input──> resume() ─> exit | wait | end
 *                      end
 */
import type { Outcome } from './block.ts';
import type { CompiledBlock, CompiledFlow } from './compile.ts';
import type { BlockId } from './document.ts';
import type { Effect, End, Input } from './effects.ts';
import type { Environment } from './environment.ts';
import { faultOf, FlowFault } from './faults.ts';
import type { FlowRun, Trace } from './run.ts';
import { MAXIMUM_TIMER, Turn } from './turn.ts';
import { copyOf, type Language, type Value } from './values.ts';

/** Blocks entered without waiting; a flow that validates stays far below. */
export const MOST_STEPS = 1000;
/** Blocks entered by one run in all: a queue that plays a message each 5 s for a day is within. */
export const MOST_STEPS_IN_ALL = 100_000;

export interface Progress {
  effects: Effect[];
  trace: Trace[];
  /** Null = the flow waits. After an end the run is over. */
  end: End | null;
}

/** How a run begins. */
export interface Beginning {
  /** Any number: the run's chance comes from it. */
  seed: number;
  callData?: Record<string, Value>;
  /** The language of the call is taken if it is not said. */
  language?: Language;
}

export function start(
  flow: CompiledFlow,
  beginning: Beginning,
  environment: Environment,
): Progress & { run: FlowRun } {
  const run: FlowRun = {
    block: flow.start,
    state: null,
    properties: copyOf(flow.initial),
    callData: copyOf(beginning.callData ?? {}),
    language: beginning.language ?? environment.call.language,
    counters: {},
    typedAhead: '',
    lastId: 0,
    entered: 0,
    seed: beginning.seed >>> 0,
    startedAt: environment.at,
    hungUp: false,
    connected: false,
  };
  const turn = new Turn(flow, run, environment);
  const { maximumSeconds } = flow.rules;
  if (maximumSeconds > 0) turn.do({ do: 'setTimer', id: MAXIMUM_TIMER, ms: maximumSeconds * 1000 });
  const end = walk(turn, flow.start);
  return { run, ...finished(turn, end) };
}

/** Brings an input to the block that waits. What comes late or means nothing changes nothing. */
export function advance(flow: CompiledFlow, run: FlowRun, environment: Environment, input: Input): Progress {
  const turn = new Turn(flow, run, environment);
  const block = flow.blocks.get(run.block);
  if (!block) return finished(turn, { to: 'nowhere', code: 'exception' });
  if (input.type === 'timer' && input.id === MAXIMUM_TIMER) return finished(turn, tooLong(flow));
  if (input.type === 'hungUp') run.hungUp = true;
  if (input.type === 'queued' && input.news === 'connected') run.connected = true;
  const outcome = attempt(
    turn,
    block,
    () => block.definition.resume?.(turn, block.parameters, input, run.state) ?? null,
  );
  if (outcome) return finished(turn, follow(turn, block, outcome));
  return finished(turn, byDefault(turn, block, input));
}

/** What an input does that the block does not know. */
function byDefault(turn: Turn, block: CompiledBlock, input: Input): End | null {
  const { run } = turn;
  switch (input.type) {
    case 'digit':
      turn.keepDigits(input.digit);
      return null;
    case 'hungUp':
      if (!block.definition.needsCaller) return null;
      return follow(turn, block, { exit: 'hangup' });
    case 'queued':
      // The queue found an operator while the flow did something else: the caller is not kept waiting for it.
      if (run.connected) return { to: 'talk' };
      if (input.news === 'reserved') turn.do({ do: 'connect' });
      return null;
    default:
      return null;
  }
}

/** Enters blocks until one waits (null) or the flow ends. */
function walk(turn: Turn, first: string): End | null {
  const { flow, run } = turn;
  let id = first;
  for (let steps = 0; ; steps++) {
    const block = flow.blocks.get(id);
    if (!block) return { to: 'nowhere', code: 'exception' };
    run.block = id;
    run.state = null;
    run.entered += 1;
    turn.trace.push({ at: turn.environment.at, block: id, type: 'entered' });
    if (steps >= MOST_STEPS || run.entered > MOST_STEPS_IN_ALL) return { to: 'nowhere', code: 'stepCap' };
    if (run.hungUp && block.definition.needsCaller) return { to: 'hangup', reason: 'normal' };
    if (run.connected && block.definition.needsCaller) return { to: 'talk' };
    const outcome = attempt(turn, block, () => block.definition.enter(turn, block.parameters));
    if (!outcome) return { to: 'nowhere', code: 'exception' };
    if ('wait' in outcome) {
      run.state = outcome.wait;
      return null;
    }
    if ('end' in outcome) return outcome.end;
    const next = leave(turn, block, outcome.exit);
    if (typeof next !== 'string') return next;
    id = next;
  }
}

function follow(turn: Turn, block: CompiledBlock, outcome: Outcome): End | null {
  if ('wait' in outcome) {
    turn.run.state = outcome.wait;
    return null;
  }
  if ('end' in outcome) return outcome.end;
  const next = leave(turn, block, outcome.exit);
  return typeof next === 'string' ? walk(turn, next) : next;
}

/** The block behind the exit, or how the flow ends when there is none. */
function leave(turn: Turn, block: CompiledBlock, exit: string): string | End {
  const { run, flow } = turn;
  const next = block.exits.get(exit);
  // After the last `failed` line an exit that leads nowhere says nothing more.
  if (next !== undefined || exit !== 'error')
    turn.trace.push({ at: turn.environment.at, block: block.id, type: 'left', exit });
  if (exit === 'hangup' && (next === undefined || !flow.rules.goOnAfterHangup))
    return { to: 'hangup', reason: 'normal' };
  if (next !== undefined) return next;
  if (run.hungUp) return { to: 'hangup', reason: 'normal' };
  return { to: 'nowhere', code: exit === 'error' ? 'exception' : 'unconnected' };
}

/** A fault of the flow, or of a block itself, leaves by `error`. */
function attempt(turn: Turn, block: CompiledBlock, run: () => Outcome | null): Outcome | null {
  try {
    return run();
  } catch (error) {
    fail(turn, block.id, error);
    return { exit: 'error' };
  }
}

function fail(turn: Turn, block: BlockId, error: unknown): void {
  const fault =
    error instanceof FlowFault ? error.fault : faultOf('exception', { message: String(error).slice(0, 200) });
  turn.trace.push({ at: turn.environment.at, block, type: 'failed', fault });
}

function tooLong(flow: CompiledFlow): End {
  const { campaignAfter } = flow.rules;
  if (campaignAfter !== null) return { to: 'campaign', campaignId: campaignAfter };
  return { to: 'nowhere', code: 'tooLong' };
}

function finished(turn: Turn, ending: End | null): Progress {
  let end = ending;
  const { run } = turn;
  // Whatever the flow does after the connection does not part the two.
  if (end && run.connected && !run.hungUp) end = { to: 'talk' };
  if (end) keepTime(turn);
  return { effects: turn.effects, trace: turn.trace, end };
}

/** How long the flow took becomes call data, unless there is too much of that already. */
function keepTime(turn: Turn): void {
  const { flow, run, environment } = turn;
  if (flow.rules.ivrTimeName === '') return;
  const seconds = Math.round((environment.at - run.startedAt) / 1000);
  try {
    turn.setCallData({ [flow.rules.ivrTimeName]: seconds });
  } catch (error) {
    fail(turn, run.block, error);
  }
}
