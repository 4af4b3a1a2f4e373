/** Reads the form into the object that the API takes: one reader per kind of field. */
import type { FieldKind } from '../../forms/fields.ts';
import { find, findAll } from '../dom.ts';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const control = (field: HTMLElement): Control => find<Control>('input, textarea, select', field);
const checkbox = (within: HTMLElement): HTMLInputElement =>
  find<HTMLInputElement>('input[type="checkbox"]', within);
const isNullable = (field: HTMLElement): boolean => 'nullable' in field.dataset;

/** undefined = the member is left out. */
const readers: { readonly [K in FieldKind]: (field: HTMLElement) => unknown } = {
  text: field => {
    const value = control(field).value.trim();
    return value === '' && isNullable(field) ? null : value;
  },
  secret: field => control(field).value || undefined,
  number: field => {
    const value = control(field).value;
    return value === '' ? null : Number(value);
  },
  boolean: field => checkbox(field).checked,
  maybe: field => (control(field).value === 'auto' ? null : control(field).value === 'true'),
  choice: field => control(field).value,
  timeZone: field => control(field).value.trim(),
  reference: field => (control(field).value === '' ? null : Number(control(field).value)),
  references: field => findAll<HTMLInputElement>('input:checked', field).map(input => Number(input.value)),
  members: field => memberRows(field).map(readMember),
  localized: field =>
    Object.fromEntries(
      findAll<HTMLTextAreaElement>('textarea', field).map(area => [area.dataset.language, area.value.trim()]),
    ),
  lines: field => listLines(control(field).value).map(line => line.text),
  ordered: field =>
    findAll('[data-row]', field)
      .filter(row => checkbox(row).checked)
      .map(row => row.dataset.value),
  hours: field =>
    findAll('[data-weekday]', field).flatMap(day =>
      findAll('[data-row]', day).map(row => ({ weekday: Number(day.dataset.weekday), ...readCells(row) })),
    ),
  rows: field => findAll('[data-rows] [data-row]', field).map(readCells),
  optional: field => (checkbox(field).checked ? {} : null),
};

/** The lines of a text that are not empty, with their numbers from 1. */
export function listLines(text: string): { text: string; number: number }[] {
  return text
    .split('\n')
    .map((line, index) => ({ text: line.trim(), number: index + 1 }))
    .filter(line => line.text !== '');
}

/** Rows of the chosen members, in the order in which they are sent. */
export function memberRows(field: HTMLElement): HTMLElement[] {
  return findAll('[data-row]', field).filter(row => checkbox(row).checked);
}

function readMember(row: HTMLElement): object {
  return {
    agentId: Number(row.dataset.agent),
    priority: Number(find<HTMLInputElement>('[data-priority]', row).value),
    order: Number(find<HTMLInputElement>('[data-order]', row).value),
  };
}

function readCells(row: HTMLElement): Record<string, string | number> {
  return Object.fromEntries(
    findAll<Control>('[data-column]', row).map(cell => {
      const value = cell.value.trim();
      return [cell.dataset.column ?? '', 'number' in cell.dataset ? Number(value) : value];
    }),
  );
}

export function readForm(form: HTMLElement): Record<string, unknown> {
  const object: Record<string, unknown> = { ...JSON.parse(form.dataset.fixed || '{}') };
  for (const field of findAll('[data-field]', form)) {
    const value = readers[field.dataset.kind as FieldKind](field);
    if (value !== undefined) setMember(object, (field.dataset.field ?? '').split('.'), value);
  }
  return object;
}

/** Sets a member by path; members of an object that is null (an optional that is off) are left out. */
function setMember(object: Record<string, unknown>, path: string[], value: unknown): void {
  const [first = '', ...rest] = path;
  if (rest.length === 0) object[first] = value;
  else if (object[first] !== null) {
    const inner = (object[first] ?? {}) as Record<string, unknown>;
    object[first] = inner;
    setMember(inner, rest, value);
  }
}
