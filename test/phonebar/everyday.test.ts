/** Everyday parts of the page besides the contact at hand, on a server that does what the test says. */
import { expect } from 'chai';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { violations } from './axe.ts';
import { launchBrowser, openPage } from './browser.ts';
import { startFakeServer } from './fake-server.ts';
import { contact, day, wrapUp } from './samples.ts';
import { until } from '../support/until.ts';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { AgentView } from '../../orchestrator/core/views.ts';
import type { FakeServer } from './fake-server.ts';

/** Selectors of what is larger than its place; runs in the page. */
const overflows = `['html', '#phonebar', '.actions', '.state', '.top'].filter(selector => {
  const box = document.querySelector(selector);
  return box.clientHeight > 0 && (box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1);
})`;

describe('PhoneBar page, everyday parts', function () {
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
  });
  afterEach(async () => {
    await context.close();
    await fake.close();
    expect(errors, 'errors in the page').to.deep.equal([]);
  });

  const ready = (change: Partial<AgentView> = {}): Partial<AgentView> => ({
    state: 'ready',
    phone: 'browser',
    phoneReachable: true,
    since: Date.now(),
    ...change,
  });
  const open = async (view: Partial<AgentView> = {}, options: BrowserContextOptions = {}): Promise<void> => {
    fake.change(ready(view));
    ({ page, context, errors } = await openPage(browser, `${fake.url}/phonebar`, options));
    await page.waitForSelector('#phonebar[data-screen=main]');
  };

  describe('a dialog that is not there yet', () => {
    const visit = async (): Promise<void> => {
      fake.change(ready());
      ({ page, context, errors } = await openPage(browser, 'about:blank'));
    };
    const part = '**/part-later-dialogs-*.js';

    it('opens when it is, and has what was typed meanwhile', async () => {
      await visit();
      let comes = (): void => undefined;
      const allowed = new Promise<void>(resolve => {
        comes = resolve;
      });
      await page.route(part, async route => {
        await allowed;
        await route.continue();
      });
      await page.goto(`${fake.url}/phonebar`);
      await page.locator('[data-action=call]:enabled').click();
      await page.keyboard.type('Carla d');
      expect(await page.locator('dialog[open]').count()).to.equal(0);
      comes();
      await page.getByRole('dialog', { name: 'Call' }).waitFor();
      await until(
        'what was typed is there',
        async () => (await page.inputValue('#call-search')) === 'Carla d',
      );
    });

    it('says that it cannot be fetched, and is when it can be', async () => {
      await visit();
      await page.route(part, route => route.abort());
      await page.goto(`${fake.url}/phonebar`);
      await page.getByRole('button', { name: 'My day' }).click();
      await page.getByText('This part of the page could not be fetched').waitFor();
      await page.unroute(part);
      await page.getByRole('button', { name: 'My day' }).click();
      await page.getByRole('dialog', { name: 'My day' }).waitFor();
    });
  });

  describe('my day', () => {
    const figure = (name: string) => page.locator(`.my-day [data-figure=${name}]`);

    it('opens by a key, shows each figure with its definition, follows each change of state', async () => {
      fake.day = day();
      await open();
      await page.keyboard.press('d');
      await page.getByRole('dialog', { name: 'My day' }).waitFor();
      await until('read', async () => (await figure('contacts').textContent()) === '12');
      expect(await figure('talk').textContent()).to.equal('1:02:05');
      expect(await figure('aht').textContent()).to.equal('6:20');
      expect(await figure('occupancy').textContent()).to.equal('81%');
      expect(await page.locator('.my-day .reasons li').allTextContents()).to.deep.equal([
        'Lunch: 30:00',
        'Without a reason: 0:40',
        '#99: 0:10',
      ]);
      await page.getByText('(Talk + on hold + wrap-up) / contacts.').waitFor();
      fake.day = day({ contacts: 13 });
      fake.change({ state: 'pause', pauseId: 1 });
      await until('read again', async () => (await figure('contacts').textContent()) === '13');
      await page.keyboard.press('Escape');
      await page.locator('.my-day').waitFor({ state: 'hidden' });
    });

    it('says when the figures cannot be read, and keeps what it had', async () => {
      await open();
      await page.getByRole('button', { name: 'My day' }).click();
      await page.getByText('The figures cannot be read at the moment.').waitFor();
      fake.day = day();
      fake.change({ state: 'pause', pauseId: 1 });
      await until('read', async () => (await figure('contacts').textContent()) === '12');
      await page.getByText('The figures cannot be read at the moment.').waitFor({ state: 'hidden' });
      fake.day = null;
      fake.change({ state: 'ready', pauseId: null });
      await page.getByText('The figures cannot be read at the moment.').waitFor();
      expect(await figure('contacts').textContent()).to.equal('12');
    });

    for (const language of ['en', 'it'] as const)
      for (const colorScheme of ['light', 'dark'] as const)
        it(`passes axe (${language}, ${colorScheme})`, async () => {
          fake.account.language = language;
          fake.day = day();
          await open({}, { colorScheme });
          await page.keyboard.press('d');
          await until('read', async () => (await figure('contacts').textContent()) === '12');
          expect(await violations(page)).to.deep.equal([]);
        });
  });

  describe('messages of supervisors', () => {
    const unread = () => page.locator('.unread');

    it('come without taking the focus, stay until they are read, the oldest first', async () => {
      await open();
      await page.locator('[data-action=pause]:enabled').focus();
      fake.say('Please all to the meeting at ten');
      await unread().getByText('Please all to the meeting at ten').waitFor();
      expect(await unread().getAttribute('aria-live')).to.equal('polite');
      expect(await page.evaluate('document.activeElement.dataset.action')).to.equal('pause');
      fake.say('Second');
      await unread().getByText('and 1 more').waitFor();
      expect(await unread().locator('.message-text').textContent()).to.include('meeting');
      await page.reload();
      await unread().getByText('Please all to the meeting at ten').waitFor();
      await unread().getByRole('button', { name: 'Read' }).click();
      await unread().getByText('Second').waitFor();
      await page.getByRole('button', { name: 'Messages: 1 unread' }).waitFor();
      await unread().getByRole('button', { name: 'Read' }).click();
      await until('nothing is left', async () => (await unread().innerHTML()) === '');
      expect(fake.messages.every(({ readAt }) => readAt !== null)).to.equal(true);
    });

    it('of the day stand in a dialog that a key opens, and can be read there', async () => {
      fake.say('First\nof two lines');
      await open();
      await unread().getByText('First').waitFor();
      await page.keyboard.press('m');
      const dialog = page.getByRole('dialog', { name: 'Messages' });
      await dialog.getByRole('button', { name: 'Read' }).click();
      await dialog.getByText(/^Read at/).waitFor();
      expect(await dialog.getByRole('button', { name: 'Read', exact: true }).count()).to.equal(0);
    });

    it('that could not be marked as read come back', async () => {
      fake.say('Important');
      fake.refusesReading = true;
      await open();
      await unread().getByRole('button', { name: 'Read' }).click();
      await page.getByText('The server could not be told that you read the message').waitFor();
      await unread().getByText('Important').waitFor();
    });

    for (const language of ['en', 'it'] as const)
      for (const colorScheme of ['light', 'dark'] as const)
        it(`pass axe (${language}, ${colorScheme})`, async () => {
          fake.account.language = language;
          fake.say('x '.repeat(250));
          await open({}, { colorScheme });
          await unread().getByText('x x').waitFor();
          expect(await violations(page)).to.deep.equal([]);
          await page.keyboard.press('m');
          await page.locator('dialog[open]').waitFor();
          expect(await violations(page)).to.deep.equal([]);
        });

    for (const [width, height] of [
      [390, 700],
      [1440, 900],
      [1200, 120],
    ] as const)
      it(`fit ${width} x ${height}`, async () => {
        fake.say('A long message '.repeat(33));
        await open({}, { viewport: { width, height } });
        await unread().getByText('A long message').waitFor();
        expect(await page.evaluate(overflows)).to.deep.equal([]);
      });
  });

  describe('quality of a conversation', () => {
    const talk = async (): Promise<void> => {
      await open();
      await page.waitForSelector('#phonebar[data-registered=true]');
      fake.change({ state: 'offered', contact: contact('offered', { autoAnswer: true }) });
      fake.sip.invite({ number: '1', name: '' });
      await page.waitForSelector('#phonebar[data-call=active]');
      fake.change({ state: 'talking', contact: contact('talking') });
    };

    it('is warned of when it is bad, reported with the last minute, and summed up when it is over', async () => {
      await talk();
      // Nothing comes from the far end of this test.
      await page.getByText('You hear nothing of the other side').waitFor({ timeout: 20_000 });
      expect(await violations(page)).to.deep.equal([]);
      await page.getByRole('button', { name: 'Report', exact: true }).click();
      await page.keyboard.type('I hear nothing');
      expect(await violations(page)).to.deep.equal([]);
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('Sent. It stands with the contact.').waitFor();
      const report = fake.measured.find(({ what }) => what === 'reports');
      expect(report).to.deep.include({ contactId: 'phones-t1-1' });
      expect(report?.body).to.include({ note: 'I hear nothing' });
      await page.keyboard.press('Escape');
      fake.change({ state: 'wrapUp', contact: null, wrapUp: wrapUp() });
      const summed = await until('summed up', () => fake.measured.find(({ what }) => what === 'quality'));
      expect(summed.contactId).to.equal('phones-t1-1');
      expect(summed.body).to.include({ leastMos: 1 });
      await page.getByText('You hear nothing of the other side').waitFor({ state: 'hidden' });
    });
  });
});
