/** Brings a table drawn by the server up to date without flicker: only what differs is touched. */
import type { Cell, Row, Table } from '../shared/live-tables.ts';
import { find, findAll, make, makeIcon } from './dom.ts';

export interface LiveTable {
  update(table: Table): void;
}

/** What each cell shows now; absent for cells that the server drew. */
const shown = new WeakMap<Element, string>();

/** `keep` filters rows; `onSort` is told when the order changed so that the caller can update again. */
export function adoptTable(
  element: HTMLTableElement,
  keep: (row: Row) => boolean,
  onSort: () => void,
): LiveTable {
  const body = find<HTMLTableSectionElement>('tbody', element);
  const headings = findAll<HTMLTableCellElement>('thead th', element);
  let sorted: { column: number; descending: boolean } | null = null;
  headings.forEach((heading, column) => {
    heading.querySelector('[data-sort]')?.addEventListener('click', () => {
      sorted =
        sorted?.column === column
          ? sorted.descending
            ? null
            : { column, descending: true }
          : { column, descending: false };
      headings.forEach((other, index) => {
        if (sorted?.column === index)
          other.setAttribute('aria-sort', sorted.descending ? 'descending' : 'ascending');
        else other.removeAttribute('aria-sort');
      });
      onSort();
    });
  });
  return {
    update(table) {
      const rows = table.rows.filter(keep);
      if (sorted) rows.sort(compareBy(sorted.column, sorted.descending));
      patchRows(body, rows);
    },
  };
}

function compareBy(column: number, descending: boolean): (one: Row, other: Row) => number {
  const sign = descending ? -1 : 1;
  return (one, other) => {
    const [first, second] = [one.cells[column]?.order ?? '', other.cells[column]?.order ?? ''];
    if (typeof first === 'number' && typeof second === 'number') return sign * (first - second);
    return sign * String(first).localeCompare(String(second), undefined, { numeric: true });
  };
}

function patchRows(body: HTMLTableSectionElement, rows: Row[]): void {
  const known = new Map([...body.rows].map(row => [row.dataset.key, row]));
  const wanted = new Set(rows.map(row => row.key));
  for (const [key, row] of known) if (key === undefined || !wanted.has(key)) row.remove();
  rows.forEach((row, index) => {
    const element = known.get(row.key) ?? makeRow(row);
    if (body.rows[index] !== element) body.insertBefore(element, body.rows[index] ?? null);
    row.cells.forEach((cell, column) => {
      const place = element.cells[column];
      if (place) patchCell(place, cell);
    });
  });
}

function makeRow(row: Row): HTMLTableRowElement {
  const element = document.createElement('tr');
  element.dataset.key = row.key;
  for (const cell of row.cells) element.append(make('td', cell.number ? 'text-end' : ''));
  return element;
}

function patchCell(place: Element, cell: Cell): void {
  // A running time is kept by the clock of the page.
  const signature = JSON.stringify(cell.since === undefined ? cell : { ...cell, text: '', order: '' });
  if (shown.get(place) === signature) return;
  shown.set(place, signature);
  place.replaceChildren(...drawCell(cell));
}

/** The same markup as the partial live-cell. */
function drawCell(cell: Cell): Node[] {
  if (cell.action) {
    const button = make('button', 'btn btn-sm btn-icon');
    button.setAttribute('type', 'button');
    button.setAttribute('aria-label', cell.action);
    button.title = cell.action;
    button.dataset.act = '';
    button.append(makeIcon(cell.icon ?? 'dots'));
    return [button];
  }
  const parts: Node[] = [];
  if (cell.icon) {
    const holder = make('span', `cell-icon text-${cell.colour}`);
    if (cell.hint) holder.title = cell.hint;
    holder.append(makeIcon(cell.icon));
    parts.push(holder);
  }
  if (cell.hint) parts.push(make('span', 'visually-hidden', `${cell.hint} `));
  const text = make(cell.href ? 'a' : 'span', '', cell.text);
  if (cell.href) text.setAttribute('href', cell.href);
  if (cell.since !== undefined) text.dataset.since = String(cell.since);
  return [...parts, text];
}
