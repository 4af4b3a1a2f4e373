/** phones flow simulate: plays the caller of a flow in the terminal. */
import { createInterface } from 'node:readline/promises';
import { compile } from '../../../ivr-flows/compile.ts';
import type { Effect } from '../../../ivr-flows/effects.ts';
import { endOf } from '../../../ivr-flows/flow-test-steps.ts';
import { simulate, worldOf } from '../../../ivr-flows/flow-test.ts';
import { faultWords } from '../../../ivr-flows/faults.ts';
import { heard, type Happened, type Simulation } from '../../../ivr-flows/simulation.ts';
import { validate } from '../../../ivr-flows/validate.ts';
import type { Language } from '../../../ivr-flows/values.ts';
import { parse, UsageError } from '../verb.ts';
import { readFlow } from './files.ts';

const help = `  123#            presses digits
  listen          hears what plays to its end
  wait 30         lets 30 seconds pass
  say yes         says it (speech recognition, recordings)
  write hello     writes it (chat)
  queue connected the queue tells: connected, reserved, noAgents, full, timeout
  forwarded busy  an outside number: talked, busy, noAnswer, refused, failed
  show            properties and call data
  hangup, quit`;

export async function simulateFile(args: string[]): Promise<number> {
  const { positionals, values } = parse({
    args,
    allowPositionals: true,
    options: {
      language: { type: 'string', default: 'en' },
      at: { type: 'string', default: '2026-03-02T10:00' },
      caller: { type: 'string', default: '+390612345678' },
    },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError('give the file of one flow');
  const { language, at, caller } = values;
  if (language !== 'it' && language !== 'en') throw new UsageError('--language is it or en');
  const flow = await readFlow(file);
  for (const { severity, block, message } of validate(flow))
    console.log(`${severity}: ${block ?? ''} ${message}`);
  const simulation = simulate(compile(flow), worldOf({ language, at, caller }));
  const input = createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' });
  let shown = show(simulation, 0, language);
  input.prompt();
  for await (const line of input) {
    if (line.trim() === 'quit') break;
    command(simulation, line.trim());
    shown = show(simulation, shown, language);
    if (simulation.end) break;
    input.prompt();
  }
  input.close();
  return 0;
}

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
      if (isOneOf(text, ['connected', 'reserved', 'noAgents', 'full', 'timeout']))
        return simulation.queue(text);
      break;
    case 'forwarded':
      if (isOneOf(text, ['talked', 'busy', 'noAnswer', 'refused', 'failed']))
        return simulation.forwarded(text);
      break;
    default:
      break;
  }
  console.log(help);
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
  if (simulation.end) console.log(`end: ${endOf(simulation.end)}`);
  return simulation.log.length;
}

function wordsOf(line: Happened, language: Language): string | null {
  if (line.what === 'input') return null;
  if (line.what === 'effect') return effectInWords(line.effect);
  const { trace } = line;
  switch (trace.type) {
    case 'entered':
      return `[${trace.block}]`;
    case 'left':
      return `[${trace.block}] -> ${trace.exit}`;
    case 'failed':
      return `[${trace.block}] failed: ${faultWords(trace.fault, language)}`;
  }
}

function effectInWords(effect: Effect): string | null {
  switch (effect.do) {
    case 'play':
      return `   "${heard(effect.media).join(' ')}"`;
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
