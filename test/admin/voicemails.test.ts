/** Messages of callers in Chromium: found, heard, marked, deleted; and who may. */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { rootTimeoutMs } from '../support/asterisk-root.ts';
import { sine, wav } from '../support/audio.ts';
import { accessibilityProblems } from '../support/browser.ts';
import { leaveMessage } from '../support/messages.ts';
import { until } from '../support/until.ts';
import { Chromium, type Page } from './support/chromium.ts';
import { type AdminSite, startAdmin } from './support/site.ts';

describe('messages of callers', function () {
  this.timeout(60_000);
  let site: AdminSite;
  let browser: Chromium;
  let page: Page;
  let ids: string[];

  before(async function () {
    this.timeout(rootTimeoutMs);
    site = await startAdmin({ full: true });
    const of = (name: string): number => site.ids.get(name) ?? 0;
    ids = [];
    for (const [index, number] of ['+39061111', '+39062222', '+39063333'].entries()) {
      const id = await leaveMessage(site.store, {
        at: Date.now() - (3 - index) * 60_000,
        takenBy: of('Menu'),
        box: of(index === 0 ? 'Technicians' : 'Customer care'),
        serviceId: of('Customer service'),
        caller: { number, name: index === 1 ? '<b>Rossi</b>' : '' },
        first: own => index < 2 && site.recordings.files.set(own, wav(sine(440, 1200))),
      });
      ids.push(id);
    }
    await until('all are settled', async () => (await site.store.voicemails.coming(9)).length === 0);
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
  const row = (number: string) => page.locator('tbody tr').filter({ hasText: number });

  it('are listed, and narrowed to campaign, state and number', async () => {
    await page.goto('/admin/voicemails');
    expect(await page.locator('tbody tr').count()).to.equal(3);
    expect(await row('+39062222').innerText())
      .to.include('<b>Rossi</b>')
      .and.include('Customer care')
      .and.include('New');
    expect(await row('+39063333').innerText()).to.include('The sound is missing');
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    await page.getByLabel('Campaign').selectOption('Technicians');
    await page.locator('.contact-filter-buttons button').click();
    await until('one is left', async () => (await page.locator('tbody tr').count()) === 1);
    expect(await row('+39061111').count()).to.equal(1);
    await page.goto('/admin/voicemails?state=heard');
    await page.getByText('Nothing fits the search').waitFor();
  });

  it('are heard in the page, which notes who listened', async () => {
    await page.goto('/admin/voicemails');
    await page.evaluate(`document.querySelector('[data-voicemail="${ids[0]}"] audio').play()`);
    await row('+39061111').getByText('Heard by you, just now').waitFor();
    await row('+39061111').locator('.row-link').click();
    await page.waitForURL('**/admin/voicemails/*');
    expect(await page.getByRole('region', { name: 'Who listened' }).first().innerText()).to.include('boss');
    expect(await page.locator('.checksum').innerText()).to.match(/^[0-9a-f]{64}$/);
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    await page.getByRole('button', { name: 'Mark as new' }).click();
    await page.getByRole('button', { name: 'Mark as heard' }).waitFor();
    expect((await site.store.voicemails.get(ids[0] ?? ''))?.voicemail.heardAt).to.equal(null);
  });

  it('are deleted after a question', async () => {
    await page.goto(`/admin/voicemails/${ids[1]}`);
    await page.getByRole('button', { name: 'Delete' }).first().click();
    await page.getByRole('heading', { name: 'Delete the message of' }).waitFor();
    await page.locator('#remove-dialog').getByRole('button', { name: 'Cancel' }).click();
    expect(await site.store.voicemails.get(ids[1] ?? '')).to.not.equal(null);
    await page.getByRole('button', { name: 'Delete' }).first().click();
    await page.locator('#remove-dialog').getByRole('button', { name: 'Delete' }).click();
    await page.waitForURL('**/admin/voicemails');
    await page.getByText('Deleted.', { exact: true }).waitFor();
    expect(await row('+39062222').count()).to.equal(0);
  });

  it('are kept from supervisors where an administrator says so', async () => {
    await page.goto('/admin/voicemails');
    await page.getByLabel('Supervisors may').selectOption('list');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    const hers = await browser.signedIn(site, { username: 'sara' });
    await hers.goto('/admin/voicemails');
    await hers.getByText('may not listen').waitFor();
    expect(await hers.locator('audio').count()).to.equal(0);
    expect(await hers.locator('[data-access]').count()).to.equal(0);
    await hers.goto(`/admin/voicemails/${ids[0]}`);
    expect(await hers.getByRole('button', { name: 'Delete' }).count()).to.equal(0);
    expect(await hers.getByRole('link', { name: 'Download' }).count()).to.equal(0);
  });
});
