/** Values that operators' applications set while a contact goes from hand to hand. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { affectedAgents } from '../../orchestrator/core/live.ts';
import { sampleConfiguration } from '../support/sample-configuration.ts';
import { CallScene } from '../support/scene-of-calls.ts';

/** Agent 1 talked to the customer and gave it to agent 3. */
function handedOver(): CallScene {
  const scene = new CallScene(sampleConfiguration());
  scene.ready(1, 3);
  scene.call('800100');
  scene.wait(1000);
  scene.playedOut();
  scene.pickUp(1);
  scene.ask(1, { type: 'callData', values: { customer: '12' } });
  scene.ask(1, { type: 'transfer', to: { kind: 'agent', agentId: 3 } });
  return scene;
}
const set = { type: 'callData', values: { order: '4711' } } as const;
const carried = { customer: '12', order: '4711' };

describe('call data of a contact that goes on', () => {
  it('set in the wrap-up after a transfer stands with the contact, and the colleague is told', () => {
    const scene = handedOver();
    scene.pickUp(3);
    expect(scene.state(1)).to.equal('wrapUp');
    const before = scene.facts.length;
    expect(scene.ask(1, set)).to.equal(null);
    expect(scene.contact()?.callData).to.deep.equal(carried);
    expect(scene.world.sessions.get(1)?.wrapUp?.callData).to.deep.equal(carried);
    expect([...affectedAgents(scene.world, scene.facts.slice(before))]).to.have.members([1, 3]);
  });

  it('reaches it while it still rings, and does not undo what the colleague set', () => {
    const scene = handedOver();
    expect(scene.ask(1, set)).to.equal(null);
    scene.pickUp(3);
    expect(scene.contact()?.callData).to.deep.equal(carried);
    scene.ask(3, { type: 'callData', values: { order: '4712', step: 'second' } });
    scene.ask(1, { type: 'callData', values: { note: 'x' } });
    expect(scene.contact()?.callData).to.deep.equal({
      customer: '12',
      order: '4712',
      step: 'second',
      note: 'x',
    });
  });

  it('is not more than a contact carries', () => {
    const scene = handedOver();
    scene.pickUp(3);
    const many = (prefix: string) =>
      Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`${prefix}${n}`, 'x']));
    expect(scene.ask(3, { type: 'callData', values: many('a') })).to.equal(null);
    expect(scene.ask(1, { type: 'callData', values: many('b') })).to.equal('callDataFull');
  });
});
