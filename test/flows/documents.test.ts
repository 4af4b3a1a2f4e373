import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { changeInWords, changesBetween } from '../../ivr-flows/difference.ts';
import { Flow } from '../../ivr-flows/document.ts';
import { outlineOf, outlineText } from '../../ivr-flows/outline.ts';
import { readProperties, writeProperties } from '../../ivr-flows/properties-text.ts';
import { schemaText } from '../../orchestrator/cli/flow/print.ts';
import { referenceText } from '../../orchestrator/cli/flow/reference.ts';
import { flowOf, say } from './scene.ts';

describe('properties as text', () => {
  it('are joined by }{, with # and $ doubled', () => {
    const text = writeProperties({ code: '12', note: 'a#1 $5', amount: 3.5, none: null });
    expect(text).to.equal('code=12}{note=a##1 $$5}{amount=3.5}{none=');
    expect(readProperties(text)).to.deep.equal({ code: '12', note: 'a#1 $5', amount: '3.5', none: '' });
    expect(readProperties('')).to.deep.equal({});
    expect(readProperties('a=1=2}{b')).to.deep.equal({ a: '1=2', b: '' });
    expect(() => writeProperties({ a: 'x}{y' })).to.throw(/a: /);
    expect(readProperties('__proto__=1')).to.have.own.property('__proto__', '1');
  });

  it('come back as they were, whatever they hold', () => {
    const name = fc.stringMatching(/^[A-Za-z_]\w{0,9}$/);
    const value = fc
      .string({ unit: fc.constantFrom('#', '$', '}', '{', '=', 'a', ' ') })
      .filter(text => !text.includes('}{'));
    fc.assert(
      fc.property(fc.dictionary(name, value), properties => {
        expect(readProperties(writeProperties(properties))).to.deep.equal({ ...properties });
      }),
    );
  });
});

describe('difference of two versions', () => {
  const before = flowOf(
    {
      ask: [
        'menu',
        { prompts: say('press 1'), choices: [{ digit: '1' }], attempts: 3 },
        { '1': 'bye', timeout: 'bye' },
      ],
      bye: ['hang-up'],
    },
    [{ name: 'a' }, { name: 'b' }],
  );
  const after = Flow.parse({
    ...before,
    languages: ['it'],
    properties: [{ name: 'a', type: 'number' }, { name: 'c' }],
    layout: { ask: { x: 1, y: 2 } },
    blocks: before.blocks
      .filter(({ id }) => id !== 'bye')
      .map(block =>
        block.id === 'ask'
          ? {
              ...block,
              label: 'Menu 1',
              parameters: { ...block.parameters, attempts: 2, prompts: say('press 2') },
              exits: { '1': 'end' },
            }
          : block,
      )
      .concat([{ id: 'end', type: 'hang-up', label: 'The end', parameters: {}, exits: {} }]),
  });

  it('is told by block, and in words', () => {
    const words = changesBetween(before, after).map(change => changeInWords(change, 'en', { before, after }));
    expect(words).to.deep.equal([
      'Languages: “it,en” → “it”',
      'Property changed: a',
      'New property: c',
      'Property removed: b',
      'Menu 1: was called “”',
      'Menu 1, prompts.0.text.it: “press 1” → “press 2”',
      'Menu 1, prompts.0.text.en: “press 1” → “press 2”',
      'Menu 1, attempts: 3 → 2',
      'Menu 1, exit 1: Hang up (bye) → The end',
      'Menu 1, exit timeout: Hang up (bye) → –',
      'New block: The end',
      'Block removed: Hang up (bye)',
    ]);
    expect(changesBetween(after, { ...after, layout: {} })).to.deep.equal([]);
    const italian = changesBetween(before, after).map(change =>
      changeInWords(change, 'it', { before, after }),
    );
    expect(italian.at(-1)).to.equal('Blocchetto tolto: Riaggancia (bye)');
  });
});

describe('outline', () => {
  const flow = flowOf({
    ask: [
      'menu',
      { prompts: say('press 1'), choices: [{ digit: '1', title: 'sales' }] },
      { '1': 'bye', timeout: 'ask' },
    ],
    bye: ['hang-up'],
    lost: ['hang-up'],
  });

  it('orders the blocks by the way through them, those that are never reached last', () => {
    expect(outlineOf(flow, 'en').map(({ block, depth }) => [block, depth])).to.deep.equal([
      ['start', 0],
      ['ask', 1],
      ['bye', 2],
      ['lost', null],
    ]);
    expect(outlineText(flow, 'it')).to.equal(
      `test

1. Inizio
     Avanti → 2
2. Menu: “press 1”
     1: sales → 3
     Non valido → ?
     Tempo scaduto → 2
3. Riaggancia
4. Riaggancia
`,
    );
  });
});

describe('made from the block definitions', () => {
  const file = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');

  it('the JSON Schema is the one here (phones flow schema > ivr-flows/flow.schema.json)', () => {
    expect(file('ivr-flows/flow.schema.json')).to.equal(schemaText());
  });

  it('the reference is the one here (phones flow reference > docs/flow-reference.md)', () => {
    expect(file('docs/flow-reference.md')).to.equal(referenceText());
  });
});
