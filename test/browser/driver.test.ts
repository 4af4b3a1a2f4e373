/** The example CRM of the handbook on an origin of its own: it holds the PhoneBar and drives a real call. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { accessibilityProblems, type Page, TestBrowser } from '../support/browser.ts';
import { agentAt, agentTone, type Centre, createCentre, newCaller } from '../support/contact-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hears } from '../support/listening.ts';
import type { MediaPeer } from '../support/media-peer.ts';
import { PhoneBarPage } from '../support/phonebar-page.ts';
import { freeTcpPort } from '../support/ports.ts';
import { until } from '../support/until.ts';

const example = join(import.meta.dirname, '../../docs/crm-example');
const handbookAddress = /http:\/\/127\.0\.0\.1:8080/g;

/** Serves the example, pointed at an instance. */
async function serveExample(phones: string): Promise<{ origin: string; server: Server }> {
  const port = await freeTcpPort();
  const server = createServer((req, res) => {
    const script = req.url === '/crm.js';
    readFile(join(example, script ? 'crm.js' : 'index.html'), 'utf8').then(
      text =>
        res
          .writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html; charset=utf-8' })
          .end(text.replace(handbookAddress, phones)),
      (error: unknown) => res.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${port}`, server };
}

describe('a CRM page that holds the PhoneBar', function () {
  this.timeout(120_000);
  let instance: Instance;
  let browser: TestBrowser;
  let centre: Centre;
  let solved: { id: number };
  let contactId: string;
  let operator: PhoneBarPage;
  let page: Page;
  let crm: { origin: string; server: Server };
  const callers: MediaPeer[] = [];

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
    browser = await TestBrowser.start();
    solved = await instance.api.create('dispositions', { name: 'Solved' });
    centre = await createCentre(instance, {
      phone: 'browser',
      human: {
        dispositionIds: [solved.id],
        dispositionRequired: true,
        wrapUp: { defaultSeconds: 120, minimumSeconds: 0, maximumSeconds: 300 },
      },
    });
    crm = await serveExample(instance.http);
    operator = await PhoneBarPage.open(browser, instance, agentAt(centre, 0), { width: 1440, height: 900 });
    page = operator.page;
  });
  after(async () => {
    crm?.server.close();
    await browser?.close();
    await instance?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      console.error(await instance.explain(), browser.complaints);
      console.error(await page.locator('body').innerText().catch(String));
      console.error(await phonebar().locator('body').innerText().catch(String));
    }
    await Promise.all(callers.splice(0).map(peer => peer.close()));
  });

  const phonebar = () => page.frameLocator('iframe[title=PhoneBar]');
  const untilState = (state: string) =>
    page
      .getByRole('status')
      .filter({ hasText: new RegExp(`^${state}$`) })
      .waitFor({ timeout: 20_000 });
  const untilNoted = (text: string) =>
    page.locator('#events li', { hasText: text }).first().waitFor({ timeout: 20_000 });
  const press = (name: string) => page.locator(`button:text-is("${name}")`).click();

  it('is kept out while it is not on the list', async () => {
    await page.goto(`${crm.origin}/`);
    await until('the browser refuses the frame', () =>
      browser.complaints.some(text => text.includes('frame-ancestors')),
    );
    await press('Ready');
    await untilNoted('ready: notConnected');
  });

  it('drives a real call, hears of it, and keeps its values with the contact', async () => {
    await instance.api.request('PUT', '/driver-origins', { origins: [crm.origin] });
    await page.goto(`${crm.origin}/`);
    await untilState('loggedOut');
    await press('Ready');
    await untilNoted('ready: notLoggedIn');
    await phonebar().locator('button:enabled', { hasText: 'Log in' }).waitFor();
    await press('Log in');
    await untilNoted('login: done');
    await untilState('pause');
    await press('Answer');
    await untilNoted('answer: notPossible');
    await press('Ready');
    await untilNoted('ready: done');
    await untilState('ready');
    expect(await accessibilityProblems(page)).to.deep.equal([]);

    const peer = await newCaller(instance);
    callers.push(peer);
    const call = await peer.call(centre.number);
    await untilNoted(`offered ${peer.user}`);
    expect(await page.locator('#customer').innerText()).to.include(centre.service.name);
    await press('Answer');
    await untilNoted('answer: done');
    await untilNoted(`connected ${peer.user}`);
    await hears(call, agentTone);

    await page.getByRole('textbox', { name: 'Order' }).fill('4711 & <b>');
    await press('Keep with the contact');
    await untilNoted('order: done');
    await untilNoted('call data {"order":"4711 & <b>"}');

    await press('Hang up');
    await untilNoted('hangup: done');
    await untilNoted(`ended ${peer.user}`);
    await untilState('wrapUp');
    await call.whenEnded();

    const { items } = await instance.api.request<{ items: { id: string }[] }>(
      'GET',
      `/contacts?agentId=${agentAt(centre, 0).id}`,
    );
    contactId = items[0]?.id ?? '';
    await until('the value stands with the contact', async () => {
      const { steps } = await instance.api.contact(contactId);
      return steps.some(
        ({ type, data }) =>
          type === 'callDataChanged' && JSON.stringify(data).includes('"values":{"order":"4711 & <b>"}'),
      );
    });
  });

  it('is heard again after the PhoneBar was loaded anew', async () => {
    const frame = page.frames().find(each => each.url().endsWith('/phonebar'));
    await frame?.evaluate('location.reload()');
    await page.locator('#order input').fill('4712');
    await until('a command is done again', async () => {
      await press('Keep with the contact');
      return page.locator('#events li', { hasText: '"order":"4712"' }).first().isVisible();
    });
  });

  it('ends the wrap-up with a disposition', async () => {
    await press('Finish');
    await untilNoted('finish: dispositionRequired');
    await page.getByLabel('Disposition').selectOption('Solved');
    await press('Finish');
    await untilNoted('finish: done');
    await untilState('ready');
    await until('the contact has it', async () => {
      const { dispositionId } = await instance.api.contact(contactId);
      return dispositionId === solved.id;
    });
  });

  it('has a debug page that shows messages and sends commands', async () => {
    await page.goto(`${instance.http}/phonebar/debug`);
    const log = page.getByRole('list', { name: 'Messages' });
    await log.locator('li', { hasText: '"type":"welcome"' }).waitFor({ timeout: 20_000 });
    await page.getByLabel('Command (JSON)').fill('{"type":"pause","pauseId":987654}');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.locator('#answer', { hasText: 'DriverError' }).waitFor();
    await log.locator('li', { hasText: 'unknownPause' }).waitFor();
    await page.getByLabel('Buttons of the moment').selectOption('logout');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await log.locator('li', { hasText: '"ok":true' }).first().waitFor({ timeout: 20_000 });
    expect(await accessibilityProblems(page)).to.deep.equal([]);
  });
});
