/** All block types. A new one is a file here (or anywhere in ivr-flows/) and a line in this list. */
import type { BlockDefinition } from '../block.ts';
import { hangUp } from './hang-up.ts';
import { ifBlock } from './if.ts';
import { menu } from './menu.ts';
import { playMessage } from './play-message.ts';
import { start } from './start.ts';
import { transferToCampaign } from './transfer-to-campaign.ts';

/** In the order of the palette. */
export const blocks: readonly BlockDefinition[] = [
  start,
  playMessage,
  menu,
  ifBlock,
  transferToCampaign,
  hangUp,
];

export type Library = ReadonlyMap<string, BlockDefinition>;

export const libraryOf = (definitions: readonly BlockDefinition[]): Library =>
  new Map(definitions.map(definition => [definition.type, definition]));

export const library: Library = libraryOf(blocks);
