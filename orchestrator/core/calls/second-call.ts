/**
 * A SIP phone's own way to consult: it holds the customer and dials on a second line. That line is the agent's leg
 * in the bridge aside; the phone swaps by itself, by holding one line and taking back the other.
 */
import type { AgentSession } from '../agents/session.ts';
import { setState } from '../agents/session.ts';
import type { RefusalCode } from '../agents/requests.ts';
import { enterBridge } from '../agents/bridge.ts';
import { nextPart, setStage, type Contact, type Talk } from '../contacts/contact.ts';
import { closeHold } from '../contacts/talk-books.ts';
import type { LegId } from '../ids.ts';
import { command, type Turn } from '../turn.ts';
import { asideOver } from './moves.ts';
import { dropLeg, releaseTarget } from './release.ts';
import { openTarget } from './target.ts';

/** The bridge aside with the second line in it, which hears that it rings. */
export function openSecondCall(turn: Turn, contact: Contact, session: AgentSession, leg: LegId): void {
  const { node } = contact;
  const bridge = nextPart(contact);
  contact.aside = { bridge, agentHere: true, agentLeg: leg };
  turn.world.legs.set(leg, { node, contactId: contact.id, standingOf: null });
  command(
    turn,
    { type: 'createBridge', node, bridge },
    { type: 'answer', node, leg },
    { type: 'ring', node, leg },
  );
  setState(turn, session, 'consulting');
}

/** The second line was hung up: the target is given up, the customer waits on the first line. True = it was that line. */
export function secondCallEnded(turn: Turn, contact: Contact, leg: LegId): boolean {
  const { aside } = contact;
  if (!aside || aside.agentLeg !== leg) return false;
  aside.agentLeg = null;
  const open = openTarget(contact);
  if (open) releaseTarget(turn, contact, open, 'cancelled');
  asideOver(turn, contact);
  return true;
}

/** Of two lines the second one is kept, in the conversation: the phone has no need of the first one any more. */
export function oneLine(turn: Turn, contact: Contact, talk: Talk, session: AgentSession): void {
  const { aside, node } = contact;
  if (!aside?.agentLeg) return;
  if (talk.leg !== null) dropLeg(turn, contact, talk.leg, talk.muted);
  talk.leg = aside.agentLeg;
  talk.muted = false;
  aside.agentLeg = null;
  aside.agentHere = false;
  closeHold(turn, contact, talk);
  setStage(contact, 'talking', turn.at);
  enterBridge(turn, session, node, talk.bridge, talk.leg);
}

/** Only the phone itself can take back what it holds. */
export function onTwoLines({ aside }: Contact): RefusalCode | null {
  return aside?.agentLeg ? 'answerOnPhone' : null;
}
