import { dialledNumber, nameField, type Form } from './fields.ts';

const prefix = {
  maxLength: 25,
  pattern: '\\+?[0-9*#]{0,24}',
  patternWords: 'prefix',
  inputMode: 'tel',
} as const;
const barring = { ...prefix, pattern: '\\+?[0-9*#]{1,24}' } as const;
const country = {
  maxLength: 3,
  pattern: '[1-9][0-9]{0,2}',
  patternWords: 'countryCode',
  inputMode: 'numeric',
} as const;
const minutes = { min: 0, max: 100_000, unit: 'minutes' } as const;
const longest = { min: 0, max: 1440, unit: 'minutes' } as const;
const overNetwork = { field: 'kind', values: ['registration', 'address'] };

export const lines: Form = {
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
      name: 'callingOut',
      fields: [
        { name: 'callerIds', kind: 'lines', ...dialledNumber },
        { name: 'blockedPrefixes', kind: 'lines', ...barring },
        { name: 'allowedPrefixes', kind: 'lines', ...barring },
        { name: 'callsPerMinute', kind: 'number', min: 0, max: 10_000, initial: 0 },
      ],
    },
    {
      name: 'toll',
      fields: [
        { name: 'toll.calendarId', kind: 'reference', to: 'calendars' },
        { name: 'toll.alwaysPrefixes', kind: 'lines', ...barring },
        { name: 'toll.homeCountry', kind: 'text', ...country, initial: '39', required: true },
        {
          name: 'toll.newCountry',
          kind: 'choice',
          options: ['allow', 'alarm', 'refuse'],
          initial: 'allow',
        },
        {
          name: 'toll.knownCountries',
          kind: 'lines',
          ...country,
          when: { field: 'toll.newCountry', values: ['alarm', 'refuse'] },
        },
      ],
    },
    {
      name: 'tollCosts',
      fields: [
        {
          name: 'toll.rates',
          kind: 'rows',
          columns: [
            { name: 'prefix', kind: 'text', ...barring },
            { name: 'centsPerMinute', kind: 'number', min: 0, max: 100_000, initial: 0 },
          ],
        },
        { name: 'toll.spendPerDay', kind: 'number', min: 0, max: 1_000_000, initial: 0 },
        { name: 'toll.minutesPerDay', kind: 'number', ...minutes, initial: 0 },
        { name: 'toll.agentMinutesPerDay', kind: 'number', ...minutes, initial: 0 },
        { name: 'toll.agentCallsAtOnce', kind: 'number', min: 0, max: 100, initial: 0 },
        { name: 'toll.longestMinutes', kind: 'number', ...longest, initial: 0 },
        { name: 'toll.longestForwardedMinutes', kind: 'number', ...longest, initial: 120 },
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
