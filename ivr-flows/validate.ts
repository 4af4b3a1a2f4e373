/** Checks a flow before it is published: everything that is wrong, each with its block and exit or parameter. */
import type { BlockDefinition, CheckContext, Problem, References } from './block.ts';
import { library, type Library } from './blocks/index.ts';
import { checkGraph, type Node } from './graph.ts';
import { fit } from './convert.ts';
import type { Flow, FlowBlock } from './document.ts';
import { takenNames, type Type } from './expressions/index.ts';
import { checkParameter, type Checking } from './check-parameter.ts';
import { problemTexts, wordsOf } from './problems.ts';
import type { ValueType } from './values.ts';
import { parametersOf } from './walk.ts';

/** For a place where nothing is known of the centre: a terminal, a test. */
export const noReferences: References = {
  campaigns: null,
  agents: null,
  calendars: null,
  lines: null,
  prompts: null,
  connections: null,
};

/** Whether a flow may be published. */
export const isPublishable = (problems: readonly Problem[]): boolean =>
  problems.every(({ severity }) => severity !== 'error');

/** In the order of the blocks; those of the whole flow first. */
export function validate(
  flow: Flow,
  references: References = noReferences,
  blocks: Library = library,
): Problem[] {
  const problems: Problem[] = [];
  const names = new Map(flow.properties.map(({ name, type }) => [name, expressionType(type)]));
  const ids = new Set(flow.blocks.map(({ id }) => id));
  const checking: Checking = { flow, references, names };
  checkProperties(flow, problems);
  const starts = flow.blocks.filter(({ type }) => type === 'start').length;
  if (starts !== 1) report(problems, null, 'start', { count: starts });
  const nodes: Node[] = [];
  const seen = new Set<string>();
  for (const block of flow.blocks) {
    if (seen.has(block.id)) report(problems, block, 'doubleId', { id: block.id });
    else nodes.push(checkBlock(checking, block, blocks.get(block.type), ids, problems));
    seen.add(block.id);
  }
  checkGraph(nodes, (id, code, values, severity) =>
    problems.push(problem(code, values, { block: id, severity })),
  );
  return problems;
}

function checkProperties({ properties }: Flow, problems: Problem[]): void {
  properties.forEach(({ name, type, initial }, index) => {
    if (takenNames.has(name)) report(problems, null, 'propertyName', { name });
    if (properties.findIndex(other => other.name === name) < index)
      report(problems, null, 'doubleProperty', { name });
    try {
      fit(name, type, initial);
    } catch {
      report(problems, null, 'propertyInitial', { name, type });
    }
  });
}

/** Checks the block alone; returns what the graph needs of it. */
function checkBlock(
  checking: Checking,
  block: FlowBlock,
  definition: BlockDefinition | undefined,
  ids: ReadonlySet<string>,
  problems: Problem[],
): Node {
  const node: Node = { id: block.id, start: block.type === 'start', exits: block.exits, immediate: [] };
  if (!definition) {
    report(problems, block, 'unknownType', { type: block.type });
    return node;
  }
  const parsed = definition.parameters.safeParse(block.parameters);
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) {
      const parameter = path.join('.');
      problems.push(problem('parameter', { parameter, message }, { block: block.id, parameter }));
    }
    return node;
  }
  const found: CheckContext = {
    references: checking.references,
    problem: (parameter, code, values = {}) =>
      problems.push(problem(code, { parameter, ...values }, { block: block.id, parameter })),
  };
  for (const parameter of parametersOf(definition.parameters, parsed.data))
    checkParameter(checking, parameter, (code, values, severity = 'error') =>
      problems.push(
        problem(
          code,
          { parameter: parameter.path, ...values },
          {
            block: block.id,
            parameter: parameter.path,
            severity,
          },
        ),
      ),
    );
  definition.check?.(parsed.data, found);
  checkExits(block, definition, parsed.data, ids, problems);
  const immediate = definition.waits(parsed.data)
    ? ['error', ...(definition.immediate ?? [])]
    : Object.keys(block.exits);
  return { ...node, immediate };
}

function checkExits(
  block: FlowBlock,
  definition: BlockDefinition,
  parameters: unknown,
  ids: ReadonlySet<string>,
  problems: Problem[],
): void {
  const exits = definition.exits(parameters);
  const report = (code: string, exit: string, values: Problem['values'] = {}) =>
    problems.push(problem(code, { exit, ...values }, { block: block.id, exit }));
  for (const { name, required } of exits)
    if (required && !Object.hasOwn(block.exits, name)) report('exitUnconnected', name);
  for (const [name, target] of Object.entries(block.exits)) {
    if (exits.every(exit => exit.name !== name)) report('exitUnknown', name);
    if (!ids.has(target)) report('targetUnknown', name, { target });
  }
}

function report(problems: Problem[], block: FlowBlock | null, code: string, values: Problem['values']): void {
  problems.push(problem(code, values, { block: block?.id ?? null }));
}

function problem(code: string, values: Problem['values'], where: Partial<Problem>): Problem {
  if (!problemTexts[code]) throw new Error(`no text for the problem ${code}`);
  const message = wordsOf({ code, values }, 'en');
  return { code, severity: 'error', block: null, exit: null, parameter: null, message, values, ...where };
}

function expressionType(type: ValueType): Type {
  return type === 'date' ? 'text' : type;
}
