/**
 * The Call Designer with a large flow in Chromium: until it is open, what the main thread works for each frame
 * while a block is dragged, the drawing moved and zoomed, and for each key in the form. Beside it React Flow
 * alone with the same blocks and lines, in the same browser, with the same gestures.
 */
import type { Flow } from '../../ivr-flows/document.ts';
import { Chromium, type Page } from '../admin/support/chromium.ts';
import { startAdmin } from '../admin/support/site.ts';
import { largeFlow } from '../designer/flows.ts';
import { until } from '../support/until.ts';
import type { Bench, BenchContext, BenchResult, Figure } from './bench.ts';
import { serveBare } from './designer/bare.ts';
import { type Frames, framesOf, worked } from './designer/frames.ts';
import { medianOf } from './statistics.ts';

/** One page with all gestures. */
interface Run {
  openMs: number;
  drag: Frames;
  pan: Frames;
  type: Frames;
  panAll: Frames;
  dragAll: Frames;
  zoom: Frames;
}

/** At 60 frames a second; the longest a frame may take is what "fluid" means. */
const FRAME_MS = 16;
const text = 'Press one for orders, two for bills';

/** ms from the beginning of the navigation to the frame in which blocks are seen. */
const opened = `new Promise(resolve => {
  const look = () => {
    if (document.querySelector('.react-flow__node:not([style*="visibility: hidden"])')) requestAnimationFrame(() => resolve(performance.now()));
    else requestAnimationFrame(look);
  };
  look();
})`;

/** A place near the middle of the canvas where nothing is drawn. */
const findEmpty = `(() => {
  const { left, top, width, height } = document.querySelector('.canvas').getBoundingClientRect();
  for (let reach = 0; reach < height / 2 - 100; reach += 5)
    for (let turn = 0; turn < 16; turn++) {
      const x = left + width / 2 + reach * Math.cos(turn / 16 * 2 * Math.PI);
      const y = top + height / 2 + reach * Math.sin(turn / 16 * 2 * Math.PI);
      if (document.elementFromPoint(x, y)?.matches('.react-flow__pane')) return { x, y };
    }
  throw new Error('the canvas is full');
})()`;

async function measure(page: Page, url: string, blocks: number, frames: number): Promise<Run> {
  await page.goto(url, { waitUntil: 'commit' });
  const openMs = Number(await page.evaluate(opened));

  /** Presses at a place and goes round in a circle, one move a frame. */
  const circle = async (at: { x: number; y: number }): Promise<Frames> => {
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    const moved = await framesOf(page, async () => {
      for (let frame = 1; frame <= frames; frame++) {
        const angle = (4 * Math.PI * frame) / frames;
        await page.mouse.move(at.x + 60 * (1 - Math.cos(angle)), at.y + 60 * Math.sin(angle));
      }
    });
    await page.mouse.up();
    return moved;
  };
  const emptyPlace = (): Promise<{ x: number; y: number }> => page.evaluate(findEmpty);
  const middleOf = async (id: string): Promise<{ x: number; y: number }> => {
    const box = await page.locator(`.react-flow__node[data-id=${id}]`).boundingBox();
    if (!box) throw new Error(`${id} is not drawn`);
    return { x: box.x + box.width / 2, y: box.y + Math.min(box.height / 4, 14) };
  };

  const drag = await circle(await middleOf('b0'));
  const pan = await circle(await emptyPlace());
  const at = await middleOf('b0');
  await page.mouse.click(at.x, at.y);
  await page.locator('#block-label').focus();
  const type = await framesOf(page, () => page.keyboard.type(text, { delay: 40 }));
  await page.getByRole('button', { name: 'Zoom to fit' }).first().click();
  await until(
    'all blocks are drawn',
    async () => (await page.locator('.react-flow__node').count()) >= blocks,
    { timeoutMs: 30_000 },
  );
  const panAll = await circle(await emptyPlace());
  const dragAll = await circle(await middleOf('b0'));
  const over = await emptyPlace();
  await page.mouse.move(over.x, over.y);
  const zoom = await framesOf(page, async () => {
    for (let frame = 0; frame < frames; frame++) await page.mouse.wheel(0, frame < frames / 2 ? -40 : 40);
  });
  return { openMs, drag, pan, type, panAll, dragAll, zoom };
}

/** Twenty to a row: all of it fits a window, so that all of it must be drawn. */
const inRows = ({ blocks }: Flow): Flow['layout'] =>
  Object.fromEntries(
    blocks.map(({ id }, index) => [id, { x: (index % 20) * 330, y: Math.floor(index / 20) * 260 }]),
  );

async function run(context: BenchContext): Promise<BenchResult> {
  const blocks = context.number('blocks');
  const frames = context.number('frames');
  const drawn = largeFlow(blocks);
  const flow: Flow = { ...drawn, layout: inRows(drawn) };
  const site = await startAdmin({ full: false });
  const chromium = await Chromium.start();
  const own: Run[] = [];
  const floor: Run[] = [];
  try {
    const { id } = await site.store.flows.create(
      { name: 'Large', kind: 'ivr', description: '' },
      flow,
      'boss',
    );
    const designer = await chromium.signedIn(site);
    await designer.goto(`/admin/flows/${id}`);
    const surface = await designer.locator('.canvas').boundingBox();
    if (!surface) throw new Error('the designer has no canvas');
    const bare = await serveBare(flow, surface);
    const floorPage = await chromium.newPage(site);
    try {
      for (let i = 0; i < context.number('runs'); i++) {
        own.push(await measure(designer, `/admin/flows/${id}`, blocks, frames));
        floor.push(await measure(floorPage, bare.url, blocks, frames));
        context.say(`run ${i + 1}: open ${Math.round(own[i]?.openMs ?? 0)} ms`);
      }
    } finally {
      bare.close();
    }
  } finally {
    await chromium.close();
    await site.close();
  }
  return {
    floor: 'React Flow alone with the same blocks and lines, same browser and gestures',
    figures: figuresOf(own, floor),
    notes: [
      `${flow.blocks.length} blocks, ${flow.blocks.reduce((sum, { exits }) => sum + Object.keys(exits).length, 0)} lines; window 1440 x 900, drawn by the processor alone (no graphics card).`,
      'Per frame: what the main thread of the page works between the beginnings of two frames, from Chromium’s own trace; percentiles over the frames of all runs.',
      'Open: from the beginning of the navigation to the first frame with blocks; the files are in the browser’s cache, the draft is not. The floor asks for no draft, no references and no session.',
      'Typing: 25 keys a second into the label of a block; the floor changes the same text by one input.',
    ],
    runs: { own: own.map(brief), floor: floor.map(brief) },
  };
}

type Gesture = Exclude<keyof Run, 'openMs'>;
const gestures: readonly { name: string; gesture: Gesture }[] = [
  { name: 'drag of a block', gesture: 'drag' },
  { name: 'drag of a block, whole flow in sight', gesture: 'dragAll' },
  { name: 'move of the drawing', gesture: 'pan' },
  { name: 'move of the drawing, whole flow in sight', gesture: 'panAll' },
  { name: 'zoom', gesture: 'zoom' },
  { name: 'typing in the form', gesture: 'type' },
];

function figuresOf(own: Run[], floor: Run[]): Figure[] {
  const of = (runs: Run[], gesture: Gesture, p: number): number =>
    worked(
      runs.map(one => one[gesture]),
      p,
    );
  return [
    {
      name: 'open',
      unit: 'ms',
      own: medianOf(own, ({ openMs }) => openMs),
      floor: medianOf(floor, ({ openMs }) => openMs),
      target: { of: 'own', atMost: 1000 },
    },
    ...gestures.flatMap(({ name, gesture }): Figure[] => [
      {
        name: `${name}, a frame, p50`,
        unit: 'ms',
        own: of(own, gesture, 50),
        floor: of(floor, gesture, 50),
      },
      {
        name: `${name}, a frame, p95`,
        unit: 'ms',
        own: of(own, gesture, 95),
        floor: of(floor, gesture, 95),
        target: { of: 'own', atMost: FRAME_MS },
      },
    ]),
    {
      name: 'longest task while typing',
      unit: 'ms',
      own: medianOf(own, ({ type }) => type.longestTask),
      floor: medianOf(floor, ({ type }) => type.longestTask),
    },
  ];
}

const brief = (one: Run): Record<string, number> => ({
  openMs: one.openMs,
  ...Object.fromEntries(gestures.map(({ gesture }) => [gesture, worked([one[gesture]], 95)])),
});

export const designer: Bench = {
  id: 'b17',
  name: 'b17-designer',
  title: 'Call Designer with a large flow',
  options: { blocks: '300', frames: '120', runs: '3' },
  run,
};
