/** The form of a flow as JSON Schema, for editors of flow files and for other programs. */
import { z } from 'zod';
import { blocks as definitions } from './blocks/index.ts';
import type { BlockDefinition } from './block.ts';
import { Flow, FlowBlock } from './document.ts';

/** JSON Schema 2020-12 of a whole flow; each block type with its own parameters. */
export function flowSchema(blocks: readonly BlockDefinition[] = definitions): unknown {
  const block = z.discriminatedUnion('type', [typed(blocks[0]), ...blocks.slice(1).map(typed)]);
  const schema = z.toJSONSchema(Flow.extend({ blocks: z.array(block).min(1).max(2000) }), {
    io: 'input',
    // What forms are made of is for our own pages.
    override: ({ jsonSchema }) => {
      delete jsonSchema['form'];
    },
  });
  return { ...schema, title: '#phones call flow' };
}

function typed(definition: BlockDefinition | undefined) {
  if (!definition) throw new RangeError('there is no block type');
  const { type, title, help, parameters } = definition;
  return FlowBlock.extend({
    type: z.literal(type),
    parameters: (parameters instanceof z.ZodType ? parameters : z.never()).optional(),
  }).meta({ title: title.en, description: help.en });
}
