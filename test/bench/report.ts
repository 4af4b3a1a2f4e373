/** The result of a benchmark as a table for people and as JSON for later comparisons. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bench, type BenchResult, type Figure, isMet, ratio, type Target } from './bench.ts';
import type { Machine } from './machine.ts';

export interface Report {
  bench: string;
  title: string;
  date: string;
  command: string;
  commit: string;
  machine: Machine;
  /** The machine had other work: absolute figures are worse than they need be. */
  shared: boolean;
  options: Readonly<Record<string, string>>;
  result: BenchResult;
}

export async function writeReport(folder: string, report: Report): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${report.bench}.json`);
  const { result, ...head } = report;
  const figures = result.figures.map(figure => ({
    ...figure,
    ofPeer: ratio(figure.own, figure.peer),
    ofFloor: ratio(figure.own, figure.floor),
    target: figure.target ? targetText(figure.target, figure.unit) : undefined,
    met: isMet(figure) ?? undefined,
  }));
  await writeFile(file, `${JSON.stringify({ ...head, ...result, figures }, shorten, 1)}\n`);
  return file;
}

/** Four digits are more than the measurement is worth. */
function shorten(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
}

export function table(bench: Bench, report: Report): string {
  const { result, machine } = report;
  const head = ['figure', 'own', 'peer', 'own/peer', 'floor', 'own/floor', 'target', ''];
  const rows = [head, ...result.figures.map(row)];
  const widths = head.map((_, column) => Math.max(...rows.map(cells => (cells[column] ?? '').length)));
  const lines = rows.map(cells =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
  const { load } = result;
  return [
    '',
    `${bench.id.toUpperCase()} ${bench.title}`,
    `${report.date}, ${machine.cores} x ${machine.cpu}, Node ${machine.node}${report.shared ? `, SHARED machine (${Math.round(machine.busyBefore * 100)} % busy before the run)` : ''}`,
    ...(result.peer ? [`peer:  ${result.peer}`] : []),
    ...(result.floor ? [`floor: ${result.floor}`] : []),
    '',
    ...lines.map(line => line.trimEnd()),
    ...(load
      ? [
          '',
          `${load.calls} calls, ${load.failures} failed, ${load.retransmissions} retransmissions${Number.isFinite(load.generatorCpu) ? `, load generator ${Math.round(load.generatorCpu * 100)} % of a core` : ''}`,
        ]
      : []),
    ...(result.notes.length > 0 ? ['', ...result.notes.map(note => `- ${note}`)] : []),
    '',
  ].join('\n');
}

/** Cells of one figure: name, own, peer, ratio, floor, ratio, target, met. */
function row(figure: Figure): string[] {
  const { name, unit, own, peer, floor, target } = figure;
  const met = isMet(figure);
  const times = (other: number | undefined): string => {
    const value = ratio(own, other);
    return value === null ? '' : `${number(value)} x`;
  };
  return [
    unit === '' ? name : `${name}, ${unit}`,
    number(own),
    peer === undefined ? '' : number(peer),
    times(peer),
    floor === undefined ? '' : number(floor),
    times(floor),
    target ? targetText(target, unit) : '',
    met === null ? '' : met ? 'met' : 'MISSED',
  ];
}

function targetText({ of, atMost, atLeast }: Target, unit: string): string {
  const suffix = of === 'own' ? ` ${unit}`.trimEnd() : ` x ${of}`;
  return [
    ...(atMost === undefined ? [] : [`<= ${number(atMost)}${suffix}`]),
    ...(atLeast === undefined ? [] : [`>= ${number(atLeast)}${suffix}`]),
  ].join(', ');
}

function number(value: number): string {
  if (!Number.isFinite(value)) return '-';
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}
