/** What becomes of an agent when a contact leaves it. It only changes the agent; `settle` offers the next one. */
import { record, setTimer, type Turn } from '../turn.ts';
import type { HumanCampaign } from '../configuration/schemas.ts';
import type { OfferEnd } from '../facts.ts';
import { logOut } from './log-out.ts';
import { reachable, setState, type AgentSession } from './session.ts';
import { hungUpStanding } from './standing.ts';

/** Pause before a phone that failed is tried again: no busy loop when all fail (F20). */
const REST_MS = 5_000;

/** The agent is free: what it asked for meanwhile applies, otherwise it is ready. */
export function agentFree(turn: Turn, session: AgentSession, idleSince: number = turn.at): void {
  session.contactId = null;
  session.idleSince = idleSince;
  turn.agents.add(session.agentId);
  const { next } = session;
  if (next) {
    session.next = null;
    record(turn, { type: 'agentNextChanged', agentId: session.agentId });
    if (next.state === 'loggedOut') return logOut(turn, session, next.by);
    if (next.state === 'pause') return setState(turn, session, 'pause', next.pauseId);
  }
  const there = reachable(turn.world, session) && !hungUpStanding(session);
  setState(turn, session, there ? 'ready' : 'unreachable');
}

/**
 * After an offer that the agent did not take. Rejected or rung out: it goes to "no answer", or rests a
 * moment and is ready again, as the campaign says. A phone that failed rests and is tried again.
 */
export function afterFailedOffer(
  turn: Turn,
  session: AgentSession,
  campaign: HumanCampaign | null,
  reason: Exclude<OfferEnd, 'answered' | 'callerLeft' | 'notReached'>,
): void {
  const missed = reason === 'rejected' || reason === 'noAnswer';
  if (missed && !session.next && campaign?.afterNoAnswer !== 'ready') {
    session.contactId = null;
    turn.agents.add(session.agentId);
    setState(turn, session, 'noAnswer');
    return;
  }
  session.resting = true;
  setTimer(turn, 'rest', session.agentId, turn.at + REST_MS);
  agentFree(turn, session);
}

/** Timer `rest`: the agent may be offered contacts again. */
export function restOver(turn: Turn, session: AgentSession): void {
  session.resting = false;
  turn.agents.add(session.agentId);
}
