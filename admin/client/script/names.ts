/** Names of pages and fields, which applications and branches use: made from what people read. */
import type { ScriptField, ScriptPage } from '../../../orchestrator/core/configuration/scripts.ts';

/** `Customer's order` -> `customers_order`; '' when nothing of it can stand in a name. */
export function nameFrom(label: string): string {
  const plain = label
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f']/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[^a-z]+|_+$/g, '');
  return plain.slice(0, 40);
}

export function freeName(taken: readonly string[], wanted: string): string {
  for (let number = 1; ; number += 1) {
    const name = `${wanted}${number}`;
    if (!taken.includes(name)) return name;
  }
}

const fieldNames = (pages: ScriptPage[]): string[] =>
  pages.flatMap(({ fields }) => fields.map(({ name }) => name));

export function newField(pages: ScriptPage[]): ScriptField {
  return {
    name: freeName(fieldNames(pages), 'field'),
    kind: 'text',
    label: '',
    help: '',
    required: false,
    sensitive: false,
    maximumLength: 200,
    minimum: null,
    maximum: null,
    earliest: null,
    latest: null,
    options: [],
  };
}

export function newPage(pages: ScriptPage[]): ScriptPage {
  const names = pages.map(({ name }) => name);
  return { name: freeName(names, 'page'), heading: '', text: '', fields: [], next: 'next', branch: null };
}
