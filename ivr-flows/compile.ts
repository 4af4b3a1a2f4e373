/** A flow made ready to run: block types found, parameters checked once, exits resolved. */
import type { z } from 'zod';
import type { BlockDefinition } from './block.ts';
import { library, type Library } from './blocks/index.ts';
import { startRules, type StartRules } from './blocks/start.ts';
import type { BlockId, Flow } from './document.ts';
import { refuse } from './faults.ts';
import { bothWords } from './problems.ts';
import { schemaProblem } from './schema-problems.ts';
import type { Value, ValueType } from './values.ts';

export interface CompiledBlock {
  readonly id: BlockId;
  readonly label: string;
  readonly definition: BlockDefinition;
  readonly parameters: unknown;
  /** The block behind each exit that leads somewhere. */
  readonly exits: ReadonlyMap<string, BlockId>;
}

export interface CompiledFlow {
  readonly name: string;
  readonly kind: Flow['kind'];
  readonly start: BlockId;
  readonly rules: StartRules;
  readonly blocks: ReadonlyMap<BlockId, CompiledBlock>;
  readonly initial: Readonly<Record<string, Value>>;
  readonly types: ReadonlyMap<string, ValueType>;
}

/** Throws FlowFault for a flow that cannot run at all; validate.ts tells all that is wrong. */
export function compile(flow: Flow, blocks: Library = library): CompiledFlow {
  const compiled = new Map<BlockId, CompiledBlock>();
  const starts = flow.blocks.filter(block => block.type === 'start');
  const [start] = starts;
  if (!start || starts.length > 1) return refuse('start');
  for (const block of flow.blocks) {
    const definition = blocks.get(block.type);
    if (!definition) return refuse('unknownType', { block: block.id, type: block.type });
    if (compiled.has(block.id)) refuse('doubleId', { id: block.id });
    const parsed = definition.parameters.safeParse(block.parameters, { reportInput: true });
    if (!parsed.success) return refuseParameters(block.id, parsed.error);
    compiled.set(block.id, {
      id: block.id,
      label: block.label,
      definition,
      parameters: parsed.data,
      exits: new Map(Object.entries(block.exits)),
    });
  }
  for (const { id, exits } of compiled.values())
    for (const [exit, target] of exits)
      if (!compiled.has(target)) refuse('unknownTarget', { block: id, exit, target });
  return {
    name: flow.name,
    kind: flow.kind,
    start: start.id,
    rules: startRules(start.parameters),
    blocks: compiled,
    initial: Object.fromEntries(flow.properties.map(({ name, initial }) => [name, initial])),
    types: new Map(flow.properties.map(({ name, type }) => [name, type])),
  };
}

function refuseParameters(block: BlockId, { issues: [first] }: z.ZodError): never {
  return refuse('parameters', {
    block,
    parameter: first?.path.join('.') ?? '',
    message: first ? bothWords(schemaProblem(first)) : '',
  });
}
