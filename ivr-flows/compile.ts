/** A flow made ready to run: block types found, parameters checked once, exits resolved. */
import { FlowFault, type BlockDefinition } from './block.ts';
import { library, type Library } from './blocks/index.ts';
import { startRules, type StartRules } from './blocks/start.ts';
import type { BlockId, Flow } from './document.ts';
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
  if (!start || starts.length > 1) throw new FlowFault('start', 'a flow has exactly one start');
  for (const block of flow.blocks) {
    const definition = blocks.get(block.type);
    if (!definition)
      throw new FlowFault('unknownType', `block ${block.id}: there is no type "${block.type}"`);
    if (compiled.has(block.id)) throw new FlowFault('doubleId', `two blocks are called ${block.id}`);
    const parsed = definition.parameters.safeParse(block.parameters);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new FlowFault('parameters', `block ${block.id}: ${issue?.path.join('.')}: ${issue?.message}`);
    }
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
      if (!compiled.has(target))
        throw new FlowFault(
          'unknownTarget',
          `block ${id}: exit ${exit} leads to "${target}", which is not there`,
        );
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
