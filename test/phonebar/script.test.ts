/** The script in the PhoneBar, on a server that does what the test says. */
import { expect } from 'chai';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { ScriptDocument } from '../../orchestrator/core/configuration/schemas.ts';
import { samplePages } from '../support/sample-script.ts';
import { until } from '../support/until.ts';
import { violations } from './axe.ts';
import { launchBrowser, openPage } from './browser.ts';
import { startFakeServer } from './fake-server.ts';
import { contact, wrapUp } from './samples.ts';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { AgentRequest } from '../../orchestrator/core/agents/requests.ts';
import type { ScriptView } from '../../orchestrator/core/views.ts';
import type { FakeServer } from './fake-server.ts';

type ScriptRequest = Extract<AgentRequest, { type: 'script' }>;

describe('PhoneBar page: script', function () {
  this.timeout(60_000);
  let browser: Browser;
  let fake: FakeServer;
  let page: Page;
  let context: BrowserContext;
  let errors: string[];
  /** As the core has it. */
  let script: ScriptView;

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    fake = await startFakeServer();
    fake.script = ScriptDocument.parse({ pages: samplePages });
    script = { scriptId: 1, version: 1, name: 'Orders', page: '', values: {}, sensitive: ['card'] };
    fake.onCommand = command => {
      if (command.type === 'script') keep(command);
      return null;
    };
  });
  afterEach(async () => {
    await context.close();
    await fake.close();
    expect(errors, 'errors in the page').to.deep.equal([]);
  });

  function keep({ values, page: seen, typing }: ScriptRequest): void {
    script = { ...script, values: { ...script.values, ...values }, page: seen ?? script.page };
    if (!typing) show();
  }
  const show = (): void => {
    const { contact: at, wrapUp: after } = fake.view();
    fake.change(after ? { wrapUp: { ...after, script } } : { contact: at && { ...at, script } });
  };
  const open = async (options: BrowserContextOptions = {}, after = false): Promise<void> => {
    const common = { phone: 'sip', phoneReachable: true, since: Date.now() } as const;
    if (after) fake.change({ ...common, state: 'wrapUp', wrapUp: wrapUp({ script }) });
    else fake.change({ ...common, state: 'talking', contact: contact('talking', { script }) });
    ({ page, context, errors } = await openPage(browser, `${fake.url}/phonebar`, options));
    await page.getByRole('region', { name: 'Orders' }).waitFor();
  };
  const field = (name: string) => page.locator(`#script-${name}`);
  const asked = <T extends AgentRequest['type']>(type: T) =>
    fake.commands.filter((command): command is Extract<AgentRequest, { type: T }> => command.type === type);

  it('stands in the conversation with the contact by name, leads on by a value and back', async () => {
    await open();
    await page.getByText('Good morning Mario Bianchi, you are speaking to Green number.').waitFor();
    await field('reason').selectOption('complaint');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('heading', { name: 'Complaint' }).waitFor();
    await until('the page is kept', () => script.page === 'complaint');
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    expect(await field('reason').inputValue()).to.equal('complaint');
    await field('reason').selectOption('order');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Order' }).waitFor();
  });

  it('keeps what is typed while it is typed, and tells it when the field is left', async () => {
    await open();
    await field('city').pressSequentially('Rom');
    await until('it is kept', () => script.values.city === 'Rom');
    expect(asked('script').every(({ typing }) => typing)).to.equal(true);
    await page.keyboard.press('Tab');
    await until('it is told', () => asked('script').some(({ typing }) => !typing));
    await page.locator('.script .saved', { hasText: 'Saved' }).waitFor();
  });

  it('loses nothing typed while the server is away, nor when the page is loaded anew meanwhile', async () => {
    await open();
    fake.away = true;
    fake.dropSockets();
    await page.locator('[data-action=hold]:disabled').waitFor();
    await field('city').fill('Napoli');
    await page.keyboard.press('Tab');
    await until('it is in the storage of the tab', () =>
      page.evaluate("Object.values(sessionStorage).some(text => text.includes('Napoli'))"),
    );
    fake.away = false;
    await page.reload();
    await until('it is with the server', () => script.values.city === 'Napoli');
    expect(await field('city').inputValue()).to.equal('Napoli');
  });

  it('keeps nothing sensitive in the browser', async () => {
    script = { ...script, page: 'complaint', values: { reason: 'complaint' } };
    await open();
    await field('card').fill('4111');
    await until('the server has it', () => script.values.card === '4111');
    const kept: string = await page.evaluate('JSON.stringify({ ...sessionStorage, ...localStorage })');
    expect(kept).to.not.include('4111');
  });

  it('says beside the field what is wrong', async () => {
    script = { ...script, page: 'order', values: { reason: 'order' } };
    await open();
    const number = field('number');
    await number.fill('none');
    await page.keyboard.press('Tab');
    await page.getByText('Only a number, such as 12.5').waitFor();
    expect(await number.getAttribute('aria-invalid')).to.equal('true');
    await number.fill('0');
    await page.keyboard.press('Tab');
    await page.getByText('At least 1').waitFor();
    await number.fill('7');
    await until('it is right', async () => (await number.getAttribute('aria-invalid')) === null);
  });

  it('asks before wrap-up ends with something missing, and leads to it', async () => {
    script = { ...script, values: { reason: 'order' } };
    await open({}, true);
    await page.locator('[data-action=finish]').click();
    const dialog = page.getByRole('dialog', { name: 'End without these?' });
    await dialog.waitFor();
    expect(asked('finish')).to.deep.equal([]);
    expect(await violations(page)).to.deep.equal([]);
    await dialog.getByRole('button', { name: 'Number' }).click();
    await page.getByText('Please fill in').waitFor();
    expect(await page.evaluate('document.activeElement?.id')).to.equal('script-number');
    await page.locator('[data-action=finish]').click();
    await dialog.getByRole('button', { name: 'End anyway' }).click();
    await until('it was asked for', () => asked('finish').length === 1);
    expect(asked('finish')[0]).to.include({ anyway: true });
  });

  it('does not end where the script refuses it, and ends at once when all is there', async () => {
    fake.script = ScriptDocument.parse({ pages: samplePages, ending: 'refuse' });
    script = { ...script, page: 'order', values: { reason: 'order' } };
    await open({}, true);
    await page.locator('[data-action=finish]').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Wrap-up ends when these are filled in:').waitFor();
    expect(await dialog.getByRole('button', { name: 'End anyway' }).count()).to.equal(0);
    await dialog.getByRole('button', { name: 'Go on filling in' }).click();
    await field('number').fill('4711');
    await page.locator('[data-action=finish]').click();
    await until('it ends', () => asked('finish').length === 1);
    expect(asked('finish')[0]?.anyway).to.equal(undefined);
    expect(script.values.number).to.equal('4711');
  });

  it('can be asked for again when it does not come', async () => {
    fake.script = null;
    fake.change({
      phone: 'sip',
      phoneReachable: true,
      state: 'talking',
      contact: contact('talking', { script }),
    });
    ({ page, context, errors } = await openPage(browser, `${fake.url}/phonebar`));
    await page.getByText('The script did not come.').waitFor();
    fake.script = ScriptDocument.parse({ pages: samplePages });
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('region', { name: 'Orders' }).waitFor();
    errors = errors.filter(text => !text.includes('503'));
  });

  for (const locale of ['it-IT', 'en-GB'])
    for (const width of [390, 1440])
      it(`fits ${width} pixels in ${locale}, and axe finds nothing`, async () => {
        await open({ locale, viewport: { width, height: 900 } });
        expect(await violations(page)).to.deep.equal([]);
        const wide: number = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect(wide).to.be.at.most(0);
      });
});
