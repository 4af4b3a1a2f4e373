/** What must be true of every conversation at every moment, and of its steps when it is over. */
import { standingSession } from '../../orchestrator/core/agents/standing.ts';
import type { AgentSession } from '../../orchestrator/core/agents/session.ts';
import { bridgesOf, steppedOut, targetOfAgent } from '../../orchestrator/core/calls/target.ts';
import type { Contact } from '../../orchestrator/core/contacts/contact.ts';
import type { Fact } from '../../orchestrator/core/facts.ts';
import type { CallScene } from '../support/scene-of-calls.ts';

/** Throws with the first thing that does not hold. The invariants of the world are checked by the scene itself. */
export function checkWhatHolds(scene: CallScene): void {
  checkSeats(scene);
  for (const leg of scene.up()) checkHearing(scene, leg);
  for (const session of scene.world.sessions.values()) checkState(scene, session);
  checkMuted(scene);
  checkRecorded(scene);
}

function fail(what: string): never {
  throw new Error(what);
}

const called = (scene: CallScene, leg: string): string => scene.names.get(leg) ?? leg;

/** Everybody stands in the bridge that the contact says, and nobody else there. */
function checkSeats(scene: CallScene): void {
  const { contacts, sessions } = scene.world;
  const expected = new Map<string, string[]>();
  for (const contact of contacts.values())
    for (const { bridge, legs } of bridgesOf(contact)) expected.set(bridge, legs);
  const names = (legs: readonly string[]): string =>
    [...legs]
      .sort()
      .map(leg => called(scene, leg))
      .join(', ');
  for (const { bridge, legs, music } of scene.seats()) {
    const owner = [...sessions.values()].find(session => session.bridge?.id === bridge);
    const wanted = expected.get(bridge);
    if (wanted) {
      if (names(wanted) !== names(legs)) fail(`together are ${names(legs)} instead of ${names(wanted)}`);
    } else if (!owner) fail(`${bridge} is left, with ${names(legs)}`);
    else if (legs.some(leg => leg !== owner.standing?.leg)) fail(`${names(legs)} are left in ${bridge}`);
    if (music && legs.length !== 1) fail(`music plays to ${names(legs) || 'nobody'}`);
  }
}

/** Who is in a call hears somebody, music, a prompt or the ringing of somebody who rings. */
function checkHearing(scene: CallScene, leg: string): void {
  const { world } = scene;
  const seat = scene.seats().find(({ legs }) => legs.includes(leg));
  const alone = seat ? seat.legs.length === 1 && !seat.music : scene.hears(leg) === 'nothing';
  const standing = standingSession(world, leg);
  const contact = contactWith(scene, leg);
  if (!contact) {
    if (!standing) fail(`${called(scene, leg)} is in no call`);
    if (!alone) fail(`${called(scene, leg)} hears ${scene.hears(leg)} although it is in no call`);
    return;
  }
  const session = sessionOn(scene, contact, leg);
  // An operator who is with nobody has the customer on hold, and takes it back when it wants.
  const withNobody = session?.state === 'onHold';
  if (alone && !withNobody && !(leg === contact.callerLeg && contact.playback !== null))
    fail(`${called(scene, leg)} hears nothing, the contact is ${contact.stage}`);
  if (!seat && scene.hears(leg) === 'ringing' && !rings(scene, contact))
    fail(`${called(scene, leg)} hears ringing and nobody rings`);
}

/** The contact in which the leg takes part; offers on standing legs do not count yet. */
function contactWith(scene: CallScene, leg: string): Contact | undefined {
  return [...scene.world.contacts.values()].find(
    ({ callerLeg, talk, aside, targets }) =>
      leg === callerLeg ||
      leg === talk?.leg ||
      leg === aside?.agentLeg ||
      targets.some(target => target.leg === leg && target.stage !== 'calling'),
  );
}

function rings(scene: CallScene, contact: Contact): boolean {
  const { offer, targets } = contact;
  return offer !== null || targets.some(({ stage }) => stage === 'calling' || stage === 'waiting');
}

function sessionOn(scene: CallScene, contact: Contact, leg: string): AgentSession | undefined {
  const { talk, aside, callerAgentId, callerLeg, targets } = contact;
  const target = targets.find(each => each.leg === leg);
  const agentId =
    leg === talk?.leg || leg === aside?.agentLeg
      ? talk?.agentId
      : leg === callerLeg
        ? callerAgentId
        : target?.whom?.kind === 'agent'
          ? target.whom.agentId
          : null;
  return scene.world.sessions.get(agentId ?? 0);
}

/** What the page says of the operator is what it hears. */
function checkState(scene: CallScene, session: AgentSession): void {
  const { agentId, state, contactId } = session;
  const contact = contactId === null ? undefined : scene.world.contacts.get(contactId);
  if (!contact) return;
  const target = targetOfAgent(contact, agentId);
  const leads = contact.talk?.agentId === agentId;
  const leg = leads ? contact.talk?.leg : target?.leg;
  if (!leg || contact.stage === 'dialling') return;
  const others = scene.seats().find(({ legs }) => legs.includes(leg))?.legs.length ?? 0;
  const heldByPhone = leads && contact.talk?.heldByPhone === true;
  // Whoever was left alone by the operator who holds talks to nobody for a while, with music.
  const held = steppedOut(contact) && !leads;
  if (state === 'talking' && others !== 2 && !held) fail(`agent ${agentId} talks to ${others - 1} others`);
  if (state === 'conference' && others < 3 && !held)
    fail(`agent ${agentId} confers with ${others - 1} others`);
  if (state === 'onHold' && others !== 0 && !heldByPhone)
    fail(`agent ${agentId} holds and hears ${scene.hears(leg)}`);
  if (state === 'consulting' && others > 2) fail(`agent ${agentId} consults ${others - 1} others`);
}

/** Asterisk keeps silent whom the pages show as silent, and nobody else. */
function checkMuted(scene: CallScene): void {
  const shown = new Set<string>();
  for (const { talk, targets } of scene.world.contacts.values()) {
    if (talk?.muted && talk.leg !== null) shown.add(talk.leg);
    for (const { leg, muted } of targets) if (muted && leg !== null) shown.add(leg);
  }
  for (const leg of scene.up())
    if (scene.isMuted(leg) !== shown.has(leg))
      fail(`${called(scene, leg)} is ${scene.isMuted(leg) ? '' : 'not '}silent, its page says otherwise`);
}

/** Every customer who has talked to an operator is recorded until it hangs up, once, and nobody else is. */
function checkRecorded(scene: CallScene): void {
  const talked = new Set(
    scene.facts.flatMap(fact => (fact.type === 'contactConnected' ? fact.contactId : [])),
  );
  const wanted = [...scene.world.contacts.values()].flatMap(({ id, callerLeg }) =>
    callerLeg !== '' && talked.has(id) ? callerLeg : [],
  );
  const [there, due] = [scene.recordedLegs(), wanted].map(legs =>
    legs
      .map(leg => called(scene, leg))
      .sort()
      .join(', '),
  );
  if (there !== due) fail(`recorded is ${there || 'nobody'} instead of ${due || 'nobody'}`);
}

/** What the steps of every contact tell, when all is over. */
export function checkSteps(facts: readonly Fact[]): void {
  const contacts = new Map<string, Fact[]>();
  for (const fact of facts)
    if ('contactId' in fact && fact.contactId !== null)
      contacts.set(fact.contactId, [...(contacts.get(fact.contactId) ?? []), fact]);
  for (const [contactId, steps] of contacts) {
    try {
      checkContact(steps);
    } catch (error) {
      const types = steps.map(({ type }) => type).join(', ');
      throw new Error(`${contactId}: ${String(error)}\n${types}`, { cause: error });
    }
  }
  checkStates(facts);
}

function checkContact(steps: Fact[]): void {
  const ofType = <T extends Fact['type']>(type: T) =>
    steps.filter((step): step is Extract<Fact, { type: T }> => step.type === type);
  const [ended, ...again] = ofType('contactEnded');
  if (!ended || again.length > 0) fail(`I1: ${again.length + (ended ? 1 : 0)} ends`);
  for (const name of ['waitMs', 'talkMs', 'holdMs', 'durationMs'] as const)
    if (ended[name] < 0) fail(`I5: ${name} is ${ended[name]}`);
  if (ended.talkMs + ended.holdMs > ended.durationMs) fail('more talk and hold than the contact lasted');
  const pairs: [Fact['type'], Fact['type']][] = [
    ['contactHeld', 'contactRetrieved'],
    ['callRecordingStarted', 'callRecordingEnded'],
    ['contactOffered', 'offerEnded'],
  ];
  for (const [begin, end] of pairs)
    if (ofType(begin).length !== ofType(end).length)
      fail(`${ofType(begin).length} ${begin}, ${ofType(end).length} ${end}`);
  checkTargets(steps);
}

/** Everybody who was called answered or did not; who answered left, took over, or was there until the end. */
function checkTargets(steps: Fact[]): void {
  /** How many of whom; the same number may be called twice. */
  const called = new Map<string, number>();
  const there = new Map<string, number>();
  const count = (list: Map<string, number>, who: string, change: 1 | -1): void => {
    list.set(who, Math.max(0, (list.get(who) ?? 0) + change));
  };
  for (const step of steps) {
    const who = 'toAgentId' in step && 'number' in step ? `${step.toAgentId ?? ''}${step.number}` : '';
    if (step.type === 'targetCalled') count(called, who, 1);
    if (step.type === 'targetAnswered') {
      count(called, who, -1);
      if (step.purpose === 'consult' || step.purpose === 'join') count(there, who, 1);
    }
    if (step.type === 'contactTransferred' && step.how !== 'blind') count(there, who, -1);
    if (step.type === 'targetEnded') count((there.get(who) ?? 0) > 0 ? there : called, who, -1);
  }
  for (const [who, left] of [...called, ...there]) if (left > 0) fail(`nothing is said of the end of ${who}`);
}

/** I5: each state begins where the one before ended. */
function checkStates(facts: readonly Fact[]): void {
  const states = new Map<number, string>();
  for (const fact of facts) {
    if (fact.type !== 'agentStateChanged') continue;
    const before = states.get(fact.agentId);
    if (before !== undefined && before !== fact.from)
      fail(`agent ${fact.agentId} was ${before}, not ${fact.from}`);
    if (fact.previousMs < 0) fail(`agent ${fact.agentId} was ${fact.from} for ${fact.previousMs} ms`);
    states.set(fact.agentId, fact.to);
  }
}
