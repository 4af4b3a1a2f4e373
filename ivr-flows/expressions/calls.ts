/** Calls in expressions: functions, and CEL's loops over lists (`all`, `exists`, `exists_one`, `map`, `filter`). */
import type { ASTNode } from '@marcbachmann/cel-js';
import { faultOf, refuse, type Fault } from '../faults.ts';
import { typeNames } from '../problems.ts';
import type { Value } from '../values.ts';
import { expect, foundInstead, placed, type Code, type Compilation, type Frame } from './code.ts';
import type { FlowFunction } from './functions/function.ts';
import { functions } from './functions/index.ts';
import { isObject, truth } from './operators.ts';
import { asText, ExpressionFault, foundWords, LONGEST_TEXT, numberIn, typeOf, type Type } from './types.ts';

export function compileCall(
  node: ASTNode,
  name: string,
  parameters: readonly ASTNode[],
  within: Compilation,
): Code {
  const called = functions.get(name);
  if (!called) throw at(node, faultOf('unknownFunction', { name }));
  const most = called.parameters.length;
  const least = most - called.optional;
  if (parameters.length < least || parameters.length > most)
    throw at(
      node,
      faultOf('functionParameters', {
        name,
        types: {
          it: called.parameters.map(type => typeNames[type].it).join(', '),
          en: called.parameters.map(type => typeNames[type].en).join(', '),
        },
      }),
    );
  const codes = parameters.map((parameter, index) => {
    const code = within.compile(parameter, within);
    const wanted = called.parameters[index] ?? 'any';
    // A text may write the number that is wanted; the run tells.
    if (!(wanted === 'number' && code.type === 'text')) expect(parameter, code, wanted);
    return code;
  });
  return { type: called.result, run: placed(node, frame => call(called, codes, frame)) };
}

function at(node: ASTNode, fault: Fault): ExpressionFault {
  return new ExpressionFault(fault, node.start, node.end);
}

function call(called: FlowFunction, codes: Code[], frame: Frame): Value {
  let cost = 1;
  const values = codes.map((code, index) => {
    const value = fitting(code.run(frame), called.parameters[index] ?? 'any', called.name);
    if (typeof value === 'string' || Array.isArray(value)) cost += value.length / 10;
    return value;
  });
  frame.spend(cost);
  const result = called.run(values);
  if (typeof result === 'string') {
    if (result.length > LONGEST_TEXT) refuse('textTooLong');
    frame.spend(result.length / 10);
  }
  if (typeof result === 'number' && !Number.isFinite(result)) refuse('numberTooLarge');
  return result;
}

function fitting(value: Value, wanted: Type, name: string): Value {
  if (wanted === 'any' || typeOf(value) === wanted) return value;
  if (wanted === 'text' && (value === null || typeof value !== 'object')) return asText(value);
  if (wanted === 'number' && typeof value === 'string') {
    const read = numberIn(value);
    if (read !== null) return read;
  }
  return refuse('functionValue', { name, wanted: typeNames[wanted], found: foundWords(value) });
}

/** Null = no loop but an ordinary function. */
export function compileMacro(
  node: ASTNode,
  name: string,
  over: ASTNode,
  parameters: readonly ASTNode[],
  within: Compilation,
): Code | null {
  const loop = loops[name];
  const [variable, first, second] = parameters;
  if (!loop || !variable || !first || (second !== undefined && name !== 'map')) return null;
  if (variable.op !== 'id') throw at(variable, faultOf('loopVariable'));
  const source = within.compile(over, within);
  if (source.type !== 'any' && source.type !== 'list' && source.type !== 'object' && source.type !== 'none')
    throw at(over, foundInstead('list', source.type));
  const depth = within.locals.length;
  if (depth >= 4) throw at(node, faultOf('loopsTooDeep'));
  const inner = { ...within, locals: [...within.locals, { name: variable.args, type: 'any' as const }] };
  const body = within.compile(first, inner);
  const then = second === undefined ? null : within.compile(second, inner);
  if (name !== 'map' || then) expect(first, body, 'boolean');
  const cost = 1 + weigh(first) + (second === undefined ? 0 : weigh(second));
  const each: Each = (frame, code) => item => {
    frame.spend(cost);
    frame.locals[depth] = item;
    return code.run(frame);
  };
  return {
    type: name === 'map' || name === 'filter' ? 'list' : 'boolean',
    run: placed(node, frame => loop(items(source.run(frame)), each(frame, body), then && each(frame, then))),
  };
}

type Each = (frame: Frame, code: Code) => (item: Value) => Value;
type Loop = (
  items: readonly Value[],
  body: (item: Value) => Value,
  then: ((item: Value) => Value) | null,
) => Value;

const loops: Readonly<Record<string, Loop | undefined>> = Object.assign(Object.create(null), {
  all: (items, body) => items.every(item => truth(body(item))),
  exists: (items, body) => items.some(item => truth(body(item))),
  exists_one: (items, body) => items.filter(item => truth(body(item))).length === 1,
  filter: (items, body) => items.filter(item => truth(body(item))),
  map: (items, body, then) =>
    then ? items.filter(item => truth(body(item))).map(then) : items.map(item => body(item)),
} satisfies Record<string, Loop>);

/** Items of a list, names of the members of an object. */
function items(value: Value): readonly Value[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value;
  if (isObject(value)) return Object.keys(value);
  return refuse('wrongValue', { wanted: typeNames.list, found: foundWords(value) });
}

/** How many parts an expression has, roughly: its characters. */
function weigh(node: ASTNode): number {
  return Math.ceil((node.end - node.start) / 4);
}
