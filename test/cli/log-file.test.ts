import { readFile, readdir, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { logFile, openLog } from '../../orchestrator/cli/log-file.ts';
import { readSettings } from '../../orchestrator/runtime/settings.ts';
import { tempFolder } from '../support/ports.ts';

describe('the log of a server', () => {
  let home = '';
  let terminal: string[] = [];
  const open = () => openLog(readSettings({ PHONES_HOME: home }), { write: text => terminal.push(text) });
  beforeEach(async () => {
    home = await tempFolder('log');
    terminal = [];
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  it('goes to a file, and what matters to the terminal in words', async () => {
    const log = open();
    log.debug('not at this level');
    log.info({ pid: 7 }, 'Asterisk has started');
    log.warn({ err: new Error('no answer') }, 'the database is away');
    const lines = (await readFile(logFile(home), 'utf8')).trim().split('\n');
    expect(lines.map(line => (JSON.parse(line) as { msg: string }).msg)).to.deep.equal([
      'Asterisk has started',
      'the database is away',
    ]);
    expect(terminal.join('')).to.match(/^\d\d:\d\d:\d\d warning: the database is away: no answer\n$/);
  });

  it('holds no secret', async () => {
    open().warn({ password: 'canary-1', agent: { sipSecret: 'canary-2' } }, 'a line');
    expect(await readFile(logFile(home), 'utf8')).not.to.contain('canary');
  });

  it('begins a new file when one is full, and keeps five', async () => {
    for (let n = 0; n < 7; n++) {
      open().info('first');
      await truncate(logFile(home), 20_000_001);
      const log = open();
      log.info('the file is full');
    }
    const files = (await readdir(join(home, 'log'))).sort();
    expect(files).to.deep.equal([
      'phones.log',
      'phones.log.1',
      'phones.log.2',
      'phones.log.3',
      'phones.log.4',
    ]);
  });
});
