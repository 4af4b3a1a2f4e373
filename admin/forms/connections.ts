/** Services outside that flows use: a form for each kind. */
import { description, nameField, type Field, type Form } from './fields.ts';

const secret: Field = { name: 'secret', kind: 'secret', maxLength: 1000 };
const connectionHost = {
  kind: 'text',
  maxLength: 255,
  pattern: '[A-Za-z0-9.:_\\-]{1,255}',
  patternWords: 'host',
} as const;

const http: Form = {
  fixed: { kind: 'http' },
  groups: [
    { name: 'general', fields: [nameField, description] },
    {
      name: 'connection',
      fields: [
        {
          name: 'baseUrl',
          kind: 'text',
          maxLength: 500,
          pattern: 'https?:\\/\\/[^\\s\\/?#@]+(\\/[^\\s?#]*)?',
          patternWords: 'baseUrl',
          required: true,
        },
        { name: 'auth', kind: 'choice', options: ['none', 'basic', 'bearer', 'header'], initial: 'none' },
        {
          name: 'authName',
          kind: 'text',
          maxLength: 100,
          pattern: '[A-Za-z0-9._@+\\-]{0,100}',
          patternWords: 'authName',
          when: { field: 'auth', values: ['basic', 'header'] },
        },
        { ...secret, when: { field: 'auth', values: ['basic', 'bearer', 'header'] } },
        { name: 'allowInternal', kind: 'boolean', initial: false },
        { name: 'maximumKilobytes', kind: 'number', min: 1, max: 10_000, initial: 1000 },
      ],
    },
  ],
};

const onServer = { field: 'engine', values: ['mysql'] };
const sql: Form = {
  fixed: { kind: 'sql' },
  groups: [
    { name: 'general', fields: [nameField, description] },
    {
      name: 'connection',
      fields: [
        { name: 'engine', kind: 'choice', options: ['mysql', 'sqlite'], initial: 'mysql' },
        { name: 'host', ...connectionHost, when: onServer },
        { name: 'port', kind: 'number', min: 1, max: 65_535, initial: 3306, when: onServer },
        {
          name: 'database',
          kind: 'text',
          maxLength: 64,
          pattern: '(?!\\.)[A-Za-z0-9._\\-]{1,64}',
          patternWords: 'database',
          required: true,
        },
        { name: 'username', kind: 'text', maxLength: 100, when: onServer },
        { ...secret, when: onServer },
        { name: 'writes', kind: 'boolean', initial: false },
      ],
    },
  ],
};

const mail: Form = {
  fixed: { kind: 'mail' },
  groups: [
    { name: 'general', fields: [nameField, description] },
    {
      name: 'connection',
      fields: [
        { name: 'host', ...connectionHost, required: true },
        { name: 'port', kind: 'number', min: 1, max: 65_535, initial: 587 },
        { name: 'secure', kind: 'boolean', initial: false },
        { name: 'username', kind: 'text', maxLength: 100 },
        secret,
        {
          name: 'from',
          kind: 'text',
          maxLength: 255,
          pattern: '[^\\s@<>"]{1,64}@[A-Za-z0-9.\\-]{1,190}',
          patternWords: 'mail',
          required: true,
        },
      ],
    },
  ],
};

export const connectionKinds = ['http', 'sql', 'mail'] as const;
export type ConnectionKind = (typeof connectionKinds)[number];
export const connectionForms: { readonly [K in ConnectionKind]: Form } = { http, sql, mail };
