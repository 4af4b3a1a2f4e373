/** The script of the demo service: two ways through three pages. */
import { inputs, type Configuration } from '../core/configuration/schemas.ts';
import type { Store } from '../runtime/ports/store.ts';

const script = {
  name: 'Demo script',
  description: 'What operators of the demo service ask.',
  pages: [
    {
      name: 'reason',
      heading: 'Reason of the call',
      text: 'Good morning, this is {service}. How can I help you?',
      fields: [
        {
          name: 'reason',
          kind: 'choice',
          label: 'Reason',
          required: true,
          options: ['Order', 'Complaint', 'Something else'],
        },
        { name: 'customer', kind: 'text', label: 'Name of the caller', help: 'As the caller says it.' },
      ],
      branch: {
        field: 'reason',
        cases: [
          { value: 'Complaint', to: 'complaint' },
          { value: 'Something else', to: 'end' },
        ],
      },
    },
    {
      name: 'order',
      heading: 'Order of {script.customer}',
      fields: [
        { name: 'pieces', kind: 'number', label: 'Pieces', required: true, minimum: 1, maximum: 100 },
        { name: 'delivery', kind: 'date', label: 'Delivery' },
        { name: 'mail', kind: 'email', label: 'E-mail for the confirmation' },
      ],
      next: 'end',
    },
    {
      name: 'complaint',
      heading: 'Complaint',
      text: 'Say that you are sorry, and what happens next.',
      fields: [
        { name: 'complaint', kind: 'longText', label: 'What happened', required: true, maximumLength: 1000 },
        { name: 'callBack', kind: 'yesNo', label: 'Wants to be called back' },
      ],
    },
  ],
};

/** Its id; it is made and published when it is not there. */
export async function ensureDemoScript(
  store: Store,
  { scripts }: Pick<Configuration, 'scripts'>,
  by: string,
): Promise<number> {
  const found = scripts.find(({ name }) => name === script.name);
  if (found) return found.id;
  const draft = { ...inputs.scripts.parse(script), version: 0, document: null };
  const { id } = await store.configuration.create('scripts', draft, {}, by);
  await store.scripts.publish(id, undefined, '', by);
  return id;
}
