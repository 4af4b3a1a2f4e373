/** The page of another application that opens for a contact, in Chromium. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { until } from '../support/until.ts';
import { violations } from './axe.ts';
import { launchBrowser, openPage } from './browser.ts';
import { startFakeServer } from './fake-server.ts';
import { contact } from './samples.ts';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { AgentView } from '../../orchestrator/core/views.ts';
import type { FakeServer } from './fake-server.ts';

describe('PhoneBar page, page of another application', function () {
  this.timeout(60_000);
  let browser: Browser;
  let fake: FakeServer;
  let page: Page;
  let context: BrowserContext;
  let errors: string[];

  /** The other application. */
  let crm: Server;
  let origin: string;

  before(async () => {
    browser = await launchBrowser();
    crm = createServer((_req, res) => res.setHeader('content-type', 'text/html').end('<title>CRM</title>'));
    crm.listen(0, '127.0.0.1');
    await once(crm, 'listening');
    origin = `http://127.0.0.1:${(crm.address() as AddressInfo).port}`;
  });
  after(async () => {
    await browser.close();
    crm.closeAllConnections();
    crm.close();
  });
  beforeEach(async () => {
    fake = await startFakeServer();
    fake.change({ state: 'ready', phone: 'browser', phoneReachable: true, since: Date.now() });
  });
  afterEach(async () => {
    await context.close();
    await fake.close();
    expect(errors, 'errors in the page').to.deep.equal([]);
  });
  const open = async (view: Partial<AgentView> = {}, options: BrowserContextOptions = {}): Promise<void> => {
    fake.change(view);
    ({ page, context, errors } = await openPage(browser, `${fake.url}/phonebar`, options));
    await page.waitForSelector('#phonebar[data-screen=main]');
  };

  const pageOf = (caller: string): string => `${origin}/?caller=${caller}`;
  const popped = (): Page[] => context.pages().filter(each => each.url().startsWith(origin));
  const addresses = (): string[] => popped().map(each => each.url());
  const button = () => page.getByRole('button', { name: 'Open page' });

  it('opens by its button, in one window for all contacts', async () => {
    fake.screenPop = { url: pageOf('1'), opens: 'button' };
    await open({ state: 'talking', contact: contact('talking') });
    await button().click();
    await until('it is open', () => popped().length === 1);
    fake.screenPop = { url: pageOf('2'), opens: 'button' };
    fake.change({ contact: contact('talking', { contactId: 'phones-t1-2' }) });
    await until('the address of the other contact is there', async () => {
      await button().click();
      return addresses().includes(pageOf('2'));
    });
    expect(popped()).to.have.length(1);
  });

  it('opens by itself when the contact is answered, once, and not again after a reload', async () => {
    fake.screenPop = { url: pageOf('1'), opens: 'answered' };
    await open({ state: 'offered', contact: contact('offered') });
    await button().waitFor();
    expect(popped()).to.have.length(0);
    fake.change({ state: 'talking', contact: contact('talking') });
    const [first] = await until('it is open', () => (popped().length > 0 ? popped() : null));
    await first?.close();
    fake.change({ state: 'onHold', contact: contact('held') });
    await page.locator('.state[data-state=onHold]').waitFor();
    await page.reload();
    await button().waitFor();
    fake.change({ state: 'talking', contact: contact('talking') });
    await page.locator('.state[data-state=talking]').waitFor();
    expect(popped()).to.have.length(0);
    fake.change({ contact: contact('talking', { contactId: 'phones-t1-2' }) });
    await until('the next contact’s is open', () => popped().length === 1);
  });

  it('opens by itself already when the contact rings, and its address follows the call data', async () => {
    fake.screenPop = { url: pageOf('1'), opens: 'offered' };
    await open();
    fake.change({ state: 'offered', contact: contact('offered') });
    await until('it is open', () => addresses().includes(pageOf('1')));
    fake.screenPop = { url: pageOf('4711'), opens: 'offered' };
    fake.change({ contact: contact('offered', { callData: { order: '4711' } }) });
    await until('the button has the new address', async () => {
      await button().click();
      return addresses().includes(pageOf('4711'));
    });
    expect(popped()).to.have.length(1);
  });

  it('says when the browser keeps it from opening', async () => {
    fake.screenPop = { url: pageOf('1'), opens: 'answered' };
    await open();
    await page.evaluate('window.really = window.open; window.open = () => null');
    fake.change({ state: 'talking', contact: contact('talking') });
    await page.getByText('The browser kept the page from opening').waitFor();
    expect(await violations(page)).to.deep.equal([]);
    await page.evaluate('window.open = window.really');
    await button().click();
    await until('it is open', () => popped().length === 1);
    await page.getByText('The browser kept the page from opening').waitFor({ state: 'hidden' });
  });

  it('is not there for calls among colleagues, without an address, and while the server cannot tell', async () => {
    fake.screenPop = { url: pageOf('1'), opens: 'offered' };
    await open({ state: 'talking', contact: contact('talking', { direction: 'internal' }) });
    await page.locator('.contact .who').waitFor();
    expect(await button().isVisible()).to.equal(false);
    fake.screenPop = null;
    fake.change({ contact: contact('talking', { contactId: 'phones-t1-3' }) });
    fake.screenPop = { url: null, opens: 'offered' };
    fake.change({ contact: contact('talking', { contactId: 'phones-t1-4' }) });
    await page.getByRole('region', { name: 'Contact' }).waitFor();
    expect(await button().isVisible()).to.equal(false);
    expect(popped()).to.have.length(0);
  });
});
