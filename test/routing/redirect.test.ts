/** "Redirigi a": each condition, and that the first that is true counts. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { Calendar, IvrCampaign, type Redirect } from '../../orchestrator/core/configuration/schemas.ts';
import { flowOf, published } from '../support/flow-of.ts';
import { Scene } from './scene.ts';

/** Agent 1 works in campaign 1, which redirects to campaign 2, where agent 2 works. */
function centre(redirects: Omit<Redirect, 'campaignId'>[], more: object = {}): Scene {
  return new Scene({
    agents: [{}, {}],
    campaigns: [
      {
        members: [{ agentId: 1 }],
        redirects: redirects.map(redirect => ({ ...redirect, campaignId: 2 })),
        ...more,
      },
      { members: [{ agentId: 2 }] },
    ],
  });
}

/** Why contacts were redirected, in order. */
const redirected = (scene: Scene): string[] =>
  scene.facts.flatMap(fact => (fact.type === 'contactRedirected' ? [fact.when] : []));

describe('redirection', () => {
  it('when nobody is logged in, also of those who wait', () => {
    const scene = centre([{ when: 'noAgents', limit: 0 }]);
    scene.ready(2);
    const first = scene.call();
    expect(scene.agentOf(first)).to.equal(2);
    scene.answer(first);
    scene.ask(1, { type: 'login' });
    const second = scene.call();
    expect(scene.now(second).distributedBy).to.equal(1);
    scene.ask(1, { type: 'logout' });
    expect(scene.now(second).distributedBy).to.equal(2);
    expect(redirected(scene)).to.deep.equal(['noAgents', 'noAgents']);
  });

  it('when nobody is logged in who has what the contact asks for in the end', () => {
    const english = [{ skillId: 1, level: 5 }];
    const scene = (seconds: number): Scene =>
      new Scene({
        skills: ['English'],
        agents: [{ skills: english }, {}, {}],
        campaigns: [
          {
            members: [{ agentId: 1 }, { agentId: 2 }],
            skills: [{ skillId: 1, level: 5, seconds }],
            redirects: [{ when: 'noAgents', campaignId: 2 }],
          },
          { members: [{ agentId: 3 }] },
        ],
      });
    const [always, atFirst] = [scene(0), scene(20)];
    for (const each of [always, atFirst]) each.ask(2, { type: 'login' });
    expect(always.now(always.call()).distributedBy).to.equal(2);
    const patient = atFirst.call();
    expect(atFirst.now(patient).distributedBy).to.equal(1);

    // Those who wait, when the last one who has it logs out, or does not have it any more.
    always.ask(1, { type: 'login' });
    const [second, third] = [always.call(), scene(0)];
    expect(always.now(second).distributedBy).to.equal(1);
    always.ask(1, { type: 'logout' });
    expect(always.now(second).distributedBy).to.equal(2);
    third.ask(1, { type: 'login' });
    const waiting = third.call();
    const { configuration } = third.world;
    const object = { ...(configuration.agents.get(1) ?? expect.fail()), skills: [] };
    third.submit({
      type: 'configurationChanged',
      changes: [{ collection: 'agents', id: 1, object }],
      by: 'test',
    });
    expect(third.now(waiting).distributedBy).to.equal(2);
  });

  it('not while its lost operator is replaced, however long it has talked', () => {
    const scene = centre([{ when: 'wait', limit: 30 }]);
    const queue = scene.world.configuration.campaigns.get(101) ?? expect.fail();
    const object = { ...queue, maximumWaitSeconds: 100 };
    scene.submit({
      type: 'configurationChanged',
      changes: [{ collection: 'campaigns', id: 101, object }],
      by: 'test',
    });
    scene.ready(1);
    const contact = scene.call();
    scene.answer(contact);
    scene.wait(300);
    const session = scene.world.sessions.get(1) ?? expect.fail();
    Object.assign(session, { phone: 'browser', needsPage: true });
    scene.submit({ type: 'legEnded', node: 'n1', leg: scene.now(contact).talk?.leg ?? '', cause: 41 });
    expect(scene.now(contact).stage).to.equal('agentLost');
    scene.wait(120);
    expect(scene.now(contact)).to.include({ stage: 'waiting', returned: true, distributedBy: 1 });
  });

  it('when so many wait already', () => {
    const scene = centre([{ when: 'length', limit: 2 }]);
    scene.ask(1, { type: 'login' });
    const contacts = [scene.call(), scene.call(), scene.call()];
    expect(contacts.map(contact => scene.now(contact).distributedBy)).to.deep.equal([1, 1, 2]);
    expect(redirected(scene)).to.deep.equal(['length']);
  });

  it('not while an agent is free', () => {
    const scene = centre([{ when: 'length', limit: 0 }]);
    scene.ready(1);
    const contact = scene.call();
    expect(scene.agentOf(contact)).to.equal(1);
    scene.answer(contact);
    expect(scene.now(scene.call()).distributedBy).to.equal(2);
  });

  it('when it has waited so long, counted from this campaign', () => {
    const scene = centre([{ when: 'wait', limit: 30 }]);
    scene.ask(1, { type: 'login' });
    const contact = scene.call();
    scene.wait(29.999);
    expect(scene.now(contact).distributedBy).to.equal(1);
    scene.restart();
    scene.wait(0.001);
    expect(scene.now(contact).distributedBy).to.equal(2);
    // Its place in the next queue is that of its whole wait.
    expect(scene.now(contact).waitingSince).to.equal(scene.at - 30_000);
  });

  it('not out of the hands of an agent whose phone rings', () => {
    const scene = centre([{ when: 'wait', limit: 30 }]);
    scene.ask(1, { type: 'login' });
    const contact = scene.call();
    scene.wait(29);
    scene.ready(1);
    scene.wait(2);
    expect(scene.agentOf(contact)).to.equal(1);
    scene.ask(1, { type: 'reject' });
    scene.wait(1);
    expect(scene.now(contact).distributedBy).to.equal(2);
  });

  it('when the expected wait is known and longer', () => {
    const scene = centre([{ when: 'expectedWait', limit: 60 }]);
    scene.ready(1);
    // Nine contacts of 50 s each: from then on the wait is known.
    const calls = Array.from({ length: 10 }, () => scene.call());
    expect(redirected(scene)).to.deep.equal([]);
    for (const call of calls.slice(0, 9)) {
      scene.answer(call);
      scene.wait(50);
      scene.hangUp(call);
    }
    scene.answer(calls[9] ?? expect.fail());
    const next = scene.call();
    expect(scene.now(next).distributedBy).to.equal(1);
    // The second would wait for two contacts of about 50 s.
    expect(scene.now(scene.call()).distributedBy).to.equal(2);
    expect(redirected(scene)).to.deep.equal(['expectedWait']);
  });

  it('outside the opening hours of the campaign', () => {
    const scene = centre([{ when: 'hours', limit: 0 }], { calendarId: 1 });
    const closed = Calendar.parse({
      id: 1,
      name: 'Afternoon',
      hours: [{ weekday: 1, from: '15:00', to: '18:00' }],
    });
    const change = { collection: 'calendars' as const, id: 1, object: closed };
    scene.submit({ type: 'configurationChanged', changes: [change], by: 'test' });
    scene.ready(1, 2);
    expect(scene.agentOf(scene.call())).to.equal(2);
    expect(redirected(scene)).to.deep.equal(['hours']);
  });

  it('by the first condition that is true', () => {
    const scene = centre([
      { when: 'length', limit: 1 },
      { when: 'noAgents', limit: 0 },
    ]);
    scene.ready(2);
    scene.call();
    expect(redirected(scene)).to.deep.equal(['noAgents']);
  });
});

describe('the longest wait', () => {
  it('of a queue is that in this queue: the time in the one before takes nothing from it', () => {
    const scene = centre([]);
    const changes = [101, 102].map(id => {
      const queue = scene.world.configuration.campaigns.get(id) ?? expect.fail();
      const overflowCampaignId = id === 101 ? 2 : null;
      const object = { ...queue, maximumWaitSeconds: 30, overflowCampaignId };
      return { collection: 'campaigns' as const, id, object };
    });
    scene.submit({ type: 'configurationChanged', changes, by: 'test' });
    const contact = scene.call();
    scene.wait(30);
    expect(scene.now(contact)).to.include({ stage: 'waiting', distributedBy: 2 });
    expect(scene.now(contact).waitingSince).to.equal(scene.at - 30_000);
    scene.wait(29.999);
    expect(scene.now(contact).stage).to.equal('waiting');
    scene.wait(0.001);
    expect(scene.now(contact).stage).to.equal('flow');
  });

  it('of a block of a flow is that of this block', () => {
    const scene = centre([]);
    const block = (id: string, campaignId: number, timeout: string) => ({
      id,
      type: 'queue',
      parameters: { campaignId, longestWaitSeconds: 20, announceSeconds: 0 },
      exits: { timeout, noAgents: 'bye', full: 'bye' },
    });
    const flow = flowOf('ivr', 'Two queues', [
      { id: 'start', type: 'start', exits: { next: 'one' } },
      block('one', 1, 'two'),
      block('two', 2, 'bye'),
      { id: 'bye', type: 'hang-up' },
    ]);
    const ivr = IvrCampaign.parse({ id: 50, name: 'Queues', kind: 'ivr', flowId: 1 });
    const service = { ...(scene.world.configuration.services.get(1) ?? expect.fail()), entryCampaignId: 50 };
    scene.submit({
      type: 'configurationChanged',
      changes: [
        { collection: 'flows', id: 1, object: published(1, flow) },
        { collection: 'campaigns', id: 50, object: ivr },
        { collection: 'services', id: 1, object: service },
      ],
      by: 'test',
    });
    for (const agentId of [1, 2]) scene.ask(agentId, { type: 'login' });
    const contact = scene.call();
    expect(scene.now(contact).distributedBy).to.equal(1);
    scene.wait(20);
    expect(scene.now(contact).distributedBy).to.equal(2);
    scene.wait(19.999);
    expect(scene.now(contact).distributedBy).to.equal(2);
    scene.wait(0.001);
    expect(scene.world.contacts.has(contact.id)).to.equal(false);
  });
});
