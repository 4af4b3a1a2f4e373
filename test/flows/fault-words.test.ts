/** What goes wrong while a flow runs is told in the language of whoever reads it. */
import { expect } from 'chai';
import { faultTexts, faultWords, FlowFault, type Fault } from '../../ivr-flows/faults.ts';
import { expression, type Scope } from '../../ivr-flows/expressions/index.ts';
import { typeNames } from '../../ivr-flows/problems.ts';
import { englishIn, unfilled } from '../support/languages.ts';
import { flowOf, Scene } from './scene.ts';

const english = englishIn([...Object.values(faultTexts), ...Object.values(typeNames)]);
const gaps = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

const scope: Scope = { properties: { name: 'Ann', list: [1] }, call: {}, data: {}, now: () => ({}) };

function faultIn(text: string): Fault {
  try {
    expression(text).evaluate(scope);
  } catch (error) {
    if (error instanceof FlowFault) return error.fault;
    throw error;
  }
  throw new Error(`no fault in ${text}`);
}

describe('faults of flows in words', () => {
  it('have the same gaps in both languages, and no English in the Italian ones', () => {
    for (const [code, { it, en }] of Object.entries(faultTexts)) {
      expect(gaps(it), code).to.deep.equal(gaps(en));
      expect(english(it.replace(/\{\w+\}/g, '')), code).to.deep.equal([]);
      // Some are nothing but what fills their gaps.
      if (/\p{L}/u.test(en.replace(/\{\w+\}/g, ''))) expect(it, code).to.not.equal(en);
    }
  });

  it('of expressions name what they found', () => {
    expect(faultWords(faultIn('name * 2'), 'it')).to.equal(
      '* non si usa fra testo "Ann" e numero 2; number(...) legge un testo come numero',
    );
    expect(faultWords(faultIn('round(list)'), 'en')).to.equal('round expects number, found list');
    expect(faultWords(faultIn('join(name, "")'), 'it')).to.equal('join: serve lista, trovato: testo "Ann"');
    expect(faultWords(faultIn('number("12x")'), 'it')).to.equal('"12x" non è un numero');
    for (const text of ['1 / 0', 'name && true', '1 + list', 'year("x")', '5.a', 'nowhere', '"a" ? 1 : 2']) {
      const italian = faultWords(faultIn(text), 'it');
      expect(english(italian.replace(/"[^"]*"/g, '')), italian).to.deep.equal([]);
      expect(unfilled(italian), text).to.deep.equal([]);
    }
  });

  it('are plain data in the trace of a run, which survives a snapshot', () => {
    const scene = new Scene(
      flowOf({ set: ['set-priority', { priority: 'data.wanted' }] }),
      {},
      {
        seed: 1,
        callData: { wanted: 'high' },
      },
    );
    const line = scene.trace.find(({ type }) => type === 'failed');
    if (line?.type !== 'failed') throw new Error('the block did not fail');
    const kept: Fault = JSON.parse(JSON.stringify(line.fault));
    expect(kept).to.deep.equal(line.fault);
    expect(faultWords(kept, 'it')).to.equal('serve numero, trovato: testo "high"');
    expect(faultWords(kept, 'en')).to.equal('expected number, found text "high"');
  });

  it('of a code that is not known any more stand for themselves', () => {
    expect(faultWords({ code: 'gone', values: { a: 1 } }, 'it')).to.equal('gone');
  });
});
