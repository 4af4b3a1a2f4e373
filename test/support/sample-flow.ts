import type { Flow, FlowKind } from '../../ivr-flows/document.ts';

/** A flow of one block that says nothing; its label makes it differ from others. */
export function sampleFlow(label = '', kind: FlowKind = 'ivr'): Flow {
  return {
    format: 1,
    name: 'As the file says',
    description: '',
    kind,
    languages: ['it', 'en'],
    properties: [],
    blocks: [{ id: 'start', type: 'start', label, parameters: {}, exits: {} }],
    layout: { start: { x: 0, y: 0 } },
  };
}
