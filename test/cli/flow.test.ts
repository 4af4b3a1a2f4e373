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
const code = `
format: 1
name: code
kind: ivr
properties: [{ name: code }, { name: order, type: object }]
blocks:
  - { id: start, type: start, exits: { next: ask } }
  - id: ask
    type: get-digits
    parameters: { minimum: 4, maximum: 4, saveTo: code }
    exits: { next: find, invalid: bye, timeout: bye }
  - id: find
    type: http-request
    parameters: { connection: shop, path: "/orders/{code}", results: [{ property: order, value: answer }] }
    exits: { next: tell, timeout: bye, refused: bye, error: bye }
  - { id: tell, type: set-priority, parameters: { priority: order.state }, exits: { next: bye, error: bye } }
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
    await writeFile(
      file('wrong.test.yaml'),
      `
flow: flow.yaml
tests:
  - name: x
    steps: [{ pres: 1 }, { press: "1x" }, { ends: [hangup] }]
`,
    );
    await writeFile(
      file('odd.test.yaml'),
      `
flow: code.yaml
tests:
  - { name: zero, steps: [{ press: 0612 }, { properties: { code: "0612" } }] }
  - { name: day, world: { at: 2026-02-30 }, steps: [{ ends: "no" }] }
  - { name: smoke, world: { media: smoke }, steps: [{ ends: "no" }] }
`,
    );
    await writeFile(file('code.yaml'), code);
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
    expect(bad.stdout).to.match(/none: error: is not there/);
    expect(bad.status).to.equal(1);
  });

  it('gives up a file that would grow without end', async () => {
    const tens = (of: string) => `[${Array.from({ length: 10 }, () => of).join(', ')}]`;
    await writeFile(
      file('grows.yaml'),
      `a: &a ${tens('x')}\nb: &b ${tens('*a')}\nc: &c ${tens('*b')}\nd: ${tens('*c')}\n`,
    );
    const { stdout, stderr, status } = await phones(['flow', 'validate', file('grows.yaml')]);
    expect(stdout).to.match(/grows.yaml: error: .*alias/i);
    expect(stderr).to.equal('');
    expect(status).to.equal(1);
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

  it('tells what is wrong with a test itself, each step for itself', async () => {
    const { stdout, status } = await phones(['flow', 'test', file('wrong.test.yaml')]);
    expect(stdout).to.include('tests.0.steps.0: Not known here: pres.');
    expect(stdout).to.include('tests.0.steps.1.press: It may hold: 0-9, * and #.');
    expect(stdout).to.include('tests.0.steps.2.ends: It must be a text.');
    expect(status).to.equal(1);
  });

  it('takes digits as they are written, and a world that cannot be as a failure of its test', async () => {
    const { stdout, status } = await phones(['flow', 'test', file('odd.test.yaml')]);
    expect(stdout).to.match(/ok {3}zero/);
    expect(stdout).to.match(
      /FAIL day\n +world.at: 2026-02-30 in the zone Europe\/Rome is no moment that exists/,
    );
    expect(stdout).to.match(/FAIL smoke\n +world.media: It is none of the choices./);
    expect(status).to.equal(1);
  });

  it('speaks Italian too', async () => {
    const bad = await phones(['flow', 'validate', file('bad.json'), '--language', 'it']);
    expect(bad.stdout).to.include("ask, exit 2: Non c'è un'uscita 2.");
    const failed = await phones(['flow', 'test', file('bad.test.yaml'), '--language', 'it']);
    expect(failed.stdout).to.include('passo 3: doveva finire con "talk", è "hangup"');
    const other = await phones(['flow', 'test', file('bad.test.yaml'), '--language', 'fr']);
    expect(other.status).to.equal(2);
  });

  it('simulate leaves outside systems to whoever plays, and tells faults in the language', async () => {
    const input = '0612\nanswer {"state": "sent"}\n';
    const played = await phones(['flow', 'simulate', file('code.yaml'), '--language', 'it'], input);
    expect(played.stdout).to.match(/httpRequest .*"path":"\/orders\/0612"/);
    expect(played.stdout).to.include('[find] -> next');
    expect(played.stdout).to.include('[tell] ! serve numero, trovato: testo "sent"');
    const failed = await phones(['flow', 'simulate', file('code.yaml')], '0612\nanswer {\nfail 404\n');
    expect(failed.stdout).to.match(/no JSON[^]*\[find\] -> refused/);
    const late = await phones(['flow', 'simulate', file('code.yaml')], '0612\nwait 60\n');
    expect(late.stdout).to.include('[find] -> timeout');
  });

  it('simulate says why a flow cannot run, or a date cannot be', async () => {
    await writeFile(file('none.yaml'), flow.replace('type: start', 'type: begin'));
    const none = await phones(['flow', 'simulate', file('none.yaml')]);
    expect(none.stdout).to.include('a flow has exactly one Start');
    expect(none.status).to.equal(1);
    const dated = await phones(['flow', 'simulate', file('flow.yaml'), '--at', 'tomorrow']);
    expect(dated.stderr).to.include('--at: tomorrow is no date');
    expect(dated.status).to.equal(2);
  });

  it('is not understood without an action or a file', async () => {
    for (const args of [['flow'], ['flow', 'draw'], ['flow', 'test'], ['flow', 'simulate']])
      expect((await phones(args)).status, args.join(' ')).to.equal(2);
  });
});
