/**
 * Writes the tables of docs/performance.md anew from test/bench/results: `npm run bench document`. What
 * stands outside of the two marks is written by people and stays.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadReport } from './bench.ts';
import { benches } from './benches.ts';
import type { Machine } from './machine.ts';

const file = join(import.meta.dirname, '../../docs/performance.md');
const marks = ['<!-- tables: begin -->', '<!-- tables: end -->'] as const;

/** A figure as writeReport leaves it. */
interface WrittenFigure {
  name: string;
  unit: string;
  own: number | null;
  peer?: number | null;
  floor?: number | null;
  ofPeer: number | null;
  ofFloor: number | null;
  target?: string;
  met?: boolean;
}

interface Written {
  title: string;
  date: string;
  command: string;
  commit: string;
  machine: Machine;
  shared: boolean;
  peer?: string;
  floor?: string;
  figures: WrittenFigure[];
  load?: LoadReport;
  notes: string[];
}

/** Rewrites the tables; resolves with how many benchmarks have a result. */
export async function writeDocument(results: string): Promise<number> {
  const sections: string[] = [];
  for (const { id, name } of benches) {
    const text = await readFile(join(results, `${name}.json`), 'utf8').catch(() => null);
    if (text !== null) sections.push(section(id, JSON.parse(text) as Written));
  }
  const document = await readFile(file, 'utf8');
  const [begin, end] = marks.map(mark => document.indexOf(mark));
  if (begin === undefined || end === undefined || begin < 0 || end < begin)
    throw new Error(`docs/performance.md has no ${marks.join(' ... ')}`);
  const before = document.slice(0, begin + marks[0].length);
  await writeFile(file, `${before}\n\n${sections.join('\n')}\n${document.slice(end)}`);
  return sections.length;
}

function section(id: string, written: Written): string {
  const { title, date, command, commit, machine, shared, peer, floor, figures, load, notes } = written;
  const about = [
    `\`${command}\`, ${date.slice(0, 10)}, ${machine.cores} cores ${machine.cpu}, ${machine.memoryGb} GB, Node ${machine.node.slice(1)}${commit === '' ? '' : `, commit ${commit}`}.`,
    ...(shared
      ? [
          `**On a machine with other work (${Math.round(machine.busyBefore * 100)} % busy before the run): absolute figures are too high.**`,
        ]
      : []),
    ...(peer ? [`Peer: ${peer}.`] : []),
    ...(floor ? [`Floor: ${floor}.`] : []),
  ];
  return [
    `### ${id.toUpperCase()} ${title}`,
    '',
    about.join(' '),
    '',
    '| Figure | Own | Peer | Own / peer | Floor | Own / floor | Target | |',
    '|---|---:|---:|---:|---:|---:|---|---|',
    ...figures.map(line),
    '',
    ...(load
      ? [
          `${load.calls} calls, ${load.failures} failed, ${load.retransmissions} retransmissions${load.generatorCpu === null ? '' : `, load generator ${Math.round(load.generatorCpu * 100)} % of a core`}.`,
          '',
        ]
      : []),
    ...(notes.length > 0 ? [...notes.map(note => `- ${note}`), ''] : []),
  ].join('\n');
}

function line({ name, unit, own, peer, floor, ofPeer, ofFloor, target, met }: WrittenFigure): string {
  const cells = [
    unit === '' ? name : `${name}, ${unit}`,
    show(own),
    show(peer),
    show(ofPeer),
    show(floor),
    show(ofFloor),
    target ?? '',
    met === undefined ? '' : met ? 'met' : '**missed**',
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Three digits; JSON has null for what is not a number. */
function show(value: number | null | undefined): string {
  if (value === null || value === undefined) return '';
  return Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString('en')
    : String(Number(value.toPrecision(3)));
}
