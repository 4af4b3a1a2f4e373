/** F10: the disk is full: calls go on, it says so, the database stays intact, and all is well when there is room. */
import { execFile } from 'node:child_process';
import { appendFileSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Sqlite from 'better-sqlite3';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { createKnex, sqliteConfig } from '../../orchestrator/adapters/store/connection.ts';
import { makeReady } from '../support/contact-centre.ts';
import { hearEachOther } from '../support/listening.ts';
import { tempFolder } from '../support/ports.ts';
import { until } from '../support/until.ts';
import { callIn, openDesk } from './harness/parties.ts';
import { Scene } from './harness/scene.ts';
import { metric, readiness } from './harness/watch.ts';

const run = promisify(execFile);
const megabytes = 96;

/** Writes until nothing more goes in, to the last byte. */
function fill(file: string): void {
  for (const size of [1_048_576, 4096, 1])
    try {
      for (;;) appendFileSync(file, Buffer.alloc(size, 'x'));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    }
}

/**
 * Whether the registration stands in Asterisk's database, which is written once a second. One that has not got
 * there when the disk is full is lost with its transaction, until the phone registers again.
 */
function hasRegistration(home: string, user: string): boolean {
  const database = new Sqlite(join(home, 'asterisk/db/astdb.sqlite3'), { fileMustExist: true });
  try {
    const found = database.prepare('SELECT key FROM astdb WHERE key LIKE ?');
    return found.all(`/registrar/contact/${user};%`).length === 1;
  } finally {
    database.close();
  }
}

describe('F10: the disk is full', function () {
  this.timeout(180_000);
  let disk = '';
  let scene: Scene;
  const temporary = process.env.TMPDIR;

  // The whole state folder lies on a small file system of its own; this needs root.
  before(async function () {
    this.timeout(600_000);
    disk = await tempFolder('disk');
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', disk]);
    process.env.TMPDIR = disk;
    scene = await Scene.start({ load: {} });
  });
  after(async () => {
    await scene?.stop();
    if (temporary === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = temporary;
    await run('umount', ['-l', disk]);
    await rm(disk, { recursive: true, force: true });
  });

  it('calls go on; it alarms once; the database is intact; it recovers by itself', async () => {
    const { instance } = scene;
    const desk = await openDesk(instance);
    await makeReady(instance, desk.agent);
    await until('Asterisk has kept the registration', () => hasRegistration(instance.home, desk.phone.user));
    const filler = join(disk, 'filler');
    fill(filler);
    await until('the journal fails', async () => (await metric(instance, 'phones_journal_ok')) === 0, {
      timeoutMs: 20_000,
      everyMs: 100,
    });
    expect(await readiness(instance)).to.include({ status: 503, ready: false });

    const { peer, call } = await callIn(instance, desk.centre);
    const atAgent = await desk.phone.nextCall();
    atAgent.answer();
    await hearEachOther(call, atAgent);
    atAgent.hangup();
    await call.whenEnded();
    for (const talk of scene.talks) await hearEachOther(talk.call, talk.atAgent);
    const alarms = instance.logs.split('\n').filter(line => line.includes('the journal cannot be written'));
    expect(alarms, instance.logs).to.have.length(1);
    expect(await metric(instance, 'phones_journal_lag_events')).to.be.greaterThan(0);

    rmSync(filler);
    await until('it is ready again', async () => (await readiness(instance)).ready, {
      timeoutMs: 20_000,
      everyMs: 100,
      explain: () => readiness(instance),
    });
    await until(
      'the journal has all',
      async () => (await metric(instance, 'phones_journal_lag_events')) === 0,
    );
    const knex = createKnex(sqliteConfig(join(instance.home, 'phones.db')));
    try {
      expect(await knex.raw('PRAGMA integrity_check')).to.deep.equal([{ integrity_check: 'ok' }]);
    } finally {
      await knex.destroy();
    }
    const contact = await instance.api.endedContact(peer.user, 15_000);
    expect(contact).to.include({ outcome: 'handled', agentId: desk.agent.id });
    await Promise.all([peer.close(), desk.phone.close()]);
    await scene.finish();
    // Nothing is missing in the journal either: it was written when there was room.
    await scene.check();
  });
});
