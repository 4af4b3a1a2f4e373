/** The desktop notification of an offer, in Chromium. */
import { expect } from 'chai';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { until } from '../support/until.ts';
import { violations } from './axe.ts';
import { launchBrowser, openPage } from './browser.ts';
import { startFakeServer } from './fake-server.ts';
import { contact } from './samples.ts';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { AgentView } from '../../orchestrator/core/views.ts';
import type { FakeServer } from './fake-server.ts';

describe('PhoneBar page, notification of an offer', function () {
  this.timeout(60_000);
  let browser: Browser;
  let fake: FakeServer;
  let page: Page;
  let context: BrowserContext;
  let errors: string[];

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    fake = await startFakeServer();
    fake.change({ state: 'ready', phone: 'browser', phoneReachable: true, since: Date.now() });
  });
  afterEach(async () => {
    await context.close();
    await fake.close();
    expect(errors, 'errors in the page').to.deep.equal([]);
  });
  /** As if another window were in front; Chromium without a screen always has the focus. */
  const elsewhere = 'document.hasFocus = () => false';
  const open = async (): Promise<void> => {
    ({ page, context, errors } = await openPage(browser, 'about:blank'));
    await context.addInitScript({ content: elsewhere });
    await page.goto(`${fake.url}/phonebar`);
    await page.waitForSelector('#phonebar[data-registered=true]');
  };
  const offer = (change: Partial<AgentView['contact']> = {}): void =>
    fake.change({ state: 'offered', contact: contact('offered', { ...change }) });
  const inWorker = async (script: string): Promise<unknown> => {
    const worker = await until('the worker is there', () => context.serviceWorkers()[0]);
    return worker.evaluate(script);
  };
  const shown = async (): Promise<string[]> =>
    (await inWorker(`registration.getNotifications().then(all =>
      all.map(({ title, body, actions }) => [title, body, ...actions.map(each => each.title)].join(' | ')))`)) as string[];
  // The worker's first start is the browser's business, and takes its time on a busy machine.
  const untilShown = () =>
    until('it is shown', async () => (await shown()).length === 1, { timeoutMs: 20_000 });
  const untilGone = () => until('it is gone', async () => (await shown()).length === 0);
  /** What the browser does when a button of the notification is pressed. */
  const press = (action: string) =>
    inWorker(`registration.getNotifications().then(([notification]) =>
      dispatchEvent(new NotificationEvent('notificationclick', { notification, action: '${action}' })))`);

  it('says who calls through which service, and answers', async () => {
    await open();
    offer();
    const call = fake.sip.invite({ number: '3331234567', name: 'Mario' });
    await untilShown();
    expect(await shown()).to.deep.equal(['Mario Bianchi | Green number | Answer | Reject']);
    await page.waitForSelector('#phonebar[data-call=incoming]');
    await press('answer');
    await until('the call is answered', () => call.state() === 'answered');
    fake.change({ state: 'talking', contact: contact('talking') });
    await untilGone();
  });

  it('rejects, in the tab that has the audio alone', async () => {
    await open();
    const second = await context.newPage();
    await second.goto(`${fake.url}/phonebar`);
    await second.waitForSelector('#phonebar[data-tab=other]');
    offer();
    await untilShown();
    await press('reject');
    await until('it is rejected', () => fake.commands.some(({ type }) => type === 'reject'));
    fake.change({ state: 'ready', contact: null });
    await untilGone();
    await second.locator('.state[data-state=ready]').waitFor();
    expect(fake.commands.filter(({ type }) => type === 'reject')).to.have.length(1);
  });

  it('goes with the offer, and one of another offer answers nothing', async () => {
    await open();
    offer();
    await untilShown();
    await inWorker(`registration.getNotifications().then(([first]) => { self.first = first; })`);
    offer({ contactId: 'phones-t1-2', caller: { number: '0655', name: 'Lucia' } });
    await until('that of the next one', async () => (await shown())[0]?.startsWith('Lucia'));
    await inWorker(`dispatchEvent(
      new NotificationEvent('notificationclick', { notification: self.first, action: 'reject' }))`);
    await press('');
    // A message to the page overtakes none that went before.
    await until('the click closed it', async () => (await shown()).length === 0);
    expect(fake.commands).to.deep.equal([]);
    fake.change({ state: 'ready', contact: null });
    await page.locator('.state[data-state=ready]').waitFor();
  });

  it('is not shown to who looks at the page, nor without permission', async () => {
    ({ page, context, errors } = await openPage(browser, `${fake.url}/phonebar`));
    await page.waitForSelector('#phonebar[data-registered=true]');
    offer();
    await page.locator('.state[data-state=offered]').waitFor();
    expect(context.serviceWorkers()).to.deep.equal([]);
    fake.change({ state: 'ready', contact: null });
    await context.clearPermissions();
    await page.evaluate(elsewhere);
    offer({ contactId: 'phones-t1-2' });
    await until('the title flashes', async () => (await page.title()).includes('Mario Bianchi'));
    expect(context.serviceWorkers()).to.deep.equal([]);
  });

  for (const language of ['en', 'it'] as const)
    it(`is explained and asked for before the shift (${language})`, async () => {
      fake.account.language = language;
      fake.change({ state: 'loggedOut', phone: null });
      ({ page, context, errors } = await openPage(browser, 'about:blank'));
      await context.addInitScript({
        content: `let permission = 'default';
          Object.defineProperty(Notification, 'permission', { get: () => permission });
          Notification.requestPermission = async () => (permission = 'granted');`,
      });
      await page.goto(`${fake.url}/phonebar`);
      const row = page.locator('.shift-start [data-device=notifications]');
      await row.getByText(language === 'en' ? 'So that you see a call' : 'Per vedere una chiamata').waitFor();
      expect(await violations(page)).to.deep.equal([]);
      await row.getByRole('button').click();
      await row.waitFor({ state: 'hidden' });
      await page.getByRole('button', { name: language === 'en' ? 'Settings' : 'Impostazioni' }).click();
      await page
        .locator('dialog[open] [data-device=notifications]')
        .getByText(language === 'en' ? 'You see calls' : 'Vede le chiamate')
        .waitFor();
    });
});
