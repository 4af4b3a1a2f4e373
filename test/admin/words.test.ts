/** Both languages say everything, and views hold nothing that the content security policy forbids. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import en from '../../admin/locales/en.json' with { type: 'json' };
import italian from '../../admin/locales/it.json' with { type: 'json' };
import { outcomeLooks } from '../../admin/routes/contacts.ts';
import { definedFigures, explainedWords } from '../../admin/routes/system.ts';
import { agentStateNames } from '../../admin/shared/figures.ts';
import { createFormats } from '../../admin/shared/formats.ts';
import { createTranslate } from '../../admin/shared/words.ts';
import { describeStep, stepLooks } from '../../admin/steps.ts';
import { namesOf } from '../../admin/names.ts';
import { bothFaultWords, failureNames, faultOf } from '../../ivr-flows/faults.ts';
import { typeNames } from '../../ivr-flows/problems.ts';
import { emptyConfiguration } from '../../orchestrator/core/configuration/lookup.ts';

const folder = join(import.meta.dirname, '../../admin');

/** Every text by its dotted key. */
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

function sources(ending: RegExp): { name: string; text: string }[] {
  return (
    readdirSync(folder, { recursive: true })
      .map(String)
      // The Call Designer has words of its own: test/designer/words.test.ts.
      .filter(name => ending.test(name) && !/^(public|designer)\b/.test(name))
      .map(name => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
  );
}

describe('words of the supervisor pages', () => {
  it('has the same keys in Italian and English', () => {
    expect([...texts.it.keys()].sort()).to.deep.equal([...texts.en.keys()].sort());
  });

  it('has no empty text and the same values to fill in', () => {
    for (const [key, text] of texts.en) {
      const other = texts.it.get(key) ?? '';
      expect(text.trim(), key).to.not.equal('');
      expect(other.trim(), key).to.not.equal('');
      expect(placeholders(other), key).to.deep.equal(placeholders(text));
    }
  });

  it('has every key that views and sources name', () => {
    const t = createTranslate('en', en);
    for (const { name, text } of sources(/\.(hbs|ts)$/))
      for (const [, key = ''] of text.matchAll(/\bt[ (]'([a-zA-Z]+\.[\w.]+)'/g))
        expect(t(key, { count: 2 }), `${key} in ${name}`).to.not.equal(key);
  });

  it('has words for every state, outcome, figure and word of the product', () => {
    const t = createTranslate('it', italian);
    const keys = [
      ...agentStateNames.map(name => `agentStates.${name}`),
      ...Object.keys(outcomeLooks).map(name => `outcomes.${name}`),
      ...definedFigures.flatMap(name => [`figures.${name}.name`, `figures.${name}.definition`]),
      ...explainedWords.flatMap(name => [`words.${name}.name`, `words.${name}.text`]),
    ];
    for (const key of keys) expect(t(key), key).to.not.equal(key);
  });

  const variants: Record<string, unknown[]> = {
    lineId: [1, null],
    direction: ['inbound', 'outbound', 'internal'],
    kind: ['human', 'welcome', 'ivr', 'queue', 'voicemail'],
    failed: [true, false],
    queueCampaignId: [1, null],
    reason: ['answered', 'rejected', 'noAnswer', 'failed', 'callerLeft', 'unreachable'],
    muted: [true, false],
    endedBy: ['caller', 'agent', 'system'],
    dispositionId: [1, null],
    by: ['agent', 'time', 'system'],
    to: agentStateNames,
    up: [true, false],
    purpose: ['consult', 'join', 'customer', 'transfer'],
    result: ['busy', 'noAnswer', 'rejected', 'failed', 'cancelled', 'left', 'ended'],
    how: ['blind', 'consult', 'left'],
    step: ['calling', 'instructing', 'recording', 'choosing', 'hearing', 'keeping', 'ended'],
  };
  const combinations = (members: string[]): Record<string, unknown>[] =>
    members.reduce<Record<string, unknown>[]>(
      (all, member) =>
        all.flatMap(data => (variants[member] ?? ['missing']).map(value => ({ ...data, [member]: value }))),
      [{}],
    );
  for (const language of ['en', 'it'] as const) {
    it(`tells every type of fact in ${language}, in each of its variants`, () => {
      const t = createTranslate(language, language === 'en' ? en : italian);
      const names = namesOf(emptyConfiguration(), t);
      for (const [type, look] of Object.entries(stepLooks))
        for (const data of combinations([look.variant ?? []].flat())) {
          const { text } = describeStep(
            { seq: 1, index: 0, at: 0, type, data },
            names,
            t,
            createFormats(language, 'UTC'),
          );
          expect(text, `${type} ${JSON.stringify(data)}`).to.not.match(/^steps\./);
        }
    });
    it(`tells the fault of a block in ${language}, and that of a contact of an earlier version as it stands`, () => {
      const t = createTranslate(language, language === 'en' ? en : italian);
      const told = (data: object): string =>
        describeStep(
          { seq: 1, index: 0, at: 0, type: 'blockFailed', data: { block: 'sum', ...data } },
          namesOf(emptyConfiguration(), t),
          t,
          createFormats(language, 'UTC'),
        ).text;
      const fault = faultOf('wrongValue', { wanted: typeNames.number, found: typeNames.list });
      expect(told({ fault })).to.equal(
        language === 'it'
          ? 'Il blocchetto sum non è riuscito: serve numero, trovato: lista'
          : 'Block sum failed: expected number, found list',
      );
      expect(told({ message: 'division by zero' })).to.match(/ sum .*: division by zero$/);
    });
    it(`tells in ${language} what became of a request outside, and why`, () => {
      const t = createTranslate(language, language === 'en' ? en : italian);
      const told = (type: string, data: Record<string, unknown>): string =>
        describeStep(
          { seq: 1, index: 0, at: 0, type, data },
          namesOf(emptyConfiguration(), t),
          t,
          createFormats(language, 'UTC'),
        ).text;
      const ended = { service: 'sqlQuery', connection: 'erp', tookMs: 2000, code: 'refused' };
      expect(told('requestEnded', ended)).to.equal(
        language === 'it'
          ? 'SQL erp non è riuscito dopo 2 s: rifiutato.'
          : 'SQL erp failed after 2 s: refused.',
      );
      expect(told('requestEnded', { ...ended, code: null })).to.match(/^SQL erp /);
      const fault = faultOf('requestFailed', {
        failure: failureNames.refused ?? '',
        why: bothFaultWords(faultOf('internalAddress', { host: '10.0.0.1' })),
      });
      expect(told('flowNoted', { fault })).to.equal(
        language === 'it'
          ? 'rifiutato: 10.0.0.1 è un indirizzo interno'
          : 'refused: 10.0.0.1 is an internal address',
      );
      expect(told('flowNoted', { text: 'timeout: no answer' })).to.equal('timeout: no answer');
    });
  }
});

describe('views', () => {
  it('escape everything and hold no script, style or handler of their own', () => {
    for (const { name, text } of sources(/\.hbs$/)) {
      expect(text, name).to.not.include('{{{');
      expect(text, name).to.not.match(/\sstyle=|\son[a-z]+=|<style|javascript:/i);
      expect(text, name).to.not.match(/<script(?![^>]*\ssrc=)/i);
    }
  });
});
