import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import pino from 'pino';
import type { SwitchCommand } from '../../orchestrator/core/commands.ts';
import type { Configuration } from '../../orchestrator/core/configuration/schemas.ts';
import type { PlacedFact } from '../../orchestrator/core/facts.ts';
import { step } from '../../orchestrator/core/step.ts';
import { createWorld, encodeWorld, type World } from '../../orchestrator/core/world.ts';
import { startEngine, type RunningEngine } from '../../orchestrator/runtime/engine.ts';
import { NothingKnown, Refused } from '../../orchestrator/runtime/errors.ts';
import { openFileJournal, readJournalFile } from '../../orchestrator/runtime/journal/file-journal.ts';
import type { Journal } from '../../orchestrator/runtime/ports/journal.ts';
import type { FactStore } from '../../orchestrator/runtime/ports/store.ts';
import { sampleConfiguration } from '../support/sample-configuration.ts';
import { until } from '../support/until.ts';

const silent = pino({ level: 'silent' });
const node = 'n1';

/** Facts in memory; can be made to fail like a database that is away. */
class Facts implements FactStore {
  projected: PlacedFact[] = [];
  upTo = 0;
  away = false;
  /** Times that leftOpen fails. */
  openAway = 0;
  async position(): Promise<number> {
    this.answer();
    return this.upTo;
  }
  async project(facts: PlacedFact[], upTo: number): Promise<void> {
    this.answer();
    this.projected.push(...facts.filter(fact => fact.seq > this.upTo));
    this.upTo = Math.max(this.upTo, upTo);
  }
  restarts(): number {
    return 0;
  }
  async leftOpen(): ReturnType<FactStore['leftOpen']> {
    this.openAway -= 1;
    if (this.openAway >= 0) throw new Error('the database is away');
    const of = (type: string): string[] =>
      this.projected.flatMap(({ fact }) =>
        'contactId' in fact && fact.type === type ? [String(fact.contactId)] : [],
      );
    const ended = of('contactEnded');
    return { contacts: of('contactArrived').filter(id => !ended.includes(id)), agents: [1], promises: [] };
  }
  private answer(): void {
    if (this.away) throw new Error('the database is away');
  }
}

describe('the engine', () => {
  let folder: string;
  let facts: Facts;
  let commands: SwitchCommand[];
  let engine: RunningEngine;

  const start = async (configuration: Configuration | null = sampleConfiguration()): Promise<void> => {
    engine = await startEngine({
      instance: 'phones',
      timeZone: 'Europe/Rome',
      configuration,
      journal: await openFileJournal(folder),
      keepDays: 7,
      incidents: join(folder, 'incidents'),
      facts,
      execute: command => commands.push(command),
      log: silent,
    });
    engine.submit({ type: 'nodeConnected', node, version: '22', bootId: 'b1' });
    const phonesOnline = [{ agentId: 1, kind: 'sip' as const }];
    const legs = engine.liveView().contacts.map((_, index) => `in${index + 1}`);
    engine.submit({ type: 'nodeObserved', node, legs, channels: legs, bridges: [], phonesOnline });
    await engine.settled();
  };
  const call = (leg: string): void =>
    engine.submit({
      type: 'callArrived',
      node,
      leg,
      lineId: 1,
      dialled: '800100',
      caller: { number: '06', name: '' },
    });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'phones-engine-'));
    facts = new Facts();
    commands = [];
    await start();
  });
  afterEach(async () => {
    await engine.stop();
    await rm(folder, { recursive: true });
  });

  it('carries out commands only when the journal has their event', async () => {
    call('in1');
    expect(commands.some(command => command.type === 'answer')).to.equal(false);
    await engine.settled();
    expect(commands.some(command => command.type === 'answer')).to.equal(true);
  });

  it('takes the first observation after a start for news, though nothing in it differs', async () => {
    call('in1');
    await engine.settled();
    await engine.stop();
    commands.length = 0;
    await start();
    // What was said to the caller may have gone unheard, and its end been missed.
    expect(commands.map(({ type }) => type)).to.include('stopPlayback');
  });

  it('refuses with a code and answers when done', async () => {
    const refused = await engine.request(1, { type: 'ready' }, 'test').catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(Refused).with.property('code', 'notLoggedIn');
    await engine.request(1, { type: 'login' }, 'test');
    await engine.request(1, { type: 'ready' }, 'test');
    expect(engine.agentView(1)?.state).to.equal('ready');
  });

  it('is the same after a stop (snapshot) and after a kill (journal)', async () => {
    await engine.request(1, { type: 'login' }, 'test');
    call('in1');
    await engine.settled();
    await engine.stop();
    await start();
    expect(engine.recovered).to.deep.equal({ replayed: 0, snapshot: engine.recovered.snapshot });
    expect(engine.liveView().contacts.map(contact => contact.id)).to.have.length(1);
    expect(engine.agentView(1)?.state).to.equal('pause');
    call('in2');
    await engine.settled();
    const before = engine.liveView().contacts.map(contact => contact.id);
    // A kill: nobody calls stop; another engine begins from the same folder.
    const killed = engine;
    await start();
    expect(engine.recovered.replayed).to.be.greaterThan(0);
    expect(engine.liveView().contacts.map(contact => contact.id)).to.deep.equal(before);
    await killed.stop();
  });

  it('gives the same world whenever its journal is replayed', async () => {
    await engine.request(1, { type: 'login' }, 'test');
    call('in1');
    await engine.settled();
    const journal = await openFileJournal(folder);
    const [one, two] = [await replay(journal), await replay(journal)];
    expect(one.world).to.equal(two.world);
    expect(one.differences).to.equal(0);
    await journal.close();
  });

  it('keeps facts while the database is away and lands each once when it is back', async () => {
    facts.away = true;
    call('in1');
    await until('events wait', () => engine.health().seq > facts.upTo);
    expect(engine.liveView().contacts).to.have.length(1);
    facts.away = false;
    await engine.settled();
    const arrived = facts.projected.filter(({ fact }) => fact.type === 'contactArrived');
    expect(arrived).to.have.length(1);
    const places = facts.projected.map(({ seq, index }) => `${seq}.${index}`);
    expect(new Set(places).size).to.equal(places.length);
  });

  it('starts with the configuration that it knew when none is given, until one is', async () => {
    await engine.stop();
    await start(null);
    expect(engine.health().configurationCurrent).to.equal(false);
    call('in1');
    await engine.settled();
    expect(engine.liveView().contacts).to.have.length(1);
    await engine.configurationLoaded({ ...sampleConfiguration(), services: [] });
    expect(engine.health().configurationCurrent).to.equal(true);
    expect(engine.liveView().services).to.deep.equal([]);
  });

  it('does not start without a configuration when it knows none', async () => {
    await engine.stop();
    await rm(folder, { recursive: true });
    folder = await mkdtemp(join(tmpdir(), 'phones-engine-'));
    const refused: unknown = await start(null).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(NothingKnown);
    await start();
  });

  it('numbers on behind the database when the journal was lost', async () => {
    call('in1');
    await engine.settled();
    await engine.stop();
    const { upTo } = facts;
    await rm(folder, { recursive: true });
    await start();
    call('in2');
    await engine.settled();
    expect(facts.upTo).to.be.greaterThan(upTo);
    expect(facts.projected.filter(({ fact }) => fact.type === 'contactArrived')).to.have.length(2);
  });

  it('ends in the database what a lost journal left open there, also when that answers late', async () => {
    call('in1');
    await engine.settled();
    const [first] = engine.liveView().contacts;
    await engine.stop();
    await rm(folder, { recursive: true });
    facts.openAway = 1;
    await start();
    call('in1');
    const ends = () =>
      facts.projected.flatMap(({ fact }) =>
        fact.type === 'contactEnded' || fact.type === 'agentLoggedOut' ? [fact] : [],
      );
    await until('both are ended', () => ends().length === 2);
    await engine.settled();
    expect(ends()[0]).to.include({ contactId: first?.id, outcome: 'failed', endedBy: 'system' });
    expect(ends()[1]).to.include({ type: 'agentLoggedOut', agentId: 1, by: 'system' });
    expect(engine.liveView().contacts, 'the new one goes on').to.have.length(1);
    // A start that loses nothing ends nothing.
    await engine.stop();
    await start();
    await engine.settled();
    expect(ends()).to.have.length(2);
  });

  it('keeps the way to an event whose handling threw, and the same step throws when it is replayed', async () => {
    call('in1');
    await engine.settled();
    engine.submit(JSON.parse('{"type":"fromTheFuture"}'));
    await engine.settled();
    expect(engine.health().exceptions).to.equal(1);
    const incidents = join(folder, 'incidents');
    const place = await until('the incident is kept', async () => {
      const [name] = await readdir(incidents);
      return name && (await readdir(join(incidents, name))).includes('error.txt')
        ? join(incidents, name)
        : null;
    });
    const file = (await readdir(place)).find(name => name.endsWith('.jsonl')) ?? '';
    const world = createWorld();
    const thrown: string[] = [];
    for await (const { seq, at, event } of readJournalFile(join(place, file))) {
      const { error } = step(world, { seq, at, event });
      if (error) thrown.push(event.type);
    }
    expect(thrown).to.deep.equal(['fromTheFuture']);
  });

  it('goes on without its journal, says so once, and writes what is missing when it can', async () => {
    await engine.stop();
    const lines: string[] = [];
    const log = pino({ level: 'error' }, { write: (line: string) => lines.push(line) });
    const journal = await openFileJournal(folder);
    let full = true;
    const failing: Journal = {
      ...journal,
      append: entries => (full ? Promise.reject(new Error('ENOSPC')) : journal.append(entries)),
      lastSeq: () => journal.lastSeq(),
    };
    engine = await startEngine({
      instance: 'phones',
      timeZone: 'Europe/Rome',
      configuration: sampleConfiguration(),
      journal: failing,
      keepDays: 7,
      incidents: join(folder, 'incidents'),
      facts,
      execute: command => commands.push(command),
      log,
    });
    engine.submit({ type: 'nodeConnected', node, version: '22', bootId: 'b1' });
    for (const leg of ['in1', 'in2']) call(leg);
    await until(
      'the calls are answered',
      () => commands.filter(({ type }) => type === 'answer').length === 2,
    );
    expect(engine.health()).to.deep.include({ journal: { ok: false, message: 'Error: ENOSPC' } });
    expect(engine.health().unjournalled).to.be.greaterThan(3);
    full = false;
    await until('the journal works again', () => engine.health().journal.ok);
    expect(engine.health().unjournalled).to.equal(0);
    const seqs: number[] = [];
    for await (const { seq } of journal.read(0)) seqs.push(seq);
    expect(seqs.at(-1)).to.equal(engine.health().seq);
    expect(seqs).to.have.length((seqs.at(-1) ?? 0) - (seqs[0] ?? 0) + 1);
    expect(lines.filter(line => line.includes('journal cannot be written'))).to.have.length(1);
  });

  it('says that its journal is not well while a write takes too long', async () => {
    await engine.stop();
    const journal = await openFileJournal(folder);
    let release = (): void => undefined;
    const stuck = new Promise<void>(resolve => (release = resolve));
    let hangs = false;
    const slow: Journal = {
      ...journal,
      append: async entries => {
        if (hangs) await stuck;
        await journal.append(entries);
      },
      lastSeq: () => journal.lastSeq(),
    };
    engine = await startEngine({
      instance: 'phones',
      timeZone: 'Europe/Rome',
      configuration: sampleConfiguration(),
      journal: slow,
      keepDays: 7,
      incidents: join(folder, 'incidents'),
      facts,
      execute: command => commands.push(command),
      log: silent,
    });
    expect(engine.health().journal.ok).to.equal(true);
    hangs = true;
    call('in1');
    await until('it is seen', () => !engine.health().journal.ok, { timeoutMs: 9000 });
    expect(engine.health().journal.message).to.match(/^a write has taken \d+ s so far$/);
    release();
    await until('it is well again', () => engine.health().journal.ok);
  });

  it('drains: new calls are turned away, and it resolves when the last contact has ended', async () => {
    call('in1');
    await engine.settled();
    let drained = false;
    const draining = engine.drain('test').then(() => {
      drained = true;
    });
    call('in2');
    await engine.settled();
    expect(
      commands.filter(command => command.type === 'giveToFallback').map(command => command.leg),
    ).to.deep.equal(['in2']);
    expect(drained).to.equal(false);
    engine.submit({ type: 'legEnded', node, leg: 'in1', cause: 16 });
    await draining;
  });

  it('lands facts of a run that was killed while the database was away', async () => {
    facts.away = true;
    call('in1');
    await until('the contact is there', () => engine.liveView().contacts.length === 1);
    const killed = engine;
    await killed.stop();
    facts.away = false;
    await start();
    await engine.settled();
    expect(facts.projected.filter(({ fact }) => fact.type === 'contactArrived')).to.have.length(1);
  });
});

async function replay(journal: Journal): Promise<{ world: string; differences: number }> {
  const world: World = createWorld();
  let differences = 0;
  for await (const { seq, at, event, facts } of journal.read(0)) {
    const again = step(world, { seq, at, event });
    if (JSON.stringify(again.facts) !== JSON.stringify(facts)) differences += 1;
  }
  return { world: encodeWorld(world), differences };
}
