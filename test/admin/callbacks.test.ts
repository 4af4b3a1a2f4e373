/** The supervisors' page of call-backs in Chromium: what is to be done and what was done; moved, cancelled, exported. */
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Fact } from '../../orchestrator/core/facts.ts';
import { rootTimeoutMs } from '../support/asterisk-root.ts';
import { accessibilityProblems } from '../support/browser.ts';
import { until } from '../support/until.ts';
import { Chromium, type Page } from './support/chromium.ts';
import { type AdminSite, startAdmin } from './support/site.ts';

const hourMs = 3_600_000;

describe('call-backs', function () {
  this.timeout(60_000);
  let site: AdminSite;
  let browser: Chromium;
  let page: Page;

  before(async function () {
    this.timeout(rootTimeoutMs);
    site = await startAdmin({ full: true });
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
  const of = (name: string): number => site.ids.get(name) ?? 0;
  const row = (id: string, on = page) => on.locator(`[data-callback="${id}"]`);
  const rows = () => page.locator('[data-callback]').count();

  async function tell(...facts: Fact[]): Promise<void> {
    const seq = (await site.store.facts.position()) + 1;
    await site.store.facts.project(
      facts.map((fact, index) => ({ seq, index, at: Date.now(), fact })),
      seq,
    );
  }
  const promise = (callbackId: string, dueAt: number, name: string, own = true): Fact => ({
    type: 'callbackPromised',
    contactId: site.contactIds[0] ?? '',
    callbackId,
    agentId: of('Anna Bianchi'),
    number: '+39061234',
    dueAt,
    own,
    name,
    campaignId: of('Customer care'),
    serviceId: of('Customer service'),
  });

  it('says that there are none, then shows those that come, the soonest first, by itself', async () => {
    await page.goto('/admin/callbacks');
    await page.getByText('Nobody is to be called back').waitFor();
    const now = Date.now();
    await tell(
      promise('cb-late', now - hourMs, 'Ada'),
      promise('cb-soon', now + hourMs, 'Bea', false),
      promise('cb-done', now + 9 * hourMs, 'Cara'),
    );
    const cancelled = { contactId: site.contactIds[0] ?? '', callbackId: 'cb-done', agentId: null };
    await tell({ type: 'callbackCancelled', ...cancelled, by: 'sara', reason: 'reached by mail' });
    await row('cb-soon').waitFor();
    expect(await rows()).to.equal(2);
    expect(await row('cb-late').innerText())
      .to.include('Overdue')
      .and.include('1 h late')
      .and.include('Anna Bianchi');
    expect(await row('cb-soon').innerText()).to.include('Anyone of the campaign');
    expect(await page.locator('[data-figure="open"]').innerText()).to.equal('2');
    expect(await page.locator('[data-figure="overdue"]').innerText()).to.equal('1');
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    await page.getByRole('link', { name: 'Overdue' }).click();
    await until('one is left', async () => (await rows()) === 1);
    await row('cb-late').waitFor();
    await page.goto('/admin/callbacks?state=done');
    expect(await row('cb-done').innerText())
      .to.include('Cancelled')
      .and.include('sara: reached by mail');
    expect(await accessibilityProblems(page)).to.deep.equal([]);
  });

  it('moves one to another time and operator, of the campaign alone, by keyboard', async () => {
    await page.goto('/admin/callbacks');
    await page.getByRole('button', { name: 'Move the call-back of Ada' }).press('Enter');
    const dialog = page.locator('#move-callback');
    expect(await dialog.innerText())
      .to.include('Ada')
      .and.include('Europe/Rome');
    expect(await dialog.locator('option:not([hidden])').allInnerTexts())
      .to.include('Bruno Conti')
      .and.not.include('Oscar Romano');
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    await dialog.getByLabel('Due').fill('2030-03-04T15:30');
    await dialog.getByLabel('Who calls').selectOption('Bruno Conti');
    await dialog.getByRole('button', { name: 'Move' }).click();
    await page.getByText('The call-back is moved.').waitFor();
    expect(site.engine.orders).to.deep.equal([
      {
        callbackId: 'cb-late',
        // 15:30 in Rome, in winter.
        order: { type: 'move', at: Date.UTC(2030, 2, 4, 14, 30), agentId: of('Bruno Conti') },
        by: 'boss',
      },
    ]);
    await page.getByRole('button', { name: 'Move the call-back of Bea' }).click();
    await dialog.getByRole('button', { name: 'Move' }).click();
    expect(site.engine.orders, 'nothing was changed').to.have.length(1);
  });

  it('cancels one for a reason, and says when the core knows better', async () => {
    await page.goto('/admin/callbacks');
    const cancel = page.getByRole('button', { name: 'Cancel the call-back of Bea' });
    await cancel.click();
    const dialog = page.locator('#cancel-callback');
    await dialog.getByRole('button', { name: 'Keep it' }).click();
    await cancel.click();
    await page.keyboard.type('has called herself');
    await page.keyboard.press('Enter');
    await page.getByText('The call-back is cancelled.').waitFor();
    expect(site.engine.orders.at(-1)).to.deep.equal({
      callbackId: 'cb-soon',
      order: { type: 'cancel', reason: 'has called herself' },
      by: 'boss',
    });
    const { items } = await site.store.audit.list({ object: 'callbacks/cb-soon' });
    expect(items[0]).to.deep.include({ action: 'cancelCallback', detail: { reason: 'has called herself' } });
    site.engine.unknownCallbacks.add('cb-soon');
    browser.expected = /409/;
    await cancel.click();
    await page.keyboard.type('once more');
    await page.keyboard.press('Enter');
    await page.locator('[data-summary]:not([hidden])').waitFor();
  });

  it('keeps the focus where it was when the list changes', async () => {
    await page.goto('/admin/callbacks');
    await page.getByRole('button', { name: 'Cancel the call-back of Bea' }).focus();
    await tell(promise('cb-new', Date.now() - 2 * hourMs, 'Dora'));
    await row('cb-new').waitFor();
    await until('it has the focus', () =>
      page.evaluate('document.activeElement.dataset.key === "cancel cb-soon"'),
    );
  });

  it('exports what is shown, for spreadsheets, without formulas', async () => {
    await tell(promise('cb-odd', Date.now() + 48 * hourMs, '=cmd("x")'));
    await page.goto('/admin/callbacks?search=1234');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export' }).click(),
    ]);
    const text = await readFile(await download.path(), 'utf8');
    const lines = text.split('\r\n');
    expect(lines[0]).to.match(/^\uFEFFState,Due,Number,Name/);
    expect(lines).to.have.length(6);
    expect(lines[4]).to.include(`"'=cmd(""x"")"`).and.include(`'+39061234`);
  });

  it('fits a narrow page in the dark', async () => {
    const narrow = await browser.signedIn(site, { width: 390, colorScheme: 'dark', username: 'sara' });
    await narrow.goto('/admin/callbacks');
    await row('cb-late', narrow).waitFor();
    expect(await accessibilityProblems(narrow)).to.deep.equal([]);
    expect(await narrow.locator('html').evaluate(html => html.scrollWidth)).to.be.at.most(390);
    await narrow.context().close();
  });
});
