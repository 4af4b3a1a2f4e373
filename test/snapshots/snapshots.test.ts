/** Snapshots and journals of earlier versions load; those that cannot be read are said and left aside. */
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Event } from '../../orchestrator/core/events.ts';
import { liveView } from '../../orchestrator/core/live.ts';
import { step } from '../../orchestrator/core/step.ts';
import { createWorld, decodeWorld, encodeWorld, type World } from '../../orchestrator/core/world.ts';
import { openFileJournal } from '../../orchestrator/runtime/journal/file-journal.ts';
import { createLog } from '../../orchestrator/runtime/log.ts';
import { type Recovered, recover } from '../../orchestrator/runtime/recovery.ts';
import { checkInvariants } from '../support/invariants.ts';
import { tempFolder } from '../support/ports.ts';

const versions = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(entry => entry.name);

/** What matters of a world to those who are in the middle of it. */
function seen(world: World): object {
  const { contacts, agents } = liveView(world);
  return {
    contacts: contacts.map(({ id, stage, agentId, position }) => ({ id, stage, agentId, position })),
    agents: agents.map(({ id, state, pauseId }) => ({ id, state, pauseId })),
  };
}

/** It can be worked with: everybody hangs up, and nothing is left. */
function windUp(world: World): void {
  checkInvariants(world);
  for (const leg of [...world.legs.keys()]) {
    const { error } = step(world, {
      seq: world.seq + 1,
      at: world.at + 1000,
      event: { type: 'legEnded', node: 'n1', leg, cause: 16 },
    });
    if (error) throw error;
    checkInvariants(world);
  }
  expect(world.contacts.size, 'contacts left').to.equal(0);
}

/** It goes on under this version: a start, Asterisk's report, and the next contact for the agent in wrap-up. */
function goOn(world: World): void {
  const at = (): number => world.at + 1000;
  const submit = (event: Event): void => {
    const { error } = step(world, { seq: world.seq + 1, at: at(), event });
    if (error) throw error;
    checkInvariants(world);
  };
  const before = world.contacts.size;
  submit({ type: 'started', instance: world.instance, timeZone: world.timeZone });
  submit({ type: 'nodeConnected', node: 'n1', version: '22.10.1', bootId: 'b1' });
  const legs = [...world.legs.keys()];
  const bridges = [...world.contacts.values()].flatMap(({ talk }) => talk?.bridge ?? []);
  const phonesOnline = [1, 2, 3].map(agentId => ({ agentId, kind: 'sip' as const }));
  submit({ type: 'nodeObserved', node: 'n1', legs, channels: legs, bridges, phonesOnline });
  for (const agentId of [1, 2, 3]) submit({ type: 'pageChanged', agentId, connected: true });
  expect(world.contacts.size, 'contacts after the report').to.equal(before);
  for (const request of [{ type: 'finish' }, { type: 'ready' }] as const)
    submit({ type: 'agentRequested', requestId: 'r', agentId: 1, request, by: 'test' });
  const [offered] = [...world.contacts.values()].filter(({ offer }) => offer?.agentId === 1);
  if (!offered?.offer) throw new Error('agent 1 should have the first of those who wait');
  submit({ type: 'legAnswered', node: 'n1', leg: offered.offer.leg });
  expect(offered.stage).to.equal('talking');
}

for (const version of versions) {
  describe(`a journal folder of ${version}`, () => {
    const golden = join(import.meta.dirname, version);
    const expected: unknown = JSON.parse(readFileSync(join(golden, 'expected.json'), 'utf8'));
    let folder = '';
    let said = '';

    beforeEach(async () => {
      folder = await tempFolder('golden');
      cpSync(golden, folder, { recursive: true });
      said = '';
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    const names = async (ending: string): Promise<string[]> =>
      (await readdir(folder)).filter(name => name.endsWith(ending)).sort();
    async function load(): Promise<Recovered> {
      const journal = await openFileJournal(folder);
      const log = createLog('error', { write: line => (said += line) });
      const recovered = await recover(journal, 0, log);
      expect(recovered.world.seq).to.equal(journal.lastSeq());
      await journal.close();
      return recovered;
    }

    it('loads from its snapshot', async () => {
      const { world, replayed } = await load();
      expect(replayed).to.equal(0);
      expect(seen(world)).to.deep.equal(expected);
      expect(said).to.equal('');
      goOn(world);
      windUp(world);
    });

    it('loads from its journal', async () => {
      for (const name of await names('.world.json')) await rm(join(folder, name));
      const { world, snapshot, replayed } = await load();
      expect(snapshot).to.equal(0);
      expect(replayed).to.equal(world.seq);
      expect(seen(world)).to.deep.equal(expected);
      expect(said).to.equal('');
      windUp(world);
    });

    it('with a damaged snapshot loads from the one before it, and says so', async () => {
      const [name = ''] = await names('.world.json');
      const older = await worldAt(folder, 12);
      await writeFile(join(folder, `${String(12).padStart(15, '0')}.world.json`), encodeWorld(older));
      await writeFile(join(folder, name), '{"version":1,"world":{"seq":');
      const { world, snapshot } = await load();
      expect(snapshot).to.equal(12);
      expect(seen(world)).to.deep.equal(expected);
      expect(said).to.include('a snapshot cannot be read');
    });

    it('with snapshots of another form only loads from the journal, and says so', async () => {
      const [name = ''] = await names('.world.json');
      const text = readFileSync(join(folder, name), 'utf8');
      await writeFile(join(folder, name), text.replace(/"version":\s*\d+/, '"version":9999'));
      const { world, snapshot } = await load();
      expect(snapshot).to.equal(0);
      expect(seen(world)).to.deep.equal(expected);
      expect(said).to.include('snapshot of version 9999');
    });

    it('without a readable snapshot and without the beginning begins anew behind the journal, and says so', async () => {
      const [name = ''] = await names('.world.json');
      await writeFile(join(folder, name), 'nothing');
      const [segment = ''] = await names('.jsonl');
      const lines = readFileSync(join(folder, segment), 'utf8').split('\n').slice(5);
      await rm(join(folder, segment));
      await writeFile(join(folder, `${String(6).padStart(15, '0')}.jsonl`), lines.join('\n'));
      const { world, replayed } = await load();
      expect(replayed).to.equal(0);
      expect(world.contacts.size).to.equal(0);
      expect(said).to.include('no beginning of the journal');
    });

    it('whose snapshot lacks a member that came later is read with its default', async () => {
      const [name = ''] = await names('.world.json');
      const snapshot = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { world: Partial<World> };
      delete snapshot.world.draining;
      expect(seen(decodeWorld(JSON.stringify(snapshot)))).to.deep.equal(expected);
      expect(() =>
        decodeWorld(JSON.stringify({ ...snapshot, world: { ...snapshot.world, legs: [] } })),
      ).to.throw('legs');
    });
  });
}

/** The world of the folder's journal after the event `seq`. */
async function worldAt(folder: string, seq: number): Promise<World> {
  const journal = await openFileJournal(folder);
  const world = createWorld();
  for await (const entry of journal.read(0)) if (entry.seq <= seq) step(world, entry);
  await journal.close();
  return world;
}
