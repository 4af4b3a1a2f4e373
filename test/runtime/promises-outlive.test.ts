/** Call-backs stand in the database too: a start without journal and snapshots knows what was promised. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import pino from 'pino';
import { createStore, type SqlStore } from '../../orchestrator/adapters/store/store.ts';
import type { Fact } from '../../orchestrator/core/facts.ts';
import { startEngine, type RunningEngine } from '../../orchestrator/runtime/engine.ts';
import { openFileJournal } from '../../orchestrator/runtime/journal/file-journal.ts';
import { tempFolder } from '../support/ports.ts';
import { sampleConfiguration } from '../support/sample-configuration.ts';
import { until } from '../support/until.ts';

const log = pino({ level: 'silent' });
const node = 'n1';

describe('promised call-backs and a lost journal', () => {
  let home: string;
  let store: SqlStore;
  let engine: RunningEngine;

  beforeEach(async () => {
    home = await tempFolder('promises');
    store = createStore({ home, database: { kind: 'sqlite' }, log });
    await store.migrate();
  });
  afterEach(async () => {
    await engine.stop();
    await store.close();
    await rm(home, { recursive: true, force: true });
  });
  const journalFolder = (): string => join(home, 'journal');

  async function start(): Promise<void> {
    engine = await startEngine({
      instance: 'phones',
      timeZone: 'Europe/Rome',
      configuration: sampleConfiguration(),
      journal: await openFileJournal(journalFolder()),
      keepDays: 7,
      incidents: join(home, 'incidents'),
      facts: store.facts,
      execute: () => undefined,
      log,
    });
    engine.submit({ type: 'nodeConnected', node, version: '22', bootId: 'b1' });
    const phonesOnline = [{ agentId: 1, kind: 'sip' as const }];
    engine.submit({ type: 'nodeObserved', node, legs: [], channels: [], bridges: [], phonesOnline });
    await engine.settled();
  }
  const [campaign] = sampleConfiguration().campaigns.filter(({ kind }) => kind === 'human');
  const campaignId = campaign?.id ?? 0;

  async function tell(...facts: Fact[]): Promise<void> {
    const seq = (await store.facts.position()) + 1;
    await store.facts.project(
      facts.map((fact, index) => ({ seq, index, at: Date.now(), fact })),
      seq,
    );
  }
  const promise = (callbackId: string, dueAt: number): Fact => ({
    type: 'callbackPromised',
    contactId: 'phones-old-1',
    callbackId,
    agentId: 1,
    number: '0612345',
    dueAt,
    own: true,
    name: 'Ada',
    campaignId,
    serviceId: 1,
  });
  const ids = (): string[] => engine.callbacks(1).map(({ id }) => id);

  it('are there after a start without them, with their time and operator; and after the next start', async () => {
    const dueAt = Date.now() + 3_600_000;
    await tell(promise('phones-old-2', dueAt), promise('phones-old-3', dueAt + 1));
    const cancelled = { contactId: 'phones-old-1', callbackId: 'phones-old-3', agentId: 1 };
    await tell({ type: 'callbackCancelled', ...cancelled });
    await start();
    await until('the promise is back', () => ids().length === 1);
    expect(engine.callbacks(1)[0]).to.include({
      id: 'phones-old-2',
      number: '0612345',
      name: 'Ada',
      own: true,
      promised: true,
      dueAt,
    });
    await engine.settled();
    expect(await store.callbacks.get('phones-old-2')).to.include({ state: 'open', dueAt });
    await engine.stop();
    await start();
    expect(ids(), 'from its own journal').to.deep.equal(['phones-old-2']);
  });

  it('are there when no snapshot can be read and the beginning of the journal is gone', async () => {
    const dueAt = Date.now() + 3_600_000;
    await tell(promise('phones-old-2', dueAt));
    await mkdir(journalFolder(), { recursive: true });
    await writeFile(join(journalFolder(), 'snapshot-000000000009.json'), '{"version":2,"world":');
    await start();
    await until('the promise is back', () => ids().length === 1);
  });

  it('that had become contacts go on as new ones, which are due at once', async () => {
    await tell(promise('phones-old-2', Date.now() - 1000), {
      type: 'contactArrived',
      contactId: 'phones-old-2',
      media: 'audio',
      direction: 'outbound',
      node,
      lineId: null,
      serviceId: 1,
      dialled: '800100',
      caller: { number: '0612345', name: 'Ada' },
    });
    await start();
    await until('it is back', () => ids().length === 1);
    const [id = ''] = ids();
    expect(id).to.not.equal('phones-old-2');
    await engine.settled();
    expect(await store.callbacks.get('phones-old-2')).to.include({ state: 'replaced' });
    expect((await store.contacts.get('phones-old-2'))?.contact.outcome).to.equal('failed');
    expect(await store.callbacks.get(id)).to.include({ fromId: 'phones-old-1', campaignId });
  });
});
