/** Who leads the conversation changes: the agent leaves it, and a target takes over. */
import { bringTogether, enterBridge, openBridge } from '../agents/bridge.ts';
import { setState, workIn, type AgentSession } from '../agents/session.ts';
import { startWrapUp } from '../agents/wrap-up.ts';
import { newTalk, nextPart, setStage, type Contact, type Talk } from '../contacts/contact.ts';
import { closeTalk } from '../contacts/talk-books.ts';
import { hush } from '../flows/say.ts';
import type { LegId } from '../ids.ts';
import { command, record, type Turn } from '../turn.ts';
import { muteTarget } from './mute.ts';
import { moveTo, noteStates, stateIn } from './moves.ts';
import { closeAside, dropLeg, sessionOf, takeTarget } from './release.ts';
import { watchForwarded } from './spending.ts';
import { hasCustomer, joined, named, othersInConversation, type Target } from './target.ts';

/** The agent leaves a contact that goes on; its after-work begins. */
export function agentLeaves(turn: Turn, contact: Contact, talk: Talk): void {
  const others = othersInConversation(contact);
  if (others.length > 0)
    command(turn, { type: 'removeFromBridge', node: contact.node, bridge: talk.bridge, legs: others });
  closeTalk(turn, contact);
  contact.queued = false;
  contact.distributedBy = null;
  const session = turn.world.sessions.get(talk.agentId);
  if (session) startWrapUp(turn, session, contact, talk.campaignId);
}

/** A target takes the contact over, in its own bridge; those who had joined come along. */
export function takeLead(
  turn: Turn,
  contact: Contact,
  session: AgentSession,
  leg: LegId,
  campaignId: number,
): void {
  const { node } = contact;
  hush(turn, contact);
  contact.transfer = null;
  contact.returned = false;
  const bridge = hasCustomer(contact)
    ? bringTogether(turn, session, node, contact.callerLeg, leg)
    : alone(turn, session, contact, leg);
  for (const target of joined(contact))
    if (target.leg !== null) moveTo(turn, contact, bridge, target.leg, sessionOf(turn.world, target));
  contact.talk = newTalk(session.agentId, campaignId, leg, bridge, turn.at);
  closeAside(turn, contact);
  setStage(contact, 'talking', turn.at);
  if (campaignId > 0) {
    workIn(session, campaignId).contacts += 1;
    record(turn, {
      type: 'contactConnected',
      contactId: contact.id,
      agentId: session.agentId,
      campaignId,
      waitMs: contact.waitMs,
    });
  }
  setState(turn, session, stateIn(contact));
  noteStates(turn, contact);
}

function alone(turn: Turn, session: AgentSession, { node }: Contact, leg: LegId): string {
  const { id } = openBridge(turn, session, node);
  enterBridge(turn, session, node, id, leg);
  return id;
}

/** A number outside took a transfer: both talk in a bridge of the contact. */
export function answeredOutside(turn: Turn, contact: Contact, target: Target): void {
  hush(turn, contact);
  contact.transfer = null;
  contact.targets.push(target);
  forward(turn, contact, target);
}

/** Customer and the parties outside go on without an agent of ours. */
function forward(turn: Turn, contact: Contact, target: Target): void {
  const { node } = contact;
  target.stage = 'joined';
  target.since = turn.at;
  if (target.leg !== null) watchForwarded(turn, target.leg);
  if (!contact.aside) {
    const bridge = nextPart(contact);
    contact.aside = { bridge, agentHere: false, agentLeg: null };
    command(turn, { type: 'createBridge', node, bridge });
  }
  if (contact.aside.agentLeg !== null) dropLeg(turn, contact, contact.aside.agentLeg, false);
  contact.aside.agentHere = false;
  contact.aside.agentLeg = null;
  const { bridge } = contact.aside;
  command(turn, { type: 'addToBridge', node, bridge, legs: othersInConversation(contact) });
  setStage(contact, 'forwarded', turn.at);
}

/** The agent leaves, and a target that was answered goes on with the customer. */
export function handOver(
  turn: Turn,
  contact: Contact,
  talk: Talk,
  target: Target,
  how: 'consult' | 'left',
): void {
  const { node, aside } = contact;
  const { agentId, campaignId } = talk;
  const whose = { contactId: contact.id, agentId, how, ...named(target) };
  record(turn, { type: 'contactTransferred', ...whose, toCampaignId: null, toServiceId: null });
  if (aside && !aside.agentHere && !aside.agentLeg && target.stage === 'aside')
    command(turn, { type: 'stopBridgeMusic', node, bridge: aside.bridge });
  takeTarget(turn, contact, target);
  agentLeaves(turn, contact, talk);
  const session = sessionOf(turn.world, target);
  if (session && target.leg !== null) {
    takeLead(turn, contact, session, target.leg, campaignId);
    // Who was silent stays so, and may speak when it wants.
    if (contact.talk) contact.talk.muted = target.muted;
    return;
  }
  contact.targets.push(target);
  forward(turn, contact, target);
  // Nobody is left who could let them speak.
  for (const other of contact.targets) muteTarget(turn, contact, other, agentId, false);
}
