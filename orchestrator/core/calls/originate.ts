/** The one way in which a leg is called: those that go out over a line stand in the books (spending.ts). */
import type { Destination } from '../commands.ts';
import type { Party } from '../events.ts';
import type { AgentId, LegId } from '../ids.ts';
import { command, type Turn } from '../turn.ts';
import type { LegOwner } from '../world.ts';
import { noteOutside } from './spending.ts';

interface Call {
  destination: Destination;
  /** How it is presented. */
  from: Party;
  ringMs: number;
}

/** `calling`: the agent who calls outside; `phone` = the own phone of an agent; null = nobody. */
export function originate(
  turn: Turn,
  leg: LegId,
  owner: LegOwner,
  { destination, from, ringMs }: Call,
  calling: AgentId | 'phone' | null,
): void {
  turn.world.legs.set(leg, owner);
  command(turn, { type: 'originate', node: owner.node, leg, destination, from, ringMs });
  if (destination.kind === 'line')
    noteOutside(turn, leg, destination, calling === 'phone' ? null : calling, calling === 'phone');
}
