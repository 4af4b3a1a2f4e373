import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { runPhones } from './run-phones.ts';

const flow = `
format: 1
name: hello
kind: ivr
properties: [{ name: choice }]
blocks:
  - { id: start, type: start, exits: { next: ask } }
  - id: ask
    type: menu
    parameters:
      prompts: [{ play: text, text: { it: premete 1, en: press 1 } }]
      choices: [{ digit: "1", title: one }]
      saveTo: choice
    exits: { "1": bye, invalid: bye, timeout: bye }
  - { id: bye, type: hang-up }
`;
const test = (ends: string) => `
flow: flow.yaml
tests:
  - name: one
    steps: [{ press: 1 }, { properties: { choice: 1 } }, { ends: ${ends} }]
`;

describe('phones flow', function () {
  this.timeout(60_000);
  let folder = '';
  const file = (name: string) => join(folder, name);
  const phones = (args: string[], input = '') => runPhones(args, { home: folder, input });
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'phones-flow-'));
    await writeFile(file('flow.yaml'), flow);
    await writeFile(file('bad.json'), flow.replace('exits: { "1": bye, invalid: bye', 'exits: { "2": bye'));
    await writeFile(file('broken.json'), '{"format": 1');
    await writeFile(file('good.test.yaml'), test('hangup'));
    await writeFile(file('bad.test.yaml'), test('talk'));
  });
  after(() => rm(folder, { recursive: true }));

  it('validate tells all that is wrong with its place', async () => {
    const good = await phones(['flow', 'validate', file('flow.yaml')]);
    expect(good.stdout).to.match(/flow.yaml: valid, 3 blocks/);
    expect(good.status).to.equal(0);
    const bad = await phones(['flow', 'validate', file('bad.json'), file('broken.json'), file('none')]);
    expect(bad.stdout).to.match(/bad.json: error: ask, exit 1: The exit 1 leads nowhere./);
    expect(bad.stdout).to.match(/bad.json: error: ask, exit 2: There is no exit 2./);
    expect(bad.stdout).to.match(/broken.json: error: .* at line 1/);
    expect(bad.stdout).to.match(/none: error: ENOENT/);
    expect(bad.status).to.equal(1);
  });

  it('test tells what passed and what failed', async () => {
    const all = await phones(['flow', 'test', file('good.test.yaml'), file('bad.test.yaml')]);
    expect(all.stdout).to.match(/ok {3}one/);
    expect(all.stdout).to.match(/FAIL one\n\s+step 3: expected the end "talk", it is "hangup"/);
    expect(all.stdout).to.match(/1 passed, 1 failed/);
    expect(all.status).to.equal(1);
  });

  it('simulate plays the caller', async () => {
    const played = await phones(['flow', 'simulate', file('flow.yaml')], 'help\n1\n');
    expect(played.stdout).to.match(/\[ask\]\n\s+"press 1"/);
    expect(played.stdout).to.match(/\[ask\] -> 1\n\[bye\]\nend: hangup/);
  });

  it('is not understood without an action or a file', async () => {
    for (const args of [['flow'], ['flow', 'draw'], ['flow', 'test'], ['flow', 'simulate']])
      expect((await phones(args)).status, args.join(' ')).to.equal(2);
  });
});
