/** Call flows and the prompts that they name. */
import { description, nameField, type Form } from './fields.ts';

export const flowKinds = ['welcome', 'ivr', 'queue', 'voicemail'] as const;

export const flows: Form = {
  groups: [
    {
      name: 'general',
      fields: [
        nameField,
        { name: 'kind', kind: 'choice', options: flowKinds, initial: 'welcome', required: true },
        description,
      ],
    },
  ],
};

export const prompts: Form = {
  groups: [{ name: 'general', fields: [nameField, description] }],
};
