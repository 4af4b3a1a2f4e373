/** Callers who are called back: their place, attempts, and what happens meanwhile. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Contact } from '../../orchestrator/core/contacts/contact.ts';
import { canCallBack, waitForCallback } from '../../orchestrator/core/contacts/callback.ts';
import { agentView, liveView } from '../../orchestrator/core/live.ts';
import { createTurn } from '../../orchestrator/core/turn.ts';
import { node, Scene } from './scene.ts';

const rules = { attempts: 2, retrySeconds: 60, ringSeconds: 20, lineId: null };

/** A caller who has waited, and hung up to be called back, as the block "Offer callback" leaves it. */
function asked(scene: Scene, number = '0699'): Contact {
  const contact = scene.call();
  contact.callback = { campaignId: 1, number, waits: false, leg: null, attempts: 0, nextAt: null };
  const turn = createTurn(scene.world, scene.at);
  expect(waitForCallback(turn, contact)).to.equal(true);
  // Whatever came of it is done by an event that changes nothing.
  scene.submit({ type: 'configurationChanged', changes: [], by: 'test' });
  return contact;
}

const calling = (scene: Scene, contact: Contact): string =>
  scene.now(contact).callback?.leg ?? expect.fail('nobody is called');

describe('a callback', () => {
  it('keeps its place while it waits, and connects whoever answers', () => {
    const scene = new Scene({ agents: [{}], campaigns: [{ callback: rules }] });
    const contact = asked(scene);
    scene.wait(10);
    const later = scene.call();
    scene.ready(1);
    expect([scene.agentOf(contact), scene.agentOf(later)]).to.deep.equal([1, null]);
    scene.answer(contact);
    scene.submit({ type: 'legAnswered', node, leg: calling(scene, contact) });
    expect(scene.now(contact).talk?.agentId).to.equal(1);
    expect(scene.now(contact).callback).to.equal(null);
  });

  it('is tried again after the time that the campaign says; others are served meanwhile', () => {
    const scene = new Scene({ agents: [{}], campaigns: [{ callback: rules }] });
    const contact = asked(scene);
    scene.ready(1);
    scene.answer(contact);
    const later = scene.call();
    scene.submit({ type: 'legEnded', node, leg: calling(scene, contact), cause: 17 });
    expect(scene.now(contact).stage).to.equal('callback');
    expect(scene.agentOf(later)).to.equal(1);
    scene.answer(later);
    scene.wait(30);
    scene.restart();
    const waiting = scene.call();
    scene.wait(30);
    // Back in the queue, before the one who came later.
    expect(scene.now(contact).stage).to.equal('waiting');
    scene.hangUp(later);
    expect([scene.agentOf(contact), scene.agentOf(waiting)]).to.deep.equal([1, null]);
  });

  it('is given up after the last attempt', () => {
    const scene = new Scene({ agents: [{}], campaigns: [{ callback: rules }] });
    const contact = asked(scene);
    scene.ready(1);
    for (const _ of [1, 2]) {
      scene.answer(contact);
      // Nobody answers: it rings out.
      scene.wait(20);
      if (scene.world.contacts.has(contact.id)) scene.wait(60);
    }
    expect(scene.world.contacts.size).to.equal(0);
    const results = scene.facts.flatMap(fact =>
      fact.type === 'callbackAttemptEnded' ? [[fact.attempt, fact.result, fact.nextAt !== null]] : [],
    );
    expect(results).to.deep.equal([
      [1, 'noAnswer', true],
      [2, 'noAnswer', false],
    ]);
    expect(scene.facts.find(fact => fact.type === 'contactEnded')).to.include({ outcome: 'abandoned' });
    expect(scene.world.sessions.get(1)?.state).to.equal('ready');
  });

  it('goes on with another operator when the first hangs up while it rings', () => {
    const scene = new Scene({ agents: [{}, {}], campaigns: [{ callback: rules }] });
    const contact = asked(scene);
    scene.ready(1);
    scene.answer(contact);
    const leg = calling(scene, contact);
    const { offer } = scene.now(contact);
    scene.submit({ type: 'legEnded', node, leg: offer?.leg ?? '', cause: 16 });
    scene.ready(2);
    expect(scene.agentOf(contact)).to.equal(2);
    scene.submit({ type: 'legEnded', node, leg, cause: 16 });
    expect(scene.agentOf(contact)).to.equal(2);
  });

  it('shows its operator that somebody is called, who may give up', () => {
    const scene = new Scene({ agents: [{}], campaigns: [{ callback: rules }] });
    const contact = asked(scene);
    scene.ready(1);
    expect(agentView(scene.world, 1)?.contact).to.include({ stage: 'offered', dialling: false });
    scene.answer(contact);
    const shown = agentView(scene.world, 1)?.contact;
    expect(shown).to.include({ stage: 'talking', dialling: true, customer: false });
    expect(shown?.caller.number).to.equal('0699');
    scene.ask(1, { type: 'hangup' });
    expect(scene.now(contact).stage).to.equal('waiting');
    expect(scene.now(contact).callback?.leg).to.equal(null);
    // A moment later it rings again.
    scene.wait(5);
    expect(scene.agentOf(contact)).to.equal(1);
  });

  it('is said in the live pages', () => {
    const scene = new Scene({ agents: [{}], campaigns: [{ callback: rules }] });
    const contact = asked(scene);
    const seen = () => liveView(scene.world).contacts.map(({ stage, callback }) => ({ stage, ...callback }));
    expect(seen()).to.deep.equal([{ stage: 'waiting', number: '0699', attempts: 0, nextAt: null }]);
    scene.ready(1);
    scene.answer(contact);
    scene.submit({ type: 'legEnded', node, leg: calling(scene, contact), cause: 19 });
    const nextAt = scene.at + 60_000;
    expect(seen()).to.deep.equal([{ stage: 'callback', number: '0699', attempts: 1, nextAt }]);
  });

  it('takes numbers of 5 to 15 digits over a line that calls out', () => {
    const scene = new Scene({ agents: [{}], campaigns: [{}] });
    const contact = scene.call();
    const can = (number: string): boolean => canCallBack(scene.world, contact, 1, number);
    expect(['+390612345678', '0612345'].map(can)).to.deep.equal([true, true]);
    expect(['112', '+3906123456789012', '06*12345', '', 'sip:x'].map(can)).to.deep.equal(
      [1, 2, 3, 4, 5].map(() => false),
    );
    const [line] = scene.world.configuration.lines.values();
    if (!line) throw new Error('a line should be there');
    const object = { ...line, direction: 'inbound' as const };
    const change = { collection: 'lines' as const, id: 1, object };
    scene.submit({ type: 'configurationChanged', changes: [change], by: 'test' });
    expect(can('0612345')).to.equal(false);
    const blocked = { ...change, object: { ...line, blockedPrefixes: ['06'] } };
    scene.submit({ type: 'configurationChanged', changes: [blocked], by: 'test' });
    expect(['0612345', '0712345'].map(can)).to.deep.equal([false, true]);
  });
});
