/** The form of each collection. A new field = one line here, and its words in the locales. */
import type { FlowKind } from '../../ivr-flows/document.ts';
import type { Collection } from '../../orchestrator/core/configuration/schemas.ts';
import {
  dialledNumber,
  extension,
  nameField,
  seconds,
  spokenText,
  type Field,
  type Form,
  type Group,
} from './fields.ts';

const prefix = {
  maxLength: 25,
  pattern: '\\+?[0-9*#]{0,24}',
  patternWords: 'prefix',
  inputMode: 'tel',
} as const;
const voice = { maxLength: 40, pattern: '[A-Za-z0-9+_\\-]{1,40}', patternWords: 'voice' } as const;
const description: Field = { name: 'description', kind: 'text', maxLength: 2000 };
export const flowKinds = ['welcome', 'ivr', 'queue', 'voicemail'] as const;
const overNetwork = { field: 'kind', values: ['registration', 'address'] };

const pauses: Form = {
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

const dispositions: Form = {
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

const calendars: Form = {
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

const lines: Form = {
  groups: [
    {
      name: 'general',
      fields: [
        nameField,
        {
          name: 'kind',
          kind: 'choice',
          options: ['registration', 'address', 'dialplan'],
          initial: 'registration',
        },
        { name: 'direction', kind: 'choice', options: ['both', 'inbound', 'outbound'], initial: 'both' },
      ],
    },
    {
      name: 'provider',
      fields: [
        {
          name: 'host',
          kind: 'text',
          maxLength: 255,
          pattern: '[A-Za-z0-9.:_\\-]{0,255}',
          patternWords: 'host',
          when: overNetwork,
        },
        { name: 'port', kind: 'number', min: 1, max: 65_535, initial: 5060, when: overNetwork },
        { name: 'transport', kind: 'choice', options: ['udp', 'tcp'], initial: 'udp', when: overNetwork },
        {
          name: 'username',
          kind: 'text',
          maxLength: 64,
          pattern: '[A-Za-z0-9_.+\\-]{0,64}',
          patternWords: 'lineUsername',
          when: overNetwork,
        },
        { name: 'password', kind: 'secret', maxLength: 100, when: overNetwork },
        {
          name: 'addresses',
          kind: 'lines',
          maxLength: 64,
          pattern: '[0-9A-Fa-f.:\\/]{2,64}',
          patternWords: 'address',
          when: { field: 'kind', values: ['address'] },
        },
        {
          name: 'context',
          kind: 'text',
          maxLength: 79,
          pattern: '[A-Za-z0-9_\\-]{0,79}',
          patternWords: 'context',
          when: { field: 'kind', values: ['dialplan'] },
        },
      ],
    },
    {
      name: 'calls',
      fields: [
        { name: 'channels', kind: 'number', min: 0, max: 10_000, initial: 0 },
        { name: 'callerId', kind: 'text', ...dialledNumber },
        {
          name: 'codecs',
          kind: 'ordered',
          options: ['opus', 'g722', 'alaw', 'ulaw'],
          initial: ['alaw', 'ulaw'],
          required: true,
        },
        { name: 'emergencyTarget', kind: 'text', ...dialledNumber },
      ],
    },
    {
      name: 'numberRules',
      fields: [
        {
          name: 'numberRules',
          kind: 'rows',
          ordered: true,
          columns: [
            { name: 'direction', kind: 'choice', options: ['inbound', 'outbound'] },
            { name: 'prefix', kind: 'text', ...prefix },
            { name: 'replaceWith', kind: 'text', ...prefix },
          ],
        },
      ],
    },
  ],
};

const agents: Form = {
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
  ],
};

const general: Group = {
  name: 'general',
  fields: [nameField, { name: 'global', kind: 'boolean', initial: false }],
};

const human: Form = {
  fixed: { kind: 'human' },
  groups: [
    general,
    { name: 'members', fields: [{ name: 'members', kind: 'members' }] },
    {
      name: 'distribution',
      fields: [
        { name: 'strategy', kind: 'choice', options: ['longest-idle'], initial: 'longest-idle' },
        { name: 'ringSeconds', kind: 'number', min: 3, max: 120, unit: 'seconds', initial: 20 },
        { name: 'afterNoAnswer', kind: 'choice', options: ['pause', 'ready'], initial: 'pause' },
        { name: 'autoAnswer', kind: 'boolean', initial: false },
      ],
    },
    {
      name: 'waiting',
      fields: [
        { name: 'queueCampaignId', kind: 'reference', to: 'campaigns', ofKind: 'queue' },
        { name: 'preventiveQueueing', kind: 'boolean', initial: false },
        { name: 'redirectCampaignId', kind: 'reference', to: 'campaigns' },
        { name: 'calendarId', kind: 'reference', to: 'calendars' },
      ],
    },
    {
      name: 'wrapUp',
      fields: [
        { name: 'wrapUp.defaultSeconds', ...seconds, initial: 30 },
        { name: 'wrapUp.minimumSeconds', ...seconds, initial: 0 },
        { name: 'wrapUp.maximumSeconds', ...seconds, initial: 300 },
        { name: 'dispositionIds', kind: 'references', to: 'dispositions' },
        { name: 'dispositionRequired', kind: 'boolean', initial: false },
      ],
    },
    {
      name: 'figures',
      fields: [
        { name: 'serviceLevelSeconds', ...seconds, initial: 20 },
        { name: 'shortSeconds', ...seconds, initial: 5 },
      ],
    },
  ],
};

/** The flow of a synthetic campaign, and the synthetic agents that run it. */
const synthetic = (kind: FlowKind): Group[] => [
  {
    name: 'flow',
    fields: [{ name: 'flowId', kind: 'reference', to: 'flows', ofKind: kind }],
  },
  {
    name: 'syntheticAgents',
    fields: [
      { name: 'syntheticAgents', kind: 'number', min: 0, max: 10_000, initial: 0 },
      { name: 'excessCampaignId', kind: 'reference', to: 'campaigns' },
    ],
  },
  {
    name: 'languages',
    fields: [
      { name: 'languages', kind: 'ordered', options: ['it', 'en'], initial: ['it', 'en'], required: true },
      { name: 'voices.it', kind: 'text', ...voice, initial: 'it', required: true },
      { name: 'voices.en', kind: 'text', ...voice, initial: 'en', required: true },
    ],
  },
];

/** Campaigns that are nothing without their flow. */
const byFlow = (kind: 'ivr' | 'voicemail'): Form => ({
  fixed: { kind },
  groups: [
    general,
    ...synthetic(kind),
    {
      name: 'then',
      fields: [
        { name: 'nextCampaignId', kind: 'reference', to: 'campaigns', words: 'nextCampaignAfterFlow' },
      ],
    },
  ],
});

const welcome: Form = {
  fixed: { kind: 'welcome' },
  groups: [
    general,
    {
      name: 'welcome',
      fields: [
        { name: 'message', ...spokenText, words: 'welcomeMessage' },
        { name: 'nextCampaignId', kind: 'reference', to: 'campaigns' },
      ],
    },
    ...synthetic('welcome'),
  ],
};

const queue: Form = {
  fixed: { kind: 'queue' },
  groups: [
    general,
    {
      name: 'heard',
      fields: [
        {
          name: 'music',
          kind: 'text',
          maxLength: 79,
          pattern: '[A-Za-z0-9_\\-]{1,79}',
          patternWords: 'music',
          required: true,
          initial: 'default',
        },
        { name: 'announcePosition', kind: 'boolean', initial: true },
        { name: 'announceEverySeconds', kind: 'number', min: 10, max: 3600, unit: 'seconds', initial: 60 },
        { name: 'message', ...spokenText, words: 'queueMessage' },
      ],
    },
    {
      name: 'overflow',
      fields: [
        { name: 'maximumWaitSeconds', ...seconds, initial: 0 },
        { name: 'overflowCampaignId', kind: 'reference', to: 'campaigns' },
        { name: 'waitWithoutAgents', kind: 'boolean', initial: true },
      ],
    },
    ...synthetic('queue'),
  ],
};

const services: Form = {
  groups: [
    {
      name: 'general',
      fields: [
        nameField,
        { name: 'entryCampaignId', kind: 'reference', to: 'campaigns', required: true },
        { name: 'numbers', kind: 'lines', ...dialledNumber, unique: true },
        { name: 'virtualExtension', kind: 'text', ...extension, nullable: true, unique: true },
        { name: 'media', kind: 'choice', options: ['audio'], initial: 'audio' },
        { name: 'language', kind: 'choice', options: ['it', 'en'], initial: 'it' },
        { name: 'priority', kind: 'number', min: 0, max: 100, initial: 0 },
      ],
    },
    {
      name: 'openingHours',
      fields: [
        { name: 'calendarId', kind: 'reference', to: 'calendars' },
        { name: 'closedMessage', ...spokenText },
        { name: 'closedCampaignId', kind: 'reference', to: 'campaigns' },
      ],
    },
  ],
};

const flows: Form = {
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

const prompts: Form = {
  groups: [{ name: 'general', fields: [nameField, description] }],
};

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

export const campaignKinds = ['human', 'welcome', 'ivr', 'queue', 'voicemail'] as const;
export type CampaignKind = (typeof campaignKinds)[number];
export const campaignForms: { readonly [K in CampaignKind]: Form } = {
  human,
  welcome,
  ivr: byFlow('ivr'),
  queue,
  voicemail: byFlow('voicemail'),
};

/** The form of each collection but those that have one per kind. */
export const forms: { readonly [C in Exclude<Collection, 'campaigns' | 'connections'>]: Form } = {
  pauses,
  dispositions,
  calendars,
  lines,
  agents,
  prompts,
  flows,
  services,
};
