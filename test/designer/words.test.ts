/** Both languages of the Call Designer say everything. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import en from '../../admin/designer/locales/en.json' with { type: 'json' };
import italian from '../../admin/designer/locales/it.json' with { type: 'json' };
import { arrangements } from '../../admin/designer/model/arrange.ts';
import { shortcuts } from '../../admin/designer/shortcuts.ts';
import { createTranslate } from '../../admin/shared/words.ts';
import { library } from '../../ivr-flows/blocks/index.ts';
import { ValueType } from '../../ivr-flows/values.ts';
import { fieldsOf, variantsOf } from '../../admin/designer/forms/fields.ts';

const folder = join(import.meta.dirname, '../../admin/designer');

function textsOf(node: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(node).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' ? [[prefix + key, value]] : [...textsOf(value, `${prefix}${key}.`)],
    ),
  );
}
const texts = { en: textsOf(en), it: textsOf(italian) };
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(match => match[1] ?? '').sort();

describe('words of the Call Designer', () => {
  it('has the same keys in both languages, with the same values to fill in', () => {
    expect([...texts.it.keys()].sort()).to.deep.equal([...texts.en.keys()].sort());
    for (const [key, text] of texts.en) {
      const other = texts.it.get(key) ?? '';
      expect([text.trim(), other.trim()], key).to.not.include('');
      expect(placeholders(other), key).to.deep.equal(placeholders(text));
    }
  });

  it('has every key that the sources name', () => {
    const t = createTranslate('en', en);
    const names = readdirSync(folder, { recursive: true }).map(String);
    let found = 0;
    for (const name of names.filter(one => /\.tsx?$/.test(one)))
      for (const [, key = ''] of readFileSync(join(folder, name), 'utf8').matchAll(
        /\bt\('([\w.]+)'|[?:] '((?:[a-z]\w*\.)+\w+)'/g,
      )) {
        if (!key) continue;
        found += 1;
        expect(t(key, { count: 2 }), `${key} in ${name}`).to.not.equal(key);
      }
    expect(found).to.be.greaterThan(100);
  });

  it('has words for everything that is named by data', () => {
    const t = createTranslate('it', italian);
    const played = [...library.values()]
      .flatMap(({ parameters }) => fieldsOf(parameters))
      .filter(({ form }) => form.widget === 'playList')
      .flatMap(({ schema }) => variantsOf(schema, 'play').map(({ name }) => name));
    const keys = [
      ...arrangements.map(how => `align.${how}`),
      ...shortcuts.map(({ action }) => `actions.${action}`),
      ...[...library.values()].map(({ group }) => `groups.${group}`),
      ...ValueType.options.map(type => `types.${type}`),
      ...played.map(kind => `playList.${kind}`),
    ];
    for (const key of keys) expect(t(key), key).to.not.equal(key);
  });
});

describe('forms of blocks', () => {
  it('show every parameter of every block', () => {
    for (const { type, parameters } of library.values()) {
      const initial = parameters.parse({});
      const names = typeof initial === 'object' && initial !== null ? Object.keys(initial) : [];
      expect(
        fieldsOf(parameters).map(({ name }) => name),
        type,
      ).to.include.members(names);
    }
  });

  it('begin with values that the block takes', () => {
    for (const { type, parameters } of library.values()) {
      const initial = Object.fromEntries(fieldsOf(parameters).map(field => [field.name, field.initial]));
      expect(parameters.safeParse(initial).success, type).to.equal(true);
    }
  });
});
