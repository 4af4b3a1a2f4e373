/** Every page, with much and with no data, in both languages and appearances, wide and narrow: axe finds nothing, nothing sticks out. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { Chromium, type Page, problemsOn } from './support/chromium.ts';
import { type AdminSite, startAdmin } from './support/site.ts';

const collections = [
  'services',
  'campaigns',
  'agents',
  'skills',
  'lines',
  'pauses',
  'dispositions',
  'scripts',
  'calendars',
  'flows',
];
const lists = [
  '/admin',
  '/admin/live',
  '/admin/contacts',
  '/admin/accounts',
  '/admin/driver',
  '/admin/audit',
  '/admin/messenger',
  '/admin/messenger/monitor',
  '/admin/voicemails',
  '/admin/recordings',
  '/admin/callbacks',
  '/admin/callbacks?state=done',
  ...collections.map(name => `/admin/${name}`),
];
const more = [
  ...collections.map(name => `/admin/${name}/new`),
  '/admin/campaigns/new?kind=welcome',
  '/admin/campaigns/new?kind=ivr',
  '/admin/flows/new?from=1',
  '/admin/connections/new?kind=sql',
  '/admin/connections/new?kind=mail',
  '/admin/campaigns/new?kind=queue',
  '/admin/campaigns/new?kind=voicemail',
  '/admin/agents?search=nobody',
  '/admin/help',
];
/** Objects of the sample that fill their forms. */
const objects = {
  'Main provider': 'lines',
  'Anna Bianchi': 'agents',
  'Kofi Mensah': 'agents',
  'Customer care': 'campaigns',
  'Main queue': 'campaigns',
  'Customer service': 'services',
  'Office hours': 'calendars',
  'Welcome and menu': 'prompts',
  'Customer data': 'connections',
  Menu: 'campaigns',
};
const settings = [
  { full: true, language: 'en', colorScheme: 'light', width: 1440 },
  { full: true, language: 'it', colorScheme: 'dark', width: 390 },
  { full: false, language: 'it', colorScheme: 'light', width: 390 },
  { full: false, language: 'en', colorScheme: 'dark', width: 1440 },
] as const;

for (const { full, language, colorScheme, width } of settings) {
  describe(`pages with ${full ? 'much' : 'no'} data, ${language}, ${colorScheme}, ${width} px`, function () {
    this.timeout(120_000);
    let site: AdminSite;
    let browser: Chromium;
    let page: Page;

    before(async () => {
      site = await startAdmin({ full, language });
      browser = await Chromium.start();
      page = await browser.newPage(site, { colorScheme, width });
    });
    after(async () => {
      await browser?.close();
      await site?.close();
    });

    /** What is wrong with a page, a line each. */
    async function look(path: string): Promise<string[]> {
      await page.goto(path);
      return problemsOn(page, path);
    }

    it('signs in', async () => {
      expect(await look('/sign-in')).to.deep.equal([]);
      await page.locator('#username').fill('boss');
      await page.locator('#password').fill('correct horse battery');
      await page.locator('form:has(#password) button[type=submit]').click();
      await page.waitForURL('**/admin');
      expect(await page.locator('html').getAttribute('lang')).to.equal(language);
    });

    it('has pages that everybody can use', async () => {
      const forms = Object.entries(objects).map(
        ([name, collection]) => `/admin/${collection}/${site.ids.get(name)}`,
      );
      const contacts = [site.contactIds.at(-1), site.contactIds.at(-2)].map(id => `/admin/contacts/${id}`);
      const problems: string[] = [];
      for (const path of full ? [...lists, ...more, ...forms, ...contacts] : lists)
        problems.push(...(await look(path)));
      expect(problems).to.deep.equal([]);
      expect(browser.complaints).to.deep.equal([]);
    });
  });
}
