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
    const playback = first.playback ?? '';
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
