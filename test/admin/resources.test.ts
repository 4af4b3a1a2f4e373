/** Lists and forms in Chromium, writing through the real API into the real store. */
import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import { until } from '../support/until.ts';
import { Chromium, type Page } from './support/chromium.ts';
import { type AdminSite, startAdmin } from './support/site.ts';

describe('resources', function () {
  this.timeout(60_000);
  let site: AdminSite;
  let browser: Chromium;
  let page: Page;

  before(async () => {
    site = await startAdmin({ full: true });
    browser = await Chromium.start();
    page = await browser.signedIn(site);
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });
  beforeEach(() => {
    browser.expected = null;
  });

  const field = (name: string) => page.locator(`[data-field="${name}"]`);
  const problemAt = (name: string) => field(name).locator('[data-problem]').first();
  const save = () => page.getByRole('button', { name: 'Save' }).click();
  const saved = (collection: string) => page.waitForURL(`**/admin/${collection}`);
  const byName = async <C extends 'agents' | 'lines' | 'campaigns' | 'services' | 'calendars' | 'pauses'>(
    collection: C,
    name: string,
  ) => {
    const found = (await site.store.configuration.list(collection, { search: name, limit: 200 })).items.find(
      item => item.name === name,
    );
    if (!found) throw new Error(`no ${name} in ${collection}`);
    return found;
  };

  describe('lists', () => {
    it('search, sort and keep the choice in the address', async () => {
      await page.goto('/admin/agents');
      await page.getByRole('searchbox').fill('ferrari');
      await page.getByRole('button', { name: 'Search' }).click();
      await page.waitForURL(/search=ferrari/);
      expect(await page.locator('tbody tr').count()).to.equal(1);
      await page.goto('/admin/agents');
      await page.getByRole('link', { name: 'Extension' }).click();
      await page.getByRole('link', { name: 'Extension' }).click();
      await page.waitForURL(/sort=-extension/);
      expect(await page.locator('tbody tr').first().innerText()).to.include('224');
      expect(await page.getByRole('columnheader', { name: 'Extension' }).getAttribute('aria-sort')).to.equal(
        'descending',
      );
    });

    it('open a row from anywhere in it', async () => {
      await page.goto('/admin/lines');
      await page.getByRole('cell', { name: 'sip.provider.example' }).click();
      await page.waitForURL(/\/admin\/lines\/\d+$/);
    });
  });

  describe('forms', () => {
    it('create an agent with all that an agent has', async () => {
      await page.goto('/admin/agents');
      await page.getByRole('link', { name: 'New agent' }).click();
      await page.getByLabel('Name', { exact: true }).fill('Ada Neri');
      await page.getByLabel('Extension').fill('4001');
      await page.getByLabel('Sign-in name').fill('ada.neri');
      await page.getByLabel('Password').fill('a good password');
      await page.getByLabel('Has a SIP phone').check();
      await page.getByLabel('Has an outside number').check();
      await page.getByLabel('Number', { exact: true }).fill('+393330000000');
      await field('outsidePhone.lineId').locator('select').selectOption('Main provider');
      await save();
      await saved('agents');
      await page.getByText('Ada Neri: saved.').waitFor();
      const agent = await byName('agents', 'Ada Neri');
      expect(agent).to.deep.include({ extension: '4001', username: 'ada.neri', sipPhone: { address: '' } });
      expect(agent.outsidePhone).to.deep.equal({
        number: '+393330000000',
        lineId: site.ids.get('Main provider'),
      });
      expect(await site.store.accounts.verify('ada.neri', 'a good password')).to.include({
        role: 'operator',
      });
    });

    it('save every object of the sample unchanged', async () => {
      const collections = [
        'pauses',
        'dispositions',
        'calendars',
        'lines',
        'agents',
        'campaigns',
        'services',
      ] as const;
      for (const collection of collections)
        for (const before of (await site.store.configuration.list(collection, { limit: 4 })).items) {
          await page.goto(`/admin/${collection}/${before.id}`);
          await save();
          await saved(collection);
          const { revision: _revision, updatedAt: _updatedAt, ...same } = before;
          expect(
            await site.store.configuration.get(collection, before.id),
            `${collection} ${before.name}`,
          ).to.deep.include(same);
        }
    });

    it('check while one types, and lead to what is wrong', async () => {
      await page.goto('/admin/agents/new');
      await save();
      await page.getByRole('alert').getByText('Please put this right:').waitFor();
      expect(await problemAt('name').innerText()).to.equal('This is needed.');
      await page.getByLabel('Extension').fill('12x');
      await page.keyboard.press('Tab');
      expect(await problemAt('extension').innerText()).to.equal('2 to 8 digits');
      expect(await page.getByLabel('Extension').getAttribute('aria-invalid')).to.equal('true');
      await page.getByLabel('Extension').fill('4002');
      expect(await problemAt('extension').isVisible()).to.equal(false);
      await page.getByRole('alert').getByRole('link', { name: /^Name/ }).click();
      expect(await page.evaluate('document.activeElement.id')).to.equal('f-name');
    });

    it('show at the field what the server finds, and lose nothing', async () => {
      browser.expected = /422/;
      await page.goto('/admin/services/new');
      await page.getByLabel('Name', { exact: true }).fill('Customer service');
      await field('entryCampaignId').locator('select').selectOption({ label: 'Welcome' });
      await page.getByLabel('Numbers').fill('800999\n\n800200');
      await save();
      await page.getByRole('alert').getByRole('link').first().waitFor();
      expect(await problemAt('name').innerText()).to.equal('Is in use already, or is here twice.');
      expect(await problemAt('numbers').innerText()).to.equal(
        'Line 3 (800200): Is in use already, or is here twice.',
      );
      expect(await page.getByLabel('Numbers').inputValue()).to.equal('800999\n\n800200');
    });

    it('warn before unsaved changes are lost', async () => {
      await page.goto('/admin/pauses/new');
      await page.getByLabel('Name', { exact: true }).fill('Tea');
      await page.getByText('Changes are not saved yet.').waitFor();
      let asked = '';
      page.once('dialog', dialog => {
        asked = dialog.type();
        void dialog.accept();
      });
      await page.getByRole('link', { name: 'Cancel' }).click();
      await saved('pauses');
      expect(asked).to.equal('beforeunload');
    });

    it('notice that somebody else has changed the object', async () => {
      browser.expected = /412/;
      const {
        id,
        revision: _revision,
        createdAt: _createdAt,
        updatedAt: _updatedAt,
        ...lunch
      } = await byName('pauses', 'Lunch');
      await page.goto(`/admin/pauses/${id}`);
      await site.store.configuration.replace('pauses', id, { ...lunch, maximumSeconds: 1800 }, {}, 'other');
      await page.getByLabel('Longest stay').fill('2400');
      await save();
      await page.getByRole('alert').getByText('Somebody else has changed it').waitFor();
      expect(await page.getByLabel('Longest stay').inputValue()).to.equal('2400');
      await page.getByRole('button', { name: 'Save anyway' }).click();
      await saved('pauses');
      expect((await byName('pauses', 'Lunch')).maximumSeconds).to.equal(2400);
    });

    it('say so when the server cannot be reached, and save later', async () => {
      browser.expected = /ERR_INTERNET_DISCONNECTED/;
      await page.goto('/admin/pauses/new');
      await page.getByLabel('Name', { exact: true }).fill('Offline pause');
      await page.context().setOffline(true);
      await save();
      await page.getByRole('alert').getByText('The server does not answer').waitFor();
      await page.context().setOffline(false);
      await save();
      await saved('pauses');
    });

    it('save after signing in again in another tab', async () => {
      browser.expected = /401|403/;
      await page.goto('/admin/pauses/new');
      await page.getByLabel('Name', { exact: true }).fill('Second session');
      const other = await page.context().newPage();
      await other.goto('/admin');
      await other.getByRole('button', { name: 'Sign out' }).click();
      await other.waitForURL('**/sign-in');
      await save();
      await page.getByRole('alert').getByText('You are signed out.').waitFor();
      await other.getByLabel('Name').fill('boss');
      await other.getByLabel('Password').fill('correct horse battery');
      await other.getByRole('button', { name: 'Sign in' }).click();
      await other.waitForURL('**/admin');
      await other.close();
      await save();
      await saved('pauses');
    });

    it('choose members by search, with priority', async () => {
      await page.goto(`/admin/campaigns/${site.ids.get('Technicians')}`);
      const members = field('members');
      await members.getByPlaceholder('Search agents').fill('bianchi');
      expect(await members.locator('.member:visible').count()).to.equal(1);
      await members.getByRole('checkbox', { name: 'Anna Bianchi' }).check();
      await members.getByLabel('Priority Anna Bianchi').fill('3');
      await members.getByPlaceholder('Search agents').fill('');
      await members.getByText('7 chosen').waitFor();
      await save();
      await saved('campaigns');
      const campaign = await byName('campaigns', 'Technicians');
      expect(campaign.kind === 'human' && campaign.members).to.deep.include({
        agentId: site.ids.get('Anna Bianchi'),
        priority: 3,
        order: 1,
      });
    });

    it('keep a week, holidays and rules in rows', async () => {
      await page.goto('/admin/calendars/new');
      await page.getByLabel('Name', { exact: true }).fill('Shop');
      const monday = page.getByRole('group', { name: 'Monday' });
      await monday.getByRole('button', { name: 'Add a period on Monday' }).click();
      await monday.getByLabel('From', { exact: true }).fill('08:00');
      await monday.getByLabel('To', { exact: true }).fill('25:00');
      await save();
      expect(await problemAt('hours').innerText()).to.include('A time like 09:00');
      await monday.getByLabel('To', { exact: true }).fill('07:00');
      browser.expected = /422/;
      await save();
      await until('the server names the period', async () =>
        (await problemAt('hours').innerText()).includes('Row 1'),
      );
      await monday.getByLabel('To', { exact: true }).fill('19:30');
      await monday.getByRole('button', { name: 'Copy the hours of Monday' }).click();
      await page
        .getByRole('group', { name: 'Friday' })
        .getByRole('button', { name: 'Remove this period' })
        .click();
      await field('holidays').getByRole('button', { name: 'Add' }).click();
      await field('holidays').getByLabel('Date').fill('2027-01-06');
      await field('holidays').getByLabel('Name').fill('Epifania');
      await save();
      await saved('calendars');
      const shop = await byName('calendars', 'Shop');
      expect(shop.hours).to.deep.equal(
        [1, 2, 3, 4].map(weekday => ({ weekday, from: '08:00', to: '19:30' })),
      );
      expect(shop.holidays).to.deep.equal([{ date: '2027-01-06', name: 'Epifania' }]);
    });

    it('show of a line only what its kind needs, and keep the order of codecs', async () => {
      await page.goto('/admin/lines/new');
      await page.getByLabel('Name', { exact: true }).fill('Engineers');
      await page.getByLabel('Kind').selectOption('dialplan');
      expect(await page.getByLabel('Host').isVisible()).to.equal(false);
      await page.getByLabel('Context').fill('from-provider');
      await page.getByRole('checkbox', { name: 'Opus' }).check();
      await page.getByRole('button', { name: 'Move Opus up' }).click();
      await page.getByRole('button', { name: 'Move Opus up' }).click();
      await save();
      await saved('lines');
      expect(await byName('lines', 'Engineers')).to.deep.include({
        kind: 'dialplan',
        context: 'from-provider',
        codecs: ['opus', 'alaw', 'ulaw'],
      });
    });

    it('duplicate without what must be unique', async () => {
      await page.goto(`/admin/services/${site.ids.get('Customer service')}`);
      await page.getByRole('link', { name: 'Duplicate' }).click();
      expect(await page.getByLabel('Name', { exact: true }).inputValue()).to.equal('Customer service (copy)');
      expect(await page.getByLabel('Numbers').inputValue()).to.equal('');
      await save();
      await saved('services');
      expect(await byName('services', 'Customer service (copy)')).to.deep.include({
        calendarId: site.ids.get('Office hours'),
        numbers: [],
      });
    });

    it('create campaigns of each kind', async () => {
      for (const [kind, link] of [
        ['welcome', 'Welcome'],
        ['queue', 'Queue'],
        ['human', 'Human'],
      ] as const) {
        await page.goto('/admin/campaigns');
        await page.getByRole('link', { name: 'New campaign' }).click();
        await page
          .getByRole('navigation', { name: 'Kind of campaign' })
          .getByRole('link', { name: link })
          .click();
        await page.getByLabel('Name', { exact: true }).fill(`A ${kind}`);
        await save();
        await saved('campaigns');
        expect((await byName('campaigns', `A ${kind}`)).kind).to.equal(kind);
      }
    });

    it('name what stands in the way of deleting, and delete what is free', async () => {
      await page.goto(`/admin/campaigns/${site.ids.get('Main queue')}`);
      await page.getByRole('button', { name: 'Delete' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('It cannot be deleted while these use it:').waitFor();
      expect(await dialog.getByRole('link').allInnerTexts()).to.have.members([
        'Customer care',
        'Orders',
        'Technicians',
      ]);
      expect(await dialog.getByRole('button', { name: 'Delete' }).count()).to.equal(0);
      const { id } = await byName('pauses', 'Training');
      await page.goto(`/admin/pauses/${id}`);
      await page.getByRole('button', { name: 'Delete' }).click();
      await dialog.getByRole('button', { name: 'Delete' }).click();
      await saved('pauses');
      expect(await site.store.configuration.get('pauses', id)).to.equal(null);
    });
  });

  it('has complained of nothing', () => {
    expect(browser.complaints).to.deep.equal([]);
  });
});
