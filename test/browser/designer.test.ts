/** A supervisor draws a flow in Chromium and publishes it; a real call runs it, and the drawing counts it. */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { type Page, screenshot, signIn, TestBrowser } from '../support/browser.ts';
import { ensureLine, newCaller } from '../support/contact-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hearsSpeechOrMusic } from '../support/listening.ts';
import type { MediaPeer } from '../support/media-peer.ts';

const supervisor = { username: 'sara', password: 'Supervisor-2026' };

describe('a drawn flow', function () {
  this.timeout(120_000);
  let instance: Instance;
  let browser: TestBrowser;
  let page: Page;
  let peer: MediaPeer;

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
    const { username, password } = supervisor;
    const add = ['user', 'add', username, '--role', 'supervisor', '--language', 'en', '--password-stdin'];
    await instance.phones(add, `${password}\n`);
    browser = await TestBrowser.start();
    page = await browser.newPage(instance);
    await signIn(page, username, password);
  });
  after(async () => {
    await browser?.close();
    await peer?.close();
    await instance?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') console.error(await instance.explain(), browser.complaints);
  });

  let flowId = 0;
  const node = (id: string) => page.locator(`.react-flow__node[data-id="${id}"]`);

  it('is drawn and published', async () => {
    const made = await instance.api.create('flows', { name: 'Front door', kind: 'ivr' });
    flowId = made.id;
    await page.goto(`/admin/flows/${flowId}`);
    const canvas = page.locator('[data-canvas]');
    await node('start').waitFor();
    const drop = async (type: string, x: number, y: number): Promise<void> => {
      await page.locator(`[data-type=${type}]`).dragTo(canvas, { targetPosition: { x, y } });
      await node(type).waitFor();
    };
    const connect = (from: string, exit: string, to: string): Promise<void> =>
      node(from).locator(`[data-handleid="${exit}"]`).dragTo(node(to).locator('.entry'));
    await drop('menu', 560, 160);
    for (const language of ['Italian', 'English']) {
      if (language === 'Italian') await page.getByRole('button', { name: 'Add: text' }).first().click();
      await page
        .getByRole('textbox', { name: language, exact: true })
        .fill('Welcome. Press one to be called back, or two to end the call.');
    }
    await page.getByRole('button', { name: 'Add: Choices' }).click();
    await page.getByRole('button', { name: 'Add: Choices' }).click();
    await drop('hang-up', 560, 560);
    await connect('start', 'next', 'menu');
    for (const exit of ['1', '2', 'invalid', 'timeout']) await connect('menu', exit, 'hang-up');
    await page.getByRole('button', { name: 'Lay out automatically' }).click();
    await node('menu').locator('.block-name').click();
    await page.locator('[data-save=saved]').waitFor();
    await screenshot(page, 'call-designer');
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.locator('#publish-note').fill('First version');
    await page.locator('dialog[open] button[type=submit]').click();
    await page.locator('.version-note', { hasText: 'First version' }).waitFor();
  });

  it('is run by a call, which stands and is counted on its blocks', async () => {
    await ensureLine(instance);
    const campaign = await instance.api.create('campaigns', { kind: 'ivr', name: 'Front door', flowId });
    await instance.api.create('services', {
      name: 'Front door',
      numbers: ['800900'],
      entryCampaignId: campaign.id,
      language: 'en',
    });
    await page.getByRole('button', { name: 'Contacts today' }).click();
    peer = await newCaller(instance);
    const call = await peer.call('800900');
    await hearsSpeechOrMusic(call);
    await node('menu').locator('.block-count', { hasText: '1 now' }).waitFor();
    await screenshot(page, 'call-designer-live');
    call.audio.sendDigits('2');
    const contact = await instance.api.endedContact(peer.user);
    await node('menu').locator('.block-count', { hasText: '0 now · 1 today' }).waitFor();
    const blocks = contact.steps.flatMap(({ type, data }) =>
      type === 'blockEntered' ? [data['block']] : [],
    );
    expect(blocks).to.deep.equal(['start', 'menu', 'hang-up']);
    expect(browser.complaints).to.deep.equal([]);
  });
});
