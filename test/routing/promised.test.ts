/** Call-backs that operators promise: due at their time, by whom they were promised to be made, moved, called early, cancelled. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { AgentRequest } from '../../orchestrator/core/agents/requests.ts';
import { callbacksFor } from '../../orchestrator/core/callbacks/by-hand.ts';
import type { CallbackOrder } from '../../orchestrator/core/callbacks/orders.ts';
import type { FoundPromise } from '../../orchestrator/core/callbacks/promised.ts';
import type { Contact } from '../../orchestrator/core/contacts/contact.ts';
import { agentView } from '../../orchestrator/core/live.ts';
import { node, Scene, type SceneSettings } from './scene.ts';

const rules = { attempts: 2, retrySeconds: 60, ringSeconds: 20, lineId: null };
const minutes = (count: number): number => count * 60;

function scene(agents = 1, campaigns: SceneSettings['campaigns'] = [{ callback: rules }]): Scene {
  return new Scene({ agents: Array.from({ length: agents }, () => ({})), campaigns });
}

/** The code with which the core refuses; null = it took it. */
function asked(it: Scene, agentId: number, request: AgentRequest): string | null {
  const { commands } = it.submit({ type: 'agentRequested', requestId: 'r', agentId, request, by: 'test' });
  const reply = commands.find(each => each.type === 'reply');
  return reply ? reply.refused : expect.fail('no reply');
}

/** Agent 1 talks to a caller and promises. */
function promise(it: Scene, seconds: number, change: Partial<{ number: string; own: boolean }> = {}): string {
  const contact = it.call(1, '0612345');
  it.answer(contact);
  const at = it.at + seconds * 1000;
  const request = { type: 'promiseCallback', number: '0612345', at, own: true, ...change } as const;
  expect(asked(it, 1, request)).to.equal(null);
  it.hangUp(contact);
  const [id] = [...it.world.promised.keys()].slice(-1);
  return id ?? expect.fail('nothing is promised');
}

const contactOf = (it: Scene, id: string): Contact => it.world.contacts.get(id) ?? expect.fail(`no ${id}`);

describe('a promised call-back', () => {
  it('is made at its time by the operator who promised it, and is a contact from then on', () => {
    const it = scene(2);
    it.ready(1);
    const id = promise(it, minutes(30));
    it.ready(2);
    it.restart();
    it.wait(minutes(30) - 1);
    expect(it.world.contacts.size).to.equal(0);
    it.wait(1);
    const contact = contactOf(it, id);
    expect(contact).to.include({ direction: 'outbound', serviceId: 1 });
    expect(it.agentOf(contact)).to.equal(1);
    it.answer(contact);
    expect(agentView(it.world, 1)?.contact).to.include({ dialling: true, customer: false });
    it.submit({ type: 'legAnswered', node, leg: it.now(contact).callback?.leg ?? '' });
    expect(it.now(contact).talk?.agentId).to.equal(1);
    it.hangUp(contact);
    const ended = it.facts.filter(fact => fact.type === 'contactEnded' && fact.contactId === id);
    expect(ended).to.have.length(1);
    expect(ended[0]).to.include({ outcome: 'handled', agentId: 1, campaignId: 1 });
    expect(callbacksFor(it.world, 1)).to.deep.equal([]);
  });

  it('goes to anyone of the campaign where it was promised so', () => {
    const it = scene(2);
    it.ready(1);
    const id = promise(it, minutes(5), { own: false });
    it.ask(1, { type: 'pause', pauseId: 1 });
    it.ready(2);
    it.wait(minutes(5));
    expect(it.agentOf(contactOf(it, id))).to.equal(2);
  });

  it('waits for its own operator to be at work; rejected, it goes to the others', () => {
    const it = scene(2);
    it.ready(1);
    const id = promise(it, minutes(5));
    it.ask(1, { type: 'logout' });
    it.ready(2);
    it.wait(minutes(60));
    expect(it.world.contacts.size).to.equal(0);
    it.ready(1);
    it.wait(60);
    expect(it.agentOf(contactOf(it, id))).to.equal(1);
    it.ask(1, { type: 'reject' });
    expect(it.agentOf(contactOf(it, id)), 'rejected by its own').to.equal(2);
  });

  it('whose own operator does not come for two hours is called by somebody else', () => {
    const it = scene(2);
    it.ready(1);
    const id = promise(it, minutes(5));
    it.ask(1, { type: 'logout' });
    it.ready(2);
    it.wait(minutes(124));
    expect(it.world.promised.has(id)).to.equal(true);
    it.wait(minutes(1));
    expect(it.agentOf(contactOf(it, id))).to.equal(2);
  });

  it('is tried again as the campaign says, by its own operator; then it ends unanswered', () => {
    const it = scene(2);
    it.ready(1);
    const id = promise(it, minutes(5));
    it.ready(2);
    it.wait(minutes(5));
    for (const _ of [1, 2]) {
      const contact = contactOf(it, id);
      expect(it.agentOf(contact)).to.equal(1);
      it.answer(contact);
      it.submit({ type: 'legEnded', node, leg: it.now(contact).callback?.leg ?? '', cause: 17 });
      if (!it.world.contacts.has(id)) break;
      expect(callbacksFor(it.world, 1)).to.have.length(1);
      expect(callbacksFor(it.world, 1)[0]).to.include({ id, attempts: 1, own: true, promised: true });
      expect(callbacksFor(it.world, 2)).to.deep.equal([]);
      it.wait(60);
    }
    expect(it.facts.at(-2)).to.include({ type: 'contactEnded', outcome: 'unanswered' });
  });

  it('is called now: its operator is put through, and is back in its pause afterwards', () => {
    const it = scene(2);
    it.ready(1);
    const id = promise(it, minutes(500));
    it.ask(1, { type: 'pause', pauseId: 1 });
    it.ready(2);
    expect(asked(it, 2, { type: 'callBackNow', callbackId: id }), 'of a colleague').to.equal(
      'unknownCallback',
    );
    expect(asked(it, 1, { type: 'callBackNow', callbackId: id })).to.equal(null);
    const contact = contactOf(it, id);
    expect(agentView(it.world, 1)?.contact).to.include({ stage: 'offered', autoAnswer: true });
    it.answer(contact);
    expect(asked(it, 1, { type: 'callBackNow', callbackId: id }), 'under way').to.equal('inContact');
    it.submit({ type: 'legEnded', node, leg: it.now(contact).callback?.leg ?? '', cause: 17 });
    expect(it.world.sessions.get(1)?.state).to.equal('pause');
    expect(it.now(contact).stage).to.equal('callback');
    // And again, before the next attempt is due.
    expect(asked(it, 1, { type: 'callBackNow', callbackId: id })).to.equal(null);
    expect(it.agentOf(contact)).to.equal(1);
  });

  it('is moved and cancelled by those whom it concerns, before and after it is due', () => {
    const it = scene(2);
    it.ready(1);
    const id = promise(it, minutes(5), { own: false });
    it.ask(1, { type: 'logout' });
    it.ready(2);
    it.ask(2, { type: 'pause', pauseId: 1 });
    const move = (seconds: number) =>
      asked(it, 2, { type: 'moveCallback', callbackId: id, at: it.at + seconds * 1000 });
    expect(move(minutes(10))).to.equal(null);
    it.wait(minutes(6));
    expect(it.world.promised.has(id)).to.equal(true);
    it.wait(minutes(4));
    expect(contactOf(it, id).stage).to.equal('waiting');
    expect(move(minutes(90))).to.equal(null);
    expect(contactOf(it, id).stage).to.equal('callback');
    it.wait(minutes(89));
    expect(callbacksFor(it.world, 2)[0]).to.include({ dueAt: it.at + 60_000 });
    it.wait(60);
    expect(contactOf(it, id).stage).to.equal('waiting');
    expect(asked(it, 2, { type: 'cancelCallback', callbackId: id })).to.equal(null);
    expect(it.world.contacts.size).to.equal(0);
    expect(asked(it, 2, { type: 'cancelCallback', callbackId: id })).to.equal('unknownCallback');
    it.ready(1);
    const next = promise(it, 60);
    expect(asked(it, 1, { type: 'cancelCallback', callbackId: next })).to.equal(null);
    it.wait(120);
    expect(it.world.contacts.size + it.world.promised.size).to.equal(0);
  });

  it('is refused without a contact, in the past, for what is no number, after too many', () => {
    const it = scene();
    const request = { type: 'promiseCallback', number: '0612345', at: it.at + 1000, own: true } as const;
    it.ready(1);
    expect(asked(it, 1, request)).to.equal('noContact');
    const contact = it.call();
    it.answer(contact);
    for (const [change, code] of [
      [{ at: it.at }, 'callbackMoment'],
      [{ at: it.at + 367 * 86_400_000 }, 'callbackMoment'],
      [{ number: '112' }, 'numberNotValid'],
      [{ number: '0612345#' }, 'numberNotValid'],
    ] as const)
      expect(asked(it, 1, { ...request, ...change })).to.equal(code);
    for (let count = 0; count < 200; count++) expect(asked(it, 1, request)).to.equal(null);
    expect(asked(it, 1, request)).to.equal('tooManyCallbacks');
  });

  it('waits while Asterisk is away, and is void without its campaign', () => {
    const it = scene(1, [{ callback: rules }, {}]);
    it.ready(1);
    const id = promise(it, 60);
    it.submit({ type: 'nodeDisconnected', node });
    it.wait(90);
    expect(it.world.promised.has(id)).to.equal(true);
    it.submit({
      type: 'configurationChanged',
      changes: [{ collection: 'campaigns', id: 1, object: null }],
      by: 'test',
    });
    it.submit({ type: 'nodeConnected', node, version: '22', bootId: 'b1' });
    it.wait(60);
    expect(it.world.promised.size + it.world.contacts.size).to.equal(0);
    expect(it.facts.at(-1)).to.include({ type: 'callbackCancelled', agentId: null });
  });

  it('is moved, given to a colleague and cancelled by supervisors, for a reason', () => {
    const it = scene(3, [{ callback: rules, members: [{ agentId: 1 }, { agentId: 2 }] }]);
    const order = (callbackId: string, wanted: CallbackOrder): string | null => {
      const event = {
        type: 'callbackOrdered',
        requestId: 'r',
        callbackId,
        order: wanted,
        by: 'sara',
      } as const;
      const reply = it.submit(event).commands.find(each => each.type === 'reply');
      return reply ? reply.refused : expect.fail('no reply');
    };
    it.ready(1);
    const id = promise(it, minutes(5));
    expect(order('nobody', { type: 'move', agentId: 2 })).to.equal('unknownCallback');
    expect(order(id, { type: 'move', agentId: 3 })).to.equal('notMember');
    expect(order(id, { type: 'move', at: it.at })).to.equal('callbackMoment');
    expect(order(id, { type: 'move', at: it.at + minutes(10) * 1000, agentId: 2 })).to.equal(null);
    expect(it.facts.at(-1)).to.include({ type: 'callbackMoved', agentId: null, by: 'sara', ownerId: 2 });
    it.ready(2);
    it.wait(minutes(10));
    expect(it.agentOf(contactOf(it, id))).to.equal(2);
    expect(order(id, { type: 'cancel', reason: 'while it rings' })).to.equal('unknownCallback');
    it.ask(2, { type: 'reject' });
    it.ask(1, { type: 'pause', pauseId: 1 });
    it.ask(2, { type: 'pause', pauseId: 1 });
    it.wait(minutes(5));
    expect(contactOf(it, id).stage).to.equal('waiting');
    expect(order(id, { type: 'move', agentId: null })).to.equal(null);
    expect(callbacksFor(it.world, 1)[0]).to.include({ id, own: false });
    it.ready(1);
    expect(it.agentOf(contactOf(it, id)), 'anyone').to.equal(1);
    it.ask(1, { type: 'reject' });
    it.ask(1, { type: 'pause', pauseId: 1 });
    it.wait(minutes(5));
    expect(order(id, { type: 'cancel', reason: 'not wanted any more' })).to.equal(null);
    expect(it.facts.find(fact => fact.type === 'callbackCancelled')).to.include({
      by: 'sara',
      reason: 'not wanted any more',
    });
    expect(it.world.contacts.size + it.world.promised.size).to.equal(0);
  });

  it('stands when the journal is lost: under its id, or a new one where it had become a contact', () => {
    const it = scene();
    const lost = (id: string, change: Partial<FoundPromise>): FoundPromise => ({
      id,
      from: 'phones-old-1',
      callee: { number: '0612345', name: 'Ada' },
      campaignId: 1,
      serviceId: 1,
      agentId: 1,
      by: 1,
      dueAt: it.at + minutes(30) * 1000,
      begun: false,
      ...change,
    });
    const promises = [
      lost('phones-old-2', {}),
      lost('phones-old-3', { begun: true, by: null, agentId: null, dueAt: it.at - 1 }),
    ];
    it.submit({ type: 'endsMissing', contacts: ['phones-old-3'], agents: [], promises });
    expect(it.facts.filter(({ type }) => type === 'callbackRestored')).to.have.length(2);
    expect(callbacksFor(it.world, 1).map(({ number }) => number)).to.deep.equal(['0612345', '0612345']);
    it.restart();
    it.ready(1);
    it.wait(1);
    const [first] = [...it.world.contacts.values()];
    expect(first?.id).to.not.equal('phones-old-3');
    expect(it.agentOf(first ?? expect.fail('due long ago'))).to.equal(1);
    it.ask(1, { type: 'reject' });
    it.ask(1, { type: 'pause', pauseId: 1 });
    it.wait(minutes(30));
    expect(it.world.promised.has('phones-old-2'), 'its own operator is waited for').to.equal(true);
    it.wait(minutes(121));
    expect(it.world.contacts.has('phones-old-2')).to.equal(true);
    it.submit({ type: 'endsMissing', contacts: [], agents: [], promises: promises.slice(0, 1) });
    expect(it.world.promised.size, 'known already').to.equal(0);
  });
});
