/** What is wrong with a flow is told in the language of the page, and names the place as the form does. */
import { expect } from 'chai';
import type { Problem } from '../../ivr-flows/block.ts';
import { blocks } from '../../ivr-flows/blocks/index.ts';
import { Flow } from '../../ivr-flows/document.ts';
import { patterns } from '../../ivr-flows/patterns.ts';
import { problemTexts, typeNames, wordsOf } from '../../ivr-flows/problems.ts';
import { schemaTexts } from '../../ivr-flows/schema-problems.ts';
import { validate } from '../../ivr-flows/validate.ts';
import { titleAt } from '../../ivr-flows/walk.ts';
import { badValues } from '../support/bad-values.ts';
import { englishIn, unfilled } from '../support/languages.ts';
import { formsIn } from './forms-in.ts';

const english = englishIn([
  ...Object.values(problemTexts),
  ...Object.values(schemaTexts),
  ...Object.values(typeNames),
  ...Object.values(patterns).map(({ words }) => words),
  ...blocks.flatMap(({ title, parameters }) => [title, ...formsIn(parameters).map(form => form.title)]),
  // What zod and cel-js say.
  { it: '', en: 'invalid input expected received string array object unrecognized key too small big value' },
  { it: '', en: 'unexpected token character unterminated got reserved identifier exceeded' },
]);

function problemsOf(type: string, parameters: unknown): Problem[] {
  const flow = {
    format: 1,
    name: 'bad',
    kind: 'ivr',
    blocks: [
      { id: 'start', type: 'start' },
      { id: 'bad', type, parameters },
    ],
  };
  const parsed = Flow.safeParse(flow);
  return parsed.success ? validate(parsed.data) : [];
}

describe('problems of flows in words', () => {
  for (const { type, parameters } of blocks)
    it(`of ${type}: every bad value is told in Italian and English`, () => {
      const codes = new Set<string>();
      for (const value of badValues(parameters))
        for (const problem of problemsOf(type, value)) {
          codes.add(problem.code);
          const [it, en] = [wordsOf(problem, 'it'), wordsOf(problem, 'en')];
          const where = `${type} ${problem.parameter}: ${it}`;
          expect(english(it), where).to.deep.equal([]);
          expect(unfilled(it), where).to.deep.equal([]);
          expect(it, where).to.not.equal(en);
          if (problem.parameter === null || !/\w/.test(problem.parameter)) continue;
          const title = titleAt(parameters, problem.parameter);
          expect(it, where).to.include(title.it);
          expect(en, where).to.include(title.en);
        }
      // Nothing is found wrong with blocks that have no parameters.
      if (Object.keys(Object(parameters.parse({}))).length > 0) expect(codes).to.include('parameter');
    });

  it('of expressions: whatever is wrong with them', () => {
    const wrong = [
      '1 +',
      '+',
      '1 @ 2',
      '"open',
      "'a\nb'",
      '"""open',
      '"\\q"',
      '"\\u00zz"',
      '1e',
      '0x',
      'namespace',
      'a b',
      '(1',
      '[1, 2',
      '{"a": 1',
      'nowhere == 1',
      'nothing(1)',
      'size()',
      'size(1, 2, 3)',
      '1 ? 2 : 3',
      '"a" * 2',
      '!1',
      '-"a"',
      '[1].map(1, 2)',
      '1.map(x, x)',
      '[1].map(a, [1].map(b, [1].map(c, [1].map(d, [1].map(e, e)))))',
      'b"bytes"',
      `${'['.repeat(60)}${']'.repeat(60)}`,
      'x'.repeat(1999),
    ];
    for (const condition of wrong) {
      const found = problemsOf('if', { condition }).filter(({ code }) => code === 'expression');
      expect(found, condition).to.have.length(1);
      for (const problem of found) {
        const italian = wordsOf(problem, 'it').replace(/"[^"]*"/g, '');
        expect(english(italian), `${condition}: ${italian}`).to.deep.equal([]);
        expect(italian).to.not.equal(wordsOf(problem, 'en'));
      }
    }
  });

  it('names rows by their number and members by their titles, exits by theirs', () => {
    const [first] = problemsOf('play-message', {
      items: [{ play: 'silence' }, { play: 'silence', seconds: 'x' }],
    }).filter(({ code }) => code === 'parameter');
    expect(first && wordsOf(first, 'it')).to.equal('Cosa si ascolta 2 › Secondi: Serve un numero.');
    expect(first?.message).to.equal('items.1.seconds: It must be a number.');
    const exits = problemsOf('menu', {}).filter(({ code }) => code === 'exitUnconnected');
    expect(exits.map(problem => wordsOf(problem, 'it'))).to.include("L'uscita Non valido non porta a nulla.");
  });
});
