/** The PhoneBar's side of the driver, without a browser; the npm package as it would be published. */
import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { writeProperties } from '../../ivr-flows/properties-text.ts';
import { loginOutcome, requestOutcome } from '../../phonebar/client/driver/outcomes.ts';
import { eventsBetween, snapshotOf } from '../../phonebar/client/driver/snapshot.ts';
import type { AgentView } from '../../phonebar/client/session/protocol.ts';
import { reduce } from '../../phonebar/client/session/reduce.ts';
import { initial, type Session } from '../../phonebar/client/session/session.ts';
import { formatCallData, parseCallData } from '../../phonebar/driver/call-data.ts';
import { tempFolder } from '../support/ports.ts';
import { contact, wrapUp } from './samples.ts';

const view = (change: Partial<AgentView> = {}): AgentView => ({
  agentId: 1,
  name: 'Anna',
  extension: '201',
  state: 'ready',
  since: 0,
  pauseId: null,
  next: null,
  phone: 'browser',
  pageConnected: true,
  phoneReachable: true,
  standing: 'off',
  campaigns: [],
  contact: null,
  wrapUp: null,
  notReached: null,
  away: null,
  ...change,
});
const saw = (session: Session, seen: AgentView): Session =>
  reduce(
    session,
    { type: 'messageReceived', message: { type: 'view', seq: 1, serverTime: 0, view: seen } },
    0,
  );
const online = (seen: AgentView): Session => saw(reduce(initial, { type: 'linkOpened' }, 0), seen);
const told = (before: Session, after: Session): string[] =>
  eventsBetween(snapshotOf(before), snapshotOf(after)).map(({ type }) => type);

describe('driver: events', () => {
  const ready = online(view());
  const offered = saw(ready, view({ state: 'offered', contact: contact('offered') }));
  const talking = saw(offered, view({ state: 'talking', contact: contact('talking') }));

  it('tells offer, connection and end of a contact', () => {
    expect(told(ready, offered)).to.deep.equal(['contactOffered', 'state']);
    expect(told(offered, talking)).to.deep.equal(['contactConnected', 'state']);
    const after = saw(talking, view({ state: 'wrapUp', wrapUp: wrapUp() }));
    expect(told(talking, after)).to.deep.equal(['contactEnded', 'state']);
    expect(told(after, ready)).to.deep.equal(['state']);
  });

  it('tells a contact that follows another at once', () => {
    const next = saw(
      talking,
      view({ state: 'talking', contact: contact('talking', { contactId: 'other' }) }),
    );
    expect(told(talking, next)).to.deep.equal(['contactEnded', 'contactConnected']);
  });

  it('tells changed call data, and nothing when nothing changed', () => {
    const changed = saw(
      talking,
      view({ state: 'talking', contact: contact('talking', { callData: { order: '4711' } }) }),
    );
    expect(told(talking, changed)).to.deep.equal(['callDataChanged']);
    expect(told(changed, changed)).to.deep.equal([]);
  });

  it('tells by the state what changed of a contact otherwise', () => {
    const held = contact('held', { heldSince: 5 });
    expect(told(talking, saw(talking, view({ state: 'talking', contact: held })))).to.deep.equal(['state']);
  });
});

describe('driver: what becomes of a command', () => {
  const ready = online(view());
  const event = { type: 'commandAsked', id: '1', request: { type: 'pause', pauseId: 3 } } as const;
  const asked = reduce(ready, event, 0);

  it('is done when the view shows it', () => {
    expect(requestOutcome('1', event, ready, asked)).to.equal(null);
    const paused = view({ state: 'pause', pauseId: 3 });
    const shows = {
      type: 'messageReceived',
      message: { type: 'view', seq: 2, serverTime: 0, view: paused },
    } as const;
    expect(requestOutcome('1', shows, asked, reduce(asked, shows, 0))).to.deep.equal({ ok: true });
  });

  it('fails with the code of the server', () => {
    const refusal = {
      type: 'messageReceived',
      message: { type: 'reply', id: '1', ok: false, code: 'unknownPause', message: 'no' },
    } as const;
    expect(requestOutcome('1', refusal, asked, reduce(asked, refusal, 0))).to.deep.equal({
      ok: false,
      code: 'unknownPause',
      message: 'no',
    });
  });

  it('fails when the link broke before it was done', () => {
    const sent = reduce(asked, { type: 'commandSent', id: '1' }, 0);
    const broken = reduce(sent, { type: 'linkLost', attempt: 1, retryAt: 0 }, 0);
    const back = {
      type: 'messageReceived',
      message: { type: 'view', seq: 3, serverTime: 0, view: view() },
    } as const;
    expect(requestOutcome('1', back, broken, reduce(broken, back, 0))).to.include({ code: 'commandLost' });
  });

  it('follows a login to its end', () => {
    const out = online(view({ state: 'loggedOut' }));
    const begun = reduce(out, { type: 'loginAsked', phone: 'browser' }, 0);
    expect(loginOutcome(out, begun)).to.equal(null);
    expect(loginOutcome(begun, reduce(begun, { type: 'loginCancelled' }, 0))).to.include({
      code: 'cancelled',
    });
    expect(loginOutcome(begun, saw(begun, view({ state: 'pause' })))).to.deep.equal({ ok: true });
  });
});

describe('driver: call data as text', () => {
  it('is read and written as flows do it', () => {
    const values = { order: '4711', name: 'a=b', note: '#1 costs $5', open: 'a}', '{odd': '{' };
    const text = 'order=4711}{name=a=b}{note=##1 costs $$5}{open=a}}{{odd={';
    expect(formatCallData(values)).to.equal(text);
    expect(writeProperties(values)).to.equal(text);
    expect(parseCallData(text)).to.deep.equal(values);
    expect(parseCallData('')).to.deep.equal({});
  });
  it('names what it cannot write', () => {
    expect(() => formatCallData({ note: 'a}{b' })).to.throw('note');
  });
});

describe('driver: the npm package', () => {
  it('holds the module, its types and its licence, and nothing else; it imports nothing', async function () {
    this.timeout(60_000);
    const folder = await tempFolder('driver');
    const from = join(import.meta.dirname, '../../phonebar/driver');
    const run = promisify(execFile);
    const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: from });
    await rm(join(from, 'dist'), { recursive: true, force: true });
    const [packed] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
    const modules = ['ivr-flows/pairs-text', 'phonebar/driver/call-data', 'phonebar/driver/index'];
    const compiled = [...modules, 'phonebar/driver/protocol'].flatMap(name => [
      `dist/${name}.d.ts`,
      `dist/${name}.js`,
    ]);
    expect(packed?.files.map(({ path }) => path)).to.have.members([
      'LICENSE',
      'README.md',
      'package.json',
      ...compiled,
    ]);
    await run('tar', ['xzf', packed?.filename ?? ''], { cwd: folder });
    const [ours, its] = await Promise.all(
      [join(from, '../../LICENSE'), join(folder, 'package/LICENSE')].map(file => readFile(file, 'utf8')),
    );
    expect(its).to.equal(ours);
    const index = join(folder, 'package/dist/phonebar/driver/index.js');
    const module: Record<string, unknown> = await import(pathToFileURL(index).href);
    expect(module).to.include.keys(
      'connect',
      'DriverError',
      'parseCallData',
      'formatCallData',
      'protocolVersion',
    );
    await rm(folder, { recursive: true, force: true });
  });
});
