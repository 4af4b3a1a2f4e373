import type { Strategy } from './strategy.ts';

/**
 * Longest idle first: whoever finished the last contact or pause earliest. Among policies that need no forecast
 * it is the fair one (Armony and Ward, "Fair Dynamic Routing in Large-Scale Heterogeneous-Server Systems",
 * Operations Research 58, 2010).
 */
export const longestIdle: Strategy = { place: ({ idleSince }) => idleSince };
