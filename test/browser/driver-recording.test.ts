/** A CRM page records a real call by the driver's commands: on, secure pause, on again, off; its events say so, and the sound. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import type { CallRecording } from '../../orchestrator/runtime/ports/recordings.ts';
import { isSilent, toneLevel } from '../support/audio.ts';
import { type Page, TestBrowser } from '../support/browser.ts';
import { agentAt, agentTone, type Centre, createCentre, newCaller } from '../support/contact-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hears } from '../support/listening.ts';
import type { MediaPeer } from '../support/media-peer.ts';
import { PhoneBarPage } from '../support/phonebar-page.ts';
import { freeTcpPort } from '../support/ports.ts';
import { until } from '../support/until.ts';

const customerTone = 440;
const samplesPerMs = 8;
/** What was said before a command is still on its way when it is done. */
const edgeMs = 400;
const example = join(import.meta.dirname, '../../docs/crm-example');

/** The example of the handbook, pointed at an instance; its driver can be reached from outside. */
async function serveExample(phones: string): Promise<{ origin: string; server: Server }> {
  const port = await freeTcpPort();
  const texts = new Map<string, string>();
  for (const name of ['index.html', 'crm.js'])
    texts.set(
      name,
      (await readFile(join(example, name), 'utf8')).replace(/http:\/\/127\.0\.0\.1:8080/g, phones),
    );
  const server = createServer((req, res) => {
    const script = req.url === '/crm.js';
    res
      .writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html; charset=utf-8' })
      .end(script ? `${texts.get('crm.js')}\nglobalThis.driver = phonebar;` : texts.get('index.html'));
  });
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${port}`, server };
}

describe('recording by the driver', function () {
  this.timeout(120_000);
  let instance: Instance;
  let browser: TestBrowser;
  let centre: Centre;
  let page: Page;
  let crm: { origin: string; server: Server };
  let peer: MediaPeer;

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
    browser = await TestBrowser.start();
    centre = await createCentre(instance, {
      phone: 'browser',
      human: { recording: { when: 'onDemand', channels: 'stereo' } },
    });
    crm = await serveExample(instance.http);
    await instance.api.request('PUT', '/driver-origins', { origins: [crm.origin] });
    const operator = await PhoneBarPage.open(browser, instance, agentAt(centre, 0), {
      width: 1440,
      height: 900,
    });
    page = operator.page;
    await page.goto(`${crm.origin}/`);
  });
  after(async () => {
    crm?.server.close();
    await peer?.close();
    await browser?.close();
    await instance?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    console.error(await instance.explain(), browser.complaints);
    console.error(await page.locator('body').innerText().catch(String));
  });

  /** Resolves to 'done', or to the code with which the driver refuses. */
  const command = (call: string): Promise<string> =>
    page.evaluate<string>(`driver.${call}.then(() => 'done', ({ code }) => code)`);
  /** The recording's buttons as each event told them, one after the other. */
  const told = (): Promise<string[]> => page.evaluate<string[]>('told');
  const untilTold = (buttons: string): Promise<unknown> =>
    until(`${buttons || 'no button'} is told`, async () => (await told()).at(-1) === buttons, {
      timeoutMs: 20_000,
    });
  const passes = async (ms: number): Promise<void> => {
    const begun = performance.now();
    await until(`${ms} ms pass`, () => performance.now() - begun >= ms, { timeoutMs: ms + 5000 });
  };

  it('is on, silent, on and off as it commands, with a real call', async () => {
    await page
      .getByRole('status')
      .filter({ hasText: /^loggedOut$/ })
      .waitFor({ timeout: 20_000 });
    await page
      .frameLocator('iframe[title=PhoneBar]')
      .locator('button:enabled', { hasText: 'Log in' })
      .waitFor();
    await page.evaluate(`{
      globalThis.told = [];
      driver.on('state', ({ actions }) => {
        const names = actions.map(({ name }) => name).filter(name => /Recording$/.test(name)).sort().join(' ');
        if (told.at(-1) !== names) told.push(names);
      });
    }`);
    expect(await command("press('startRecording')"), 'without a call').to.equal('notPossible');
    expect(await command("login('browser')")).to.equal('done');
    expect(await command('ready()')).to.equal('done');
    peer = await newCaller(instance, { tone: customerTone });
    const call = await peer.call(centre.number);
    await until('it can be answered', async () => (await command('answer()')) === 'done', {
      timeoutMs: 20_000,
      everyMs: 300,
    });
    await hears(call, agentTone);
    await untilTold('startRecording');
    expect(await command("press('pauseRecording')"), 'not recorded').to.equal('notPossible');

    expect(await command("press('startRecording')")).to.equal('done');
    await untilTold('pauseRecording stopRecording');
    await passes(1500);
    expect(await command("press('pauseRecording')")).to.equal('done');
    await untilTold('resumeRecording stopRecording');
    await passes(2000);
    expect(await command("press('resumeRecording')")).to.equal('done');
    await untilTold('pauseRecording stopRecording');
    await passes(1500);
    expect(await command("press('stopRecording')")).to.equal('done');
    await untilTold('startRecording');
    await passes(1000);
    expect(await command('hangup()')).to.equal('done');
    expect((await told()).slice(-6)).to.deep.equal([
      'startRecording',
      'pauseRecording stopRecording',
      'resumeRecording stopRecording',
      'pauseRecording stopRecording',
      'startRecording',
      '',
    ]);
  });

  it('holds what was said outside of the pause, and nothing of what was said in it', async () => {
    const { id, steps } = await instance.api.endedContact(peer.user);
    const recording = await until(
      'the recording is kept',
      async () => {
        const list = `/recordings?contactId=${id}`;
        const { items } = await instance.api.request<{ items: CallRecording[] }>('GET', list);
        return items[0]?.state === 'kept' ? items[0] : null;
      },
      { timeoutMs: 20_000 },
    );
    expect(recording).to.include({ onDemand: true, channels: 'stereo' });
    const at = (type: string): number =>
      (steps.find(step => step.type === type)?.at ?? Number.NaN) - recording.startedAt;
    const [paused, resumed, ended] = [
      at('callRecordingPaused'),
      at('callRecordingResumed'),
      at('callRecordingEnded'),
    ];
    expect(recording.lengthMs, 'it ends when it was switched off').to.be.within(ended - 800, ended + 500);
    const file = Buffer.from(await instance.api.file(`/recordings/${recording.id}/audio`));
    const all = new Int16Array(file.buffer.slice(file.byteOffset + 44, file.byteOffset + file.length));
    for (const [side, tone] of [customerTone, agentTone].entries()) {
      const pcm = all.filter((_, index) => index % 2 === side);
      const between = (from: number, to: number): Int16Array =>
        pcm.subarray((from + edgeMs) * samplesPerMs, (to - edgeMs) * samplesPerMs);
      expect(isSilent(between(paused, resumed)), `side ${side} in the pause`).to.equal(true);
      for (const [name, part] of [
        ['before', between(0, paused)],
        ['after', between(resumed, ended)],
      ] as const)
        expect(toneLevel(part, tone), `side ${side} ${name} the pause`).to.be.above(-45);
    }
  });
});
