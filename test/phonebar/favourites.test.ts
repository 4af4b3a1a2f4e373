/** Favourites of the directory, in Chromium. */
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

describe('PhoneBar page, favourites', function () {
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
  const open = async (view: Partial<AgentView> = {}, options: BrowserContextOptions = {}): Promise<void> => {
    fake.change(view);
    ({ page, context, errors } = await openPage(browser, `${fake.url}/phonebar`, options));
    await page.waitForSelector('[data-action=call]:enabled');
  };

  const dialog = () => page.locator('dialog[open]');
  const choices = (): Promise<(string | null)[]> =>
    dialog()
      .locator('[data-choice]')
      .evaluateAll(all => all.map(each => each.getAttribute('data-choice')));
  const star = (name: string) => dialog().getByRole('button', { name: `${name}: favourite` });

  it('are marked by a star, kept at the server, and stand first', async () => {
    await open();
    await page.keyboard.press('Control+l');
    await star('Carla Neri').click();
    await until('the server has it', () => fake.preferences.favourites.length === 1);
    expect(fake.preferences.favourites).to.deep.equal([{ kind: 'agent', agentId: 3 }]);
    expect(await star('Carla Neri').getAttribute('aria-pressed')).to.equal('true');
    expect((await choices())[0]).to.equal('agent-3');
    expect(await page.evaluate('document.activeElement.dataset.star')).to.equal('agent-3');
    await page.fill('#call-search', '06777');
    await star('06777').click();
    await until('the number too', () => fake.preferences.favourites.length === 2);
    await page.fill('#call-search', '');
    expect((await choices()).slice(0, 2)).to.deep.equal(['agent-3', 'number-06777']);
    await star('Carla Neri').click();
    await until('it is none any more', () => fake.preferences.favourites.length === 1);
    await page.reload();
    await page.locator('[data-quick="number-06777"]').waitFor();
  });

  it('are keys with presence while nobody is at hand: one press calls', async () => {
    fake.preferences.favourites = [
      { kind: 'agent', agentId: 3 },
      { kind: 'agent', agentId: 2 },
      { kind: 'agent', agentId: 99 },
      { kind: 'service', serviceId: 1 },
    ];
    await open();
    const keys = page.getByRole('region', { name: 'Favourites' });
    await keys.getByText('Carla Neri').waitFor();
    expect(await keys.getByRole('button').allTextContents()).to.deep.equal([
      'Carla Neri203 · Talking',
      'Bruno Verdi202 · Ready',
      'Green number700 · Service',
    ]);
    expect(await keys.getByRole('button', { name: 'Carla Neri' }).isDisabled()).to.equal(true);
    await keys.getByRole('button', { name: 'Bruno Verdi' }).click();
    const call = await until('it is called', () => fake.commands.find(({ type }) => type === 'call'));
    expect(call).to.deep.equal({ type: 'call', to: { kind: 'agent', agentId: 2 } });
  });

  it('are chosen by their digit, to be called or transferred to', async () => {
    fake.preferences.favourites = [
      { kind: 'agent', agentId: 3 },
      { kind: 'agent', agentId: 2 },
    ];
    await open();
    await page.keyboard.press('2');
    await until('it is chosen', () => dialog().locator('[data-choice=agent-2] input').isChecked());
    await page.keyboard.press('Enter');
    await until('it is called', () => fake.commands.some(({ type }) => type === 'call'));
    fake.change({ state: 'talking', contact: contact('talking') });
    await page.locator('[data-action=transfer]:enabled').waitFor();
    await page.keyboard.press('2');
    await until('it is chosen', () => dialog().locator('[data-choice=agent-2] input').isChecked());
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'hidden' });
    await page.keyboard.press('7');
    expect(await dialog().count()).to.equal(0);
  });

  it('say when they could not be saved, and are as before', async () => {
    fake.refusesPreferences = true;
    await open();
    await page.keyboard.press('Control+l');
    await star('Carla Neri').click();
    await page.getByText('Your choice could not be saved').waitFor();
    await until(
      'it is none',
      async () => (await star('Carla Neri').getAttribute('aria-pressed')) === 'false',
    );
  });

  for (const language of ['en', 'it'] as const)
    for (const colorScheme of ['light', 'dark'] as const)
      it(`pass axe (${language}, ${colorScheme})`, async () => {
        fake.account.language = language;
        fake.preferences.favourites = [
          { kind: 'agent', agentId: 3 },
          { kind: 'number', number: '+390612345678' },
        ];
        await open({}, { colorScheme });
        await page.locator('[data-quick=agent-3]').waitFor();
        expect(await violations(page)).to.deep.equal([]);
        await page.keyboard.press('1');
        await dialog().locator('[data-choice=agent-3]').waitFor();
        expect(await violations(page)).to.deep.equal([]);
      });
});
