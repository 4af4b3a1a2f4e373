/** The list of recorded calls in Chromium: narrowed, heard in place, checked, deleted for a reason; and who may. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { rootTimeoutMs } from '../support/asterisk-root.ts';
import { sine, wav } from '../support/audio.ts';
import { accessibilityProblems } from '../support/browser.ts';
import { recordedCall } from '../support/recorded-calls.ts';
import { until } from '../support/until.ts';
import { Chromium, type Page } from './support/chromium.ts';
import { type AdminSite, startAdmin } from './support/site.ts';

const dayMs = 86_400_000;

describe('list of recorded calls', function () {
  this.timeout(60_000);
  let site: AdminSite;
  let browser: Chromium;
  let page: Page;
  /** The oldest first; the last one is missing in Asterisk. */
  let ids: string[];

  before(async function () {
    this.timeout(rootTimeoutMs);
    site = await startAdmin({ full: true });
    const of = (name: string): number => site.ids.get(name) ?? 0;
    ids = [];
    for (const [index, [ageDays, seconds]] of [
      [176, 90],
      [2, 8],
      [1, 20],
      [0, 0],
    ].entries() as ArrayIterator<[number, [number, number]]>)
      ids.push(
        await recordedCall(site.store, {
          at: Date.now() - ageDays * dayMs - 60_000,
          campaignId: of(index === 1 ? 'Technicians' : 'Customer care'),
          agentId: of('Anna Bianchi'),
          channels: 'mixed',
          first: own => {
            if (seconds > 0) site.recordings.files.set(`${own}-mix`, wav(sine(440, seconds * 1000)));
          },
        }),
      );
    await until('all are settled', async () => (await site.store.recordings.coming(9)).length === 0);
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
  const row = (index: number, on = page) => on.locator(`[data-row="${ids[index]}"]`);
  const rows = (on = page) => on.locator('[data-row]').count();
  const show = () => page.locator('.contact-filter-buttons button').click();
  const audit = async (id: string): Promise<string[]> =>
    (await site.store.audit.list({ object: `recordings/${id}` })).items.map(({ action }) => action);

  it('says what there is of each, and is narrowed to campaign, length, time and state', async () => {
    await page.goto('/admin/recordings');
    expect(await rows()).to.equal(4);
    expect(await row(2).innerText())
      .to.include('+39061234')
      .and.include('0:20')
      .and.include('Anna Bianchi');
    expect(await row(3).innerText()).to.include('Never arrived');
    expect(await row(3).locator('[data-listen]').count()).to.equal(0);
    expect(await row(0).getByTitle('Will be deleted within a week').count()).to.equal(1);
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    await page.getByLabel('Campaign').selectOption('Technicians');
    await show();
    await until('one is left', async () => (await rows()) === 1);
    await row(1).waitFor();
    await page.goto('/admin/recordings?length=m1');
    expect([await rows(), await row(0).count()]).to.deep.equal([1, 1]);
    await page.goto('/admin/recordings?kept=d7');
    expect([await rows(), await row(0).count()]).to.deep.equal([1, 1]);
    await page.goto('/admin/recordings?state=lost');
    expect([await rows(), await row(3).count()]).to.deep.equal([1, 1]);
    await page.goto('/admin/recordings?search=999999');
    await page.getByText('Nothing fits the search').waitFor();
  });

  it('plays in place, by keyboard alone, and knows who listened', async () => {
    await page.goto('/admin/recordings');
    await row(2).locator('[data-listen]').focus();
    await page.keyboard.press('Enter');
    const audio = page.locator('#recordings audio');
    await until('it plays', () =>
      audio.evaluate(element => 'currentTime' in element && Number(element.currentTime) > 0.3),
    );
    expect(await page.locator('#recordings .card-title').innerText()).to.include('+39061234');
    expect(await page.evaluate('document.activeElement.matches("#recordings [data-play]")')).to.equal(true);
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    await page.getByRole('button', { name: 'Close the player' }).press('Enter');
    expect(await audio.count()).to.equal(0);
    expect(await page.evaluate('"listen" in document.activeElement.dataset')).to.equal(true);
    await row(2).locator('.row-link').click();
    const listened = page.getByRole('region', { name: 'Who listened' }).first();
    expect(await listened.innerText())
      .to.include('boss')
      .and.include('listened');
    expect(await accessibilityProblems(page)).to.deep.equal([]);
  });

  it('checks files, and finds the one that is damaged', async () => {
    await page.goto('/admin/recordings');
    await page.getByLabel('Choose all on this page').check();
    await row(0).locator('[data-choose]').uncheck();
    await page.getByText('3 chosen').waitFor();
    await row(3).locator('[data-choose]').uncheck();
    await page.getByRole('button', { name: 'Check the files' }).click();
    await page.getByText('All 2 files are as they were').waitFor();
    await writeFile(join(site.home, 'recordings', `${ids[1]}.wav`), wav(sine(440, 10)));
    await row(1).locator('.row-link').click();
    await page.getByRole('button', { name: 'Check the file' }).click();
    await page.getByText('One file is damaged or missing').waitFor();
    await page.getByText('The file is damaged').waitFor();
    await page.goto('/admin/recordings?state=damaged');
    expect([await rows(), await row(1).count()]).to.deep.equal([1, 1]);
  });

  it('tells supervisors who may not listen why', async () => {
    await page.goto('/admin/recordings');
    await page.getByLabel('Supervisors may').selectOption('list');
    await page.getByRole('button', { name: 'Save' }).click();
    await until('it is saved', async () => (await site.store.recordings.right()) === 'list');
    const sara = await browser.signedIn(site, { username: 'sara', width: 390, colorScheme: 'dark' });
    await sara.goto('/admin/recordings');
    await sara.getByText('Your role sees which calls were recorded, but may not listen').waitFor();
    expect(await sara.locator('[data-listen], [data-access], [data-remove-chosen]').count()).to.equal(0);
    expect(await accessibilityProblems(sara)).to.deep.equal([]);
    expect(await sara.locator('html').evaluate(html => html.scrollWidth)).to.be.at.most(390);
    await row(2, sara).locator('.row-link').click();
    await sara.getByText('Your role may not listen').waitFor();
    await sara.getByText('Administrators see here who listened').waitFor();
    await sara.context().close();
  });

  it('deletes for a reason, and keeps the trace where one looks for it', async () => {
    const [, first = '', second = ''] = ids;
    await page.goto('/admin/recordings');
    await row(1).locator('[data-choose]').check();
    await row(2).locator('[data-choose]').check();
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.locator('#remove-recording');
    await dialog.locator('[data-confirm]').click();
    expect(await dialog.evaluate(element => element.matches('[open]')), 'without a reason').to.equal(true);
    await page.keyboard.type('the customer asked for it');
    await page.keyboard.press('Enter');
    await page.getByText('2 recordings deleted').waitFor();
    await until('both are gone', async () => (await rows()) === 2);
    expect(await audit(first)).to.include('delete');
    await page.goto('/admin/recordings?state=deleted');
    expect(await row(1).innerText())
      .to.include('by boss')
      .and.include('the customer asked for it');
    await page.goto(`/admin/contacts/${second.replace('.3', '')}`);
    await page.getByText('the customer asked for it').waitFor();
    expect(await page.locator('#recordings audio').count()).to.equal(0);
  });
});
