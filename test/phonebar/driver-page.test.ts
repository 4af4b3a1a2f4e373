/** The driver in pages of other origins, on a PhoneBar whose server does what the test says. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ScriptDocument } from '../../orchestrator/core/configuration/schemas.ts';
import type { ScriptView } from '../../orchestrator/core/views.ts';
import { samplePages } from '../support/sample-script.ts';
import { until } from '../support/until.ts';
import { launchBrowser, openPage } from './browser.ts';
import { type FakeServer, startFakeServer } from './fake-server.ts';
import { contact, wrapUp } from './samples.ts';

/** A page with a button that connects, and all that the driver tells in `told`. */
const crmPage = (phones: string) => `<!doctype html><title>CRM</title>
<script src="${phones}/phonebar/driver.js"></script>
<button id="connect">Connect</button><div id="frame"></div>
<script>
  const told = [];
  let phonebar;
  const connect = container => {
    phonebar = PhoneBarDriver.connect({ server: '${phones}', container });
    for (const type of ['connected', 'disconnected', 'state', 'contactOffered', 'contactConnected', 'contactEnded', 'callDataChanged', 'scriptChanged'])
      phonebar.on(type, event => told.push({ type, event, contact: structuredClone(phonebar.snapshot?.contact ?? null) }));
  };
  document.querySelector('#connect').onclick = () => connect(undefined);
  const outcome = promise => promise.then(() => 'done', error => error.code);
</script>`;
/** A PhoneBar of another version: it answers nothing but that. */
const otherVersion = `<!doctype html><script>
  addEventListener('message', ({ source, origin }) =>
    source.postMessage({ phones: 2, type: 'refused', code: 'version', message: 'another version' }, origin));
</script>`;

interface Told {
  type: string;
  event: {
    reason?: string;
    url?: string;
    contact?: object;
    script?: object | null;
    callData?: Record<string, unknown>;
  };
  contact: { stage: string; callData: Record<string, unknown> } | null;
}

describe('driver in a page', function () {
  this.timeout(60_000);
  let browser: Browser;
  let fake: FakeServer;
  let crm: Server;
  let origin: string;
  let page: Page;
  let context: BrowserContext;

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    fake = await startFakeServer();
    crm = createServer((req, res) => {
      const body = req.url === '/phonebar' ? otherVersion : crmPage(fake.url);
      res.setHeader('content-type', 'text/html').end(body);
    });
    crm.listen(0, '127.0.0.1');
    await once(crm, 'listening');
    origin = `http://127.0.0.1:${(crm.address() as AddressInfo).port}`;
    fake.driverOrigins = [origin];
    fake.change({ state: 'ready', phone: 'browser', phoneReachable: true });
    fake.onCommand = command => {
      if (command.type === 'pause') fake.change({ state: 'pause', pauseId: command.pauseId });
      if (command.type === 'hold') fake.change({ state: 'onHold', contact: contact('held') });
      return null;
    };
  });
  afterEach(async () => {
    await context.close();
    crm.closeAllConnections();
    crm.close();
    await fake.close();
  });

  const open = async (): Promise<void> => {
    ({ page, context } = await openPage(browser, origin));
  };
  const told = (): Promise<Told[]> => page.evaluate('told');
  const untilTold = (type: string): Promise<Told> =>
    until(`the page is told ${type}`, async () => (await told()).find(each => each.type === type), {
      explain: told,
    });
  const connectInFrame = async (): Promise<void> => {
    await page.evaluate('connect(document.querySelector("#frame"))');
    await untilTold('connected');
  };
  const connectInWindow = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Connect' }).click();
    await untilTold('connected');
  };
  const outcome = (command: string): Promise<string> => page.evaluate(`outcome(phonebar.${command})`);
  const phonebars = (): Page[] => context.pages().filter(each => each.url() === `${fake.url}/phonebar`);

  it('reads the script of the contact without what is sensitive, and fills fields in', async () => {
    let script: ScriptView = {
      scriptId: 1,
      version: 2,
      name: 'Orders',
      page: 'greeting',
      values: { reason: 'order', card: '4111' },
      sensitive: ['card'],
    };
    fake.script = ScriptDocument.parse({ pages: samplePages });
    fake.onCommand = command => {
      if (command.type !== 'script') return null;
      script = { ...script, values: { ...script.values, ...command.values } };
      fake.change({ contact: contact('talking', { script }) });
      return null;
    };
    fake.change({ state: 'talking', contact: contact('talking', { script }) });
    await open();
    await connectInFrame();
    expect(await page.evaluate('phonebar.snapshot.contact.script')).to.deep.equal({
      name: 'Orders',
      version: 2,
      page: 'greeting',
      values: { reason: 'order' },
    });
    expect(await outcome('setScript({ city: "Pisa" })')).to.equal('done');
    const changed = await untilTold('scriptChanged');
    expect(changed.event.script).to.deep.include({ values: { reason: 'order', city: 'Pisa' } });
    // The operator sees it in the page.
    const field = page.frameLocator('#frame iframe').locator('#script-city');
    await until('it stands in the form', async () => (await field.inputValue()) === 'Pisa');
  });

  it('opens a window, and takes it over as it is when the page is loaded anew', async () => {
    await open();
    await connectInWindow();
    const [first] = phonebars();
    await first?.evaluate('window.sameAsBefore = true');
    fake.change({ state: 'talking', contact: contact('talking') });
    await untilTold('contactConnected');

    await page.reload();
    await connectInWindow();
    expect(phonebars()).to.have.length(1);
    expect(await phonebars()[0]?.evaluate('window.sameAsBefore')).to.equal(true);
    expect(await page.evaluate('phonebar.snapshot.contact.stage')).to.equal('talking');
    expect(await outcome('press("hold")')).to.equal('done');
    expect(fake.commands.map(({ type }) => type)).to.include('hold');
  });

  it('obeys no page that is not on the list, and tells it nothing', async () => {
    fake.driverOrigins = ['http://127.0.0.1:1'];
    await open();
    await page.getByRole('button', { name: 'Connect' }).click();
    const phonebar = await until('the window is there', () => phonebars()[0]);
    await phonebar.waitForSelector('#phonebar[data-screen=main]');
    await page.evaluate(`window.heard = 0; addEventListener('message', () => { heard += 1; });
      for (let version = 0; version < 3; version++) {
        const bar = window.open('', 'phones-phonebar');
        bar.postMessage({ phones: version, type: 'hello' }, '*');
        bar.postMessage({ phones: version, type: 'command', id: 'x', command: { type: 'pause', pauseId: 1 } }, '*');
      }`);
    // What it answers to would have come before the answer to this.
    await phonebar.evaluate('new Promise(done => { onmessage = done; postMessage(0); })');
    expect(await page.evaluate('heard')).to.equal(0);
    expect(await told()).to.deep.equal([]);
    expect(await outcome('ready()')).to.equal('notConnected');
    expect(fake.commands).to.deep.equal([]);
  });

  it('believes no message of another origin', async () => {
    await open();
    await connectInFrame();
    await page.evaluate(`addEventListener('message', ({ data }) => { if (data.forged) forged = true; });
      forged = false;
      const message = { phones: 1, type: 'event', event: { type: 'state' }, snapshot: { state: 'forged' }, forged: true };
      postMessage(message, '*')`);
    await until('the forged message came', () => page.evaluate('forged'));
    expect(await page.evaluate('phonebar.snapshot.state')).to.equal('ready');
  });

  it('has the contact and its values in the snapshot when it tells of them', async () => {
    await open();
    await connectInFrame();
    fake.change({ state: 'offered', contact: contact('offered', { callData: { order: '1' } }) });
    expect((await untilTold('contactOffered')).contact).to.deep.include({ stage: 'offered' });
    fake.change({ contact: contact('offered', { callData: { order: '2' } }) });
    const changed = await untilTold('callDataChanged');
    expect(changed.event.callData).to.deep.equal({ order: '2' });
    expect(changed.contact?.callData).to.deep.equal({ order: '2' });
    fake.change({ state: 'wrapUp', contact: null, wrapUp: wrapUp() });
    expect((await untilTold('contactEnded')).contact).to.deep.include({ stage: 'wrapUp' });
  });

  it('is told of the page to be opened for the contact, and nothing opens', async () => {
    fake.screenPop = { url: `${origin}/customer?n=1`, opens: 'offered' };
    await open();
    await connectInFrame();
    await page.evaluate("phonebar.on('screenPop', event => told.push({ type: 'screenPop', event }))");
    fake.change({ state: 'offered', contact: contact('offered') });
    const { event } = await untilTold('screenPop');
    expect(event).to.deep.include({ url: `${origin}/customer?n=1`, reason: 'offered' });
    expect(event.contact).to.deep.include({ number: '+393331234567', stage: 'offered' });
    await page.frameLocator('iframe').getByRole('button', { name: 'Open page' }).click();
    await until('the button tells it too', async () =>
      (await told()).some(each => JSON.stringify(each).includes('"reason":"button"')),
    );
    expect(context.pages()).to.have.length(1);
  });

  it('lays it as a strip, over what is below when something opens', async () => {
    await open();
    await page.setViewportSize({ width: 1280, height: 700 });
    await page.evaluate(`phonebar = PhoneBarDriver.connect(
      { server: '${fake.url}', container: document.querySelector('#frame'), layout: 'strip' });
      phonebar.on('connected', event => told.push({ type: 'connected', event }))`);
    await untilTold('connected');
    const height = async (): Promise<number> => (await page.locator('iframe').boundingBox())?.height ?? 0;
    await until('it is a strip', async () => (await height()) === 64);
    const bar = page.frameLocator('iframe');
    await bar.locator('[data-action=pause]:enabled').click();
    await until('there is room for the menu', async () => (await height()) > 64);
    await bar.getByRole('menuitem', { name: 'Lunch' }).press('Escape');
    await until('it is a strip again', async () => (await height()) === 64);
    expect((await page.locator('#frame').boundingBox())?.height).to.equal(64);
    expect(await outcome("send({ type: 'layout', layout: 'page' })")).to.equal('done');
    await bar.locator('#phonebar[data-layout=page]').waitFor();
    expect(await outcome("send({ type: 'layout', layout: 'wall' })")).to.equal('noSuchLayout');
  });

  it('goes on when the browser slows its timers down to one a minute', async () => {
    ({ page, context } = await openPage(browser, 'about:blank'));
    await page.clock.install();
    await page.goto(origin);
    await page.evaluate('connect(document.querySelector("#frame"))');
    await until('it is connected', async () => {
      await page.clock.runFor(1000);
      return (await told()).some(({ type }) => type === 'connected');
    });
    await until('the PhoneBar has its server', async () => (await outcome('pause(1)')) === 'done');
    for (let minute = 0; minute < 12; minute++) {
      await page.clock.fastForward(60_000);
      expect(await outcome('pause(2)')).to.equal('done');
      fake.change({ state: 'ready', pauseId: null });
      await until(
        'the page sees it',
        async () => (await page.evaluate('phonebar.snapshot.state')) === 'ready',
      );
    }
    expect((await told()).filter(({ type }) => /connected$/i.test(type))).to.have.length(1);
  });

  it('is disconnected when the PhoneBar is gone, and connected again when it is back', async () => {
    await open();
    await connectInWindow();
    const [phonebar] = phonebars();
    await phonebar?.evaluate(`location.href = '${origin}/elsewhere'`);
    await until('it is gone', async () => (await told()).some(({ type }) => type === 'disconnected'), {
      timeoutMs: 20_000,
    });
    expect(await outcome('ready()')).to.equal('notConnected');
    await phonebar?.evaluate(`location.href = '${fake.url}/phonebar'`);
    await until(
      'it is back',
      async () => (await told()).filter(({ type }) => type === 'connected').length === 2,
    );
  });

  it('says once that the PhoneBar speaks another version', async () => {
    await open();
    await page.evaluate(`window.hellos = [];
      const frame = document.createElement('iframe');
      PhoneBarDriver.connect({ server: location.origin, container: document.querySelector('#frame') })
        .on('disconnected', event => told.push({ type: 'disconnected', event }));
      addEventListener('message', ({ data }) => hellos.push(data))`);
    await until(
      'it was refused three times',
      async () => (await page.evaluate<number>('hellos.length')) >= 3,
    );
    expect(await told()).to.deep.equal([{ type: 'disconnected', event: { reason: 'another version' } }]);
  });
});
