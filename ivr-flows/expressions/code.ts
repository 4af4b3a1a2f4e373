/** What compiled expressions are made of: closures over a frame, which pays for what they do. */
import type { ASTNode } from '@marcbachmann/cel-js';
import { faultOf, FlowFault, refuse, type Fault } from '../faults.ts';
import { typeNames } from '../problems.ts';
import type { Value } from '../values.ts';
import { BUDGET, ExpressionFault, type Scope, type Type } from './types.ts';

/** State of one evaluation. */
export class Frame {
  readonly scope: Scope;
  /** Variables of loops by depth. */
  readonly locals: Value[] = [];
  private budget = BUDGET;

  constructor(scope: Scope) {
    this.scope = scope;
  }

  spend(cost: number): void {
    this.budget -= cost;
    if (this.budget < 0) refuse('tooMuchWork');
  }
}

export interface Code {
  type: Type;
  run(frame: Frame): Value;
}

/** What a compilation knows of names. */
export interface Compilation {
  /** Types of the properties of the flow; null = not known: the run tells. */
  names: ReadonlyMap<string, Type> | null;
  /** Variables of the loops around, outermost first. */
  locals: readonly { name: string; type: Type }[];
  compile(node: ASTNode, within: Compilation): Code;
}

/** Runs what may throw and says where in the expression it was. */
export function placed(node: ASTNode, run: (frame: Frame) => Value): (frame: Frame) => Value {
  return frame => {
    try {
      return run(frame);
    } catch (error) {
      if (error instanceof ExpressionFault) throw error;
      throw new ExpressionFault(faultIn(error), node.start, node.end);
    }
  };
}

/** What was thrown, as a fault: JavaScript's own errors too, such as a text beyond its limits. */
export const faultIn = (error: unknown): Fault =>
  error instanceof FlowFault ? error.fault : faultOf('exception', { message: String(error).slice(0, 200) });

/** Refuses at once what can never be right. */
export function expect(node: ASTNode, code: Code, wanted: Type): void {
  if (wanted === 'any' || code.type === 'any' || code.type === 'none' || code.type === wanted) return;
  // A number stands where a text is wanted: it is written.
  if (wanted === 'text' && (code.type === 'number' || code.type === 'boolean')) return;
  throw new ExpressionFault(foundInstead(wanted, code.type), node.start, node.end);
}

export const foundInstead = (wanted: Type, found: Type): Fault =>
  faultOf('expressionType', { wanted: typeNames[wanted], found: typeNames[found] });
