import type { AgentSession } from '../../agents/session.ts';

/** Longest idle first: whoever finished the last contact or pause earliest; the id decides a tie. */
export function longestIdle(a: AgentSession, b: AgentSession): number {
  return a.idleSince - b.idleSince || a.agentId - b.agentId;
}
