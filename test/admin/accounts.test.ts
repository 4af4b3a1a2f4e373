/** Accounts, tokens and the audit log of an administrator. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { Chromium, type Page } from './support/chromium.ts';
import { type AdminSite, startAdmin } from './support/site.ts';

describe('accounts and audit', function () {
  this.timeout(60_000);
  let site: AdminSite;
  let browser: Chromium;
  let page: Page;

  before(async () => {
    site = await startAdmin({ full: false });
    browser = await Chromium.start();
    page = await browser.signedIn(site);
    await page.goto('/admin/accounts');
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  const row = (name: string) => page.locator('tr', { hasText: name });

  it('creates an account, after checking it', async () => {
    const form = page.locator('#new-account');
    await form.getByLabel('Name').fill('Not A Name');
    await form.getByRole('button', { name: 'New account' }).click();
    await form.getByText('2 to 50 of a-z').waitFor();
    await form.getByLabel('Name').fill('livia');
    await form.getByLabel('Password').fill('livias password');
    await form.getByRole('button', { name: 'New account' }).click();
    await row('livia').waitFor();
    expect(await site.store.accounts.verify('livia', 'livias password')).to.include({ role: 'supervisor' });
  });

  it('says at the field that a name is taken', async () => {
    browser.expected = /422/;
    const form = page.locator('#new-account');
    await form.getByLabel('Name').fill('livia');
    await form.getByLabel('Password').fill('another password');
    await form.getByRole('button', { name: 'New account' }).click();
    await form.locator('[data-field="username"]').getByText('Is in use already').waitFor();
  });

  it('sets a new password', async () => {
    await row('livia').getByRole('button', { name: 'New password' }).click();
    const dialog = page.getByRole('dialog', { name: 'New password for livia' });
    await dialog.getByLabel('New password').fill('short');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('At least 8 characters.', { exact: true }).waitFor();
    await dialog.getByLabel('New password').fill('a longer password');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The password was changed.').waitFor();
    expect(await site.store.accounts.verify('livia', 'a longer password')).to.include({ username: 'livia' });
  });

  it('deletes an account, but not its own', async () => {
    expect(
      await row('boss')
        .getByRole('button', { name: /Delete/ })
        .count(),
    ).to.equal(0);
    await row('livia').getByRole('button', { name: 'Delete livia' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Deleted.').waitFor();
    expect(await row('livia').count()).to.equal(0);
  });

  it('makes a token that works, shows it once, and withdraws it', async () => {
    const form = page.locator('#new-token');
    await form.getByLabel('Purpose').fill('Wallboard');
    await form.getByRole('button', { name: 'New token' }).click();
    await form.getByText('Copy it now').waitFor();
    const token = await form.locator('[data-token-text]').innerText();
    expect(await site.store.accounts.byToken(token)).to.deep.include({
      name: 'Wallboard',
      role: 'supervisor',
    });
    await page.reload();
    expect(await page.locator('body').innerText()).to.not.include(token);
    await row('Wallboard').getByRole('button', { name: 'Delete Wallboard' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Deleted.').waitFor();
    expect(await site.store.accounts.byToken(token)).to.equal(null);
  });

  it('has written everything down, without secrets', async () => {
    await page.goto('/admin/audit');
    const text = await page.getByRole('main').innerText();
    expect(text).to.include('boss').and.to.include('signed in').and.to.include('livia');
    expect(text).to.not.include('livias password');
    expect(browser.complaints).to.deep.equal([]);
  });
});
