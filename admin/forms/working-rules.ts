import { nameField, seconds, type Form } from './fields.ts';

export const pauses: Form = {
  groups: [
    {
      name: 'general',
      fields: [
        nameField,
        { name: 'paid', kind: 'boolean', initial: true },
        { name: 'maximumSeconds', ...seconds, nullable: true, initial: null },
      ],
    },
  ],
};

export const dispositions: Form = {
  groups: [
    {
      name: 'general',
      fields: [
        nameField,
        { name: 'positive', kind: 'boolean', initial: false },
        { name: 'final', kind: 'boolean', initial: true },
      ],
    },
    {
      name: 'outbound',
      fields: [
        { name: 'recall', kind: 'boolean', initial: false },
        { name: 'doNotCall', kind: 'boolean', initial: false },
      ],
    },
  ],
};

export const calendars: Form = {
  groups: [
    {
      name: 'general',
      fields: [nameField, { name: 'timeZone', kind: 'timeZone', initial: 'Europe/Rome', required: true }],
    },
    { name: 'hours', fields: [{ name: 'hours', kind: 'hours' }] },
    {
      name: 'holidays',
      fields: [
        {
          name: 'holidays',
          kind: 'rows',
          columns: [
            { name: 'date', kind: 'date' },
            { name: 'name', kind: 'text', maxLength: 100 },
          ],
        },
      ],
    },
  ],
};

export const skills: Form = {
  groups: [{ name: 'general', fields: [nameField, { name: 'description', kind: 'text', maxLength: 2000 }] }],
};
