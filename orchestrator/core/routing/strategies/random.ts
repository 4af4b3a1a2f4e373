import type { Strategy } from './strategy.ts';

/** By chance, each alike. The chance follows from the contact, so that a replay chooses the same. */
export const random: Strategy = {
  place: () => 0,
  // The high bits of the product: no remainder, whose low values would be a little more likely.
  pick: (count, chance) => Math.floor((chance / 2 ** 32) * count),
};
