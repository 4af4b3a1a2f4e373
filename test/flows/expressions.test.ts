import { expect } from 'chai';
import fc from 'fast-check';
import { FlowFault } from '../../ivr-flows/faults.ts';
import {
  checkExpression,
  checkTemplate,
  expression,
  ExpressionFault,
  functions,
  template,
  type Scope,
} from '../../ivr-flows/expressions/index.ts';
import type { Value } from '../../ivr-flows/values.ts';

const scope: Scope = {
  properties: { name: 'Ann', n: 7, list: [1, 2, 3], nothing: null, flag: true },
  call: { caller: '+39061234' },
  data: { order: { lines: [{ price: 2 }, { price: 3.5 }] } },
  now: () => ({ hour: 9, weekday: 1 }),
};
const value = (text: string): Value => expression(text).evaluate(scope);

/** Code and place of the fault. */
function fault(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ExpressionFault) return `${error.fault.code} ${error.start}: ${error.message}`;
    throw error;
  }
  throw new Error('no fault');
}

describe('expressions', () => {
  it('reckon as supervisors do', () => {
    expect(value('7 / 2')).to.equal(3.5);
    expect(value('0.1 + 0.2')).to.equal(0.3);
    expect(value('7 % 4 + n * 2 - 1')).to.equal(16);
    expect(value('1.0 == 1 && 2 > 1.5')).to.equal(true);
    expect(value('-n')).to.equal(-7);
  });

  it('put numbers and texts together, and compare digits with numbers', () => {
    expect(value('"n. " + n + "/" + 2.5')).to.equal('n. 7/2.5');
    expect(value('"04" == 4 && 4 == "4" && "4x" != 4')).to.equal(true);
    expect(value('"Hello " + nothing')).to.equal('Hello ');
  });

  it('take what is missing as nothing', () => {
    expect(value('data.customer.name')).to.equal(null);
    expect(value('data.order.lines[9].price == null')).to.equal(true);
    expect(value('has(data.order) && !has(data.customer)')).to.equal(true);
    expect(value('nothing.map(x, x)')).to.deep.equal([]);
  });

  it('go through lists', () => {
    expect(value('list.filter(x, x > 1).map(x, x * n)')).to.deep.equal([14, 21]);
    expect(value('list.map(x, x > 1, x)')).to.deep.equal([2, 3]);
    expect(value('list.all(x, x > 0) && list.exists(x, x == 3) && list.exists_one(x, x == 3)')).to.equal(
      true,
    );
    expect(value('sum(data.order.lines.map(line, line.price))')).to.equal(5.5);
    expect(value('list.map(x, list.map(y, x * y))')).to.deep.equal([
      [1, 2, 3],
      [2, 4, 6],
      [3, 6, 9],
    ]);
    expect(value('2 in list && "order" in data && "nn" in name')).to.equal(true);
  });

  it('know call, data and now', () => {
    expect(value('call.caller.startsWith("+39") && now.hour < 18 && now.weekday <= 5')).to.equal(true);
  });

  for (const { name, example } of functions.values())
    it(`function ${name}: ${example}`, () => expect(value(example)).to.equal(true));

  it('say where the mistake is', () => {
    expect(fault(() => value('1 +'))).to.equal('unfinished 3: something is missing at the end');
    expect(fault(() => value('n + wrong'))).to.equal('unknownName 4: there is no property "wrong"');
    expect(fault(() => value('upper2(name)'))).to.match(/^unknownFunction 0/);
    expect(fault(() => value('n / 0'))).to.equal('divisionByZero 0: division by zero');
    expect(fault(() => value('n - name'))).to.match(/number 7 and text "Ann"; number\(\.\.\.\) reads/);
    expect(fault(() => value(''))).to.match(/^expressionEmpty/);
    expect(fault(() => checkTemplate('Hello {nome}', new Map()))).to.equal(
      'unknownName 7: there is no property "nome"',
    );
  });

  it('find wrong types before they run', () => {
    const names = new Map([
      ['t', 'text'],
      ['n', 'number'],
    ] as const);
    for (const text of [
      't * 2',
      't < n',
      'n && true',
      'n ? 1 : 2',
      '!t',
      'upper([1])',
      'n.map(x, x)',
      'left(t)',
    ])
      expect(() => checkExpression(text, names), text).to.throw(ExpressionFault);
    for (const [text, type] of [
      ['t + n', 'text'],
      ['n / 2', 'number'],
      ['t == n', 'boolean'],
      ['t.size() > 2 ? t : ""', 'text'],
      ['data.x', 'any'],
      ['left(n, 2)', 'text'],
      ['round(t)', 'number'],
    ] as const)
      expect(checkExpression(text, names), text).to.equal(type);
  });

  it('reach nothing of JavaScript', () => {
    const inherited = [
      'constructor',
      'prototype',
      'toString',
      'valueOf',
      'hasOwnProperty',
      '__defineGetter__',
    ];
    for (const name of inherited) {
      for (const of of ['data', 'call', 'data.order', '{"a": 1}', 'list'])
        expect([null, fault.name], `${of}.${name}`).to.include(
          ((): Value => {
            try {
              return value(`${of}.${name}`);
            } catch (error) {
              if (error instanceof FlowFault) return fault.name;
              throw error;
            }
          })(),
        );
      expect(() => value(name), name).to.throw(FlowFault);
      expect(() => value(`${name}(list)`), name).to.throw(FlowFault);
      expect(() => value(`list.${name}()`), name).to.throw(FlowFault);
      expect(value(`data["${name}"]`)).to.equal(null);
    }
    expect(() => value('__proto__')).to.throw(FlowFault);
    expect(value('data["__proto__"]')).to.equal(null);
    expect(() => value('{"__proto__": 1}')).to.throw(FlowFault);
    for (const text of [
      'matches("a", "b")',
      'list.matches("x")',
      'timestamp("2026-01-01T00:00:00Z")',
      'type(1)',
    ])
      expect(() => value(text), text).to.throw(FlowFault);
  });

  it('end, whatever they loop over', () => {
    const hundred = `[${Array.from({ length: 100 }, (_, index) => index).join(',')}]`;
    const nested = `${hundred}.all(a, ${hundred}.all(b, ${hundred}.all(c, ${hundred}.all(d, true))))`;
    expect(fault(() => value(nested))).to.match(/takes too long/);
    const grown = `${'list.map(a, "x".padLeft(1000, "x"))'}.join("")`;
    expect(value(`${grown}.size()`)).to.equal(3000);
    const doubled = Array.from({ length: 40 }).reduce<string>(
      text => `replace(${text}, "x", "xxxxxxxx")`,
      '"x"',
    );
    expect(fault(() => value(doubled))).to.match(/too long|maxDepth/);
    const x = '"x".padLeft(1000, "x")';
    expect(fault(() => value(`replace(${x}, "x", ${x})`))).to.match(/too long/);
    const wide = `${hundred}.map(a, ${hundred}.map(b, ${hundred}))`;
    expect(fault(() => value(`"" + ${wide}`))).to.match(/too long/);
    expect(fault(() => value(`join(${wide}, "")`))).to.match(/too long/);
    expect(fault(() => value('('.repeat(500)))).to.match(/^tooIntricate/);
    expect(fault(() => value('1 + '.repeat(700)))).to.match(/^expressionTooLong/);
    expect(fault(() => value(`${'!'.repeat(1900)}true`))).to.match(/^tooIntricate/);
    expect(fault(() => value('x'.repeat(3000)))).to.match(/^expressionTooLong/);
  });
});

describe('templates', () => {
  const fill = (text: string) => template(text).fill(scope);

  it('fill in expressions; {{ is a brace', () => {
    expect(fill('Hello {name}, {n + 1}')).to.equal('Hello Ann, 8');
    expect(fill('{{n}')).to.equal('{n}');
    expect(fill('{ {"a": "}"}.a }')).to.equal('}');
    expect(fill('a } b')).to.equal('a } b');
    expect(fill('{nothing}{flag}{list}')).to.equal('true[1,2,3]');
  });

  it('say what is open', () => {
    expect(fault(() => fill('abc {name'))).to.match(/^templateOpen 4/);
  });
});

describe('expressions, any text', () => {
  const words = fc.constantFrom(
    ...[
      'name',
      'n',
      'list',
      'nothing',
      'data',
      'call',
      'now',
      'constructor',
      '__proto__',
      'order',
      'lines',
      'x',
    ],
    ...[
      '+',
      '-',
      '*',
      '/',
      '%',
      '==',
      '!=',
      '<',
      '>',
      '&&',
      '||',
      '!',
      '?',
      ':',
      'in',
      '.',
      ',',
      '(',
      ')',
      '[',
      ']',
    ],
    ...[
      '{',
      '}',
      '"',
      "'",
      '1',
      '0',
      '2.5',
      '1e300',
      '9999999999999999999',
      'true',
      'null',
      '"text"',
      "r'a'",
      '\\',
    ],
    ...['map', 'filter', 'all', 'exists', 'has', 'cel', 'bind', 'size', ...functions.keys()],
  );
  const text = fc.oneof(
    fc.array(words, { maxLength: 25 }).map(parts => parts.join(' ')),
    fc.array(words, { maxLength: 25 }).map(parts => parts.join('')),
    fc.string({ maxLength: 60, unit: 'grapheme' }),
  );

  const plain = (found: Value): boolean => {
    if (found === null || ['string', 'boolean'].includes(typeof found)) return true;
    if (typeof found === 'number') return Number.isFinite(found);
    return typeof found === 'object' && Object.values(found).every(plain);
  };

  it('give plain values or throw FlowFault, as expression and as template', () => {
    fc.assert(
      fc.property(text, written => {
        for (const run of [() => value(written), () => template(written).fill(scope)])
          try {
            expect(plain(run())).to.equal(true);
          } catch (error) {
            expect(error).to.be.instanceOf(FlowFault);
          }
      }),
      { numRuns: 5000 },
    );
  });

  /** Expressions that are right, grown from smaller ones. */
  const grown = fc.letrec<{ any: string }>(tie => ({
    any: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(
        'name',
        'n',
        'list',
        'nothing',
        'data.order',
        '1',
        '"a"',
        'true',
        '[1, "b"]',
        'now.hour',
      ),
      fc
        .tuple(tie('any'), fc.constantFrom('+', '-', '*', '/', '%', '==', '<', '&&', '||', 'in'), tie('any'))
        .map(([a, op, b]) => `(${a} ${op} ${b})`),
      fc
        .tuple(tie('any'), fc.constantFrom('map', 'filter', 'all', 'exists'), tie('any'))
        .map(([a, f, b]) => `${a}.${f}(x, ${b})`),
      fc
        .tuple(fc.constantFrom(...functions.values()), fc.array(tie('any'), { minLength: 3, maxLength: 3 }))
        .map(([{ name, parameters }, given]) => `${name}(${given.slice(0, parameters.length).join(', ')})`),
      fc.tuple(tie('any'), tie('any'), tie('any')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
      fc.tuple(tie('any'), tie('any')).map(([a, b]) => `${a}[${b}]`),
    ),
  })).any;

  it('of many loops and calls too, and the same gives the same', () => {
    fc.assert(
      fc.property(grown, written => {
        const results = [0, 1].map(() => {
          try {
            return JSON.stringify(value(written));
          } catch (error) {
            expect(error).to.be.instanceOf(FlowFault);
            return String(error);
          }
        });
        expect(results[0]).to.equal(results[1]);
      }),
      { numRuns: 3000 },
    );
  });
});
