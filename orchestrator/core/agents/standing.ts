/**
 * Standing legs: one call to the agent's phone that stays up, silent, from log in to log out. A contact is
 * connected by a bridge change instead of a SIP dialogue of its own.
 *
 *   none -> calling (originated) -> up -> none (hung up, or the phone is gone) -> calling again
 */
import type { PhoneKind } from '../configuration/schemas.ts';
import type { LegId, NodeId } from '../ids.ts';
import { clearTimer, command, setTimer, type Turn } from '../turn.ts';
import type { World } from '../world.ts';
import { seatStanding } from './bridge.ts';
import { originate } from '../calls/originate.ts';
import { phoneFor } from './phone.ts';
import { phoneReachable, reachable, setState, type AgentSession } from './session.ts';

/** Longest that the phone may ring for its standing leg. */
const RING_MS = 30_000;
/** Pause before a browser is called again. */
const RETRY_MS = 2_000;

/**
 * Kinds of phone that take a standing leg when their agent does not say. A browser spends most of a fresh call
 * on ICE and DTLS before anything is heard, and the page rings by itself (docs/decisions/0011).
 */
const byDefault: { [K in PhoneKind]: boolean } = { browser: true, sip: false, outside: false };

export function wantsStandingLeg(world: World, agentId: number, phone: PhoneKind): boolean {
  return world.configuration.agents.get(agentId)?.standingLeg ?? byDefault[phone];
}

/** Calls the agent's phone, where a standing leg is wanted, missing, and possible. */
export function raiseStanding(turn: Turn, session: AgentSession): void {
  const { world } = turn;
  const { standing, agentId } = session;
  if (!standing || standing.leg !== null || !reachable(world, session)) return;
  const node = nodeOf(world, session);
  const agent = world.configuration.agents.get(agentId);
  const destination = node && agent ? phoneFor(turn, session, null) : null;
  if (!node || !destination || !agent) return;
  world.lastStanding += 1;
  const leg = `${world.instance}-${world.epoch}-s${world.lastStanding}`;
  standing.leg = leg;
  standing.up = false;
  const from = { number: agent.extension, name: '#phones' };
  const owner = { node, contactId: null, standingOf: agentId };
  originate(turn, leg, owner, { destination, from, ringMs: RING_MS }, 'phone');
}

/** Where the phone is registered; an outside number is called from the first node that is up. */
export function nodeOf(world: World, session: AgentSession): NodeId | null {
  const registered =
    session.phone === 'outside' ? undefined : world.phones.get(`${session.agentId}/${session.phone}`);
  if (registered !== undefined) return registered;
  for (const [node, state] of world.nodes) if (state.up) return node;
  return null;
}

/** The session whose standing leg this is (or was), or null. */
export function standingSession(world: World, leg: LegId): AgentSession | null {
  const agentId = world.legs.get(leg)?.standingOf ?? null;
  const session = agentId === null ? undefined : world.sessions.get(agentId);
  return session?.standing?.leg === leg ? session : null;
}

export function standingAnswered(turn: Turn, session: AgentSession): void {
  if (!session.standing || session.standing.up) return;
  session.standing.up = true;
  seatStanding(turn, session);
  turn.agents.add(session.agentId);
  noteReachability(turn, session);
}

/** The leg is gone. A browser is called again by itself; at other phones the agent hung up and says when it is ready. */
export function standingEnded(turn: Turn, session: AgentSession): void {
  if (!session.standing) return;
  session.standing = { leg: null, up: false };
  turn.agents.add(session.agentId);
  noteReachability(turn, session);
  if (session.phone === 'browser') setTimer(turn, 'standing', session.agentId, turn.at + RETRY_MS);
  else if (session.state === 'ready') setState(turn, session, 'unreachable');
}

/** A phone that is not a browser hung up its standing leg: it is called again when its agent says ready. */
export function hungUpStanding({ standing, phone }: AgentSession): boolean {
  return standing?.leg === null && phone !== 'browser';
}

/** The page and phone are gone: the leg is dead, whatever Asterisk still thinks. */
export function dropStanding(turn: Turn, session: AgentSession): void {
  const { standing } = session;
  clearTimer(turn, 'standing', session.agentId);
  if (!standing?.leg) return;
  const owner = turn.world.legs.get(standing.leg);
  if (owner) command(turn, { type: 'hangup', node: owner.node, leg: standing.leg, reason: 'normal' });
  session.standing = { leg: null, up: false };
  turn.agents.add(session.agentId);
}

/** Pages show whether the standing leg is up. */
function noteReachability(turn: Turn, session: AgentSession): void {
  const { world } = turn;
  const { agentId } = session;
  const fact = { agentId, page: world.pages.has(agentId), phone: phoneReachable(world, session) };
  turn.facts.push({ type: 'agentReachabilityChanged', ...fact });
}
