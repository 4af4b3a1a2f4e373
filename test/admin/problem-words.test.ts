/** What the server finds wrong with a form is told in the language of the page. */
import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import en from '../../admin/locales/en.json' with { type: 'json' };
import italian from '../../admin/locales/it.json' with { type: 'json' };
import { fieldWords } from '../../admin/shared/problem-words.ts';
import { createTranslate } from '../../admin/shared/words.ts';
import { typeNames } from '../../ivr-flows/problems.ts';
import { schemaTexts } from '../../ivr-flows/schema-problems.ts';
import { check } from '../../orchestrator/adapters/web/api/check.ts';
import { inputs } from '../../orchestrator/core/configuration/schemas.ts';
import { Invalid } from '../../orchestrator/runtime/errors.ts';
import type { Problem } from '../../orchestrator/runtime/ports/store.ts';
import { badValues } from '../support/bad-values.ts';
import { englishIn, unfilled } from '../support/languages.ts';

const orchestrator = join(import.meta.dirname, '../../orchestrator');
const words = { it: createTranslate('it', italian), en: createTranslate('en', en) };
const fieldProblems = Object.entries(italian.fieldProblems).map(([code, text]) => ({
  it: text,
  en: Object.entries(en.fieldProblems).find(([name]) => name === code)?.[1] ?? '',
}));
const english = englishIn([
  ...fieldProblems,
  ...Object.values(schemaTexts),
  ...Object.values(typeNames),
  {
    it: '',
    en: 'invalid input expected received string array object unrecognized key too small big value digits',
  },
]);

function problemsOf(schema: (typeof inputs)[keyof typeof inputs], value: unknown): Problem[] {
  try {
    check<typeof schema>(schema, value);
    return [];
  } catch (error) {
    if (error instanceof Invalid) return error.problems;
    throw error;
  }
}

describe('problems of forms in words', () => {
  for (const [collection, schema] of Object.entries(inputs))
    it(`of ${collection}: every bad value is told in Italian and English`, () => {
      const codes = new Set<string>();
      for (const value of badValues(schema))
        for (const problem of problemsOf(schema, value)) {
          codes.add(problem.code);
          const [it, inEnglish] = [fieldWords(words.it, 'it', problem), fieldWords(words.en, 'en', problem)];
          const where = `${problem.path.join('.')} ${problem.code}: ${it}`;
          expect(english(it), where).to.deep.equal([]);
          expect(unfilled(it), where).to.deep.equal([]);
          expect(it, where).to.not.equal(inEnglish);
          // zod's own words are for programs.
          expect(inEnglish, where).to.not.equal(problem.message);
        }
      expect([...codes]).to.include.members(['missing', 'wrongType', 'unknownMember', 'tooLong']);
    });

  it('has words for every problem that the server makes itself', () => {
    const files = ['runtime', 'adapters/store', 'adapters/web'].flatMap(folder =>
      readdirSync(join(orchestrator, folder), { recursive: true })
        .map(name => join(orchestrator, folder, String(name)))
        .filter(name => name.endsWith('.ts')),
    );
    const codes = files.flatMap(file =>
      [...readFileSync(file, 'utf8').matchAll(/\bpath(?:: [^{}]*?)?,\s+code: '(\w+)'/g)].map(
        ([, code = '']) => code,
      ),
    );
    expect(new Set(codes).size).to.be.greaterThan(12);
    const known = new Set([...Object.keys(italian.fieldProblems), ...Object.keys(schemaTexts)]);
    expect(codes.filter(code => !known.has(code))).to.deep.equal([]);
  });

  it('lets a field say itself what may stand in it', () => {
    const problem = problemsOf(inputs.agents, { name: 'Anna', username: 'anna', extension: 'x' })[0];
    expect(problem?.path).to.deep.equal(['extension']);
    expect(problem && fieldWords(words.it, 'it', problem, italian.patterns.extension)).to.equal(
      'Da 2 a 8 cifre',
    );
  });
});
