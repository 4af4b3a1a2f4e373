/** Flows for tests of the core: small, each of one idea. */
import type { CallFlow } from '../../orchestrator/core/configuration/schemas.ts';
import { flowOf, published, said, type Step } from './flow-of.ts';

const start = (next: string): Step => ({ id: 'start', type: 'start', exits: { next } });

/** 1 sales (campaign 12), 2 a code, 3 a message, 9 a request and away. */
export const menuFlow = flowOf(
  'ivr',
  'Menu',
  [
    start('menu'),
    {
      id: 'menu',
      type: 'menu',
      parameters: {
        prompts: [said('Press one, two or three')],
        choices: ['1', '2', '3', '9'].map(digit => ({ digit, title: digit })),
        attempts: 2,
      },
      exits: { 1: 'sales', 2: 'code', 3: 'voicemail', 9: 'ask', invalid: 'away', timeout: 'away' },
    },
    { id: 'sales', type: 'transfer-to-campaign', parameters: { campaignId: 12 } },
    {
      id: 'code',
      type: 'get-digits',
      parameters: { prompts: [said('Your code')], minimum: 4, maximum: 4, secret: true, saveTo: 'code' },
      exits: { next: 'menu', invalid: 'away', timeout: 'away' },
    },
    {
      id: 'voicemail',
      type: 'voicemail',
      parameters: { campaignId: 12, prompts: [said('After the tone')] },
      exits: { next: 'away', empty: 'away', hangup: 'mail' },
    },
    {
      id: 'mail',
      type: 'send-email',
      parameters: { connection: 'office', to: 'desk@example.com', subject: 'Message', text: '{call.caller}' },
      exits: { next: 'end', error: 'end' },
    },
    { id: 'end', type: 'hang-up' },
    {
      id: 'ask',
      type: 'http-request',
      parameters: { connection: 'crm', method: 'POST', path: 'orders' },
      exits: { next: 'away', timeout: 'away', httpError: 'away', error: 'away' },
    },
    { id: 'away', type: 'hang-up' },
  ],
  ['code'],
);

/** Queues for campaign 12 itself, announces and lets go by digit. */
export const queueingFlow = flowOf('ivr', 'Queueing', [
  start('queue'),
  {
    id: 'queue',
    type: 'queue',
    parameters: {
      campaignId: 12,
      longestWaitSeconds: 120,
      announceSeconds: 30,
      leaveDigits: '1',
      announceAgent: [said('You talk with {agent}')],
      whisper: [said('Sales')],
    },
    exits: { noAgents: 'sorry', full: 'sorry', timeout: 'sorry', digit: 'forward' },
  },
  { id: 'sorry', type: 'play-message', parameters: { items: [said('Sorry')] }, exits: { next: 'away' } },
  {
    id: 'forward',
    type: 'call-forwarding',
    parameters: { number: '0612', lineId: 1, confirmDigit: '5', maximumSeconds: 60 },
    exits: { next: 'away', busy: 'away', noAnswer: 'away', refused: 'away', error: 'away' },
  },
  { id: 'away', type: 'hang-up' },
]);

/** Through a context of the dialplan. */
export const dialplanFlow = flowOf(
  'ivr',
  'Dialplan',
  [
    start('run'),
    {
      id: 'run',
      type: 'dialplan',
      parameters: {
        context: 'flow-balance',
        extension: '1',
        variables: [{ name: 'CUSTOMER', value: '{call.caller}' }],
        results: [{ variable: 'BALANCE', property: 'balance' }],
      },
      exits: { next: 'tell', error: 'away' },
    },
    { id: 'tell', type: 'play-message', parameters: { items: [said('{balance}')] }, exits: { next: 'away' } },
    { id: 'away', type: 'hang-up' },
  ],
  ['balance'],
);

/** Offers a callback for campaign 12. */
export const callbackFlow = flowOf('ivr', 'Callback', [
  start('offer'),
  {
    id: 'offer',
    type: 'offer-callback',
    parameters: { campaignId: 12, offerPrompts: [said('Press one')], thanksPrompts: [] },
    exits: { accepted: 'away', declined: 'away' },
  },
  { id: 'away', type: 'hang-up' },
]);

export const sampleFlows = (): CallFlow[] => [
  published(1, menuFlow),
  published(2, queueingFlow),
  published(3, dialplanFlow),
  published(4, callbackFlow),
];
