import type { Strategy } from './strategy.ts';

/** Each in turn: whoever was offered a contact of the campaign the longest time ago; who never was, first. */
export const roundRobin: Strategy = {
  perCampaign: true,
  place: ({ work }, { campaignId }) => work.get(campaignId)?.lastOffer ?? 0,
};
