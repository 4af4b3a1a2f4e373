import { clearTimer, record, type Turn } from '../turn.ts';
import { unlistIdle } from '../routing/idle.ts';
import { destroyBridge } from './bridge.ts';
import { dropStanding } from './standing.ts';
import { campaignsOf, setState, type AgentSession } from './session.ts';

/** Ends the session of an agent that has no contact and no wrap-up. */
export function logOut(turn: Turn, session: AgentSession, by: string): void {
  const { world, at } = turn;
  const { agentId } = session;
  for (const { campaignId } of campaignsOf(world, session)) turn.thinned.add(campaignId);
  dropStanding(turn, session);
  destroyBridge(turn, session);
  setState(turn, session, 'loggedOut');
  unlistIdle(world, session);
  world.sessions.delete(agentId);
  turn.agents.delete(agentId);
  clearTimer(turn, 'gone', agentId);
  clearTimer(turn, 'restart', agentId);
  clearTimer(turn, 'rest', agentId);
  record(turn, { type: 'agentLoggedOut', agentId, by, sessionMs: at - session.loggedInAt });
}
