/** The page that the PhoneBar opens for a contact, as supervisors and administrators set it up, in Chromium. */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { rootTimeoutMs } from '../support/asterisk-root.ts';
import { accessibilityProblems } from '../support/browser.ts';
import { until } from '../support/until.ts';
import { Chromium, type Page } from './support/chromium.ts';
import { type AdminSite, startAdmin } from './support/site.ts';

describe('page that opens for a contact, set up', function () {
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
  const address = () => page.getByRole('textbox', { name: 'Address' });
  const preview = () => page.locator('[data-address-preview]');
  const problem = () => page.locator('[data-field="screenPop.url"] [data-problem]');
  const save = () => page.getByRole('button', { name: 'Save' });

  it('shows its address filled in, and names what is wrong with it', async () => {
    await page.goto(`/admin/services/${site.ids.get('Customer service')}`);
    await page.getByRole('switch', { name: 'Opens a page of another application' }).check();
    await address().fill('https://crm.example.com/c?n={caller}&k={call.customer}');
    await preview().getByText('For example: https://crm.example.com/c?n=%2B39061234567&k=4711').waitFor();
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    for (const [wrong, words] of [
      ['crm.example.com', 'It begins with https://'],
      ['https://crm.example.com/{custmer}', 'There is no value “custmer”'],
      ['https://crm.example.com/{caller', 'A { or } has no other half'],
    ] as const) {
      await address().fill(wrong);
      await save().click();
      await problem().getByText(words).waitFor();
      expect(await preview().textContent()).to.equal('');
    }
  });

  it('is saved once an administrator allows its origin', async () => {
    browser.expected = /422/;
    await address().fill('https://crm.example.com/c?n={caller}');
    await save().click();
    await problem().getByText('https://crm.example.com is not among the pages').waitFor();
    const other = await browser.signedIn(site);
    await other.goto('/admin/driver');
    const list = other.locator('[data-origins="screen-pop-origins"]');
    await list.getByRole('textbox').fill('https://crm.example.com/');
    await list.getByRole('button', { name: 'Save' }).click();
    await other.getByText('The pages that may be opened were saved.').waitFor();
    expect(await list.getByRole('textbox').inputValue()).to.equal('https://crm.example.com');
    expect(await accessibilityProblems(other)).to.deep.equal([]);
    await page.getByLabel('Opens', { exact: true }).selectOption('answered');
    await save().click();
    await page.waitForURL('**/admin/services');
    const stored = await until('it is stored', () =>
      site.store.configuration.get('services', site.ids.get('Customer service') ?? 0),
    );
    expect(stored.screenPop).to.deep.equal({
      url: 'https://crm.example.com/c?n={caller}',
      opens: 'answered',
    });
  });
});
