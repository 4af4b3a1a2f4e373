/** Icons of block types, groups and problems. Colour never stands alone: each has a shape beside it. */
import type { BlockGroup } from '../../ivr-flows/block.ts';

export const groupOrder: readonly BlockGroup[] = [
  'start',
  'play',
  'input',
  'branch',
  'data',
  'contact',
  'custom',
];

const groupIcons: Readonly<Record<BlockGroup, string>> = {
  start: 'player-play',
  play: 'volume',
  input: 'dialpad',
  branch: 'arrows-split-2',
  data: 'database',
  contact: 'phone',
  custom: 'puzzle',
};

const typeIcons: Readonly<Record<string, string | undefined>> = {
  'play-message': 'message-circle',
  'custom-message': 'message-2',
  'promo-queue': 'music',
  menu: 'dialpad',
  'get-digits': 'number-123',
  'get-alpha-num-code': 'abc',
  'record-message': 'microphone',
  'speech-to-text': 'ear',
  'read-text-message': 'message-dots',
  if: 'arrows-split-2',
  switch: 'switch-3',
  'distribute-call': 'percentage',
  'loop-counter': 'repeat',
  'opening-hours': 'clock',
  'agents-available': 'users',
  'queue-length': 'list-numbers',
  'estimated-wait': 'hourglass',
  'set-property': 'variable',
  'properties-manager': 'adjustments',
  calculator: 'calculator',
  'http-request': 'world',
  'sql-query': 'database',
  'set-call-data': 'tag',
  'set-language': 'language',
  'set-priority': 'arrow-up',
  'set-skills': 'star',
  queue: 'hourglass-high',
  'offer-callback': 'phone-calling',
  'transfer-to-campaign': 'stack-2',
  'transfer-to-agent': 'user',
  'call-forwarding': 'phone-outgoing',
  voicemail: 'mailbox',
  'send-email': 'mail',
  survey: 'clipboard-list',
  dialplan: 'terminal-2',
  'hang-up': 'phone-off',
};

export const iconOf = (type: string, group: BlockGroup): string => typeIcons[type] ?? groupIcons[group];
