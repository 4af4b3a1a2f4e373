/** The Call Designer in Chromium: a flow is built by drag and by keyboard, saved, published, compared, simulated. */
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { until } from '../support/until.ts';
import { Chromium, type Page } from '../admin/support/chromium.ts';
import { startAdmin, type AdminSite } from '../admin/support/site.ts';
import type { Flow, FlowBlock } from '../../ivr-flows/document.ts';
import { boxOf } from '../../admin/designer/model/blocks.ts';
import { around } from '../../admin/designer/model/geometry.ts';
import { laidOut } from '../../admin/designer/model/layout.ts';
import { groupColours } from '../../admin/designer/model/picture.ts';
import { library } from '../../ivr-flows/blocks/index.ts';
import { flowOf, say } from '../flows/scene.ts';
import { sine, wav } from '../support/audio.ts';
import { largeFlow, menuFlow } from './flows.ts';

/** Around the picture, and above it for the name (model/picture.ts). */
const margin = 30;
const title = 40;

/** What a sound element of the page gave off. */
interface Heard {
  from: string;
  seconds: number;
  ended: boolean;
  /** Largest root mean square, of 1. */
  loudness: number;
  /** The strongest frequency when it was loudest. */
  hz: number;
}

/** Listens to each sound of the page as a loudspeaker does. */
const listen = `(() => {
  window.heard = [];
  const context = new AudioContext();
  const Plain = window.Audio;
  window.Audio = function (from) {
    const audio = new Plain(from);
    const heard = { from, seconds: 0, ended: false, loudness: 0, hz: 0 };
    window.heard.push(heard);
    const ear = new AnalyserNode(context, { fftSize: 2048 });
    new MediaElementAudioSourceNode(context, { mediaElement: audio }).connect(ear).connect(context.destination);
    const samples = new Float32Array(2048), strengths = new Float32Array(1024);
    const timer = setInterval(() => {
      ear.getFloatTimeDomainData(samples);
      const loudness = Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / 2048);
      if (loudness <= heard.loudness) return;
      ear.getFloatFrequencyData(strengths);
      heard.loudness = loudness;
      heard.hz = strengths.indexOf(Math.max(...strengths)) * context.sampleRate / 2048;
    }, 20);
    audio.addEventListener('ended', () => {
      clearInterval(timer);
      heard.ended = true;
      heard.seconds = audio.duration;
    });
    return audio;
  };
  return context.resume();
})()`;

describe('Call Designer page', function () {
  this.timeout(60_000);
  let site: AdminSite;
  let chromium: Chromium;
  let made = 0;

  before(async () => {
    site = await startAdmin({ full: true });
    chromium = await Chromium.start();
  });
  after(async () => {
    await chromium.close();
    await site.close();
  });
  afterEach(() => expect(chromium.complaints.splice(0)).to.deep.equal([]));

  async function make(document: Flow | null): Promise<number> {
    made += 1;
    const name = `Flow ${made}`;
    const start: FlowBlock = { id: 'start', type: 'start', label: '', parameters: {}, exits: {} };
    const empty: Flow = { ...menuFlow(), properties: [], blocks: [start], layout: { start: { x: 0, y: 0 } } };
    const flow = await site.store.flows.create(
      { name, kind: 'ivr', description: '' },
      document ?? empty,
      'boss',
    );
    return flow.id;
  }
  async function open(
    id: number,
    looks: { colorScheme?: 'light' | 'dark'; width?: number } = {},
  ): Promise<Page> {
    const page = await chromium.signedIn(site, looks);
    await page.goto(`/admin/flows/${id}`);
    await page.locator('.designer').waitFor();
    return page;
  }
  const draft = async (id: number): Promise<Flow> => (await site.store.flows.draft(id)).document;
  const exitsIn = async (id: number, block: string): Promise<Record<string, string> | undefined> =>
    (await draft(id)).blocks.find(one => one.id === block)?.exits;
  const node = (page: Page, id: string) => page.locator(`.react-flow__node[data-id="${id}"]`);
  const exit = (page: Page, id: string, name: string) =>
    node(page, id).locator(`.react-flow__handle[data-handleid="${name}"]`);
  const entry = (page: Page, id: string) => node(page, id).locator('.entry');
  const saved = (page: Page) => page.locator('[data-save=saved]').waitFor();
  const panel = (page: Page, name: string) => page.getByRole('tab', { name }).click();

  it('builds by drag, undoes, redoes, and saves by itself', async () => {
    const id = await make(null);
    const page = await open(id);
    const canvas = page.locator('[data-canvas]');
    await page.locator('[data-type=play-message]').dragTo(canvas, { targetPosition: { x: 520, y: 200 } });
    await node(page, 'play-message').waitFor();
    await exit(page, 'start', 'next').dragTo(entry(page, 'play-message'));
    await page.locator('[data-type=hang-up]').dragTo(canvas, { targetPosition: { x: 520, y: 520 } });
    await exit(page, 'play-message', 'next').dragTo(entry(page, 'hang-up'));
    await until('the draft is so', async () => (await exitsIn(id, 'play-message'))?.['next'] === 'hang-up');
    expect(await exitsIn(id, 'start')).to.deep.equal({ next: 'play-message' });
    const before = (await draft(id)).layout['hang-up'];
    await node(page, 'hang-up')
      .locator('.block-name')
      .dragTo(canvas, { targetPosition: { x: 300, y: 640 }, steps: 5 });
    await until('the draft is so', async () => (await draft(id)).layout['hang-up']?.y !== before?.y);
    await page.keyboard.press('Control+z');
    await until('the draft is so', async () => (await draft(id)).layout['hang-up']?.y === before?.y);
    await page.keyboard.press('Control+z');
    await until(
      'the draft is so',
      async () => Object.keys((await exitsIn(id, 'play-message')) ?? {}).length === 0,
    );
    await page.keyboard.press('Control+Shift+z');
    await until('the draft is so', async () => (await exitsIn(id, 'play-message'))?.['next'] === 'hang-up');
    await saved(page);
  });

  it('builds and publishes by keyboard alone, in the outline', async () => {
    const id = await make(null);
    const page = await open(id);
    const pressed = async (...keys: string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await page.getByRole('button', { name: 'Outline' }).focus();
    await pressed('Enter');
    await page.locator('[data-row=start]').focus();
    // A message behind the start.
    await pressed('a');
    await page.locator('dialog[open] input[type=search]').waitFor();
    await page.keyboard.type('play message');
    await pressed('Enter');
    const row = page.locator('[data-row="play-message"]');
    await row.waitFor();
    await row.focus();
    await pressed('Enter');
    expect(await page.evaluate('document.activeElement.id')).to.equal('block-label');
    await page.keyboard.type('Greeting');
    await page.getByRole('button', { name: 'Add: text' }).focus();
    await pressed('Enter');
    for (const language of ['Italian', 'English']) {
      await page.getByRole('textbox', { name: language, exact: true }).focus();
      await page.keyboard.type('Welcome');
    }
    // The row of the exit that leads nowhere asks for the block that follows.
    await page.locator('[data-row="play-message.next"]').focus();
    await pressed('Enter');
    await page.locator('dialog[open] input[type=search]').waitFor();
    await page.keyboard.type('hang up');
    await pressed('Enter');
    await page.locator('[data-row="hang-up"]').waitFor();
    await saved(page);
    await page.getByRole('button', { name: 'Publish', exact: true }).focus();
    await pressed('Enter');
    await page.locator('dialog[open] textarea').waitFor();
    await page.keyboard.type('By keyboard');
    await page.locator('dialog[open] button[type=submit]').focus();
    await pressed('Enter');
    await until('the draft is so', async () => (await site.store.flows.versions(id)).length === 1);
    const [version] = await site.store.flows.versions(id);
    expect(version).to.include({ number: 1, note: 'By keyboard', by: 'boss' });
    const published = await site.store.flows.version(id, 1);
    expect(published?.document.blocks.map(one => [one.id, one.label, one.exits])).to.deep.equal([
      ['start', '', { next: 'play-message' }],
      ['play-message', 'Greeting', { next: 'hang-up' }],
      ['hang-up', '', {}],
    ]);
  });

  it('says what is wrong on the block, in the list and in the form, and does not publish it', async () => {
    const id = await make(menuFlow());
    const page = await open(id);
    await node(page, 'menu').locator('.block-name').click();
    await page.locator('[data-exit="2"] select').selectOption('');
    await node(page, 'menu').locator('.block-sign').waitFor();
    await panel(page, 'Problems');
    await page.locator('.problem', { hasText: 'leads nowhere' }).click();
    await page.locator('[data-exit="2"] .field-problem').waitFor();
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.locator('dialog[open] .alert-danger').waitFor();
    expect(await page.locator('dialog[open] button[type=submit]').isDisabled()).to.equal(true);
    await page.keyboard.press('Escape');
    await page.locator('[data-exit="2"] select').selectOption('bye');
    await node(page, 'menu').locator('.block-sign').waitFor({ state: 'detached' });
    await page.locator('[data-parameter=condition]').waitFor({ state: 'detached' });
  });

  it('checks expressions as they are typed', async () => {
    const flow = largeFlow(5);
    const id = await make({ ...flow, layout: {} });
    const page = await open(id);
    await node(page, 'b4').locator('.block-name').click();
    const field = page.locator('[data-parameter=condition]');
    await field.locator('textarea').fill('call.waited > nothing');
    await field.locator('.field-problem').waitFor();
    await field.locator('textarea').fill('call.waited > 10');
    await field.locator('.field-problem').waitFor({ state: 'detached' });
  });

  it('copies blocks from one flow and pastes them into another', async () => {
    const from = await make(menuFlow());
    const to = await make(null);
    const page = await open(from);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await node(page, 'menu').locator('.block-name').click();
    await node(page, 'care')
      .locator('.block-name')
      .click({ modifiers: ['Control'] });
    await page.keyboard.press('Control+c');
    await page.locator('.toast-message', { hasText: '2 blocks copied' }).waitFor();
    await page.goto(`/admin/flows/${to}`);
    await node(page, 'start').waitFor();
    await page.keyboard.press('Control+v');
    await node(page, 'menu').waitFor();
    await until('the draft is so', async () => (await draft(to)).blocks.length === 3);
    expect(await exitsIn(to, 'menu')).to.deep.equal({ 1: 'care', invalid: 'menu' });
    expect((await draft(to)).properties.map(({ name }) => name)).to.deep.equal(['choice']);
  });

  it('warns when another has changed the draft, and loses nothing', async () => {
    const id = await make(menuFlow());
    const page = await open(id);
    chromium.expected = /409/;
    const { revision, document } = await site.store.flows.draft(id);
    await site.store.flows.saveDraft(id, revision, { ...document, languages: ['en'] }, 'sara');
    await node(page, 'bye').locator('.block-name').click();
    await page.locator('#block-label').fill('Mine');
    await page.locator('.banner-warning', { hasText: 'sara' }).waitFor();
    expect((await draft(id)).blocks.some(({ label }) => label === 'Mine')).to.equal(false);
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await page.locator('.differences', { hasText: 'Languages' }).waitFor();
    await page.getByRole('button', { name: 'Take theirs' }).click();
    await page.locator('.banner-warning').waitFor({ state: 'detached' });
    expect((await draft(id)).blocks.some(({ label }) => label === 'Mine')).to.equal(false);
    await page.locator('.designer-top h1').click();
    await page.keyboard.press('Control+z');
    await until('the draft is so', async () =>
      (await draft(id)).blocks.some(({ label }) => label === 'Mine'),
    );
    chromium.expected = null;
  });

  it('shows versions, compares them with the draft in words and on the canvas, and rolls back', async () => {
    const id = await make(menuFlow());
    const page = await open(id);
    const publish = async (note: string): Promise<void> => {
      await saved(page);
      await page.getByRole('button', { name: 'Publish', exact: true }).click();
      await page.locator('#publish-note').fill(note);
      await page.locator('dialog[open] button[type=submit]').click();
      await page.locator('.version-note', { hasText: note }).waitFor();
    };
    await publish('The first');
    await node(page, 'bye').locator('.block-name').click();
    await page.keyboard.press('Delete');
    await node(page, 'menu').locator('.block-name').click();
    await panel(page, 'Block');
    await page.locator('[data-exit="2"] select').selectOption('end');
    await page.locator('[data-exit="timeout"] select').selectOption('end');
    await panel(page, 'Versions');
    await page.locator('.version-list li', { hasText: 'The first' }).getByText('Compare').click();
    await page.locator('.differences', { hasText: 'Block removed: Play message' }).waitFor();
    await node(page, 'bye').locator('.block-removed').waitFor();
    await node(page, 'menu').locator('.block-changed').waitFor();
    await page.locator('.banner-info button').click();
    await publish('The second');
    const first = page.locator('.version-list li', { hasText: 'Version 1' });
    await first.getByRole('button', { name: 'Roll back' }).click();
    await first.getByRole('button', { name: 'Yes' }).click();
    await page.locator('.version-list li', { hasText: 'Version 3' }).waitFor();
    const third = await site.store.flows.version(id, 3);
    expect(third?.document.blocks.some(one => one.id === 'bye')).to.equal(true);
  });

  it('plans a publication and takes it back', async () => {
    const id = await make(menuFlow());
    const page = await open(id);
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByRole('radio', { name: 'At a time' }).check();
    await page.getByLabel('Day and time').fill('2099-01-02T08:00');
    await page.locator('dialog[open] button[type=submit]').click();
    await until('the draft is so', async () => (await site.store.flows.scheduled(id)) !== null);
    await page.getByRole('button', { name: 'Take the schedule back' }).click();
    await until('the draft is so', async () => (await site.store.flows.scheduled(id)) === null);
  });

  it('simulates a call and shows its way on the canvas', async () => {
    const id = await make(menuFlow());
    const page = await open(id);
    await panel(page, 'Simulator');
    await page.locator('[data-simulate]').click();
    await node(page, 'menu').locator('.block-at').waitFor();
    await page.locator('.transcript', { hasText: 'Press 1 or 2' }).waitFor();
    await page.locator('.keypad').getByRole('button', { name: '2', exact: true }).click();
    await page.locator('.line-end', { hasText: 'the call is over' }).waitFor();
    expect(await page.locator('.line-passed').count()).to.equal(3);
    await node(page, 'end').locator('.block-passed').waitFor();
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await page.locator('.line-passed').first().waitFor({ state: 'detached' });
  });

  it('finds a block by a word of it', async () => {
    const id = await make({ ...largeFlow(40), layout: {} });
    const page = await open(id);
    await page.keyboard.press('Control+f');
    await page.keyboard.type('message 37');
    await page.keyboard.press('Enter');
    await page.locator('[data-inspector=b37]').waitFor();
    await node(page, 'b37').waitFor();
  });

  it('draws a large flow seen from afar without its exits, and with all its lines', async () => {
    const flow = largeFlow(150);
    const rows = flow.blocks.map(({ id }, at) => [id, { x: (at % 15) * 330, y: Math.floor(at / 15) * 260 }]);
    const id = await make({ ...flow, layout: Object.fromEntries(rows) });
    const page = await open(id);
    await page.getByRole('button', { name: 'Zoom to fit' }).first().click();
    const line = page.locator('.lines-from-afar g:nth-child(2) path');
    await line.waitFor({ state: 'attached' });
    const leaving = flow.blocks.filter(block => Object.keys(block.exits).length > 0);
    expect(await page.locator('.lines-from-afar path').count()).to.equal(leaving.length);
    expect(await page.locator('.react-flow__node').count()).to.equal(flow.blocks.length);
    expect(await page.locator('.block-exit, .react-flow__handle, .react-flow__edge').count()).to.equal(0);
    const before = await line.getAttribute('d');
    const canvas = page.locator('[data-canvas]');
    await node(page, 'b0')
      .locator('.block-name')
      .dragTo(canvas, { targetPosition: { x: 300, y: 700 }, steps: 5 });
    await until('the line follows its block', async () => (await line.getAttribute('d')) !== before);
    await page.keyboard.press('Control+f');
    await page.keyboard.type('message 37');
    await page.keyboard.press('Enter');
    await exit(page, 'b37', 'next').waitFor();
    await page.locator('.lines-from-afar').waitFor({ state: 'detached' });
    await page.locator('.react-flow__edge').first().waitFor({ state: 'attached' });
  });

  it('shows the whole flow on the map, and what one presses on there in the drawing', async () => {
    const flow = largeFlow(150);
    const rows = flow.blocks.map(({ id }, at) => [id, { x: (at % 15) * 330, y: Math.floor(at / 15) * 260 }]);
    const page = await open(await make({ ...flow, layout: Object.fromEntries(rows) }));
    const map = page.getByRole('img', { name: 'Map of the flow' });
    const inked = `(map => {
      const { data } = map.getContext('2d').getImageData(0, 0, map.width, map.height);
      return data.filter((value, at) => at % 4 === 3 && value > 0).length / (map.width * map.height);
    })(document.querySelector('.overview-map canvas'))`;
    await until('blocks are on the map', async () => Number(await page.evaluate(inked)) > 0.2);
    const frame = page.locator('.overview-frame');
    const framed = async (): Promise<string> => JSON.stringify(await frame.boundingBox());
    const box = await map.boundingBox();
    if (!box) throw new Error('there is no map');
    await page.mouse.click(box.x + box.width - 14, box.y + box.height / 2);
    // The last block of the middle row: its place is what was pressed on.
    await node(page, 'b88').waitFor();
    const there = await framed();
    await page.mouse.wheel(0, -200);
    await until('the frame is smaller', async () => (await framed()) !== there);
  });

  it('exports a picture and the file, and opens the file again', async () => {
    const id = await make(menuFlow());
    const page = await open(id);
    const downloaded = async (entryName: string): Promise<string> => {
      await page.getByRole('button', { name: 'Files and print' }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: entryName, exact: true }).click(),
      ]);
      return download.path();
    };
    const png = await readFile(await downloaded('PNG picture'));
    expect(png.subarray(1, 4).toString()).to.equal('PNG');
    expect(png.readUInt32BE(16)).to.be.greaterThan(600);
    expect(await readFile(await downloaded('SVG picture'), 'utf8')).to.match(/^<svg .*Goodbye|^<svg .*Menu/);
    const file = await downloaded('Flow file (JSON)');
    const other = await make(null);
    await page.goto(`/admin/flows/${other}`);
    await node(page, 'start').waitFor();
    await page.getByRole('button', { name: 'Files and print' }).click();
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Open a flow file' }).click(),
    ]);
    await chooser.setFiles(file);
    await node(page, 'menu').waitFor();
    await until('the draft is so', async () => (await draft(other)).blocks.length === 5);
  });

  it('draws every block in its PNG picture, with the colour of its group', async () => {
    const drawn = menuFlow();
    const flow: Flow = { ...drawn, layout: laidOut(drawn, library) };
    const page = await open(await make(flow));
    await page.getByRole('button', { name: 'Files and print' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'PNG picture', exact: true }).click(),
    ]);
    const png = (await readFile(await download.path())).toString('base64');
    const all = around(flow.blocks.map(block => boxOf(flow, block, library)));
    // On the bar of colour at the left of each block; a picture is drawn at twice its size.
    const places = flow.blocks.map(block => {
      const { x, y } = boxOf(flow, block, library);
      return { x: 2 * (x - all.x + margin + 3), y: 2 * (y - all.y + margin + title + 20) };
    });
    const colours: string[] = await page.evaluate(`(async () => {
      const bytes = Uint8Array.from(atob('${png}'), one => one.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
      canvas.drawImage(image, 0, 0);
      return ${JSON.stringify(places)}.map(({ x, y }) => '#' +
        [...canvas.getImageData(x, y, 1, 1).data.subarray(0, 3)].map(part => part.toString(16).padStart(2, '0')).join(''));
    })()`);
    expect(colours).to.deep.equal(
      flow.blocks.map(({ type }) => groupColours[library.get(type)?.group ?? 'custom']),
    );
  });

  it('prints the whole flow on one sheet, and nothing else of the page', async () => {
    const page = await open(await make(largeFlow(40)));
    await page.evaluate(
      'window.print = () => (window.printed = document.querySelector(".print-sheet").naturalWidth)',
    );
    await page.getByRole('button', { name: 'Files and print' }).click();
    await page.getByRole('button', { name: 'Print', exact: true }).click();
    const printed = await until('it is printed', () => page.evaluate<number | undefined>('window.printed'));
    expect(printed).to.be.greaterThan(1000);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.print-sheet').isVisible()).to.equal(true);
    expect(await page.locator('.designer').isVisible()).to.equal(false);
    expect(await page.locator('.designer-top').isVisible()).to.equal(false);
    const pdf = (await page.pdf({ format: 'A4', landscape: true })).toString('latin1');
    expect(pdf.match(/\/Type \/Page\b/g)).to.have.length(1);
    await page.locator('.print-sheet').waitFor({ state: 'detached' });
  });

  it('lets one hear what plays in the simulator: prompts of the library and speech', async () => {
    const { id } = await site.store.configuration.create(
      'prompts',
      { name: 'jingle', description: '' },
      {},
      'test',
    );
    for (const language of ['it', 'en'] as const)
      await site.prompts.add(id, language, wav(sine(700, 900)), 'upload', 'test');
    const flow = flowOf({
      hello: [
        'play-message',
        { items: [{ play: 'prompt', prompt: 'jingle' }, ...say('Goodbye')] },
        { next: 'end' },
      ],
      end: ['hang-up'],
    });
    const page = await open(await make({ ...flow, languages: ['en', 'it'] }));
    await page.evaluate(listen);
    await panel(page, 'Simulator');
    await page.getByText('Hear the messages').click();
    await page.locator('[data-simulate]').click();
    await page.locator('.line-end').waitFor({ timeout: 20_000 });
    const [prompt, speech, ...more] = await page.evaluate<Heard[]>('window.heard');
    expect(more).to.deep.equal([]);
    expect(prompt?.from).to.match(/\/api\/v1\/prompts\/\d+\/en\/audio$/);
    expect(speech?.from).to.match(/^blob:/);
    expect(prompt?.seconds).to.be.closeTo(0.9, 0.1);
    expect(prompt?.hz, 'the tone of the prompt').to.be.closeTo(700, 60);
    for (const heard of [prompt, speech]) {
      expect(heard?.loudness, heard?.from).to.be.greaterThan(0.02);
      expect(heard?.ended, heard?.from).to.equal(true);
    }
  });

  it('offers to try again when a part of the page cannot be fetched, and loses nothing', async () => {
    const id = await make(menuFlow());
    chromium.expected = /ERR_FAILED|dynamically imported/;
    const page = await chromium.signedIn(site);
    await page.route('**/build/designer-simulator-*.js', route => route.abort());
    await page.goto(`/admin/flows/${id}`);
    await node(page, 'bye').locator('.block-name').click();
    await page.locator('#block-label').fill('Mine');
    await panel(page, 'Simulator');
    await page.getByRole('alert').getByText('cannot be loaded').waitFor();
    await page.unroute('**/build/designer-simulator-*.js');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('[data-simulate]').waitFor();
    expect(await node(page, 'bye').locator('.block-name').innerText()).to.equal('Mine');
    chromium.expected = null;
  });
});
