/**
 * Transcripts: what goes into the core and what comes out, as text that people read and review.
 *
 *   # comment
 *   config campaigns 12 afterNoAnswer="ready"   changes one member of a configured object (JSON)
 *   > callArrived leg=in1 dialled=800100        an event (node=n1 unless said)
 *   > agent 1 login phone=sip                   what operator 1 asks for
 *   @ +5s                                       time passes; timers that fall due fire
 *     ! command ...                             came out (written by the run, compared afterwards)
 *     = fact ...
 */
import type { AgentRequest } from '../../orchestrator/core/agents/requests.ts';
import type { Command } from '../../orchestrator/core/commands.ts';
import {
  collections,
  type Collection,
  type Configuration,
} from '../../orchestrator/core/configuration/schemas.ts';
import type { Event } from '../../orchestrator/core/events.ts';
import { step } from '../../orchestrator/core/step.ts';
import { createWorld, type World } from '../../orchestrator/core/world.ts';
import { checkInvariants } from '../support/invariants.ts';
import { sampleConfiguration } from '../support/sample-configuration.ts';

/** 2026-03-02 09:00 UTC, a Monday. */
const START = Date.UTC(2026, 2, 2, 9, 0, 0);

export function runTranscript(text: string): string {
  const run = new Run();
  const out: string[] = [];
  for (const line of text.split('\n')) {
    if (/^\s+[!=] /.test(line)) continue;
    out.push(line);
    out.push(...run.line(line.trim()));
  }
  return out.join('\n');
}

class Run {
  private readonly world: World = createWorld();
  private configuration: Configuration = sampleConfiguration();
  private begun = false;
  private seq = 0;
  private at = START;

  line(line: string): string[] {
    if (line === '' || line.startsWith('#')) return [];
    if (line.startsWith('config ')) return this.configure(line);
    if (!this.begun) this.begin();
    if (line.startsWith('@ +')) return this.wait(duration(line.slice(3)));
    if (line.startsWith('> ')) return this.step(parseEvent(line.slice(2)));
    throw new Error(`not a line of a transcript: ${line}`);
  }

  private configure(line: string): string[] {
    const [, collection, id, ...members] = line.split(' ');
    if (!collection || !(collection in collections)) throw new Error(`no collection in: ${line}`);
    const name = collection as Collection;
    const objects = this.configuration[name] as { id: number }[];
    const object = objects.find(o => o.id === Number(id));
    if (!object) throw new Error(`no object in: ${line}`);
    Object.assign(object, assignments(members.join(' ')));
    if (this.begun)
      return this.step({ type: 'configurationLoaded', configuration: structuredClone(this.configuration) });
    return [];
  }

  private begin(): void {
    this.begun = true;
    this.step({ type: 'started', instance: 'phones', timeZone: 'Europe/Rome' });
    this.world.epoch = 'e';
    this.step({ type: 'configurationLoaded', configuration: structuredClone(this.configuration) });
    this.step({ type: 'nodeConnected', node: 'n1', version: '22', bootId: 'b1' });
    const phonesOnline = [1, 2, 3].flatMap(agentId => [
      { agentId, kind: 'sip' as const },
      { agentId, kind: 'browser' as const },
    ]);
    this.step({ type: 'nodeObserved', node: 'n1', legs: [], channels: [], bridges: [], phonesOnline });
  }

  private step(event: Event): string[] {
    this.seq += 1;
    const { commands, facts, error } = step(this.world, { seq: this.seq, at: this.at, event });
    if (error) throw error;
    checkInvariants(this.world);
    return [
      ...commands.filter(c => c.type !== 'setTimer').map(showCommand),
      ...facts.map(fact => `  = ${show(fact)}`),
    ];
  }

  private wait(ms: number): string[] {
    const until = this.at + ms;
    const out: string[] = [];
    for (;;) {
      const due = [...this.world.timers].filter(([, at]) => at <= until).sort((a, b) => a[1] - b[1])[0];
      if (!due) break;
      this.at = due[1];
      out.push(...this.step({ type: 'timerFired', timerId: due[0], dueAt: due[1] }));
    }
    this.at = until;
    return out;
  }
}

function duration(text: string): number {
  const match = /^([0-9.]+)(ms|s|m|h)$/.exec(text);
  const unit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[match?.[2] ?? ''];
  if (!match || !unit) throw new Error(`not a duration: ${text}`);
  return Number(match[1]) * unit;
}

function parseEvent(text: string): Event {
  const [type = '', ...rest] = text.split(' ');
  if (type === 'agent') {
    const [agentId, request, ...members] = rest;
    const asked = { type: request, ...assignments(members.join(' ')) } as AgentRequest;
    return {
      type: 'agentRequested',
      requestId: 'r',
      agentId: Number(agentId),
      request: asked,
      by: 'operator',
    };
  }
  const defaults: Record<string, unknown> =
    type === 'callArrived'
      ? { lineId: 1, caller: { number: '0612345', name: '' } }
      : type === 'playbackFinished'
        ? { failed: false }
        : {};
  return { type, node: 'n1', ...defaults, ...assignments(rest.join(' ')) } as Event;
}

/** `a=1 b="x y" c=word` as an object; values are JSON where they parse, text otherwise. */
function assignments(text: string): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [, name = '', value = ''] of text.matchAll(
    /(\w+)=("(?:[^"\\]|\\.)*"|\{.*?\}(?= |$)|\[.*?\](?= |$)|\S+)/g,
  )) {
    // Numbers dialled are text although they look like JSON numbers.
    result[name] = name === 'dialled' || name === 'digits' ? value : parse(value);
  }
  return result;
}

function parse(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function showCommand(command: Command): string {
  return `  ! ${show(command)}`;
}

/** `type member=value ...`; what is the same everywhere (node) or empty is left out. */
function show(object: { type: string } & Record<string, unknown>): string {
  const members = Object.entries(object)
    .filter(
      ([name, value]) => !['type', 'node', 'requestId'].includes(name) && value !== null && value !== '',
    )
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return [object.type, ...members].join(' ');
}
