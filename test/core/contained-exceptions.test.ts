/** F13: an exception while handling one contact ends that contact cleanly; the others do not notice. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Event } from '../../orchestrator/core/events.ts';
import { step, type StepResult } from '../../orchestrator/core/step.ts';
import { createWorld } from '../../orchestrator/core/world.ts';
import { checkInvariants } from '../support/invariants.ts';
import { sampleConfiguration } from '../support/sample-configuration.ts';

const node = 'n1';

describe('an exception in a handler', () => {
  const world = createWorld();
  let seq = 0;
  const submit = (event: Event): StepResult => {
    seq += 1;
    return step(world, { seq, at: Date.UTC(2026, 2, 2, 9) + seq, event });
  };

  it('ends the contact that the event was about and no other', () => {
    submit({ type: 'started', instance: 'phones', timeZone: 'UTC' });
    submit({ type: 'configurationLoaded', configuration: sampleConfiguration() });
    for (const leg of ['in1', 'in2'])
      submit({
        type: 'callArrived',
        node,
        leg,
        lineId: 1,
        dialled: '800100',
        caller: { number: '06', name: '' },
      });
    const [first, second] = [...world.contacts.values()];
    if (!first || !second) throw new Error('two contacts should be there');
    const playback = `${first.id}.1`;
    // A defect: reading a member that the handler needs throws.
    Object.defineProperty(first, 'campaignId', {
      get() {
        throw new TypeError('defect');
      },
    });
    const { error, facts, commands } = submit({ type: 'playbackFinished', node, playback, failed: false });
    expect(error).to.be.instanceOf(TypeError);
    expect(facts.map(fact => fact.type)).to.include('anomalyFound');
    expect([...world.contacts.keys()]).to.deep.equal([second.id]);
    expect(commands.filter(command => command.type === 'hangup')).to.have.length.at.most(1);
    checkInvariants(world);
    expect(submit({ type: 'legEnded', node, leg: 'in2', cause: 16 }).error).to.equal(null);
    expect(world.contacts.size).to.equal(0);
  });

  it('gives a contact one outcome even when its end is what throws', () => {
    submit({
      type: 'callArrived',
      node,
      leg: 'in3',
      lineId: 1,
      dialled: '800100',
      caller: { number: '06', name: '' },
    });
    const [contact] = [...world.contacts.values()];
    if (!contact) throw new Error('a contact should be there');
    Object.defineProperty(contact, 'talk', {
      get() {
        throw new TypeError('defect');
      },
    });
    const { error, facts, commands } = submit({ type: 'legEnded', node, leg: 'in3', cause: 16 });
    expect(error).to.be.instanceOf(TypeError);
    expect(facts.filter(fact => fact.type === 'contactEnded')).to.have.length(1);
    expect(world.contacts.size).to.equal(0);
    expect(commands.every(command => command.type === 'hangup' || command.type === 'stopMusic')).to.equal(
      true,
    );
    checkInvariants(world);
  });

  it('refuses the request of an operator whose handling threw, instead of leaving it open', () => {
    const { commands } = submit({
      type: 'agentRequested',
      requestId: 'r1',
      agentId: 1,
      request: JSON.parse('{"type":"nonsense"}'),
      by: 'test',
    });
    // Nobody is logged in: refused before the kind of request matters.
    expect(commands).to.deep.equal([{ type: 'reply', requestId: 'r1', refused: 'notLoggedIn' }]);
  });
});

describe('an exception in one difference of an observation', () => {
  const world = createWorld();
  let seq = 0;
  const submit = (event: Event): StepResult => {
    seq += 1;
    return step(world, { seq, at: Date.UTC(2026, 2, 2, 9) + seq, event });
  };
  const observe = (legs: string[], bridges: string[] = []): StepResult =>
    submit({ type: 'nodeObserved', node, legs, channels: legs, bridges, phonesOnline: [] });
  const arrive = (leg: string): void => {
    submit({
      type: 'callArrived',
      node,
      leg,
      lineId: 1,
      dialled: '800100',
      caller: { number: '06', name: '' },
    });
  };
  const contactAt = (leg: string) =>
    [...world.contacts.values()].find(({ callerLeg }) => callerLeg === leg) ?? expect.fail(`no ${leg}`);
  const expectFailed = ({ error, facts }: StepResult, contactId: string): void => {
    expect(error).to.be.instanceOf(TypeError);
    expect(facts).to.deep.include({
      type: 'anomalyFound',
      code: 'exception',
      detail: facts.find(fact => fact.type === 'anomalyFound')?.detail,
      contactId,
    });
    const ends = facts.filter(fact => fact.type === 'contactEnded' && fact.contactId === contactId);
    expect(ends).to.have.length(1);
    expect(ends[0]).to.include({ outcome: 'failed', endedBy: 'system' });
    expect(world.contacts.has(contactId)).to.equal(false);
    checkInvariants(world);
  };

  it('quarantines its contact; the others are reconciled, and the observation counts', () => {
    submit({ type: 'started', instance: 'phones', timeZone: 'UTC' });
    submit({ type: 'configurationLoaded', configuration: sampleConfiguration() });
    submit({ type: 'nodeConnected', node, version: '22', bootId: 'a' });
    for (const leg of ['in1', 'in2', 'in3']) arrive(leg);
    const [first, second, third] = ['in1', 'in2', 'in3'].map(contactAt);
    if (!first || !second || !third) throw new Error('three contacts should be there');
    // What was said last cannot be said again: the name of the prompt is spoilt.
    Object.assign(first, { playback: {} });
    const result = observe(['in1', 'in3', 'stranger'], [`${third.id}.99`]);
    expectFailed(result, first.id);
    expect(world.contacts.has(second.id), 'the one whose leg is missing').to.equal(false);
    expect(world.contacts.has(third.id), 'the one with whom nothing is wrong').to.equal(true);
    const done = result.commands.map(command =>
      'leg' in command ? `${command.type} ${command.leg}` : command.type,
    );
    expect(done).to.include.members(['giveToFallback stranger', 'destroyBridge', 'hangup in1']);
    expect(JSON.stringify(result.commands), 'what had begun').to.not.include('"playback":{}');
    expect(world.nodes.get(node)?.fresh).to.equal(false);
    expect(submit({ type: 'legEnded', node, leg: 'in1', cause: 16 }).error).to.equal(null);
  });

  it('quarantines a contact whose leg is missing and whose end throws', () => {
    for (const leg of ['in4', 'in5']) arrive(leg);
    const [fourth, fifth] = ['in4', 'in5'].map(contactAt);
    if (!fourth || !fifth) throw new Error('two contacts should be there');
    Object.defineProperty(fourth, 'offer', {
      get() {
        throw new TypeError('defect');
      },
    });
    observe(['in3']);
    expectFailed(observe(['in3']), fourth.id);
    expect([...world.contacts.values()].map(({ callerLeg }) => callerLeg)).to.deep.equal(['in3']);
  });

  it('quarantines one of those that a restart of Asterisk ends', () => {
    for (const leg of ['in6', 'in7']) arrive(leg);
    const sixth = contactAt('in6');
    Object.defineProperty(sixth, 'talk', {
      get() {
        throw new TypeError('defect');
      },
    });
    expectFailed(submit({ type: 'nodeConnected', node, version: '22', bootId: 'b' }), sixth.id);
    expect(world.contacts.size).to.equal(0);
  });
});
