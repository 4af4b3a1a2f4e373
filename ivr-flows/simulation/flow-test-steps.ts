/** Does the steps of flow tests, and compares what is expected of the flow with what became of it. */
import type { End } from '../effects.ts';
import { equalValues } from '../expressions/index.ts';
import { bothFaultWords } from '../faults.ts';
import { failureOf, none, nothing, type Failure } from './flow-test-words.ts';
import type { Step } from './flow-test-step.ts';
import { heard } from './heard.ts';
import type { Simulation } from './simulation.ts';
import type { Value } from '../values.ts';

/** Does the step, or says what is not as expected. Expectations look at the log from `since`. */
export function problemsAt(simulation: Simulation, step: Step, since: number): Failure[] {
  if ('press' in step) return done(() => simulation.press(step.press));
  if ('say' in step) return done(() => simulation.say(step.say, step.confidence));
  if ('write' in step) return done(() => simulation.write(step.write));
  if ('wait' in step) return done(() => simulation.wait(step.wait));
  if ('listen' in step) return done(() => simulation.listen());
  if ('hangUp' in step) return done(() => simulation.hangUp());
  if ('queue' in step) return done(() => simulation.queue(step.queue, step.agent));
  if ('forwarded' in step) return done(() => simulation.forwarded(step.forwarded));
  return expectation(simulation, step, since);
}

function done(act: () => void): Failure[] {
  act();
  return [];
}

type Expectation = Exclude<
  Step,
  | { press: unknown }
  | { say: unknown }
  | { write: unknown }
  | { wait: unknown }
  | { listen: unknown }
  | { hangUp: unknown }
  | { queue: unknown }
  | { forwarded: unknown }
>;

function expectation(simulation: Simulation, step: Expectation, since: number): Failure[] {
  if ('hears' in step) return missing(texts(step.hears), heardSince(simulation, since));
  if ('hearsNothingOf' in step) {
    const played = heardSince(simulation, since);
    const wrong = texts(step.hearsNothingOf).filter(text => played.some(part => part.includes(text)));
    return wrong.map(text => failureOf('heardUnwanted', { text: quoted([text]) }));
  }
  if ('at' in step) return notAt(simulation, step.at);
  if ('blocks' in step) {
    const entered = traces(simulation, since).flatMap(line => (line.type === 'entered' ? [line.block] : []));
    if (entered.join() === step.blocks.join()) return [];
    return [failureOf('otherBlocks', { wanted: step.blocks.join(', '), found: entered.join(', ') || none })];
  }
  if ('exits' in step)
    return Object.entries(step.exits).flatMap(([block, exit]) => wrongExit(simulation, block, exit));
  if ('properties' in step) return differences('otherProperty', step.properties, simulation.run.properties);
  if ('callData' in step) return differences('otherCallData', step.callData, simulation.run.callData);
  if ('asks' in step) return notAsked(simulation, step.asks, since);
  const found = simulation.end ? endOf(simulation.end) : 'no';
  return found === step.ends ? [] : [failureOf('otherEnd', { wanted: step.ends, found })];
}

function notAt({ end, run }: Simulation, wanted: string): Failure[] {
  if (end) return [failureOf('ended', { wanted, end: endOf(end) })];
  return run.block === wanted ? [] : [failureOf('elsewhere', { wanted, found: run.block })];
}

function texts(given: string | string[]): string[] {
  return typeof given === 'string' ? [given] : given;
}

const quoted = (parts: readonly string[]): string => parts.map(part => `"${part}"`).join(', ');

function missing(wanted: string[], played: string[]): Failure[] {
  let from = 0;
  for (const text of wanted) {
    const found = played.findIndex((part, index) => index >= from && part.includes(text));
    if (found < 0) return [failureOf('notHeard', { text: quoted([text]), heard: quoted(played) || nothing })];
    from = found + 1;
  }
  return [];
}

function heardSince(simulation: Simulation, since: number): string[] {
  return simulation.log
    .slice(since)
    .flatMap(line => (line.what === 'effect' && line.effect.do === 'play' ? heard(line.effect.media) : []));
}

function traces(simulation: Simulation, since: number) {
  return simulation.log.slice(since).flatMap(line => (line.what === 'trace' ? [line.trace] : []));
}

function wrongExit(simulation: Simulation, block: string, exit: string): Failure[] {
  const left = traces(simulation, 0).findLast(line => line.type === 'left' && line.block === block);
  if (left?.type !== 'left') return [failureOf('notLeft', { block, exit })];
  const { exit: found } = left;
  if (found === exit) return [];
  const failed = traces(simulation, 0).findLast(line => line.type === 'failed' && line.block === block);
  if (failed?.type !== 'failed') return [failureOf('otherExit', { block, exit, found })];
  return [failureOf('otherExitFault', { block, exit, found, fault: bothFaultWords(failed.fault) })];
}

function differences(
  code: 'otherProperty' | 'otherCallData',
  wanted: Record<string, Value>,
  found: Record<string, Value>,
): Failure[] {
  return Object.entries(wanted).flatMap(([name, value]) => {
    const is = Object.hasOwn(found, name) ? (found[name] ?? null) : null;
    if (equalValues(is, value)) return [];
    return [failureOf(code, { name, wanted: JSON.stringify(value), found: JSON.stringify(is) })];
  });
}

function notAsked(simulation: Simulation, wanted: Record<string, Value>, since: number): Failure[] {
  const asked = simulation.log.slice(since).flatMap(line => (line.what === 'effect' ? [line.effect] : []));
  const fits = asked.some(effect => {
    const parts = new Map<string, unknown>(Object.entries(effect));
    return Object.entries(wanted).every(
      ([name, value]) => JSON.stringify(parts.get(name)) === JSON.stringify(value),
    );
  });
  if (fits) return [];
  const kinds = asked.map(effect => JSON.stringify(effect)).join('\n    ');
  return [failureOf('notAsked', { wanted: JSON.stringify(wanted), asked: kinds || nothing })];
}

/** `campaign 12` */
export function endOf(end: End): string {
  switch (end.to) {
    case 'campaign':
      return `campaign ${end.campaignId}`;
    case 'talk':
      return 'talk';
    case 'hangup':
      return end.reason === 'normal' ? 'hangup' : `hangup ${end.reason}`;
    case 'nowhere':
      return `nowhere ${end.code}`;
  }
}
