import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { AgentRequest } from '../../orchestrator/core/agents/requests.ts';
import { silentRequests } from '../../phonebar/client/session/present.ts';

type Texts = { [key: string]: string | Texts };

const read = (language: string): Map<string, string> =>
  new Map(
    flatten(
      JSON.parse(
        readFileSync(new URL(`../../phonebar/locales/${language}.json`, import.meta.url), 'utf8'),
      ) as Texts,
    ),
  );

function flatten(texts: Texts, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : flatten(value, `${path}${key}.`),
  );
}

describe('locales of the PhoneBar', () => {
  const en = read('en');
  const it_ = read('it');

  it('have the same keys in both languages', () => {
    expect([...it_.keys()].sort()).to.deep.equal([...en.keys()].sort());
  });

  it('have the same values to fill in', () => {
    const holes = (text = ''): string[] => (text.match(/\{\{\w+\}\}/g) ?? []).sort();
    for (const [key, text] of en) expect(holes(it_.get(key)), key).to.deep.equal(holes(text));
  });

  it('have a text for every refusal', () => {
    const source = readFileSync(
      new URL('../../orchestrator/core/agents/requests.ts', import.meta.url),
      'utf8',
    );
    const codes = [...source.slice(source.indexOf('type RefusalCode')).matchAll(/'(\w+)'/g)].map(
      match => match[1],
    );
    expect(codes.length).to.be.above(10);
    for (const code of codes) expect([...en.keys()]).to.include(`refused.${code}`);
  });

  it('have a text for every request that is shown while it is under way', () => {
    for (const { shape } of AgentRequest.options)
      if (!silentRequests.has(shape.type.value))
        expect([...en.keys()]).to.include(`pending.${shape.type.value}`);
  });
});
