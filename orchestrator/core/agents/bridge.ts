/**
 * The bridge in which an agent talks. It is made for the first talk, or with the standing leg, and stays until
 * the agent logs out, empty (or with the standing leg alone) between two talks: one for each talk would cost
 * two commands more and a fifth of Asterisk's work (docs/decisions/0014).
 *
 *   none -> made -> in use <-> idle -> none (log out, Asterisk restarted, or given up because it is in doubt)
 */
import type { BridgeId, LegId, NodeId } from '../ids.ts';
import { command, type Turn } from '../turn.ts';
import type { World } from '../world.ts';
import type { AgentSession } from './session.ts';

export interface AgentBridge {
  id: BridgeId;
  node: NodeId;
  /** The standing leg that is in it. */
  leg: LegId | null;
  /** The caller who came into it last, and may still be on its way out when the next one comes. */
  caller: LegId | null;
}

/** The agent's bridge on the node; made if there is none. */
export function openBridge(turn: Turn, session: AgentSession, node: NodeId): AgentBridge {
  const { world } = turn;
  const there = session.bridge;
  if (there?.node === node) return there;
  destroyBridge(turn, session);
  world.lastBridge += 1;
  const id = `${world.instance}-${world.epoch}-b${world.lastBridge}`;
  command(turn, { type: 'createBridge', node, bridge: id });
  session.bridge = { id, node, leg: null, caller: null };
  return session.bridge;
}

/** Brings a caller and the agent's leg together. Returns the bridge. */
export function bringTogether(
  turn: Turn,
  session: AgentSession,
  node: NodeId,
  caller: LegId,
  leg: LegId,
): BridgeId {
  const bridge = openBridge(turn, session, node);
  // Its hang-up is on the way, but two callers must never hear each other.
  if (bridge.caller !== null && bridge.caller !== caller && turn.world.legs.has(bridge.caller))
    command(turn, { type: 'removeFromBridge', node, bridge: bridge.id, legs: [bridge.caller] });
  bridge.caller = caller;
  const legs = bridge.leg === leg ? [caller] : [caller, leg];
  if (session.standing?.leg === leg) bridge.leg = leg;
  command(turn, { type: 'addToBridge', node, bridge: bridge.id, legs });
  return bridge.id;
}

/** The standing leg that was answered stands in the agent's bridge from now on: a contact only has to join it. */
export function seatStanding(turn: Turn, session: AgentSession): void {
  const leg = session.standing?.up ? session.standing.leg : null;
  const node = leg === null ? undefined : turn.world.legs.get(leg)?.node;
  if (leg === null || node === undefined) return;
  const bridge = openBridge(turn, session, node);
  if (bridge.leg === leg) return;
  bridge.leg = leg;
  command(turn, { type: 'addToBridge', node, bridge: bridge.id, legs: [leg] });
}

/**
 * After a talk: the standing leg goes out of the agent's bridge and in again. Asterisk translates to the leg's
 * codec by the numbers of the packets that it was sent last; without a new beginning it would take the next
 * caller's for late ones and drop them, for minutes (docs/decisions/0021).
 */
export function reseatStanding(turn: Turn, session: AgentSession): void {
  const { bridge } = session;
  if (bridge?.leg) {
    const { id, node, caller, leg } = bridge;
    // The caller first, if it is there still: a packet of its would spoil the new beginning.
    const legs = (caller === null ? [leg] : [caller, leg]).filter(each => turn.world.legs.has(each));
    if (legs.length > 0) command(turn, { type: 'removeFromBridge', node, bridge: id, legs });
    bridge.leg = null;
    bridge.caller = null;
  }
  seatStanding(turn, session);
}

/** The agent's leg goes into its bridge (again). */
export function enterBridge(turn: Turn, session: AgentSession, node: NodeId, id: BridgeId, leg: LegId): void {
  const { bridge, standing } = session;
  if (bridge?.id === id && standing?.leg === leg) {
    if (bridge.leg === leg) return;
    bridge.leg = leg;
  }
  command(turn, { type: 'addToBridge', node, bridge: id, legs: [leg] });
}

/** The agent's leg goes out of its bridge, in which the caller stays. */
export function leaveBridge(turn: Turn, session: AgentSession, node: NodeId, id: BridgeId, leg: LegId): void {
  const { bridge } = session;
  if (bridge?.id === id && bridge.leg === leg) bridge.leg = null;
  command(turn, { type: 'removeFromBridge', node, bridge: id, legs: [leg] });
}

export function destroyBridge(turn: Turn, session: AgentSession): void {
  const { bridge } = session;
  if (!bridge) return;
  session.bridge = null;
  command(turn, { type: 'destroyBridge', node: bridge.node, bridge: bridge.id });
}

export function sessionWithBridge(world: World, id: BridgeId): AgentSession | null {
  for (const session of world.sessions.values()) if (session.bridge?.id === id) return session;
  return null;
}

/**
 * A command about a bridge failed. Who was to be in it is not, or what was to stop goes on: unless a talk
 * needs it, the agent gets another one.
 */
export function doubtBridge(turn: Turn, id: BridgeId): void {
  const session = sessionWithBridge(turn.world, id);
  const contact = session?.contactId ? turn.world.contacts.get(session.contactId) : undefined;
  if (session && contact?.talk?.bridge !== id) destroyBridge(turn, session);
}
