/** The strip and the narrow column, in Chromium: all by keyboard, nothing cut off, what opens over them. */
import { expect } from 'chai';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { until } from '../support/until.ts';
import { violations } from './axe.ts';
import { launchBrowser, openPage } from './browser.ts';
import { startFakeServer } from './fake-server.ts';
import { contact, wrapUp } from './samples.ts';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { AgentView } from '../../orchestrator/core/views.ts';
import type { FakeServer } from './fake-server.ts';

/** Selectors of what is larger than its place; runs in the page. */
const overflows = `['html', '#phonebar', '.state', '.top', '.contact'].filter(selector => {
  const box = document.querySelector(selector);
  return box.clientHeight > 0 && (box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1);
})`;

describe('PhoneBar page, narrow layouts', function () {
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
  const open = async (
    layout: 'strip' | 'column',
    view: Partial<AgentView> = {},
    options: BrowserContextOptions = {},
  ): Promise<void> => {
    fake.preferences.layout = layout;
    fake.change(view);
    const viewport = layout === 'strip' ? { width: 1280, height: 64 } : { width: 280, height: 700 };
    ({ page, context, errors } = await openPage(browser, `${fake.url}/phonebar`, { viewport, ...options }));
    await page.waitForSelector(`#phonebar[data-layout=${layout}]`);
    await page.waitForSelector('.main .action:enabled');
  };
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const asked = (type: string) =>
    until(`asked for ${type}`, () => fake.commands.find(command => command.type === type));
  const offered = { state: 'offered', contact: contact('offered') } as const;
  const talking = { state: 'talking', contact: contact('talking') } as const;
  const wrapping = { state: 'wrapUp', contact: null, wrapUp: wrapUp() } as const;

  it('strip: an offer is answered, held, muted, transferred, hung up and wrapped up in it', async () => {
    await open('strip');
    await page.waitForSelector('#phonebar[data-registered=true]');
    fake.change(offered);
    const call = fake.sip.invite({ number: '3331234567', name: 'Mario' });
    await page.getByRole('heading', { name: '+393331234567' }).waitFor();
    await button('Reject').waitFor();
    await button('Answer').click();
    await until('the call is answered', () => call.state() === 'answered');
    fake.change(talking);
    await page.waitForSelector('#phonebar[data-call=active]');
    await button('Hold').click();
    await asked('hold');
    await button('Mute').click();
    await asked('mute');
    await page.keyboard.press('Control+l');
    await page.getByRole('dialog', { name: 'Consult or transfer' }).getByText('Bruno Verdi').waitFor();
    await page.keyboard.press('Escape');
    await button('Hang up').click();
    await asked('hangup');
    fake.change(wrapping);
    await page.getByRole('radio', { name: 'Complaint' }).check();
    expect(await asked('disposition')).to.deep.equal({ type: 'disposition', dispositionId: 3 });
    await button('Finish').click();
    await asked('finish');
  });

  it('strip: the pauses open over it, the whole page too, by a button and by a key', async () => {
    await open('strip');
    await button('Pause').click();
    await page.getByRole('menuitem', { name: 'Lunch' }).click();
    expect(await asked('pause')).to.deep.equal({ type: 'pause', pauseId: 2 });
    await button('Show the whole page').click();
    await page.waitForSelector('#phonebar[data-layout=page]');
    expect(await button('Fold up').getAttribute('aria-expanded')).to.equal('true');
    await page.keyboard.press('l');
    await page.waitForSelector('#phonebar[data-layout=strip]');
  });

  it('are chosen in the settings, and kept at the server', async () => {
    ({ page, context, errors } = await openPage(browser, `${fake.url}/phonebar`));
    await page.waitForSelector('.main .action:enabled');
    await button('Settings').click();
    await page.getByRole('combobox', { name: 'Layout' }).selectOption('column');
    await until('the server has it', () => fake.preferences.layout === 'column');
    await page.waitForSelector('#phonebar[data-layout=column]');
    await page.reload();
    await page.waitForSelector('#phonebar[data-layout=column]');
    await page.goto(`${fake.url}/phonebar?layout=strip`);
    await page.waitForSelector('#phonebar[data-layout=strip]');
    expect(fake.preferences.layout).to.equal('column');
  });

  it('strip: before the shift the whole page is there', async () => {
    fake.preferences.layout = 'strip';
    fake.change({ state: 'loggedOut', phone: null });
    ({ page, context, errors } = await openPage(browser, `${fake.url}/phonebar`));
    await page.waitForSelector('#phonebar[data-screen=shiftStart][data-layout=page]');
  });

  for (const layout of ['strip', 'column'] as const)
    for (const language of ['en', 'it'] as const)
      for (const colorScheme of ['light', 'dark'] as const)
        it(`${layout}: passes axe and is not cut off in any state (${language}, ${colorScheme})`, async () => {
          fake.account.language = language;
          fake.preferences.favourites = [{ kind: 'agent', agentId: 2 }];
          fake.screenPop = { url: 'https://crm.example.com/', opens: 'button' };
          await open(layout, {}, { colorScheme });
          await page.locator('[data-quick=agent-2]').waitFor();
          for (const view of [{}, offered, talking, wrapping, { state: 'noAnswer', wrapUp: null }] as const) {
            fake.change(view);
            await page.waitForSelector(`.state[data-state=${fake.view().state}]`);
            expect(await violations(page), fake.view().state).to.deep.equal([]);
            const cut = await page.evaluate<string[]>(overflows);
            // The contact of the column scrolls.
            expect(cut.filter(each => layout === 'strip' || each !== '.contact')).to.deep.equal([]);
          }
        });
});
