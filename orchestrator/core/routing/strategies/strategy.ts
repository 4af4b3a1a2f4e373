import type { AgentSession } from '../../agents/session.ts';
import type { Membership } from '../../configuration/lookup.ts';

/**
 * A distribution strategy: which of the free agents of a human campaign gets the next contact. Pure, and quick:
 * the list of the free is kept in its order, so that the choice is a look at its beginning.
 */
export interface Strategy {
  /**
   * The agent's place in the list of the campaign's free agents: the lowest is first, the id decides a tie. It
   * must follow from what does not change while the agent is free, and must be the same after a restart.
   */
  readonly place: (session: AgentSession, membership: Membership) => number;
  /** Places differ from campaign to campaign. */
  readonly perCampaign?: true;
  /** Strategies that do not take the first: the index, from 0, among `count` (> 0) free agents. `chance` is 32 bits that differ for each contact. */
  readonly pick?: (count: number, chance: number) => number;
}
