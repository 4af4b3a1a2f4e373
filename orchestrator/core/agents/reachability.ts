/**
 * Ready means reachable. A page or phone that goes away takes the agent out of routing at once; after 4 s
 * (a reload takes less) its state says so. When both are back it is as ready as before.
 */
import { agentVanished, targetLeft } from '../calls/leave.ts';
import { targetOfAgent } from '../calls/target.ts';
import { callBackAgent } from '../contacts/talk.ts';
import type { PhoneRef } from '../events.ts';
import type { AgentId, NodeId } from '../ids.ts';
import { clearTimer, record, setTimer, timerId, type Turn } from '../turn.ts';
import { dropStanding, raiseStanding } from './standing.ts';
import { phoneKey, phoneReachable, reachable, setState, type AgentSession } from './session.ts';

const GRACE_MS = 4_000;
/** After a restart of ours: a page tries again each 5 s at the longest, and is back well within as much again. */
const RESTART_GRACE_MS = 10_000;

/**
 * Our restart cut the sockets of every page and of the phone in it, but not the audio, which goes straight
 * to Asterisk: a browser that talks is not lost before it had time to come back (F1).
 */
export function expectBrowsers(turn: Turn): void {
  for (const { phone, agentId } of turn.world.sessions.values())
    if (phone === 'browser') setTimer(turn, 'restart', agentId, turn.at + RESTART_GRACE_MS);
}

/** Timer `restart`: who is still away is gone. */
export function graceIsOver(turn: Turn, session: AgentSession): void {
  if (!reachable(turn.world, session)) gone(turn, session);
}

export function pageChanged(turn: Turn, agentId: AgentId, connected: boolean, silentMs = 0): void {
  const { pages } = turn.world;
  if (pages.has(agentId) === connected) return;
  if (connected) pages.add(agentId);
  else pages.delete(agentId);
  reachabilityChanged(turn, agentId, silentMs);
}

export function phoneChanged(turn: Turn, node: NodeId, phone: PhoneRef, online: boolean): void {
  const { phones } = turn.world;
  const key = phoneKey(phone.agentId, phone.kind);
  if (online ? phones.get(key) === node : !phones.has(key)) return;
  if (online) phones.set(key, node);
  else phones.delete(key);
  reachabilityChanged(turn, phone.agentId);
}

/** `silentMs`: it has been gone for so long already. */
function reachabilityChanged(turn: Turn, agentId: AgentId, silentMs = 0): void {
  const { world } = turn;
  const session = world.sessions.get(agentId);
  if (!session) return;
  turn.agents.add(agentId);
  record(turn, {
    type: 'agentReachabilityChanged',
    agentId,
    page: world.pages.has(agentId),
    phone: phoneReachable(world, session),
  });
  if (reachable(world, session)) back(turn, session);
  else gone(turn, session, silentMs);
}

function gone(turn: Turn, session: AgentSession, silentMs = 0): void {
  const { world } = turn;
  const contact = session.contactId === null ? undefined : world.contacts.get(session.contactId);
  const talk = contact?.talk;
  const target = contact ? targetOfAgent(contact, session.agentId) : null;
  // The audio of a browser lives and dies with its page; the page's socket alone may come back.
  const bothGone =
    session.phone === 'browser' &&
    !world.pages.has(session.agentId) &&
    !phoneReachable(world, session) &&
    !world.timers.has(timerId('restart', session.agentId));
  if (contact && talk?.leg && talk.agentId === session.agentId && bothGone)
    agentVanished(turn, contact, talk, session);
  else if (contact && target?.leg && bothGone) targetLeft(turn, contact, target, 0);
  else {
    if (bothGone && !contact) dropStanding(turn, session);
    if (session.state === 'ready')
      setTimer(turn, 'gone', session.agentId, turn.at + Math.max(0, GRACE_MS - silentMs));
  }
}

function back(turn: Turn, session: AgentSession): void {
  clearTimer(turn, 'gone', session.agentId);
  clearTimer(turn, 'restart', session.agentId);
  raiseStanding(turn, session);
  const contact = session.contactId === null ? undefined : turn.world.contacts.get(session.contactId);
  if (contact?.talk && contact.talk.agentId === session.agentId)
    callBackAgent(turn, contact, contact.talk, session);
  else if (session.state === 'unreachable') setState(turn, session, 'ready');
}

/** Timer `gone`: still away. */
export function stillGone(turn: Turn, session: AgentSession): void {
  if (session.state !== 'ready' || reachable(turn.world, session)) return;
  setState(turn, session, 'unreachable');
}
