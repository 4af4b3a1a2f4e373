import type { Strategy } from './strategy.ts';

/** Always the first one that is free, in the order in which the campaign lists its members. */
export const fixedOrder: Strategy = { perCampaign: true, place: (_, { rank }) => rank };
