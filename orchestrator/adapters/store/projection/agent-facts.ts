/** How the facts of agents make their sessions and the intervals of their states. */
import { clip } from '../text.ts';
import type { ProjectionsOf } from './projections.ts';

const nothing = (): void => undefined;

export const agentFacts: ProjectionsOf<
  | 'agentLoggedIn'
  | 'agentLoggedOut'
  | 'agentStateChanged'
  | 'agentNextChanged'
  | 'agentReachabilityChanged'
  | 'nodeStateChanged'
  | 'callRefused'
  | 'anomalyFound'
> = {
  agentLoggedIn: (batch, fact, { seq, index, at }) => {
    // A session that is still open was never told to end (the journal was lost).
    batch.sessions.close(fact.agentId, session => {
      session.to_at = at;
    });
    batch.sessions.add(fact.agentId, {
      seq,
      idx: index,
      agent_id: fact.agentId,
      phone: fact.phone,
      campaign_ids: JSON.stringify(fact.campaignIds),
      logged_in_by: clip(fact.by, 100),
      logged_out_by: null,
      from_at: at,
      to_at: null,
    });
  },
  agentLoggedOut: (batch, fact, { at }) =>
    batch.sessions.close(fact.agentId, session => {
      session.to_at = at;
      session.logged_out_by = clip(fact.by, 100);
    }),
  // A state ends at the moment at which the next begins: no gap, no overlap (I5).
  agentStateChanged: (batch, fact, { seq, index, at }) => {
    batch.states.close(fact.agentId, state => {
      state.to_at = at;
    });
    if (fact.to === 'loggedOut') return;
    batch.states.add(fact.agentId, {
      seq,
      idx: index,
      agent_id: fact.agentId,
      state: fact.to,
      pause_id: fact.pauseId,
      contact_id: fact.contactId,
      from_at: at,
      to_at: null,
    });
  },
  agentNextChanged: nothing,
  agentReachabilityChanged: nothing,
  nodeStateChanged: nothing,
  callRefused: nothing,
  anomalyFound: nothing,
};
