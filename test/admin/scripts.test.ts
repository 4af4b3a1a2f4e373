/** Scripts in the supervisors' pages: made, published, taken back; what contacts hold. */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Fact } from '../../orchestrator/core/facts.ts';
import { create } from '../contract/store/objects.ts';
import { rootTimeoutMs } from '../support/asterisk-root.ts';
import { accessibilityProblems } from '../support/browser.ts';
import { samplePages } from '../support/sample-script.ts';
import { until } from '../support/until.ts';
import { Chromium, type Page } from './support/chromium.ts';
import { type AdminSite, startAdmin } from './support/site.ts';

describe('scripts of campaigns', function () {
  this.timeout(60_000);
  let site: AdminSite;
  let browser: Chromium;
  let page: Page;

  before(async function () {
    this.timeout(rootTimeoutMs);
    site = await startAdmin({ full: true });
    browser = await Chromium.start();
    browser.expected = /status of 422/;
    page = await browser.signedIn(site);
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });
  afterEach(() => {
    expect(browser.complaints).to.deep.equal([]);
  });

  const member = (path: string) => page.locator(`[data-path="${path}"] :is(input, textarea, select)`);
  const named = async (name: string) => {
    const { items } = await site.store.configuration.list('scripts', { search: name });
    return items[0];
  };

  it('are written, with errors that name page and field, previewed and published', async () => {
    await page.goto('/admin/scripts/new');
    await member('name').fill('Order desk');
    await member('pages.0.heading').fill('Greeting {name}');
    await page.getByRole('button', { name: 'Add a field' }).click();
    await member('pages.0.fields.0.label').fill('Reason of the call');
    expect(await member('pages.0.fields.0.name').inputValue()).to.equal('reason_of_the_call');
    await member('pages.0.fields.0.kind').selectOption('choice');
    await page.getByRole('button', { name: 'Save draft' }).click();
    const alert = page.getByRole('alert');
    await alert
      .getByText('Page 1 (Greeting {name}), field Reason of the call, Options: Write at least one option.')
      .click();
    await page.keyboard.type('Order\nComplaint');
    await page.getByRole('button', { name: 'Add a page' }).click();
    await member('pages.1.heading').fill('Order');
    await page.getByRole('button', { name: 'Preview' }).click();
    const preview = page.getByRole('dialog', { name: 'As operators see it' });
    await preview.getByRole('heading', { name: 'Greeting Mario Rossi' }).waitFor();
    await preview.getByLabel('Reason of the call').selectOption('Order');
    await preview.getByRole('button', { name: 'Next' }).click();
    await preview.getByRole('heading', { name: 'Order', exact: true }).waitFor();
    await preview.getByRole('button', { name: 'Close' }).click();
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    await page.getByRole('button', { name: 'Publish' }).click();
    const dialog = page.getByRole('dialog', { name: 'Publish this script?' });
    await dialog.getByLabel('What is new').fill('the first');
    await dialog.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Published as version 1.').waitFor();
    await page.getByText('the first').waitFor();
    const script = await named('Order desk');
    expect(script).to.include({ version: 1 });
    expect(script?.pages[0]?.fields[0]?.options).to.deep.equal(['Order', 'Complaint']);
  });

  it('bring back what was removed, and take an older version back', async () => {
    const { id } = (await named('Order desk')) ?? { id: 0 };
    await page.goto(`/admin/scripts/${id}`);
    await page.getByRole('button', { name: 'Remove Page 2' }).click();
    expect(await page.locator('.script-page').count()).to.equal(1);
    await page.getByRole('button', { name: 'Bring back Order' }).click();
    expect(await member('pages.1.heading').inputValue()).to.equal('Order');
    await page.getByRole('button', { name: 'Remove Page 2' }).click();
    await page.getByRole('button', { name: 'Save draft' }).click();
    await until('the draft has one page', async () => (await named('Order desk'))?.pages.length === 1);
    await page.reload();
    await page.getByRole('button', { name: 'Take back version 1' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
    await page.getByText('Version 1 is the draft again').waitFor();
    expect((await named('Order desk'))?.pages).to.have.length(2);
  });

  it('show in the contact what was filled in, and hide what is sensitive', async () => {
    const { scripts, facts } = site.store;
    const made = await create(site.store, 'scripts', { name: 'Cards', pages: samplePages });
    await scripts.publish(made.id, undefined, '', 'test');
    const contactId = site.contactIds[0] ?? '';
    const changed: Fact = {
      type: 'scriptChanged',
      contactId,
      agentId: site.ids.get('Anna Bianchi') ?? 0,
      scriptId: made.id,
      version: 1,
      values: { city: 'Roma', card: '4111' },
      sensitive: ['card'],
    };
    const seq = (await facts.position()) + 1;
    await facts.project([{ seq, index: 0, at: Date.now(), fact: changed }], seq);
    await page.goto(`/admin/contacts/${contactId}`);
    const card = page.locator('[data-contact-script]');
    await card.getByText('Roma').waitFor();
    await card.getByText('4111').waitFor();
    expect(await page.locator('.contact-steps').first().innerText()).to.include(
      'city = Roma, card = (hidden)',
    );
    const other = await browser.signedIn(site, { username: 'sara' });
    await other.goto(`/admin/contacts/${contactId}`);
    await other.locator('[data-contact-script]').getByText('Roma').waitFor();
    expect(await other.content()).to.not.include('4111');
  });
});
