import type { Strategy } from './strategy.ts';

/**
 * Most idle time share first: whoever has been free for the greatest part of its time at work since log in, as it
 * was when it became free (pauses count neither way). Evens out occupancy, also between agents whose contacts
 * differ in length and those who came later; after Atar, Shaki and Shwartz, "A Blind Policy for Equalizing
 * Cumulative Idleness", Queueing Systems 67 (2011).
 */
export const mostIdleShare: Strategy = {
  // Who has done nothing yet was free all the time.
  place: ({ readyMs, atWorkMs }) => (atWorkMs === 0 ? -1 : -readyMs / atWorkMs),
};
