/** A supervisor begins flows from the page's list of templates; one that needs nothing more is published and called. */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Flow } from '../../ivr-flows/document.ts';
import { templates } from '../../ivr-flows/templates/index.ts';
import { type Page, signIn, TestBrowser } from '../support/browser.ts';
import { ensureLine, newCaller } from '../support/contact-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import type { MediaPeer } from '../support/media-peer.ts';
import { Listener, textOf } from '../support/template-centre.ts';

describe('flows from the list of templates', function () {
  this.timeout(120_000);
  let instance: Instance;
  let browser: TestBrowser;
  let page: Page;
  let peer: MediaPeer;

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
    browser = await TestBrowser.start();
    page = await browser.newPage(instance);
    await signIn(page, instance.administrator.username, instance.administrator.password);
  });
  after(async () => {
    await browser?.close();
    await peer?.close();
    await instance?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') console.error(await instance.explain(), browser.complaints);
  });

  /** Chosen in the list, with the name that the page proposes. Returns the new flow's number. */
  async function begin(template: string): Promise<number> {
    await page.goto('/admin/flows/new');
    await page.locator('[name="begin"][value="template"]').check();
    await page.locator('#flow-template').selectOption(template);
    await page.locator('#flow-form [type="submit"]').click();
    await page.locator('.react-flow__node[data-id="start"]').waitFor();
    return Number(new URL(page.url()).pathname.split('/').at(-1));
  }

  it('are all offered, and begin with the draft of the template', async () => {
    await page.goto('/admin/flows/new');
    const offered = await page
      .locator('#flow-template option')
      .evaluateAll(options => options.map(option => option.getAttribute('value')));
    expect(offered).to.have.members(templates.map(({ id }) => id));
    for (const { id, flow } of templates) {
      const flowId = await begin(id);
      const { document } = await instance.api.request<{ document: Flow }>('GET', `/flows/${flowId}/draft`);
      expect(document.blocks, id).to.deep.equal(flow.blocks);
      expect(document.kind).to.equal(flow.kind);
    }
    expect(browser.complaints).to.deep.equal([]);
  });

  it('are published from the Call Designer, and a call follows them', async () => {
    await page.goto('/admin/flows/new');
    await page.locator('[name="begin"][value="template"]').check();
    await page.locator('#flow-template').selectOption('survey');
    await page.locator('#flow-name').fill('Survey of today');
    await page.locator('#flow-form [type="submit"]').click();
    await page.locator('.react-flow__node[data-id="questions"]').waitFor();
    const flowId = Number(new URL(page.url()).pathname.split('/').at(-1));
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.locator('#publish-note').fill('From the template');
    await page.locator('dialog[open] button[type=submit]').click();
    await page.locator('.version-note', { hasText: 'From the template' }).waitFor();
    await ensureLine(instance);
    const campaign = await instance.api.create('campaigns', { kind: 'ivr', name: 'Survey', flowId });
    await instance.api.create('services', {
      name: 'Survey',
      numbers: ['800901'],
      entryCampaignId: campaign.id,
      language: 'it',
    });
    peer = await newCaller(instance);
    const caller = await Listener.dial(peer, '800901', 'it');
    await caller.hears(textOf('survey', 'intro', 'items', 'it'));
    await caller.hears(textOf('survey', 'questions', 'questions', 'it'));
    caller.press('5');
    await caller.hears(textOf('survey', 'questions', 'questions', 'it', 1));
    caller.call.hangup();
    const { steps } = await instance.api.endedContact(peer.user);
    expect(steps.filter(({ type }) => type === 'surveyAnswered')).to.have.length(1);
  });
});
