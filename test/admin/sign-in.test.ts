/** Signing in and out, roles, language, and that nobody is led to another site. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { inputs } from '../../orchestrator/core/configuration/schemas.ts';
import { Chromium } from './support/chromium.ts';
import { type AdminSite, password, startAdmin } from './support/site.ts';

describe('sign-in', function () {
  this.timeout(60_000);
  let site: AdminSite;
  let browser: Chromium;

  before(async () => {
    site = await startAdmin({ full: false });
    browser = await Chromium.start();
    const {
      password: _password,
      sipSecret: _secret,
      ...agent
    } = inputs.agents.parse({ name: 'Olga', username: 'olga', extension: '201' });
    await site.store.configuration.create('agents', agent, { password }, 'test');
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  it('compresses files, and no page: they hold tokens', async () => {
    const headers = { 'accept-encoding': 'br' };
    const page = await fetch(`${site.http}/sign-in`, { headers });
    const html = await page.text();
    expect(html).to.include('csrf-token');
    expect(page.headers.get('content-encoding')).to.equal(null);
    expect(page.headers.get('cache-control')).to.equal('no-store');
    const sheet = /href="([^"]+tabler\.css)"/.exec(html)?.[1] ?? '';
    const file = await fetch(`${site.http}${sheet}`, { headers });
    expect(file.headers.get('content-encoding')).to.equal('br');
    expect(file.headers.get('vary')).to.match(/accept-encoding/i);
    expect(file.headers.get('cache-control')).to.equal('public, max-age=31536000, immutable');
    expect(await file.text()).to.include('--tblr-');
    const stylesheet = /href="([^"]+admin\.css)"/.exec(html)?.[1] ?? '';
    expect((await fetch(`${site.http}${stylesheet}`)).status).to.equal(200);
  });

  async function enter(path: string, username: string, given = password) {
    const page = await browser.newPage(site);
    await page.goto(path);
    await page.getByLabel('Name').fill(username);
    await page.getByLabel('Password').fill(given);
    await page.getByRole('button', { name: 'Sign in' }).click();
    return page;
  }

  it('says the same to a wrong name and a wrong password', async () => {
    browser.expected = /401/;
    for (const [username, given] of [
      ['boss', 'wrong wrong'],
      ['nobody', password],
    ] as const) {
      const page = await enter('/sign-in', username, given);
      await page.getByRole('alert').getByText('Name or password is wrong.').waitFor();
      expect(await page.getByLabel('Name').inputValue()).to.equal(username);
    }
  });

  it('leads to the page that was asked for', async () => {
    const page = await enter('/admin/agents?sort=-name', 'sara');
    await page.waitForURL('**/admin/agents?sort=-name');
  });

  it('never leads to another site', async () => {
    for (const next of [
      '//evil.example',
      'https://evil.example/',
      '/\\evil.example',
      'javascript:alert(1)',
    ]) {
      const page = await enter(`/sign-in?next=${encodeURIComponent(next)}`, 'sara');
      await page.waitForURL(`${site.http}/admin`);
    }
  });

  it('leads operators to the PhoneBar and keeps them out of the supervisor pages', async () => {
    browser.expected = /404|403/;
    const page = await enter('/sign-in', 'olga');
    await page.waitForURL('**/phonebar');
    const reply = await page.goto('/admin');
    expect(reply?.status()).to.equal(403);
    await page
      .getByRole('heading', { name: 'Not for your role' })
      .or(page.getByRole('heading', { name: 'Non per il tuo ruolo' }))
      .waitFor();
  });

  it('shows accounts and audit to administrators alone', async () => {
    browser.expected = /403/;
    const page = await enter('/sign-in', 'sara');
    await page.waitForURL('**/admin');
    expect(await page.getByRole('link', { name: 'Accounts' }).count()).to.equal(0);
    expect((await page.goto('/admin/accounts'))?.status()).to.equal(403);
    expect((await page.goto('/admin/audit'))?.status()).to.equal(403);
  });

  it('switches the language of the account, and signs out', async () => {
    const page = await enter('/sign-in', 'sara');
    await page.waitForURL('**/admin');
    await page.goto('/admin/pauses');
    await page.getByRole('button', { name: 'Italiano' }).click();
    await page.getByRole('heading', { name: 'Pause', exact: true }).waitFor();
    expect(page.url()).to.match(/\/admin\/pauses$/);
    expect(
      (await site.store.accounts.list()).find(account => account.username === 'sara')?.language,
    ).to.equal('it');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL('**/sign-in');
    await page.goto('/admin');
    await page.waitForURL('**/sign-in?next=%2Fadmin');
  });

  it('keeps the chosen appearance', async () => {
    const page = await enter('/sign-in', 'sara');
    await page.waitForURL('**/admin');
    const theme = () => page.locator('html').getAttribute('data-bs-theme');
    expect(await theme()).to.equal('light');
    await page.getByLabel('Appearance').selectOption('Dark');
    expect(await theme()).to.equal('dark');
    await page.reload();
    expect(await theme()).to.equal('dark');
    expect(browser.complaints).to.deep.equal([]);
  });
});
