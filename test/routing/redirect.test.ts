/** "Redirigi a": each condition, and that the first that is true counts. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { Calendar, type Redirect } from '../../orchestrator/core/configuration/schemas.ts';
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
