/** Recordings in the page of their contact, in Chromium: heard, sought, sped up, jumped to, deleted; and who may. */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { rootTimeoutMs } from '../support/asterisk-root.ts';
import { sine, wav } from '../support/audio.ts';
import { accessibilityProblems } from '../support/browser.ts';
import { recordedCall } from '../support/recorded-calls.ts';
import { until } from '../support/until.ts';
import { Chromium, type Page } from './support/chromium.ts';
import { type AdminSite, startAdmin } from './support/site.ts';

describe('recordings in the contact page', function () {
  this.timeout(60_000);
  let site: AdminSite;
  let browser: Chromium;
  let page: Page;
  let id: string;

  before(async function () {
    this.timeout(rootTimeoutMs);
    site = await startAdmin({ full: true });
    id = await recordedCall(site.store, {
      at: Date.now() - 60_000,
      campaignId: site.ids.get('Customer care') ?? 0,
      afterMs: 500,
      first: own => {
        site.recordings.files.set(`${own}-in`, wav(sine(440, 20_000)));
        site.recordings.files.set(`${own}-out`, wav(sine(1000, 12_000)));
      },
    });
    await until('it is kept', async () => (await site.store.recordings.get(id))?.state === 'kept');
    browser = await Chromium.start();
    page = await browser.signedIn(site);
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });
  afterEach(() => {
    expect(browser.complaints).to.deep.equal([]);
    browser.expected = null;
  });
  const path = (): string => `/admin/contacts/${id.replace(/\.3$/, '')}`;
  const position = (): Promise<number> =>
    page
      .locator('#recordings audio')
      .evaluate(audio => ('currentTime' in audio ? Number(audio.currentTime) : NaN));
  const seek = () => page.getByRole('slider', { name: 'Position in the recording' });

  it('show their wave and play, faster too, from where one wants', async () => {
    await page.goto(path());
    expect(await page.locator('.call-wave path').count()).to.equal(2);
    expect(await page.locator('.call-time').innerText()).to.include('0:20');
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    await page.getByLabel('Speed').selectOption('2');
    await page.getByRole('button', { name: 'Play' }).click();
    await until('it plays', async () => (await position()) > 0.5);
    await page.getByRole('button', { name: 'Pause' }).click();
    const stopped = await position();
    await page.getByRole('button', { name: '10 seconds on' }).click();
    expect(await position()).to.be.closeTo(stopped + 10, 0.3);
    await seek().focus();
    await page.keyboard.press('Home');
    expect(await position()).to.equal(0);
    await page.keyboard.press('End');
    expect(await position()).to.be.closeTo(20, 0.1);
    expect(await seek().getAttribute('aria-valuetext')).to.equal('0:20');
    const { items } = await site.store.audit.list({ object: `recordings/${id}` });
    expect(items.map(({ action }) => action)).to.deep.equal(['listen']);
  });

  it('are heard from a step on', async () => {
    await page.goto(path());
    const step = page.locator('.step-line').filter({ hasText: 'hold' }).first();
    await step.getByRole('button', { name: 'Listen from 0:00' }).click();
    await until('it plays from there', async () => (await position()) > 0.5);
    expect(await page.locator('.step-line [data-jump]').count()).to.be.above(2);
    expect(await page.locator('.step-line').first().locator('[data-jump]').count(), 'before it').to.equal(0);
  });

  it('fit a narrow page in the dark', async () => {
    const narrow = await browser.signedIn(site, {
      width: 390,
      colorScheme: 'dark',
    });
    await narrow.goto(path());
    expect(await accessibilityProblems(narrow)).to.deep.equal([]);
    const width = await narrow.locator('html').evaluate(html => html.scrollWidth);
    expect(width).to.be.at.most(390);
    await narrow.context().close();
  });

  it('go for good, and leave a trace', async () => {
    await page.goto(path());
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByLabel('Why').fill('no longer wanted');
    await page.locator('#remove-recording [data-confirm]').click();
    await until('it is gone', async () => (await site.store.recordings.get(id))?.state === 'deleted');
    await page.getByText('no longer wanted').waitFor();
    expect(await page.locator('#recordings audio').count()).to.equal(0);
  });
});
