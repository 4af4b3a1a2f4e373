import { dialledNumber, extension, nameField, type Form } from './fields.ts';

export const agents: Form = {
  groups: [
    {
      name: 'general',
      fields: [
        nameField,
        { name: 'extension', kind: 'text', ...extension, required: true, unique: true },
        { name: 'language', kind: 'choice', options: ['auto', 'it', 'en'], initial: 'auto' },
      ],
    },
    {
      name: 'signIn',
      fields: [
        {
          name: 'username',
          kind: 'text',
          maxLength: 50,
          pattern: '[a-z0-9._\\-]{2,50}',
          patternWords: 'username',
          required: true,
          unique: true,
        },
        { name: 'password', kind: 'secret', minLength: 8, maxLength: 100 },
      ],
    },
    {
      name: 'phones',
      fields: [
        { name: 'defaultPhone', kind: 'choice', options: ['browser', 'sip', 'outside'], initial: 'browser' },
        {
          name: 'sipPhone',
          kind: 'optional',
          fields: [
            {
              name: 'sipPhone.address',
              kind: 'text',
              pattern: 'sip:[A-Za-z0-9_.+\\-]+@[A-Za-z0-9.\\-]+(:[0-9]{1,5})?',
              patternWords: 'sipAddress',
            },
            { name: 'sipSecret', kind: 'secret', minLength: 8, maxLength: 100 },
          ],
        },
        { name: 'standingLeg', kind: 'maybe', initial: null },
        {
          name: 'outsidePhone',
          kind: 'optional',
          fields: [
            { name: 'outsidePhone.number', kind: 'text', ...dialledNumber, required: true },
            { name: 'outsidePhone.lineId', kind: 'reference', to: 'lines', required: true },
          ],
        },
      ],
    },
    {
      name: 'skills',
      fields: [
        {
          name: 'skills',
          kind: 'rows',
          columns: [
            { name: 'skillId', kind: 'reference', to: 'skills' },
            { name: 'level', kind: 'number', min: 1, max: 10, initial: 5 },
          ],
        },
      ],
    },
  ],
};
