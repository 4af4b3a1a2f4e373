/** phones flow simulate: plays the caller of a flow in the terminal. */
import { createInterface } from 'node:readline/promises';
import { compile } from '../../../ivr-flows/compile.ts';
import type { Flow } from '../../../ivr-flows/document.ts';
import type { Effect, QueueNews } from '../../../ivr-flows/effects.ts';
import { FlowFault, faultWords } from '../../../ivr-flows/faults.ts';
import { wordsInFile } from '../../../ivr-flows/problems.ts';
import { forwardResults, isOutside, type Answer, type Outside } from '../../../ivr-flows/simulation/asked.ts';
import { endOf } from '../../../ivr-flows/simulation/flow-test-steps.ts';
import { simulate, World } from '../../../ivr-flows/simulation/flow-test.ts';
import { heard } from '../../../ivr-flows/simulation/heard.ts';
import type { Happened, Simulation } from '../../../ivr-flows/simulation/simulation.ts';
import { validate } from '../../../ivr-flows/validate.ts';
import { type Language, Value } from '../../../ivr-flows/values.ts';
import { parse, UsageError } from '../verb.ts';
import { readFlow } from './files.ts';
import { languageOf, languageOption } from './language.ts';

const help = `  123#            presses digits
  listen          hears what plays to its end
  wait 30         lets 30 seconds pass
  say yes         says it (speech recognition, recordings)
  write hello     writes it (chat)
  queue connected the queue tells: connected, reserved, noAgents, full, timeout, busy, unknown
  forwarded busy  an outside number: talked, busy, noAnswer, refused, failed
  answer {"a": 1} what was asked outside answers: body of HTTP (status 200), rows, variables of the dialplan
  fail timeout    it fails: timeout, unreachable, refused, invalid, or a status of HTTP such as 404
  show            properties and call data
  hangup, quit`;

export async function simulateFile(args: string[]): Promise<number> {
  const { positionals, values } = parse({
    args,
    allowPositionals: true,
    options: {
      ...languageOption,
      at: { type: 'string', default: '2026-03-02T10:00' },
      caller: { type: 'string', default: '+390612345678' },
    },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError('give the file of one flow');
  const language = languageOf(values.language);
  const simulation = begin(await readFlow(file, language), { ...values, language });
  if (!simulation) return 1;
  const input = createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' });
  let shown = show(simulation, 0, language);
  if (!simulation.end) input.prompt();
  for await (const line of simulation.end ? [] : input) {
    if (line.trim() === 'quit') break;
    command(simulation, line.trim());
    shown = show(simulation, shown, language);
    if (simulation.end) break;
    input.prompt();
  }
  input.close();
  return 0;
}

/** Null = the flow cannot run at all, which has been told. */
function begin(flow: Flow, given: { language: Language; at: string; caller: string }): Simulation | null {
  const { language } = given;
  for (const problem of validate(flow))
    console.log(`${problem.severity}: ${problem.block ?? ''} ${wordsInFile(problem, language)}`);
  try {
    const simulation = simulate(compile(flow), World.parse(given), true);
    if (!simulation) throw new UsageError(`--at: ${given.at} is no date such as 2026-03-02T10:00`);
    return simulation;
  } catch (error) {
    if (!(error instanceof FlowFault)) throw error;
    console.log(faultWords(error.fault, language));
    return null;
  }
}

const news: readonly QueueNews[] = [
  'connected',
  'reserved',
  'noAgents',
  'full',
  'timeout',
  'busy',
  'unknown',
];

function command(simulation: Simulation, line: string): void {
  const [word = '', ...rest] = line.split(/\s+/);
  const text = rest.join(' ');
  if (/^[0-9*#]+$/.test(line)) return simulation.press(line);
  switch (word) {
    case '':
      return;
    case 'listen':
      return simulation.listen();
    case 'wait':
      return simulation.wait(Math.min(86_400, Math.max(0, Number(text) || 1)));
    case 'say':
      return simulation.say(text);
    case 'write':
      return simulation.write(text);
    case 'hangup':
      return simulation.hangUp();
    case 'show':
      console.log(
        JSON.stringify({ properties: simulation.run.properties, callData: simulation.run.callData }, null, 2),
      );
      return;
    case 'queue':
      if (isOneOf(text, news)) return simulation.queue(text);
      break;
    case 'forwarded':
      if (isOneOf(text, forwardResults)) return simulation.forwarded(text);
      break;
    case 'answer':
    case 'fail':
      return answer(simulation, outside =>
        word === 'fail' ? failing(outside, text) : answering(outside, text),
      );
    default:
      break;
  }
  console.log(help);
}

/** Answers what was asked first of those that wait. */
function answer(simulation: Simulation, by: (asked: Outside) => Answer | null): void {
  const asked = simulation.questions.find(isOutside);
  if (!asked) return console.log('   nothing is asked');
  const answered = by(asked);
  if (answered) simulation.answer(asked, answered);
  else console.log('   this is no JSON');
}

function answering(asked: Outside, json: string): Answer | null {
  try {
    const value = Value.parse(json === '' ? null : JSON.parse(json));
    return { value: asked.do === 'httpRequest' ? { status: 200, headers: {}, body: value } : value };
  } catch {
    return null;
  }
}

function failing(asked: Outside, code: string): Answer {
  if (asked.do === 'httpRequest' && /^[1-5][0-9]{2}$/.test(code))
    return { value: { status: Number(code), headers: {}, body: null } };
  return { fails: code || 'unreachable' };
}

function isOneOf<T extends string>(text: string, all: readonly T[]): text is T {
  return all.some(one => one === text);
}

/** Prints what happened from `from` on; returns where it ended. */
function show(simulation: Simulation, from: number, language: Language): number {
  for (const line of simulation.log.slice(from)) {
    const words = wordsOf(line, language);
    if (words !== null) console.log(words);
  }
  return simulation.log.length;
}

function wordsOf(line: Happened, language: Language): string | null {
  switch (line.what) {
    case 'input':
    case 'clock':
      return null;
    case 'effect':
      return effectInWords(line.effect, language);
    case 'end':
      return `end: ${endOf(line.end)}`;
    case 'trace':
      break;
  }
  const { trace } = line;
  switch (trace.type) {
    case 'entered':
      return `[${trace.block}]`;
    case 'left':
      return `[${trace.block}] -> ${trace.exit}`;
    case 'failed':
      return `[${trace.block}] ! ${faultWords(trace.fault, language)}`;
  }
}

function effectInWords(effect: Effect, language: Language): string | null {
  switch (effect.do) {
    case 'play':
      return `   "${heard(effect.media).join(' ')}"`;
    case 'note':
      return `   ! ${faultWords(effect.fault, language)}`;
    case 'setTimer':
    case 'clearTimer':
    case 'stopPlaying':
      return null;
    default: {
      const { do: name, ...rest } = effect;
      return `   ${name} ${JSON.stringify(rest)}`;
    }
  }
}
