/**
 * Compares the world with what a node reports and makes up for what was missed. The same code runs after a
 * start, when the ARI socket comes back, when Asterisk restarted, and as slow audit. The first observation
 * after the link came up is the truth; later ones may cross an event on its way, so what looks wrong must be
 * seen twice in a row. Each difference is handled for itself: one that cannot be spoils no other (F13).
 */
import { phoneChanged } from './agents/reachability.ts';
import type { Event, PhoneRef } from './events.ts';
import { contactWith } from './contacts/find.ts';
import { legAnswered, legEnded, playbackFinished } from './contacts/legs.ts';
import type { Contact } from './contacts/contact.ts';
import { endContact } from './contacts/end.ts';
import { outsideEnded } from './calls/spending.ts';
import { bridgesOf, hasCustomer, steppedOut, targetWithLeg } from './calls/target.ts';
import { forwardBridges, reassertFlow } from './flows/events.ts';
import { contactOf, type NodeId } from './ids.ts';
import { guard } from './quarantine.ts';
import { sayAgain } from './recording/keep.ts';
import { phoneKey } from './agents/session.ts';
import { standingSession } from './agents/standing.ts';
import { command, record, type Turn } from './turn.ts';
import type { NodeState, World } from './world.ts';

export type Observed = Extract<Event, { type: 'nodeObserved' }>;

export function nodeConnected(turn: Turn, node: NodeId, version: string, bootId: string): void {
  const before = turn.world.nodes.get(node);
  if (before && before.bootId !== '' && before.bootId !== bootId) switchRestarted(turn, node);
  turn.world.nodes.set(node, { up: true, version, bootId, fresh: true, suspects: new Set() });
  record(turn, { type: 'nodeStateChanged', node, up: true, version });
}

export function nodeDisconnected(turn: Turn, node: NodeId): void {
  const state = turn.world.nodes.get(node);
  if (!state?.up) return;
  state.up = false;
  record(turn, { type: 'nodeStateChanged', node, up: false, version: state.version });
}

/** Asterisk died and with it every call it had. */
function switchRestarted(turn: Turn, node: NodeId): void {
  const { world } = turn;
  for (const [leg, owner] of [...world.legs]) {
    if (owner.node !== node) continue;
    const session = standingSession(world, leg);
    outsideEnded(turn, leg);
    world.legs.delete(leg);
    if (!session) continue;
    session.standing = { leg: null, up: false };
    turn.agents.add(session.agentId);
  }
  for (const session of world.sessions.values()) if (session.bridge?.node === node) session.bridge = null;
  for (const contact of [...world.contacts.values()])
    if (contact.node === node)
      guard(turn, 'switchLost', contact, () => endContact(turn, contact, 'switchLost', 'system'));
}

export function nodeObserved(turn: Turn, observed: Observed): void {
  const { world } = turn;
  const state = world.nodes.get(observed.node);
  if (!state) return;
  observePhones(turn, observed);
  for (const leg of observed.legs)
    guard(turn, 'answeredMeanwhile', contactWith(turn, leg), () =>
      answeredMeanwhile(turn, observed.node, leg),
    );
  if (state.fresh) reassert(turn, observed);
  const wrong = differences(world, observed);
  const act = (id: string): boolean => state.fresh || state.suspects.has(id);
  for (const leg of wrong.missing.filter(act))
    guard(turn, 'missing', contactWith(turn, leg), () => legEnded(turn, leg, 0));
  for (const leg of wrong.orphans.filter(act)) {
    record(turn, { type: 'anomalyFound', code: 'orphanLeg', detail: leg, contactId: contactOf(leg) });
    // A leg that we made has nobody to talk to; a caller is given to the dialplan's fallback.
    if (contactOf(leg)) command(turn, { type: 'hangup', node: observed.node, leg, reason: 'normal' });
    else command(turn, { type: 'giveToFallback', node: observed.node, leg });
  }
  for (const bridge of wrong.bridges.filter(act)) {
    record(turn, {
      type: 'anomalyFound',
      code: 'orphanBridge',
      detail: bridge,
      contactId: contactOf(bridge),
    });
    command(turn, { type: 'destroyBridge', node: observed.node, bridge });
  }
  for (const recording of wrong.recorders.filter(act))
    command(turn, { type: 'stopCallRecording', node: observed.node, recording });
  // After a time without link this was said already.
  for (const recording of state.fresh ? [] : wrong.brokenOff.filter(act)) {
    const contact = world.contacts.get(contactOf(recording) ?? '');
    if (contact) guard(turn, 'brokenOff', contact, () => sayAgain(turn, contact, false));
  }
  for (const leg of wrong.dead.filter(act))
    command(turn, { type: 'hangup', node: observed.node, leg, reason: 'normal' });
  state.suspects = new Set(Object.values(wrong).flat());
  state.fresh = false;
}

/** An agent's leg that stands in our application was answered, even if nobody told us. */
function answeredMeanwhile(turn: Turn, node: NodeId, leg: string): void {
  const owner = turn.world.legs.get(leg);
  const contact = turn.world.contacts.get(owner?.contactId ?? '');
  const standing = standingSession(turn.world, leg)?.standing;
  const target = contact ? targetWithLeg(contact, leg) : null;
  const called =
    target?.stage === 'calling' ||
    contact?.flow?.pending.get(leg)?.does === 'forward' ||
    contact?.callback?.leg === leg ||
    (contact?.dictation?.step === 'calling' && contact.callerLeg === leg);
  if (contact?.offer?.leg === leg || called || standing?.up === false) legAnswered(turn, node, leg);
}

/**
 * After a time without link, what we last said may not have been heard, and the end of a prompt may have
 * been missed: commands that do no harm twice are said again, and prompts count as heard.
 */
function reassert(turn: Turn, observed: Observed): void {
  const { node, channels, bridges } = observed;
  forgetBridges(turn, node, new Set(bridges));
  for (const contact of [...turn.world.contacts.values()])
    if (contact.node === node && (channels.includes(contact.callerLeg) || contact.targets.length > 0))
      guard(turn, 'reassert', contact, () => reassertContact(turn, contact, observed));
}

function reassertContact(turn: Turn, contact: Contact, observed: Observed): void {
  const { node, callerLeg: leg, playback, talk, music } = contact;
  // First of all: while a prompt plays, every other command for its leg waits, and those for other legs behind it.
  if (playback !== null) command(turn, { type: 'stopPlayback', node, playback });
  reassertFlow(turn, contact, observed.legs);
  const places = bridgesOf(contact).map(place => ({ ...place, missing: missingFrom(place, observed) }));
  const settled = places.length > 0 && places.every(({ missing }) => missing.length === 0);
  if (contact.answered && hasCustomer(contact) && !settled) command(turn, { type: 'answer', node, leg });
  for (const { bridge, missing } of places) {
    if (missing.length > 0 || !observed.bridges.includes(bridge))
      command(turn, { type: 'createBridge', node, bridge });
    if (missing.length > 0) command(turn, { type: 'addToBridge', node, bridge, legs: missing });
  }
  if (talk?.leg && !steppedOut(contact))
    command(turn, { type: 'stopBridgeMusic', node, bridge: talk.bridge });
  sayAgain(
    turn,
    contact,
    places.some(({ missing }) => missing.length > 0),
  );
  if (places.length > 0) return;
  if (playback !== null) playbackFinished(turn, playback, false);
  else if (music !== null) command(turn, { type: 'startMusic', node, leg, music });
  else if (contact.offer || contact.ringing) command(turn, { type: 'ring', node, leg });
}

/**
 * Asterisk takes a leg out of its bridge before it adds it, and its music on hold ends with an answer: those who
 * are where they should be would hear that.
 */
function missingFrom({ bridge, legs }: { bridge: string; legs: string[] }, { members }: Observed): string[] {
  return legs.filter(leg => !members?.[bridge]?.includes(leg));
}

/** Bridges that Asterisk does not have: the command that makes them was lost. Those in use are made by `reassert`. */
function forgetBridges({ world }: Turn, node: NodeId, there: ReadonlySet<string>): void {
  for (const session of world.sessions.values()) {
    const { bridge, contactId } = session;
    const talk = contactId === null ? null : world.contacts.get(contactId)?.talk;
    if (bridge?.node === node && !there.has(bridge.id) && talk?.bridge !== bridge.id) session.bridge = null;
  }
}

interface Differences {
  /** Legs that we know and Asterisk does not. */
  missing: string[];
  /** Legs in our application that we do not know. */
  orphans: string[];
  /** Bridges of ours in which no agent of a session talks. */
  bridges: string[];
  /** Legs that live on although their contact has ended. */
  dead: string[];
  /** Calls that are recorded although nobody wants it (any more). */
  recorders: string[];
  /** Recordings that broke off although their call goes on. */
  brokenOff: string[];
}

export function differences(world: World, observed: Observed): Differences {
  const channels = new Set(observed.channels);
  const missing: string[] = [];
  const dead: string[] = [];
  for (const [leg, owner] of world.legs) {
    if (owner.node !== observed.node) continue;
    if (!channels.has(leg)) missing.push(leg);
    else if (!(owner.contactId === null ? standingSession(world, leg) : world.contacts.has(owner.contactId)))
      dead.push(leg);
  }
  const owned = new Set<string>();
  for (const { bridge } of world.sessions.values()) if (bridge) owned.add(bridge.id);
  for (const { talk, aside } of world.contacts.values()) {
    if (talk) owned.add(talk.bridge);
    if (aside) owned.add(aside.bridge);
  }
  for (const contact of world.contacts.values())
    if (contact.flow) for (const bridge of forwardBridges(contact)) owned.add(bridge);
  const bridges = observed.bridges.filter(bridge => !owned.has(bridge));
  const recorders = (observed.recorders ?? []).filter(
    recording => world.contacts.get(contactOf(recording) ?? '')?.recording?.id !== recording,
  );
  const brokenOff: string[] = [];
  for (const { recording, node } of world.contacts.values())
    if (
      recording?.startedAt &&
      node === observed.node &&
      observed.recorders?.includes(recording.id) === false
    )
      brokenOff.push(recording.id);
  return {
    missing,
    dead,
    bridges,
    recorders,
    brokenOff,
    orphans: observed.legs.filter(leg => !world.legs.has(leg)),
  };
}

/** Whether an observation would change anything; the audit leaves the others out of the journal. */
export function isNews(world: World, observed: Observed): boolean {
  const state: NodeState | undefined = world.nodes.get(observed.node);
  if (!state || state.fresh || state.suspects.size > 0) return true;
  const wrong = differences(world, observed);
  const online = new Set(observed.phonesOnline.map(phone => phoneKey(phone.agentId, phone.kind)));
  const known = [...world.phones].filter(([, node]) => node === observed.node);
  return (
    Object.values(wrong).some(list => list.length > 0) ||
    online.size !== known.length ||
    known.some(([key]) => !online.has(key))
  );
}

function observePhones(turn: Turn, observed: Observed): void {
  const { world } = turn;
  const change = (node: NodeId, phone: PhoneRef, online: boolean): void => {
    const contactId = world.sessions.get(phone.agentId)?.contactId ?? '';
    guard(turn, 'phoneChanged', world.contacts.get(contactId), () => phoneChanged(turn, node, phone, online));
  };
  const online = new Set(observed.phonesOnline.map(phone => phoneKey(phone.agentId, phone.kind)));
  for (const [key, node] of [...world.phones]) {
    if (node !== observed.node || online.has(key)) continue;
    const [agentId, kind] = key.split('/');
    if (kind === 'browser' || kind === 'sip') change(node, { agentId: Number(agentId), kind }, false);
  }
  for (const phone of observed.phonesOnline) change(observed.node, phone, true);
}
