/** A published script: two ways through it, one field of each nature that matters. */
import { Script } from '../../orchestrator/core/configuration/schemas.ts';

export const samplePages = [
  {
    name: 'greeting',
    heading: 'Greeting',
    text: 'Good morning {name}, you are speaking to {service}.',
    fields: [
      { name: 'reason', kind: 'choice', label: 'Reason', required: true, options: ['order', 'complaint'] },
      { name: 'city', kind: 'text', label: 'City', maximumLength: 20 },
    ],
    branch: { field: 'reason', cases: [{ value: 'complaint', to: 'complaint' }] },
  },
  {
    name: 'order',
    heading: 'Order',
    fields: [{ name: 'number', kind: 'number', label: 'Number', required: true, minimum: 1 }],
    next: 'end',
  },
  {
    name: 'complaint',
    heading: 'Complaint',
    fields: [{ name: 'card', kind: 'text', label: 'Card', sensitive: true }],
  },
];

export function sampleScript(change: object = {}): Script {
  return Script.parse({
    id: 1,
    name: 'Orders',
    pages: samplePages,
    version: 1,
    document: { pages: samplePages },
    ...change,
  });
}
