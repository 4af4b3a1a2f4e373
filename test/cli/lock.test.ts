import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { processRef } from '../../asterisk-config/processes.ts';
import { HomeInUse, homeHolder, lockHome } from '../../orchestrator/cli/lock.ts';
import { tempFolder } from '../support/ports.ts';

describe('the lock of the state folder', () => {
  let home = '';
  let file = '';
  beforeEach(async () => {
    home = await tempFolder('lock');
    file = join(home, 'phones.pid');
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  async function failure(): Promise<unknown> {
    return lockHome(home).then(
      () => null,
      (error: unknown) => error,
    );
  }

  it('is taken and given back', async () => {
    const unlock = await lockHome(home);
    expect(await homeHolder(home)).to.equal(process.pid);
    unlock();
    expect(existsSync(file)).to.equal(false);
    expect(await homeHolder(home)).to.equal(null);
  });

  it('names the living process that has it', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    try {
      await writeFile(file, JSON.stringify(await processRef(other.pid ?? 0)));
      const error = await failure();
      expect(error).to.be.instanceOf(HomeInUse);
      expect(String(error)).to.contain(`process ${other.pid}`).and.to.contain('setInterval');
    } finally {
      other.kill('SIGKILL');
    }
  });

  it('is taken over from a process that died', async () => {
    await writeFile(file, JSON.stringify({ pid: 4_000_000, startTime: '1' }));
    (await lockHome(home))();
  });

  it('is taken over when the pid now belongs to another process', async () => {
    await writeFile(file, JSON.stringify({ pid: process.pid, startTime: '1' }));
    (await lockHome(home))();
  });

  it('is taken over when it was written by half', async () => {
    await writeFile(file, '{"pid":');
    (await lockHome(home))();
  });
});
