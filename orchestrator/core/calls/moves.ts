/** The agent and its targets change places between the conversation and the bridge aside. */
import { enterBridge, leaveBridge } from '../agents/bridge.ts';
import { setState, type AgentSession } from '../agents/session.ts';
import type { AgentState } from '../agents/state.ts';
import { queueOf } from '../configuration/lookup.ts';
import { nextPart, setStage, type Contact, type Talk } from '../contacts/contact.ts';
import { closeHold, noteHeld } from '../contacts/talk-books.ts';
import type { LegId } from '../ids.ts';
import { command, type Turn } from '../turn.ts';
import { closeAside, sessionOf } from './release.ts';
import { hasCustomer, joined, openTarget, othersInConversation, steppedOut, type Target } from './target.ts';

/** The state of the agent while it is in the conversation. */
export function stateIn(contact: Contact): Extract<AgentState, 'talking' | 'conference'> {
  const others = (hasCustomer(contact) ? 1 : 0) + joined(contact).length;
  return others > 1 ? 'conference' : 'talking';
}

/** All agents in the conversation say so; one who stepped out has its own state. */
export function noteStates(turn: Turn, contact: Contact): void {
  const { world } = turn;
  const state = stateIn(contact);
  const lead = contact.talk && !steppedOut(contact) ? world.sessions.get(contact.talk.agentId) : undefined;
  const others = joined(contact).flatMap(target => sessionOf(world, target) ?? []);
  for (const session of lead ? [lead, ...others] : others)
    if (session.contactId === contact.id && session.state !== state) setState(turn, session, state);
}

export function musicOf({ world }: Turn, contact: Contact): string {
  return queueOf(world.configuration, contact.talk?.campaignId ?? null)?.music ?? 'default';
}

/** Music for somebody who is alone in the conversation; two who are left to themselves talk. */
export function soothe(turn: Turn, contact: Contact): void {
  const { talk, node } = contact;
  if (!talk || !steppedOut(contact)) return;
  const { bridge } = talk;
  if (othersInConversation(contact).length === 1)
    command(turn, { type: 'startBridgeMusic', node, bridge, music: musicOf(turn, contact) });
  else command(turn, { type: 'stopBridgeMusic', node, bridge });
}

/** The agent leaves the conversation for the bridge aside, which is made for that. */
export function stepAside(turn: Turn, contact: Contact, talk: Talk, session: AgentSession): void {
  const { node } = contact;
  if (!contact.aside) {
    const bridge = nextPart(contact);
    contact.aside = { bridge, agentHere: true, agentLeg: null };
    command(turn, { type: 'createBridge', node, bridge });
  }
  contact.aside.agentHere = true;
  if (talk.heldSince === null) {
    if (talk.leg !== null) leaveBridge(turn, session, node, talk.bridge, talk.leg);
    noteHeld(turn, contact, talk);
    soothe(turn, contact);
  }
  setState(turn, session, 'consulting');
}

/** The agent hears that it rings, where nothing else is to be heard. */
export function ringback(turn: Turn, { node, aside }: Contact, talk: Talk): void {
  const leg = aside?.agentLeg ?? talk.leg;
  if (leg !== null) command(turn, { type: 'ring', node, leg });
}

export function stopRingback(turn: Turn, { node, aside }: Contact, talk: Talk): void {
  const leg = aside?.agentLeg ?? talk.leg;
  if (leg !== null) command(turn, { type: 'stopRinging', node, leg });
}

/** Into a bridge that is not the agent's own: whoever stood in its own bridge does not any more. */
export function moveTo(
  turn: Turn,
  { node }: Contact,
  bridge: string,
  leg: LegId,
  session: AgentSession | null,
): void {
  if (session?.bridge && session.standing?.leg === leg)
    session.bridge.leg = session.bridge.id === bridge ? leg : null;
  command(turn, { type: 'addToBridge', node, bridge, legs: [leg] });
}

/** A target comes into the conversation. */
export function joinConversation(turn: Turn, contact: Contact, target: Target): void {
  const { talk } = contact;
  if (!talk || target.leg === null) return;
  target.stage = 'joined';
  target.since = turn.at;
  moveTo(turn, contact, talk.bridge, target.leg, sessionOf(turn.world, target));
}

/** The agent comes back into the conversation. */
export function stepBack(turn: Turn, contact: Contact, talk: Talk, session: AgentSession): void {
  const { node } = contact;
  command(turn, { type: 'stopBridgeMusic', node, bridge: talk.bridge });
  if (talk.leg !== null) enterBridge(turn, session, node, talk.bridge, talk.leg);
  closeHold(turn, contact, talk);
  if (contact.aside) contact.aside.agentHere = false;
  setStage(contact, 'talking', turn.at);
}

/**
 * Others talk to the agents than before: their legs go out of the bridge and in again, so that what they hear is
 * translated from a new beginning (docs/decisions/0021).
 */
export function hearAnew(turn: Turn, contact: Contact): void {
  const { node, talk } = contact;
  if (!talk) return;
  const agents = joined(contact).filter(({ whom }) => whom?.kind === 'agent');
  const lead = talk.leg !== null && !steppedOut(contact) ? [talk.leg] : [];
  const legs = [...lead, ...agents.flatMap(({ leg }) => leg ?? [])];
  if (legs.length === 0) return;
  const { bridge } = talk;
  command(
    turn,
    { type: 'removeFromBridge', node, bridge, legs },
    { type: 'addToBridge', node, bridge, legs },
  );
}

/** Everybody into the conversation: agent, targets who were talked to aside; nothing is aside any more. */
export function gather(turn: Turn, contact: Contact, talk: Talk, session: AgentSession): void {
  const { node, aside } = contact;
  const open = openTarget(contact);
  if (aside && !aside.agentHere && !aside.agentLeg)
    command(turn, { type: 'stopBridgeMusic', node, bridge: aside.bridge });
  if (steppedOut(contact)) stepBack(turn, contact, talk, session);
  if (open?.stage === 'aside') joinConversation(turn, contact, open);
  closeAside(turn, contact);
  hearAnew(turn, contact);
  noteStates(turn, contact);
}

/** Nobody is aside any more: an agent who was there hears nobody until it takes the customer back. */
export function asideOver(turn: Turn, contact: Contact): void {
  const { aside, talk } = contact;
  if (!aside) return;
  closeAside(turn, contact);
  const session = talk ? turn.world.sessions.get(talk.agentId) : undefined;
  if (!aside.agentHere || !talk || !session) return;
  stopRingback(turn, contact, talk);
  setState(turn, session, 'onHold');
}
