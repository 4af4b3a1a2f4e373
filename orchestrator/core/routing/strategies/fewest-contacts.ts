import type { Strategy } from './strategy.ts';

/** Fewest contacts first: whoever talked to the fewest contacts of the campaign since log in. */
export const fewestContacts: Strategy = {
  perCampaign: true,
  place: ({ work }, { campaignId }) => work.get(campaignId)?.contacts ?? 0,
};
