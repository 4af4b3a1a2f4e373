/**
 * Expressions: CEL's grammar, parsed by cel-js, made into closures here. The evaluation is ours because it must
 * end (every loop and long text is paid from a budget), reckon in plain JSON numbers (7 / 2 is 3.5), take what
 * is missing as nothing, and never reach what JavaScript's objects inherit. See docs/decisions/0012.
 */
import { Environment, ParseError, type ASTNode } from '@marcbachmann/cel-js';
import { faultOf, refuse } from '../faults.ts';
import { typeNames } from '../problems.ts';
import type { Value } from '../values.ts';
import { compileCall, compileMacro } from './calls.ts';
import { expect, faultIn, Frame, placed, type Code, type Compilation } from './code.ts';
import { add, compare, equal, isIn, member, reckon, resultType, truth, type Meter } from './operators.ts';
import { syntaxFault } from './syntax-fault.ts';
import { ExpressionFault, LONGEST_EXPRESSION, typeOf, type Scope, type Type } from './types.ts';

export interface Expression {
  text: string;
  type: Type;
  evaluate(scope: Scope): Value;
}

const parser = new Environment({
  limits: { maxAstNodes: 600, maxDepth: 40, maxListElements: 200, maxMapEntries: 100, maxCallArguments: 10 },
});

/** Throws ExpressionFault with the place of the mistake. */
export function compileText(text: string, names: Compilation['names']): Expression {
  if (text.length > LONGEST_EXPRESSION)
    throw new ExpressionFault(faultOf('expressionTooLong', { most: LONGEST_EXPRESSION }));
  const code = compileNode(parse(text), { names, locals: [], compile: compileNode });
  return { text, type: code.type, evaluate: scope => code.run(new Frame(scope)) };
}

function parse(text: string): ASTNode {
  if (text.trim() === '') throw new ExpressionFault(faultOf('expressionEmpty'));
  try {
    return parser.parse(text).ast;
  } catch (error) {
    if (!(error instanceof ParseError)) throw new ExpressionFault(faultIn(error));
    const { start, end } = error.range ?? { start: 0, end: 0 };
    throw new ExpressionFault(syntaxFault(error, text.slice(start, end)), start, end);
  }
}

export function compileNode(node: ASTNode, within: Compilation): Code {
  switch (node.op) {
    case 'value':
      return literal(node, node.args);
    case 'id':
      return name(node, node.args, within);
    case '.':
    case '.?': {
      const of = compileNode(node.args[0], within);
      const key = node.args[1];
      return { type: 'any', run: placed(node, frame => member(of.run(frame), key)) };
    }
    case '[]':
    case '[?]': {
      const of = compileNode(node.args[0], within);
      const key = compileNode(node.args[1], within);
      return { type: 'any', run: placed(node, frame => member(of.run(frame), key.run(frame))) };
    }
    case 'call':
      if (node.args[0] === 'has' && node.args[1][0]) return has(node.args[1][0], within);
      return compileCall(node, node.args[0], node.args[1], within);
    case 'rcall':
      return (
        compileMacro(node, node.args[0], node.args[1], node.args[2], within) ??
        compileCall(node, node.args[0], [node.args[1], ...node.args[2]], within)
      );
    case 'list': {
      const items = node.args.map(item => compileNode(item, within));
      return { type: 'list', run: frame => items.map(item => item.run(frame)) };
    }
    case 'map':
      return object(node, node.args, within);
    case '?:': {
      const [condition, yes, no] = node.args.map(part => compileNode(part, within));
      if (!condition || !yes || !no) throw unknown(node);
      expect(node.args[0], condition, 'boolean');
      const test = placed(node, frame => truth(condition.run(frame)));
      return {
        type: yes.type === no.type ? yes.type : 'any',
        run: frame => (test(frame) === true ? yes.run(frame) : no.run(frame)),
      };
    }
    case '&&':
    case '||': {
      const left = compileNode(node.args[0], within);
      const right = compileNode(node.args[1], within);
      expect(node.args[0], left, 'boolean');
      expect(node.args[1], right, 'boolean');
      const decides = node.op === '||';
      return {
        type: 'boolean',
        run: placed(node, frame => (truth(left.run(frame)) === decides ? decides : truth(right.run(frame)))),
      };
    }
    case '!_': {
      const of = compileNode(node.args, within);
      expect(node.args, of, 'boolean');
      return { type: 'boolean', run: placed(node, frame => !truth(of.run(frame))) };
    }
    case '-_': {
      const of = compileNode(node.args, within);
      expect(node.args, of, 'number');
      return { type: 'number', run: placed(node, frame => reckon('-', 0, of.run(frame))) };
    }
    default:
      return binary(node, within);
  }
}

function literal(node: ASTNode, value: unknown): Code {
  const plain = typeof value === 'bigint' ? Number(value) : value;
  if (
    plain !== null &&
    typeof plain !== 'string' &&
    typeof plain !== 'boolean' &&
    !(typeof plain === 'number' && Number.isFinite(plain))
  )
    throw unknown(node);
  return { type: typeOf(plain), run: () => plain };
}

function unknown(node: ASTNode): ExpressionFault {
  return new ExpressionFault(faultOf('notUsedHere'), node.start, node.end);
}

function name(node: ASTNode, wanted: string, within: Compilation): Code {
  const depth = within.locals.findLastIndex(local => local.name === wanted);
  if (depth >= 0) {
    return { type: within.locals[depth]?.type ?? 'any', run: frame => frame.locals[depth] ?? null };
  }
  if (wanted === 'call') return { type: 'object', run: frame => frame.scope.call };
  if (wanted === 'data') return { type: 'object', run: frame => frame.scope.data };
  if (wanted === 'now') return { type: 'object', run: frame => frame.scope.now() };
  const fault = () => new ExpressionFault(faultOf('unknownName', { name: wanted }), node.start, node.end);
  if (within.names && !within.names.has(wanted)) throw fault();
  return {
    type: within.names?.get(wanted) ?? 'any',
    run: ({ scope }) => {
      if (!Object.hasOwn(scope.properties, wanted)) throw fault();
      return scope.properties[wanted] ?? null;
    },
  };
}

/** Whether something is there and not null: `has(data.customer)`. */
function has(node: ASTNode, within: Compilation): Code {
  const of = compileNode(node, within);
  return { type: 'boolean', run: frame => of.run(frame) !== null };
}

function object(node: ASTNode, entries: readonly (readonly [ASTNode, ASTNode])[], within: Compilation): Code {
  const members = entries.map(([key, value]) => {
    const code = compileNode(key, within);
    expect(key, code, 'text');
    return { key: code, value: compileNode(value, within) };
  });
  return {
    type: 'object',
    run: placed(node, frame => {
      const made: { [name: string]: Value } = {};
      for (const { key, value } of members) {
        const named = key.run(frame);
        if (typeof named !== 'string' || named === '__proto__') return refuse('memberName');
        made[named] = value.run(frame);
      }
      return made;
    }),
  };
}

function binary(node: ASTNode, within: Compilation): Code {
  const { op } = node;
  switch (op) {
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'in': {
      const left = compileNode(node.args[0], within);
      const right = compileNode(node.args[1], within);
      const type = resultType(op, left.type, right.type);
      if (type === null)
        throw new ExpressionFault(
          faultOf('operatorTypes', {
            operator: op,
            left: typeNames[left.type],
            right: typeNames[right.type],
          }),
          node.start,
          node.end,
        );
      const apply = operation(op);
      return { type, run: placed(node, frame => apply(left.run(frame), right.run(frame), frame)) };
    }
    default:
      throw unknown(node);
  }
}

function operation(
  op: '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in',
): (a: Value, b: Value, meter: Meter) => Value {
  switch (op) {
    case '+':
      return add;
    case '-':
    case '*':
    case '/':
    case '%':
      return (a, b) => reckon(op, a, b);
    case '==':
      return equal;
    case '!=':
      return (a, b, meter) => !equal(a, b, meter);
    case 'in':
      return isIn;
    default:
      return (a, b) => compare(op, a, b);
  }
}
