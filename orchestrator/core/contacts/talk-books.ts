import { reseatStanding } from '../agents/bridge.ts';
import { command, record, type Turn } from '../turn.ts';
import { setStage, type Contact, type Talk } from './contact.ts';

/** The customer hears music from now on. */
export function noteHeld(turn: Turn, contact: Contact, talk: Talk): void {
  talk.heldSince = turn.at;
  setStage(contact, 'held', turn.at);
  record(turn, { type: 'contactHeld', contactId: contact.id, agentId: talk.agentId });
}

/** Adds the time held so far to the contact and records the end of the hold. */
export function closeHold(turn: Turn, contact: Contact, talk: Talk): void {
  if (talk.heldSince === null) return;
  const heldMs = turn.at - talk.heldSince;
  contact.holdMs += heldMs;
  talk.heldMs += heldMs;
  talk.heldSince = null;
  talk.heldByPhone = false;
  record(turn, { type: 'contactRetrieved', contactId: contact.id, agentId: talk.agentId, heldMs });
}

/** The agent is back, or given up. */
export function closeLost(turn: Turn, talk: Talk): void {
  if (talk.lostSince !== null) talk.lostMs += turn.at - talk.lostSince;
  talk.lostSince = null;
}

/** Ends the talk, if there is one: its times are added, its leg is hung up, the agent's bridge is left as it was. */
export function closeTalk(turn: Turn, contact: Contact): Talk | null {
  const { talk } = contact;
  if (!talk) return null;
  const music = talk.lostSince !== null || (talk.heldSince !== null && !talk.heldByPhone);
  closeHold(turn, contact, talk);
  closeLost(turn, talk);
  // Neither hold nor the time without agent is talk.
  contact.talkMs += turn.at - talk.since - talk.heldMs - talk.lostMs;

  contact.talk = null;
  const owner = talk.leg ? turn.world.legs.get(talk.leg) : undefined;
  if (talk.leg && owner?.contactId === contact.id)
    command(turn, { type: 'hangup', node: contact.node, leg: talk.leg, reason: 'normal' });
  // A standing leg stays up: what belongs to this talk is taken off it.
  else if (talk.leg && owner && talk.muted)
    command(turn, { type: 'unmute', node: contact.node, leg: talk.leg });
  tidyBridge(turn, contact, talk, music);
  return talk;
}

function tidyBridge(turn: Turn, { node }: Contact, talk: Talk, music: boolean): void {
  const { bridge } = talk;
  const session = turn.world.sessions.get(talk.agentId);
  if (session?.bridge?.id === bridge) {
    if (music) command(turn, { type: 'stopBridgeMusic', node, bridge });
    reseatStanding(turn, session);
  } else command(turn, { type: 'destroyBridge', node, bridge });
}
