/** Flows for tests of everything around the language, written shortly. */
import { library } from '../../ivr-flows/blocks/index.ts';
import type { Flow, FlowBlock, FlowKind } from '../../ivr-flows/document.ts';
import { CallFlow } from '../../orchestrator/core/configuration/schemas.ts';

export type Step = Pick<FlowBlock, 'id' | 'type'> & Partial<FlowBlock>;

/** `properties`: names of texts. */
export function flowOf(kind: FlowKind, name: string, blocks: Step[], properties: string[] = []): Flow {
  return {
    format: 1,
    name,
    description: '',
    kind,
    languages: ['it', 'en'],
    properties: properties.map(property => ({
      name: property,
      type: 'text',
      initial: null,
      description: '',
    })),
    layout: {},
    blocks: blocks.map(block => ({ label: '', parameters: {}, exits: {}, ...block })),
  };
}

/** The blocks with every exit that must lead somewhere and does not, led to `away`. */
export function wired(blocks: Step[]): Step[] {
  return blocks.map(block => {
    const { parameters = {}, exits = {} } = block;
    const definition = library.get(block.type);
    if (!definition) throw new Error(`there is no block of type ${block.type}`);
    const complete = { ...exits };
    for (const { name, required } of definition.exits(definition.parameters.parse(parameters)))
      if (required && complete[name] === undefined) complete[name] = 'away';
    return { ...block, exits: complete };
  });
}

export function published(id: number, document: Flow, version = 1): CallFlow {
  return CallFlow.parse({ id, name: document.name, kind: document.kind, version, document });
}

export const said = (en: string): FlowBlock['parameters'][string] => ({ play: 'text', text: { it: en, en } });

/** A flow of one block that says nothing; its label makes it differ from others. */
export function smallestFlow(label = '', kind: FlowKind = 'ivr'): Flow {
  const flow = flowOf(kind, 'As the file says', [{ id: 'start', type: 'start', label }]);
  return { ...flow, layout: { start: { x: 0, y: 0 } } };
}
