/** Skills in steps, the preferred agent, the order of those who wait. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { settle } from '../../orchestrator/core/routing/settle.ts';
import { setSkills } from '../../orchestrator/core/routing/waiting.ts';
import { createTurn } from '../../orchestrator/core/turn.ts';
import { Scene, type SceneSettings } from './scene.ts';

/** English 8, English 5, nothing; 20 s at level 8, 20 s at level 5, then anyone. */
const steps: SceneSettings = {
  skills: ['English', 'Invoices'],
  agents: [{ skills: [{ skillId: 1, level: 8 }] }, { skills: [{ skillId: 1, level: 5 }] }, {}],
  campaigns: [
    {
      skills: [
        { skillId: 1, level: 8, seconds: 20 },
        { skillId: 1, level: 5, seconds: 20 },
      ],
    },
  ],
};

describe('skills in steps', () => {
  it('ring at once at an agent who has them', () => {
    const scene = new Scene(steps);
    scene.ready(3, 2, 1);
    expect(scene.agentOf(scene.call())).to.equal(1);
  });

  it('expire one after another, on the second', () => {
    const scene = new Scene(steps);
    scene.ready(3);
    const contact = scene.call();
    expect(scene.agentOf(contact)).to.equal(null);
    scene.wait(19.999);
    scene.ready(2);
    expect(scene.agentOf(contact)).to.equal(null);
    scene.wait(0.001);
    expect(scene.agentOf(contact)).to.equal(2);
  });

  it('end with anyone', () => {
    const scene = new Scene(steps);
    scene.ready(3);
    const contact = scene.call();
    scene.wait(39.999);
    expect(scene.agentOf(contact)).to.equal(null);
    scene.wait(0.001);
    expect(scene.agentOf(contact)).to.equal(3);
  });

  it('let an agent take the first who asks for no more than it has, not the first in the queue', () => {
    const scene = new Scene(steps);
    scene.ready(1);
    const [first, second, third] = [scene.call(), scene.call(), scene.call()];
    expect(scene.agentOf(first)).to.equal(1);
    scene.answer(first);
    scene.wait(25);
    const late = scene.call();
    scene.ready(2);
    // The fourth asks for level 8 still.
    expect([second, third, late].map(contact => scene.agentOf(contact))).to.deep.equal([2, null, null]);
  });

  it('say how many agents are of use to those who wait, also when a step has expired', () => {
    const scene = new Scene(steps);
    scene.ready(1, 2, 3);
    for (const contact of [scene.call(), scene.call(), scene.call()]) {
      scene.answer(contact);
      scene.wait(20);
    }
    scene.call();
    const able = (): number | undefined => scene.world.paces.get(1)?.able;
    expect(able()).to.equal(1);
    scene.wait(20);
    expect(able()).to.equal(2);
    scene.wait(20);
    expect(able()).to.equal(3);
  });

  it('go on where they were after an offer without answer', () => {
    const scene = new Scene(steps);
    scene.ready(1, 2);
    const contact = scene.call();
    scene.wait(15);
    scene.ask(1, { type: 'reject' });
    expect(scene.agentOf(contact)).to.equal(null);
    scene.wait(5);
    expect(scene.agentOf(contact)).to.equal(2);
  });

  it('survive a restart in the middle of a step', () => {
    const scene = new Scene(steps);
    scene.ready(3);
    const contact = scene.call();
    scene.wait(30);
    scene.restart();
    scene.wait(9.999);
    expect(scene.agentOf(contact)).to.equal(null);
    scene.wait(0.001);
    expect(scene.agentOf(contact)).to.equal(3);
  });

  it('of different skills hold together; a flow may ask for another level of one', () => {
    const scene = new Scene({
      ...steps,
      agents: [
        { skills: [{ skillId: 1, level: 9 }] },
        {
          skills: [
            { skillId: 1, level: 3 },
            { skillId: 2, level: 3 },
          ],
        },
      ],
      campaigns: [
        {
          skills: [
            { skillId: 1, level: 8 },
            { skillId: 2, level: 2 },
          ],
        },
      ],
    });
    scene.ready(1, 2);
    const contact = scene.call();
    expect(scene.agentOf(contact)).to.equal(null);
    scene.hangUp(contact);
    const entry = scene.world.configuration.source.campaigns[0];
    if (entry?.kind !== 'human') throw new Error('a human campaign should be there');
    // As the block "Set skills" of a flow leaves it.
    const lenient = scene.call();
    scene.now(lenient).skills = [
      { skill: 'English', level: 3 },
      { skill: 'Chinese', level: 10 },
    ];
    scene.submit({ type: 'configurationChanged', changes: [], by: 'test' });
    expect(scene.agentOf(lenient)).to.equal(2);
  });

  it('follow a flow that asks for others while the contact waits', () => {
    const scene = new Scene(steps);
    scene.ready(2);
    const contact = scene.call();
    expect(scene.agentOf(contact)).to.equal(null);
    const turn = createTurn(scene.world, scene.at);
    setSkills(turn, scene.now(contact), [{ skill: 'English', level: 2, seconds: 30 }]);
    expect([...turn.arrivals]).to.deep.equal([contact.id]);
    settle(turn);
    expect(scene.agentOf(contact)).to.equal(2);
  });

  it('follow the configuration at once', () => {
    const scene = new Scene(steps);
    scene.ready(3);
    const contact = scene.call();
    const third = scene.world.configuration.agents.get(3);
    if (!third) throw new Error('agent 3 should be there');
    const object = { ...third, skills: [{ skillId: 1, level: 10 }] };
    const change = { collection: 'agents' as const, id: 3, object };
    scene.submit({ type: 'configurationChanged', changes: [change], by: 'test' });
    expect(scene.agentOf(contact)).to.equal(3);
  });
});

const sticky: SceneSettings = {
  agents: [{}, {}],
  campaigns: [{ preferredAgent: { seconds: 30, days: 7 } }],
};

describe('the preferred agent', () => {
  /** Agent 2 has talked to 0699. */
  function knownTo2(settings = sticky): Scene {
    const scene = new Scene(settings);
    scene.ready(2);
    expect(scene.served(1, '0699')).to.equal(2);
    scene.wait(60);
    scene.ready(1);
    scene.wait(1);
    return scene;
  }

  it('gets a caller again, also when another has been free longer', () => {
    const scene = knownTo2();
    expect(scene.served()).to.equal(2);
    scene.wait(1);
    expect(scene.agentOf(scene.call(1, '0699'))).to.equal(2);
  });

  it('is waited for while it is busy, until the limit', () => {
    const scene = knownTo2();
    scene.ask(1, { type: 'pause', pauseId: 1 });
    const busy = scene.call();
    scene.answer(busy);
    scene.ready(1);
    const again = scene.call(1, '0699');
    expect(scene.agentOf(again)).to.equal(null);
    scene.wait(10);
    scene.hangUp(busy);
    expect(scene.agentOf(again)).to.equal(2);
    scene.answer(again);
    const third = scene.call(1, '0699');
    scene.wait(29.999);
    expect(scene.agentOf(third)).to.equal(null);
    scene.wait(0.001);
    expect(scene.agentOf(third)).to.equal(1);
  });

  it('is not waited for when it goes', () => {
    const scene = knownTo2();
    scene.ask(1, { type: 'pause', pauseId: 1 });
    const busy = scene.call();
    scene.answer(busy);
    scene.ready(1);
    const again = scene.call(1, '0699');
    scene.ask(2, { type: 'pause', pauseId: 1 });
    expect(scene.agentOf(again)).to.equal(null);
    scene.hangUp(busy);
    expect(scene.agentOf(again)).to.equal(1);
  });

  it('is not asked twice', () => {
    const scene = knownTo2();
    const contact = scene.call(1, '0699');
    scene.ask(2, { type: 'reject' });
    expect(scene.agentOf(contact)).to.equal(1);
  });

  it('is forgotten after the days that the campaign says, and by a campaign that does not ask', () => {
    const scene = knownTo2();
    scene.wait(7 * 86_400);
    expect(scene.agentOf(scene.call(1, '0699'))).to.equal(2);
    scene.wait(7 * 86_400 + 1);
    const indifferent = knownTo2({ ...sticky, campaigns: [{}] });
    indifferent.wait(1);
    expect(indifferent.served(1, '0699')).to.equal(2);
    expect(indifferent.world.lastAgents.size).to.equal(0);
  });

  it('with 0 s is only asked if it is free', () => {
    const scene = knownTo2({ ...sticky, campaigns: [{ preferredAgent: { seconds: 0, days: 7 } }] });
    expect(scene.agentOf(scene.call(1, '0699'))).to.equal(2);
    expect(scene.agentOf(scene.call(1, '0699'))).to.equal(1);
  });
});

describe('the order of those who wait', () => {
  const two: SceneSettings = {
    agents: [{}],
    campaigns: [
      { serviceLevelSeconds: 20, servicePriority: 0 },
      { serviceLevelSeconds: 80, servicePriority: 0 },
    ],
  };

  /** The campaigns of those who are served, one after another. */
  function order(scene: Scene, count: number): number[] {
    return Array.from({ length: count }, () => {
      const contact = [...scene.world.contacts.values()].find(({ offer }) => offer);
      if (!contact) return 0;
      const campaign = contact.offer?.campaignId ?? 0;
      scene.answer(contact);
      scene.hangUp(contact);
      return campaign;
    });
  }

  it('over campaigns is that in which they are due', () => {
    const scene = new Scene(two);
    scene.call(2);
    scene.wait(30);
    scene.call(1);
    scene.wait(20);
    scene.call(2);
    scene.wait(30);
    scene.call(1);
    scene.ready(1);
    // Due at 80, 50, 130, 100.
    expect(order(scene, 4)).to.deep.equal([1, 2, 1, 2]);
  });

  it('counts a point of priority as so much waiting', () => {
    const campaigns = [
      { servicePriority: 0, priorityPointSeconds: 30 },
      { servicePriority: 2, priorityPointSeconds: 30 },
    ];
    const scene = new Scene({ agents: [{}], campaigns });
    scene.call(1);
    scene.wait(59);
    scene.call(2);
    scene.wait(2);
    scene.call(2);
    scene.ready(1);
    // Worth 60 s: the one who came 59 s later goes before, the one 61 s later does not.
    expect(order(scene, 3)).to.deep.equal([2, 1, 2]);
  });

  it('begins with the agent’s own order of campaigns, until one has waited for too long', () => {
    const campaigns = [
      { firstAfterSeconds: 100, members: [{ agentId: 1, priority: 2 }] },
      { firstAfterSeconds: 100, members: [{ agentId: 1, priority: 1 }] },
    ];
    const scene = new Scene({ agents: [{}], campaigns });
    scene.call(1);
    scene.wait(99);
    scene.call(2);
    scene.call(2);
    scene.ready(1);
    expect(order(scene, 1)).to.deep.equal([2]);
    scene.wait(1);
    // The agent rings for the second of campaign 2 already.
    scene.call(2);
    expect(order(scene, 3)).to.deep.equal([2, 1, 2]);
  });
});
