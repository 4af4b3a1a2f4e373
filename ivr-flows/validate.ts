/** Checks a flow before it is published: everything that is wrong, each with its block and exit or parameter. */
import type { z } from 'zod';
import type { BlockDefinition, Problem, References } from './block.ts';
import { library, type Library } from './blocks/index.ts';
import { checkGraph, type Node } from './graph.ts';
import { fit } from './convert.ts';
import type { Flow, FlowBlock } from './document.ts';
import { takenNames, type Type } from './expressions/index.ts';
import { checkParameter, type Checking } from './check-parameter.ts';
import { bothWords, problemTexts, typeNames, wordsInFile } from './problems.ts';
import { schemaProblem } from './schema-problems.ts';
import type { Localized, Value, ValueType, Words } from './values.ts';
import { parametersOf, titleAt, type Parameter } from './walk.ts';

/** For a place where nothing is known of the centre: a terminal, a test. */
export const noReferences: References = {
  campaigns: null,
  agents: null,
  calendars: null,
  lines: null,
  prompts: null,
  connections: null,
  skills: null,
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
      report(problems, null, 'propertyInitial', { name, type: typeNames[type] });
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
  const reportAt = (parameter: string, code: string, values: Words = {}, severity?: Problem['severity']) =>
    problems.push(
      problem(
        code,
        { ...values, parameter: titleAt(definition.parameters, parameter) },
        { block: block.id, parameter, ...(severity && { severity }) },
      ),
    );
  const checkOne = (parameter: Parameter) =>
    checkParameter(checking, parameter, (code, values, severity) =>
      reportAt(parameter.path, code, values, severity),
    );
  const parsed = definition.parameters.safeParse(block.parameters, { reportInput: true });
  if (!parsed.success) {
    for (const issue of parsed.error.issues)
      reportAt(issue.path.join('.'), 'parameter', { message: bothWords(schemaProblem(issue)) });
    // Which exits it has is not known, but where they lead is.
    checkTargets(block, new Map(), ids, problems);
    const rest = withoutWrong(block.parameters, parsed.error);
    const readable = definition.parameters.safeParse(rest);
    if (readable.success)
      for (const parameter of parametersOf(definition.parameters, readable.data))
        if (Object.hasOwn(rest, topOf(parameter.path))) checkOne(parameter);
    return node;
  }
  for (const parameter of parametersOf(definition.parameters, parsed.data)) checkOne(parameter);
  definition.check?.(parsed.data, { references: checking.references, problem: reportAt });
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
  const titles = new Map(exits.map(({ name, title }) => [name, title]));
  const reportAt = (code: string, exit: string, values: Words = {}) =>
    problems.push(problem(code, { ...values, exit: titles.get(exit) ?? exit }, { block: block.id, exit }));
  for (const { name, required } of exits)
    if (required && !Object.hasOwn(block.exits, name)) reportAt('exitUnconnected', name);
  for (const name of Object.keys(block.exits)) if (!titles.has(name)) reportAt('exitUnknown', name);
  checkTargets(block, titles, ids, problems);
}

function checkTargets(
  block: FlowBlock,
  titles: ReadonlyMap<string, Localized>,
  ids: ReadonlySet<string>,
  problems: Problem[],
): void {
  for (const [exit, target] of Object.entries(block.exits)) {
    const values = { exit: titles.get(exit) ?? exit, target };
    if (!ids.has(target)) problems.push(problem('targetUnknown', values, { block: block.id, exit }));
  }
}

const topOf = (path: string): string => path.split('.', 1).join('');

/** Parameters of which the schema has nothing to say. */
function withoutWrong(parameters: Record<string, Value>, { issues }: z.ZodError): Record<string, Value> {
  const wrong = new Set(issues.flatMap(issue => issue.path.slice(0, 1).map(String)));
  const unknown = new Set(issues.flatMap(issue => (issue.code === 'unrecognized_keys' ? issue.keys : [])));
  return Object.fromEntries(
    Object.entries(parameters).filter(([name]) => !wrong.has(name) && !unknown.has(name)),
  );
}

function report(problems: Problem[], block: FlowBlock | null, code: string, values: Words): void {
  problems.push(problem(code, values, { block: block?.id ?? null }));
}

function problem(code: string, values: Words, where: Partial<Problem>): Problem {
  if (!problemTexts[code]) throw new Error(`no text for the problem ${code}`);
  const found = {
    code,
    severity: 'error' as const,
    block: null,
    exit: null,
    parameter: null,
    values,
    ...where,
  };
  return { ...found, message: wordsInFile(found, 'en') };
}

function expressionType(type: ValueType): Type {
  return type === 'date' ? 'text' : type;
}
