/** A party leaves: its leg is hung up, an agent is free again. What becomes of the others is not decided here. */
import { agentFree } from '../agents/after-contact.ts';
import { seatStanding } from '../agents/bridge.ts';
import type { AgentSession } from '../agents/session.ts';
import type { Contact } from '../contacts/contact.ts';
import type { TargetEnd } from '../facts.ts';
import type { LegId } from '../ids.ts';
import { clearTimer, command, record, type Turn } from '../turn.ts';
import type { World } from '../world.ts';
import { named, type Target } from './target.ts';

export function sessionOf({ sessions }: World, { whom }: Target): AgentSession | null {
  return whom?.kind === 'agent' ? (sessions.get(whom.agentId) ?? null) : null;
}

/** It is no target any more; its timer and its place among those who wait are given up. */
export function takeTarget(turn: Turn, contact: Contact, target: Target): void {
  contact.targets = contact.targets.filter(other => other !== target);
  // Others may be there while it rings or waits.
  if (target.stage !== 'waiting' && target.stage !== 'calling') return;
  clearTimer(turn, 'target', contact.id);
  turn.world.asked = turn.world.asked.filter(id => id !== contact.id);
}

export function releaseTarget(turn: Turn, contact: Contact, target: Target, result: TargetEnd): void {
  takeTarget(turn, contact, target);
  record(turn, {
    type: 'targetEnded',
    contactId: contact.id,
    agentId: contact.talk?.agentId ?? null,
    ...named(target),
    result,
  });
  if (target.leg !== null) dropLeg(turn, contact, target.leg, target.muted);
  const session = sessionOf(turn.world, target);
  if (session?.contactId !== contact.id) return;
  seatStanding(turn, session);
  const talked = target.stage === 'aside' || target.stage === 'joined';
  agentFree(turn, session, talked ? turn.at : session.idleSince);
}

/** Hangs up a leg of the contact; a standing leg stays up. */
export function dropLeg(turn: Turn, contact: Contact, leg: LegId, muted: boolean): void {
  const { node } = contact;
  const owner = turn.world.legs.get(leg);
  if (owner?.contactId === contact.id) command(turn, { type: 'hangup', node, leg, reason: 'normal' });
  else if (owner && muted) command(turn, { type: 'unmute', node, leg });
}

/** All targets go, and the bridge aside with them. */
export function releaseAll(turn: Turn, contact: Contact): void {
  for (const target of [...contact.targets]) releaseTarget(turn, contact, target, 'ended');
  closeAside(turn, contact);
}

export function closeAside(turn: Turn, contact: Contact): void {
  const { aside, node } = contact;
  if (!aside) return;
  contact.aside = null;
  if (aside.agentLeg !== null) dropLeg(turn, contact, aside.agentLeg, false);
  command(turn, { type: 'destroyBridge', node, bridge: aside.bridge });
}
