/** All distribution strategies. A new one is a file beside this and a line here; forms and API follow. */
import type { StrategyName } from '../../configuration/routing.ts';
import { fewestContacts } from './fewest-contacts.ts';
import { fixedOrder } from './fixed-order.ts';
import { longestIdle } from './longest-idle.ts';
import { mostIdleShare } from './most-idle-share.ts';
import { random } from './random.ts';
import { roundRobin } from './round-robin.ts';
import type { Strategy } from './strategy.ts';

export const strategies: { readonly [name in StrategyName]: Strategy } = {
  'longest-idle': longestIdle,
  'most-idle-share': mostIdleShare,
  'round-robin': roundRobin,
  'fewest-contacts': fewestContacts,
  random,
  'fixed-order': fixedOrder,
};
