import type { Destination } from '../commands.ts';
import type { World } from '../world.ts';
import type { AgentSession } from './session.ts';

/** Where the agent's phone is; null when the configuration has lost it meanwhile. */
export function phoneOf(world: World, session: AgentSession): Destination | null {
  if (session.phone !== 'outside')
    return { kind: 'agentPhone', agentId: session.agentId, phone: session.phone };
  const outside = world.configuration.agents.get(session.agentId)?.outsidePhone;
  return outside ? { kind: 'line', lineId: outside.lineId, number: outside.number } : null;
}
