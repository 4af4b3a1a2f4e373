/** The Messenger Configurator in Chromium: flows are begun, prompts recorded, spoken and heard. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { accessibilityProblems } from '../support/browser.ts';
import { hasTone, sine, wav } from '../support/audio.ts';
import { oggOpusTone } from '../support/ogg-opus.ts';
import { rootTimeoutMs } from '../support/asterisk-root.ts';
import { menuFlow } from '../designer/flows.ts';
import { smallestFlow } from '../support/flow-of.ts';
import { tempFolder } from '../support/ports.ts';
import { until } from '../support/until.ts';
import { Chromium, type Page } from './support/chromium.ts';
import { type AdminSite, startAdmin } from './support/site.ts';

describe('messenger', function () {
  this.timeout(60_000);
  let site: AdminSite;
  let browser: Chromium;
  let page: Page;
  let folder: string;

  before(async function () {
    this.timeout(rootTimeoutMs);
    site = await startAdmin({ full: true });
    browser = await Chromium.start();
    page = await browser.signedIn(site);
    folder = await tempFolder('messenger');
    await writeFile(join(folder, 'hello.wav'), wav(sine(440, 2000)));
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });
  afterEach(() => {
    expect(browser.complaints).to.deep.equal([]);
    browser.expected = null;
  });

  async function newPrompt(name: string): Promise<number> {
    const { id } = await site.store.configuration.create('prompts', { name, description: '' }, {}, 'test');
    await page.goto(`/admin/prompts/${id}`);
    return id;
  }
  const italian = () => page.locator('[data-language="it"]');
  const current = async (id: number) => (await site.store.prompts.current(id))[0];

  it('makes a flow from a file, and copies it with its draft', async () => {
    const file = join(folder, 'flow.json');
    await writeFile(file, JSON.stringify({ ...smallestFlow('from a file', 'queue'), name: 'Waiting room' }));
    await page.goto('/admin/flows');
    await page.getByRole('link', { name: 'New flow' }).click();
    await page.getByLabel('A file').check();
    await page.locator('#flow-file').setInputFiles(file);
    await until('the file names the flow', () => page.getByLabel('Name', { exact: true }).inputValue());
    expect(await page.getByLabel('Kind').inputValue()).to.equal('queue');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.waitForURL(/\/admin\/flows\/\d+/);
    const [made] = (await site.store.configuration.list('flows', { search: 'waiting room' })).items;
    if (!made) throw new Error('no flow was made');
    expect((await site.store.flows.draft(made.id)).document.blocks[0]?.label).to.equal('from a file');

    await page.goto(`/admin/flows/new?from=${made.id}`);
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).to.equal('Waiting room (copy)');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.waitForURL(/\/admin\/flows\/\d+/);
    const [copy] = (await site.store.configuration.list('flows', { search: 'copy' })).items;
    expect((await site.store.flows.draft(copy?.id ?? 0)).document.blocks[0]?.label).to.equal('from a file');
  });

  it('makes a flow from a template', async () => {
    await page.goto('/admin/flows/new');
    await page.getByLabel('A template').check();
    await page.getByLabel('Template', { exact: true }).selectOption('voicemail-box');
    expect(await page.getByLabel('Kind').inputValue()).to.equal('voicemail');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.waitForURL(/\/admin\/flows\/\d+/);
    const [made] = (await site.store.configuration.list('flows', { search: 'voicemail box' })).items;
    expect((await site.store.flows.draft(made?.id ?? 0)).document.blocks.length).to.be.greaterThan(2);
  });

  it('says of a file that it holds no flow, or what is wrong with it', async () => {
    browser.expected = /422/;
    const file = join(folder, 'broken.json');
    await page.goto('/admin/flows/new');
    await page.getByLabel('A file').check();
    await page.getByLabel('Name', { exact: true }).fill('Broken');
    for (const [text, problem] of [
      ['{', 'This file holds no flow.'],
      ['[]', 'This file holds no flow.'],
      ['{"format": 9}', 'document.format'],
    ] as const) {
      await writeFile(file, text);
      await page.locator('#flow-file').setInputFiles(file);
      await page.getByRole('button', { name: 'Create' }).click();
      await page.locator('[data-summary]').getByText(problem).first().waitFor();
    }
  });

  it('lists where flows stand and who uses them', async () => {
    const flow = await site.store.flows.create(
      { name: 'Night menu', kind: 'ivr', description: '' },
      smallestFlow('one'),
      'sara',
    );
    await site.store.flows.publish(flow.id, smallestFlow('one'), '', 'sara', 'publish');
    await site.store.flows.saveDraft(flow.id, 1, smallestFlow('two'), 'boss');
    await site.store.flows.schedule(flow.id, smallestFlow('two'), '', Date.now() + 3_600_000, 'boss');
    await page.goto('/admin/campaigns/new?kind=ivr');
    await page.getByLabel('Name', { exact: true }).fill('Night');
    await page.getByLabel('Flow').selectOption('Night menu');
    await page.getByLabel('Synthetic agents').fill('30');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL('**/admin/campaigns');
    await page.goto('/admin/flows?search=night');
    const row = await page.locator('tbody tr').innerText();
    expect(row)
      .to.match(/Version 1.*sara/)
      .and.match(/Draft changed .* by boss/);
    expect(row).to.include('To be published').and.include('Night');
    await page.goto('/admin/messenger');
    const line = page.getByRole('row', { name: /^Night / });
    expect(await line.innerText())
      .to.include('30')
      .and.include('Night menu')
      .and.match(/Version 1/);
  });

  it('takes a file by choosing and by dropping, and plays it', async () => {
    const id = await newPrompt('dropped');
    await page.getByText('Nothing is recorded yet in: Italian, English.').waitFor();
    await italian().locator('[data-file]').setInputFiles(join(folder, 'hello.wav'));
    await page.getByText('A new version is recorded.').waitFor();
    expect(await current(id)).to.include({ language: 'it', made: 'upload', durationMs: 2000 });
    const seconds = await page.evaluate<number>(`new Promise(resolve => {
      const audio = document.querySelector('[data-language="it"] audio');
      audio.addEventListener('loadedmetadata', () => resolve(audio.duration), { once: true });
      audio.preload = 'auto';
      audio.load();
    })`);
    expect(seconds).to.be.closeTo(2, 0.1);
    const bytes = [...(await readFile(join(folder, 'hello.wav')))];
    await page.evaluate(`{
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([new Uint8Array(${JSON.stringify(bytes)})], '../x.wav'));
      document
        .querySelector('[data-language="it"] [data-drop]')
        .dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }`);
    await until('it is the second version', async () => (await current(id))?.version === 2);
    await page.getByText('2 versions').click();
    await page.getByRole('button', { name: 'Go back to version 1' }).click();
    await page.getByText('The earlier version is played again.').waitFor();
    expect(await current(id)).to.include({ version: 3 });
  });

  it('says what is wrong with a file', async () => {
    browser.expected = /422/;
    await newPrompt('damaged');
    await writeFile(join(folder, 'text.mp3'), 'not a sound');
    await italian().locator('[data-file]').setInputFiles(join(folder, 'text.mp3'));
    await italian().getByText('This is no WAV, MP3 or OGG file, or it is damaged.').waitFor();
  });

  it('records the microphone with its level', async () => {
    const id = await newPrompt('spoken here');
    await italian().getByRole('button', { name: 'Record', exact: true }).click();
    await until('the microphone is heard', () =>
      page.evaluate<boolean>(`document.querySelector('[data-language="it"] meter').value > 0.05`),
    );
    await until(
      'a second has gone',
      async () => (await italian().locator('[data-record-time]').innerText()) !== '0:00',
    );
    await italian().getByRole('button', { name: 'Stop' }).click();
    await italian().getByRole('button', { name: 'Keep', exact: true }).click();
    await page.getByText('A new version is recorded.').waitFor();
    const recording = await current(id);
    expect(recording).to.include({ made: 'recorded', by: 'boss' });
    expect(recording?.durationMs).to.be.greaterThan(500);
  });

  it('records by phone: says where it stands, and how it ended', async () => {
    await newPrompt('by phone');
    const number = italian().getByLabel('Number to call');
    const call = italian().getByRole('button', { name: 'Call', exact: true });
    await call.click();
    await italian().getByText('Write first which phone is to be called.').waitFor();
    browser.expected = /409/;
    await number.fill('899 123');
    await number.press('Enter');
    await italian().getByText('This number may not be called.').waitFor();
    browser.expected = null;
    await number.fill('201');
    await call.click();
    await italian().getByText('The phone is called…').waitFor();
    const [dictation] = [...site.engine.dictations.values()].slice(-1);
    if (!dictation) throw new Error('nothing is recorded');
    expect(dictation.request).to.include({ number: '201', language: 'it', speak: 'en', prompt: 'by phone' });
    expect(await call.isDisabled()).to.equal(true);
    dictation.step = 'choosing';
    await italian().getByText('Press 1 to hear it').waitFor();
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    Object.assign(dictation, { step: 'ended', result: 'busy' });
    await italian().getByText('The phone is busy.').waitFor();
    expect(await call.isDisabled()).to.equal(false);

    await call.click();
    await italian().getByRole('button', { name: 'Hang up' }).click();
    await italian().getByText('The call was ended. Nothing was kept.').waitFor();

    await call.click();
    await italian().getByText('The phone is called…').waitFor();
    Object.assign([...site.engine.dictations.values()].slice(-1)[0] ?? {}, { step: 'ended', result: 'kept' });
    await page.getByText('A new version is recorded.').waitFor();
    expect(await number.inputValue(), 'the number is remembered').to.equal('201');
  });

  it('takes an Ogg Opus file, whatever it is called', async () => {
    const id = await newPrompt('from a messenger');
    const tone = await oggOpusTone(page, 600, 1500);
    await italian().locator('[data-file]').setInputFiles({
      name: 'PTT-20261125.opus',
      mimeType: 'audio/ogg',
      buffer: tone,
    });
    await page.getByText('A new version is recorded.').waitFor();
    const recording = await current(id);
    expect(recording).to.include({ made: 'upload', by: 'boss' });
    expect(recording?.durationMs).to.be.within(1400, 1600);
    const heard = await readFile(join(site.prompts.folder, site.prompts.fileName(recording?.checksum ?? '')));
    // 16 kHz: every second sample has the tone as well.
    const pcm = new Int16Array(heard.buffer, heard.byteOffset + 44, Math.floor((heard.length - 44) / 2));
    expect(
      hasTone(
        pcm.filter((_, index) => index % 2 === 0),
        600,
      ),
    ).to.equal(true);
  });

  it('speaks a text, first to listen, then to keep', async () => {
    const id = await newPrompt('synthesised');
    await italian().getByRole('button', { name: 'Listen' }).click();
    await italian().getByText('Write what is to be said first.').waitFor();
    await italian().locator('textarea').fill('Buongiorno');
    await italian().getByRole('button', { name: 'Listen' }).click();
    await italian().locator('[data-preview-audio]').waitFor();
    expect(await current(id), 'a preview keeps nothing').to.equal(undefined);
    await italian().getByRole('button', { name: 'Keep as recording' }).click();
    await page.getByText('A new version is recorded.').waitFor();
    expect(await current(id)).to.include({ made: 'speech', text: 'Buongiorno' });
    await page.getByText('Nothing is recorded yet in: English.').waitFor();
    await page.getByText('1 version').click();
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    await page.getByRole('button', { name: 'Delete all versions' }).click();
    await page.locator('#remove-dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Deleted.', { exact: true }).waitFor();
    expect(await current(id)).to.equal(undefined);
  });

  it('shows every synthetic agent at work, with the label of its block, and follows the stream', async () => {
    await page.goto('/admin/messenger/monitor');
    const agents = page.locator('#table-syntheticAgents tbody tr');
    expect(await agents.count()).to.equal(2);
    expect(await agents.first().innerText())
      .to.include('+393331112233')
      .and.include('Customer service');
    expect(await agents.first().innerText())
      .to.include('first')
      .and.include('Main menu, version 1');
    expect(await page.locator('#table-synthetic').innerText()).to.include('all synthetic agents are at work');
    const [campaign] = site.engine.liveView().synthetic;
    if (!campaign) throw new Error('the sample has no synthetic campaign');
    site.show({
      ...site.engine.liveView(),
      synthetic: [{ ...campaign, serving: 1, agents: campaign.agents.slice(1) }],
    });
    await until('one has gone', async () => (await agents.count()) === 1);
    expect(await page.locator('#synthetic [data-count]').innerText()).to.equal('1');
    await page.getByRole('heading', { name: 'Last contacts, step by step' }).waitFor();
  });

  it('calls blocks by what they are, also those of a version that came since', async () => {
    await page.goto('/admin/messenger/monitor');
    const { id } = await site.store.flows.create(
      { name: 'Evening menu', kind: 'ivr', description: '' },
      menuFlow(),
      'boss',
    );
    await site.store.flows.publish(id, menuFlow(), '', 'boss', 'publish');
    const view = site.engine.liveView();
    site.show({
      ...view,
      synthetic: view.synthetic.map(campaign => ({
        ...campaign,
        agents: campaign.agents.map(agent => ({ ...agent, flowId: id, version: 1, block: 'care' })),
      })),
    });
    const agents = page.locator('#table-syntheticAgents tbody tr');
    await agents.filter({ hasText: 'Evening menu, version 1' }).first().waitFor();
    expect(await agents.first().innerText()).to.include('Transfer to campaign');
  });

  it('stops a campaign after a question, and starts it again', async () => {
    const id = site.ids.get('Menu') ?? 0;
    const stopped = async (): Promise<unknown> => {
      const campaign = await site.store.configuration.get('campaigns', id);
      return campaign && campaign.kind !== 'human' && campaign.stopped;
    };
    await page.goto('/admin/messenger/monitor');
    await page.getByRole('button', { name: 'Stop Menu' }).click();
    await page.getByRole('heading', { name: 'Stop the synthetic agents of Menu?' }).waitFor();
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    await page.locator('#stop-dialog').getByRole('button', { name: 'Cancel' }).click();
    expect(await stopped()).to.equal(false);
    await page.getByRole('button', { name: 'Stop Menu' }).click();
    await page.locator('#stop-dialog').getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByText('Menu takes no new contacts.').waitFor();
    expect(await stopped()).to.equal(true);
    const [trace] = (await site.store.audit.list({ object: `campaigns/${id}` })).items;
    expect(trace).to.include({ by: 'boss', action: 'update' });
    expect(trace?.detail).to.deep.equal({ stopped: [false, true] });
    const view = site.engine.liveView();
    site.show({ ...view, synthetic: view.synthetic.map(campaign => ({ ...campaign, stopped: true })) });
    await page.getByText('stopped, the last ones finish').waitFor();
    await page.getByRole('button', { name: 'Start Menu' }).click();
    await page.getByText('Menu takes contacts again.').waitFor();
    expect(await stopped()).to.equal(false);
  });

  it('tells of the last contacts of a campaign what was heard and pressed', async () => {
    await page.goto('/admin/messenger/monitor');
    await page.getByLabel('Synthetic campaign', { exact: true }).selectOption('Order welcome');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.waitForURL('**campaign=*');
    const last = page.locator('.last-contact');
    expect(await last.count()).to.be.greaterThan(5);
    expect(await last.first().innerText()).to.include('Order line');
    await last.first().locator('summary').click();
    expect(await last.first().locator('.last-steps').innerText()).to.include('Un operatore');
    await last.first().getByRole('link', { name: 'All steps' }).click();
    await page.waitForURL('**/admin/contacts/*');
    await page.goto(`/admin/messenger/monitor?campaign=${site.ids.get('Menu')}`);
    await page.getByText('No contact of this campaign has ended yet.').waitFor();
  });
});
