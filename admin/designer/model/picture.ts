/** A flow as an SVG picture: for print, files and PNG. Needs no page, no font file and no style sheet. */
import type { BlockGroup } from '../../../ivr-flows/block.ts';
import type { Flow } from '../../../ivr-flows/document.ts';
import { boxOf, exitsOf, nameOf, type Library } from './blocks.ts';
import { around, ENTRY_OFFSET, EXIT_HEIGHT, exitOffset, HEAD_HEIGHT, linePath } from './geometry.ts';

const MARGIN = 30;
const TITLE = 40;

export const groupColours: Readonly<Record<BlockGroup, string>> = {
  start: '#2f6f3e',
  play: '#0b5cad',
  input: '#7a3fa0',
  branch: '#9a5b00',
  data: '#3f5569',
  contact: '#a3364a',
  custom: '#5b5b5b',
};

export interface Picture {
  svg: string;
  width: number;
  height: number;
}

export function pictureOf(flow: Flow, library: Library, language: 'it' | 'en'): Picture {
  const boxes = new Map(flow.blocks.map(block => [block.id, boxOf(flow, block, library)]));
  const all = around([...boxes.values()]);
  const width = Math.ceil(all.width + 2 * MARGIN);
  const height = Math.ceil(all.height + 2 * MARGIN + TITLE);
  const lines: string[] = [];
  const drawn: string[] = [];
  for (const block of flow.blocks) {
    const box = boxes.get(block.id);
    if (!box) continue;
    const exits = exitsOf(block, library);
    const definition = library.get(block.type);
    for (const [index, exit] of exits.entries()) {
      const target = boxes.get(block.exits[exit.name] ?? '');
      if (!target) continue;
      const from = { x: box.x + box.width, y: box.y + exitOffset(index) };
      lines.push(`<path d="${linePath(from, { x: target.x, y: target.y + ENTRY_OFFSET })}"/>`);
    }
    const colour = groupColours[definition?.group ?? 'custom'];
    drawn.push(
      `<g transform="translate(${box.x},${box.y})">`,
      `<rect width="${box.width}" height="${box.height}" rx="6" fill="#fff" stroke="#8a93a0"/>`,
      `<rect width="6" height="${box.height}" rx="3" fill="${colour}"/>`,
      text(16, 19, nameOf(block, library, language), 28, 'font-weight="600"'),
      text(16, 36, definition?.title[language] ?? block.type, 34, 'font-size="11" fill="#525b66"'),
      ...exits.map((exit, index) =>
        text(
          box.width - 14,
          HEAD_HEIGHT + index * EXIT_HEIGHT + 16,
          exit.title[language],
          30,
          'text-anchor="end" font-size="12"',
        ),
      ),
      ...exits.map(
        (exit, index) =>
          `<circle cx="${box.width}" cy="${exitOffset(index)}" r="4" fill="${exit.name in block.exits ? '#525b66' : '#fff'}" stroke="#525b66"/>`,
      ),
      '</g>',
    );
  }
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13" fill="#1b222c">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(MARGIN, 32, flow.name, 200, 'font-size="18" font-weight="700"'),
    `<g transform="translate(${MARGIN - all.x},${MARGIN + TITLE - all.y})">`,
    `<g fill="none" stroke="#525b66" stroke-width="1.5">${lines.join('')}</g>`,
    ...drawn,
    '</g></svg>',
  ].join('');
  return { svg, width, height };
}

function text(x: number, y: number, words: string, most: number, attributes: string): string {
  const short = words.length > most ? `${words.slice(0, most - 1)}…` : words;
  return `<text x="${x}" y="${y}" ${attributes}>${escaped(short)}</text>`;
}

const escaped = (words: string): string =>
  words
    // Characters that XML does not know.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
