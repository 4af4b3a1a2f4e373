/** A form for each kind of campaign. */
import type { FlowKind } from '../../ivr-flows/document.ts';
import { nameField, screenPop, seconds, spokenText, type Form, type Group } from './fields.ts';

const voice = { maxLength: 40, pattern: '[A-Za-z0-9+_\\-]{1,40}', patternWords: 'voice' } as const;

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
        {
          name: 'strategy',
          kind: 'choice',
          options: [
            'longest-idle',
            'most-idle-share',
            'round-robin',
            'fewest-contacts',
            'random',
            'fixed-order',
          ],
          initial: 'longest-idle',
        },
        { name: 'ringSeconds', kind: 'number', min: 3, max: 120, unit: 'seconds', initial: 20 },
        { name: 'afterNoAnswer', kind: 'choice', options: ['pause', 'ready'], initial: 'pause' },
        { name: 'autoAnswer', kind: 'boolean', initial: false },
      ],
    },
    {
      name: 'skills',
      fields: [
        {
          name: 'skills',
          kind: 'rows',
          ordered: true,
          columns: [
            { name: 'skillId', kind: 'reference', to: 'skills' },
            { name: 'level', kind: 'number', min: 1, max: 10, initial: 5 },
            { name: 'seconds', kind: 'number', min: 0, max: 86_400, initial: 0 },
          ],
        },
        {
          name: 'preferredAgent',
          kind: 'optional',
          fields: [
            { name: 'preferredAgent.seconds', ...seconds, initial: 30 },
            { name: 'preferredAgent.days', kind: 'number', min: 1, max: 365, initial: 30 },
          ],
        },
      ],
    },
    {
      name: 'order',
      fields: [
        { name: 'priorityPointSeconds', ...seconds, initial: 60 },
        { name: 'firstAfterSeconds', kind: 'number', min: 1, max: 86_400, unit: 'seconds', initial: 600 },
      ],
    },
    {
      name: 'waiting',
      fields: [
        { name: 'queueCampaignId', kind: 'reference', to: 'campaigns', ofKind: 'queue' },
        { name: 'preventiveQueueing', kind: 'boolean', initial: false },
        {
          name: 'redirects',
          kind: 'rows',
          ordered: true,
          columns: [
            {
              name: 'when',
              kind: 'choice',
              options: ['noAgents', 'length', 'expectedWait', 'wait', 'hours'],
            },
            { name: 'limit', kind: 'number', min: 0, max: 86_400, initial: 0 },
            { name: 'campaignId', kind: 'reference', to: 'campaigns' },
          ],
        },
        { name: 'redirectCampaignId', kind: 'reference', to: 'campaigns' },
        { name: 'calendarId', kind: 'reference', to: 'calendars' },
      ],
    },
    {
      name: 'callback',
      fields: [
        { name: 'callback.attempts', kind: 'number', min: 1, max: 10, initial: 3 },
        {
          name: 'callback.retrySeconds',
          kind: 'number',
          min: 10,
          max: 86_400,
          unit: 'seconds',
          initial: 300,
        },
        { name: 'callback.ringSeconds', kind: 'number', min: 5, max: 120, unit: 'seconds', initial: 30 },
        { name: 'callback.lineId', kind: 'reference', to: 'lines' },
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
      name: 'operator',
      fields: [
        { name: 'scriptId', kind: 'reference', to: 'scripts' },
        { name: 'historyDays', kind: 'number', min: 0, max: 3650, unit: 'days', initial: 90 },
        screenPop,
      ],
    },
    {
      name: 'recording',
      fields: [
        {
          name: 'recording.when',
          kind: 'choice',
          options: ['never', 'always', 'onDemand', 'percentage'],
          initial: 'never',
        },
        {
          name: 'recording.percentage',
          kind: 'number',
          min: 0,
          max: 100,
          unit: 'percent',
          initial: 10,
          when: { field: 'recording.when', values: ['percentage'] },
        },
        {
          name: 'recording.channels',
          kind: 'choice',
          options: ['stereo', 'mixed'],
          initial: 'stereo',
          when: { field: 'recording.when', values: ['always', 'onDemand', 'percentage'] },
        },
        {
          name: 'recording.begins',
          kind: 'choice',
          options: ['answer', 'queue'],
          initial: 'answer',
          when: { field: 'recording.when', values: ['always', 'percentage'] },
        },
        // What was recorded before is kept so long, too.
        { name: 'recording.keepDays', kind: 'number', min: 0, max: 3650, unit: 'days', initial: 180 },
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
      { name: 'stopped', kind: 'boolean', initial: false },
    ],
  },
  {
    name: 'voicemails',
    fields: [{ name: 'keepVoicemailsDays', kind: 'number', min: 0, max: 3650, unit: 'days', initial: 0 }],
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

export const campaignKinds = ['human', 'welcome', 'ivr', 'queue', 'voicemail'] as const;
export type CampaignKind = (typeof campaignKinds)[number];
export const campaignForms: { readonly [K in CampaignKind]: Form } = {
  human,
  welcome,
  ivr: byFlow('ivr'),
  queue,
  voicemail: byFlow('voicemail'),
};
