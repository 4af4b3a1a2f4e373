/**
 * F12: ARI messages that come twice, in another order, malformed, huge or unknown. Calls do not depend on one
 * another, so however the messages of several calls are interleaved, each call ends as it would alone.
 */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { readMessage } from '../../orchestrator/adapters/ari/envelope.ts';
import { LegBook } from '../../orchestrator/adapters/ari/legs.ts';
import { translate } from '../../orchestrator/adapters/ari/translate.ts';
import type { Event } from '../../orchestrator/core/events.ts';
import { step } from '../../orchestrator/core/step.ts';
import { createWorld, type World } from '../../orchestrator/core/world.ts';
import { checkInvariants } from '../support/invariants.ts';
import { sampleConfiguration } from '../support/sample-configuration.ts';

const node = 'n1';
const START = Date.UTC(2026, 2, 2, 9);

/** Messages as Asterisk 22.10.1 sent them, one a line. */
const recorded = (name: string): string[] =>
  readFileSync(new URL(`../adapters/ari/recorded/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n');

const stories = ['inbound-call', 'inbound-cancelled', 'inbound-refused'] as const;

/** A recorded call as one of several: its channel and number are its own. */
function callOf(story: (typeof stories)[number], index: number): string[] {
  const lines = recorded(story);
  const first = lines.find(line => line.includes('"StasisStart"')) ?? '';
  const leg = /"channel":\{"id":"([^"]+)"/.exec(first.replaceAll(/\s/g, ''))?.[1] ?? '';
  if (leg === '') throw new Error(`${story} has no StasisStart`);
  return lines.map(line =>
    line.replaceAll(leg, `1700000000.${index}`).replaceAll('0612345678', `06${index}`),
  );
}

/** What is no good message: cut off, of the wrong type, unknown, huge, hostile. */
const strange = fc.oneof(
  fc.string(),
  fc.json(),
  fc
    .constantFrom(...stories.flatMap(recorded))
    .chain(line => fc.nat(line.length).map(end => line.slice(0, end))),
  fc.constantFrom(
    '{"type":"SomethingNew","channel":{"id":"1700000000.0"}}',
    '{"type":"__proto__","channel":{"id":"1700000000.0"}}',
    '{"type":"ChannelDestroyed","cause":"16","channel":{"id":"1700000000.0"}}',
    '{"type":"StasisEnd","channel":null}',
    `{"type":"ChannelVarset","value":"${'x'.repeat(1_000_000)}"}`,
    `{"type":"ChannelHangupRequest","channel":"${'['.repeat(100_000)}"}`,
  ),
);

class Switchboard {
  readonly world: World = createWorld();
  readonly outcomes = new Map<string, string>();
  readonly counted = { unknown: 0, malformed: 0 };
  readonly #callers = new Map<string, string>();
  readonly #book = new LegBook();
  #seq = 0;

  constructor() {
    this.submit({ type: 'started', instance: 'phones', timeZone: 'Europe/Rome' });
    this.submit({ type: 'configurationLoaded', configuration: sampleConfiguration() });
    this.submit({ type: 'nodeConnected', node, version: '22', bootId: 'b1' });
    this.submit({ type: 'nodeObserved', node, legs: [], channels: [], bridges: [], phonesOnline: [] });
  }

  receive(text: string): void {
    const read = readMessage(text);
    if (read.kind === 'unknown' || read.kind === 'malformed') this.counted[read.kind] += 1;
    if (read.kind === 'event')
      for (const event of translate(node, read.event, this.#book).events) this.submit(event);
  }

  submit(event: Event): void {
    this.#seq += 1;
    // All at one moment: what is compared shall not hang on how long each of them waited.
    const { facts, error } = step(this.world, { seq: this.#seq, at: START, event });
    if (error) throw error;
    checkInvariants(this.world);
    for (const fact of facts) {
      if (fact.type === 'contactArrived') {
        expect([...this.#callers.values()], 'a call that arrived twice').to.not.include(fact.caller.number);
        this.#callers.set(fact.contactId, fact.caller.number);
      }
      if (fact.type === 'contactEnded') {
        expect([...this.outcomes.keys()], 'a call that ended twice').to.not.include(
          this.#callers.get(fact.contactId),
        );
        this.outcomes.set(this.#callers.get(fact.contactId) ?? '', fact.outcome);
      }
    }
  }

  /** Nothing is left, and how each caller's contact ended. */
  result(): object {
    return {
      outcomes: [...this.outcomes].sort(([a], [b]) => a.localeCompare(b)),
      contacts: this.world.contacts.size,
      legs: this.world.legs.size,
    };
  }
}

/** Takes from the front of one list after another, as `picks` says: each keeps its own order. */
function interleave(lists: string[][], picks: number[]): string[] {
  const rest = lists.map(list => [...list]);
  const mixed: string[] = [];
  for (const pick of picks) {
    const open = rest.filter(list => list.length > 0);
    const next = open[pick % Math.max(open.length, 1)]?.shift();
    if (next !== undefined) mixed.push(next);
  }
  return [...mixed, ...rest.flat()];
}

const calls = fc.array(fc.constantFrom(...stories), { minLength: 1, maxLength: 6 });
const picks = fc.array(fc.nat(11), { maxLength: 200 });

function straight(names: readonly (typeof stories)[number][]): object {
  const board = new Switchboard();
  for (const [index, name] of names.entries()) for (const line of callOf(name, index)) board.receive(line);
  expect(board.outcomes.size, 'calls that have ended').to.equal(names.length);
  return board.result();
}

describe('F12: strange ARI messages', () => {
  it('of several calls, in any order among the calls: the same final state', () => {
    fc.assert(
      fc.property(calls, picks, (names, order) => {
        const board = new Switchboard();
        for (const line of interleave(names.map(callOf), order)) board.receive(line);
        expect(board.result()).to.deep.equal(straight(names));
      }),
      { numRuns: 200 },
    );
  });

  it('that come twice or three times in a row: the same final state', () => {
    fc.assert(
      fc.property(
        calls,
        picks,
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1 }),
        (names, order, times) => {
          const board = new Switchboard();
          for (const [index, line] of interleave(names.map(callOf), order).entries())
            for (let n = times[index % times.length] ?? 1; n > 0; n--) board.receive(line);
          expect(board.result()).to.deep.equal(straight(names));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('malformed, unknown and huge ones in between: counted, without effect', () => {
    fc.assert(
      fc.property(calls, picks, fc.array(strange, { minLength: 1, maxLength: 20 }), (names, order, noise) => {
        const board = new Switchboard();
        const lines = interleave(names.map(callOf), order);
        const harmless = noise.filter(
          text => !['event', 'answer', 'ignored'].includes(readMessage(text).kind),
        );
        for (const [index, line] of lines.entries()) {
          for (const text of harmless.filter((_, at) => at % lines.length === index)) board.receive(text);
          board.receive(line);
        }
        expect(board.result()).to.deep.equal(straight(names));
        const fed = harmless.filter((_, at) => at % lines.length < lines.length).length;
        expect(board.counted.unknown + board.counted.malformed).to.equal(fed);
      }),
      { numRuns: 200 },
    );
  });
});
