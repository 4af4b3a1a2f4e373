/** Serves the page of bare React Flow with a flow's blocks and lines. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { build } from 'esbuild';
import { boxOf, exitsOf, nameOf, positionOf } from '../../../admin/designer/model/blocks.ts';
import { BLOCK_WIDTH, exitOffset } from '../../../admin/designer/model/geometry.ts';
import { library } from '../../../ivr-flows/blocks/index.ts';
import type { Flow } from '../../../ivr-flows/document.ts';

/** The canvas stands where the designer's stands, and shows the same part. */
export interface Surface {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface BarePage {
  url: string;
  close(): void;
}

export async function serveBare(flow: Flow, { x, y, width, height }: Surface): Promise<BarePage> {
  const bundled = await build({
    entryPoints: { page: join(import.meta.dirname, 'bare-page.js') },
    outdir: '/',
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const sheet = await build({
    stdin: {
      contents: `@import '@xyflow/react/dist/base.css';
.canvas { position: absolute; left: ${x}px; top: ${y}px; width: ${width}px; height: ${height}px; }
.block { box-sizing: border-box; width: 100%; height: 100%; border: 1px solid; background: #fff; font: 12px sans-serif; }
.block-name { height: 46px; } .block-exit { height: 24px; text-align: end; } .block .entry { top: 23px; }`,
      loader: 'css',
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    write: false,
  });
  const files = new Map([
    [
      '/',
      {
        type: 'text/html',
        body: '<!doctype html><meta charset="utf-8"><title>Bare</title><link rel="stylesheet" href="/sheet"><div id="page"></div><script type="module" src="/script"></script>',
      },
    ],
    ['/script', { type: 'text/javascript', body: bundled.outputFiles[0]?.text ?? '' }],
    ['/sheet', { type: 'text/css', body: sheet.outputFiles[0]?.text ?? '' }],
    ['/flow', { type: 'application/json', body: JSON.stringify(drawingOf(flow)) }],
  ]);
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    response.writeHead(file ? 200 : 204, { 'content-type': file?.type ?? 'text/plain' });
    response.end(file?.body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = server.address();
  return {
    url: `http://127.0.0.1:${at && typeof at === 'object' ? at.port : 0}/`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function drawingOf(flow: Flow) {
  const start = flow.blocks.find(({ type }) => type === 'start');
  const { x, y } = positionOf(flow, start?.id ?? '');
  return {
    nodes: flow.blocks.map(block => {
      const box = boxOf(flow, block, library);
      return {
        id: block.id,
        type: 'block',
        position: { x: box.x, y: box.y },
        width: box.width,
        height: box.height,
        data: {
          name: nameOf(block, library, 'en'),
          exits: exitsOf(block, library).map(({ name, title }, index) => ({
            name,
            title: title.en,
            top: exitOffset(index),
          })),
        },
      };
    }),
    edges: flow.blocks.flatMap(block =>
      Object.entries(block.exits).map(([exit, to]) => ({
        id: `${block.id}.${exit}`,
        source: block.id,
        sourceHandle: exit,
        target: to,
      })),
    ),
    centre: { x: x + 2 * BLOCK_WIDTH, y: y + 100, zoom: 0.7 },
  };
}
