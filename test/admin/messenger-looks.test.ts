/** The Messenger's pages for everybody: axe finds nothing and nothing sticks out, in both languages, appearances and widths. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { rootTimeoutMs } from '../support/asterisk-root.ts';
import { sine, wav } from '../support/audio.ts';
import { Chromium, problemsOn } from './support/chromium.ts';
import { type AdminSite, startAdmin } from './support/site.ts';

for (const language of ['it', 'en'] as const)
  describe(`flows, prompts and synthetic agents for everybody, ${language}`, function () {
    this.timeout(120_000);
    let site: AdminSite;
    let browser: Chromium;

    before(async function () {
      this.timeout(rootTimeoutMs);
      site = await startAdmin({ full: true, language });
      browser = await Chromium.start();
      const promptId = site.ids.get('Welcome and menu') ?? 0;
      await site.prompts.add(promptId, language, wav(sine(440, 500)), 'upload', 'boss');
    });
    after(async () => {
      await browser?.close();
      await site?.close();
    });

    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [1440, 390])
        it(`${colorScheme}, ${width} wide`, async () => {
          const page = await browser.signedIn(site, { colorScheme, width });
          const problems: string[] = [];
          const prompt = `/admin/prompts/${site.ids.get('Welcome and menu')}`;
          for (const path of [
            '/admin/flows',
            '/admin/flows/new',
            '/admin/prompts',
            '/admin/prompts/new',
            prompt,
            `${prompt}/settings`,
            '/admin/messenger',
            `/admin/campaigns/${site.ids.get('Menu')}`,
            '/admin/messenger/monitor',
          ]) {
            await page.goto(path);
            problems.push(...(await problemsOn(page, path)));
          }
          await page.locator('[data-act]').first().click();
          await page.locator('#stop-dialog[open]').waitFor();
          problems.push(...(await problemsOn(page, 'the question before a stop')));
          await page.goto('/admin/messenger/monitor');
          await page.locator('.last-contact summary').first().click();
          problems.push(...(await problemsOn(page, 'a contact step by step')));
          await page.goto(prompt);
          await page.locator(`[data-language=${language}] details summary`).click();
          problems.push(...(await problemsOn(page, 'versions of a prompt')));
          expect(problems).to.deep.equal([]);
          expect(browser.complaints.splice(0)).to.deep.equal([]);
          await page.context().close();
        });
  });
