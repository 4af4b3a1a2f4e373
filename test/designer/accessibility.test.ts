/** The Call Designer for everybody: axe finds nothing and nothing sticks out, in both languages, appearances and widths. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import english from '../../admin/designer/locales/en.json' with { type: 'json' };
import italian from '../../admin/designer/locales/it.json' with { type: 'json' };
import { library } from '../../ivr-flows/blocks/index.ts';
import type { Flow } from '../../ivr-flows/document.ts';
import type { Value } from '../../ivr-flows/values.ts';
import { Chromium, problemsOn } from '../admin/support/chromium.ts';
import { type AdminSite, startAdmin } from '../admin/support/site.ts';
import { rootTimeoutMs } from '../support/asterisk-root.ts';
import { type Blocks, flowOf } from '../flows/scene.ts';
import { menuFlow } from './flows.ts';

const texts = { it: italian, en: english };

/** A block of each type, with nothing filled in but a list of all that can be heard. */
function allForms(): Flow {
  const blocks = [...library.keys()].filter(type => type !== 'start');
  const drawn: Blocks = {};
  for (const [index, type] of blocks.entries())
    drawn[type] = [
      type,
      type === 'play-message' ? { items: everySound } : {},
      { next: blocks[index + 1] ?? 'hang-up' },
    ];
  return flowOf(drawn);
}
const everySound: Value[] = [
  { play: 'prompt', prompt: 'Welcome and menu' },
  { play: 'text', text: { it: 'Buongiorno', en: 'Good day' } },
  { play: 'say', as: 'number', value: '3', options: {} },
  { play: 'silence', seconds: 2 },
];
const fewForms = ['play-message', 'menu', 'queue'];

for (const language of ['it', 'en'] as const)
  describe(`the Call Designer for everybody, ${language}`, function () {
    this.timeout(120_000);
    const words = texts[language];
    let site: AdminSite;
    let browser: Chromium;
    let plainId = 0;
    let formsId = 0;

    before(async function () {
      this.timeout(rootTimeoutMs);
      site = await startAdmin({ full: true, language });
      browser = await Chromium.start();
      const make = async (name: string, document: Flow): Promise<number> => {
        const { id } = await site.store.flows.create(
          { name, kind: 'ivr', description: '' },
          document,
          'boss',
        );
        return id;
      };
      plainId = await make('Plain', menuFlow());
      await site.store.flows.publish(plainId, menuFlow(), 'First', 'sara', 'publish');
      await site.store.flows.publish(plainId, menuFlow(), 'Second', 'boss', 'publish');
      await site.store.flows.schedule(plainId, menuFlow(), '', Date.now() + 86_400_000, 'boss');
      formsId = await make('Forms', allForms());
    });
    after(async () => {
      await browser?.close();
      await site?.close();
    });

    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [1440, 390]) {
        it(`${colorScheme}, ${width} wide`, async () => {
          const page = await browser.signedIn(site, { colorScheme, width });
          const problems: string[] = [];
          const check = async (what: string): Promise<void> =>
            void problems.push(...(await problemsOn(page, what)));
          const button = (name: string) => page.getByRole('button', { name, exact: true });
          await page.goto(`/admin/flows/${formsId}`);
          await page.locator('.designer').waitFor();
          await check('the flow');
          await button(words.views.canvas).click();
          await page.locator('.react-flow__node').first().waitFor();
          await check('canvas');
          await button(words.views.outline).click();
          // Forms differ by block, colours by appearance: each form once, a few of them everywhere.
          const all = language === 'it' && colorScheme === 'light' && width === 1440;
          for (const block of all ? library.keys() : fewForms) {
            await page.locator(`[data-row=${block}]`).click();
            await page.locator(`[data-inspector=${block}]`).waitFor();
            await check(`form of ${block}`);
          }
          await page.locator('#tab-problems').click();
          await page.locator('.problem').first().waitFor();
          await check('problems');
          await button(words.actions.publish).click();
          await page.locator('dialog[open] .alert-danger').waitFor();
          await check('publish with errors');
          await page.keyboard.press('Escape');

          await page.goto(`/admin/flows/${plainId}`);
          await page.locator('.designer').waitFor();
          await page.locator('#tab-versions').click();
          await page.locator('.version-note').first().waitFor();
          await page
            .locator('.version-list')
            .getByRole('button', { name: words.versions.compare })
            .first()
            .click();
          await page.locator('.differences').waitFor();
          await check('versions and a comparison');
          await page.locator('#tab-simulator').click();
          await page.locator('[data-simulate]').click();
          await page.locator('.transcript .line').first().waitFor();
          await check('simulator');
          await button(words.actions.find).click();
          await page.keyboard.type('e');
          await check('find');
          await page.keyboard.press('Escape');
          await button(words.actions.add).click();
          await check('picker');
          await page.keyboard.press('Escape');
          await button(words.actions.shortcuts).click();
          await check('shortcuts');
          await page.keyboard.press('Escape');
          await button(words.actions.files).click();
          await check('menu');
          await page.keyboard.press('Escape');
          await button(words.actions.publish).click();
          await page.locator('[name=when]').nth(1).check();
          await check('publish at a time');
          expect(problems).to.deep.equal([]);
          expect(browser.complaints.splice(0)).to.deep.equal([]);
          await page.context().close();
        });
      }
  });
