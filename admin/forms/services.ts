import { dialledNumber, extension, nameField, screenPop, spokenText, type Form } from './fields.ts';

export const services: Form = {
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
    {
      name: 'callingOut',
      fields: [
        { name: 'outboundCampaignId', kind: 'reference', to: 'campaigns' },
        { name: 'outboundLineIds', kind: 'references', to: 'lines' },
      ],
    },
    { name: 'operator', fields: [screenPop] },
  ],
};
