/** What every distribution strategy keeps, and what each claims. */
import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { StrategyName } from '../../orchestrator/core/configuration/schemas.ts';
import { firstIdle, isFree } from '../../orchestrator/core/routing/idle.ts';
import { strategies } from '../../orchestrator/core/routing/strategies/index.ts';
import { Scene } from './scene.ts';

const names = Object.keys(strategies) as StrategyName[];
const five = [1, 2, 3, 4, 5];
const centre = (strategy: StrategyName, members = five.map(agentId => ({ agentId }))): Scene =>
  new Scene({ agents: five.map(() => ({})), campaigns: [{ strategy, members }] });

/** What happens next in a random day of five agents. */
const happening = fc.record({
  do: fc.constantFrom('call', 'call', 'answer', 'reject', 'end', 'ready', 'pause', 'logout', 'phone', 'wait'),
  pick: fc.nat(20),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

function live(scene: Scene, { do: what, pick }: Happening): void {
  const agentId = 1 + (pick % 5);
  const contacts = [...scene.world.contacts.values()];
  const contact = contacts[pick % Math.max(1, contacts.length)];
  switch (what) {
    case 'call': {
      const free = five.filter(id => {
        const session = scene.world.sessions.get(id);
        return session && isFree(scene.world, session);
      });
      const agent = scene.agentOf(scene.call());
      if (free.length === 0) expect(agent).to.equal(null);
      else expect(free).to.include(agent);
      return;
    }
    case 'answer':
      if (contact?.offer) scene.answer(contact);
      return;
    case 'reject':
      return scene.ask(agentId, { type: 'reject' });
    case 'end':
      if (contact) scene.hangUp(contact);
      return;
    case 'ready':
      return scene.ready(agentId);
    case 'pause':
    case 'logout':
      return scene.ask(agentId, what === 'logout' ? { type: 'logout' } : { type: 'pause', pauseId: 1 });
    case 'phone': {
      const phone = { agentId, kind: 'sip' as const };
      scene.submit({ type: 'phoneChanged', node: 'n1', phone, online: pick > 3 });
      return;
    }
    case 'wait':
      return scene.wait(pick);
  }
}

describe('every distribution strategy', () => {
  for (const name of names) {
    it(`${name}: never chooses an agent who is busy or cannot be reached, and chooses one if any is free`, () => {
      fc.assert(
        fc.property(fc.array(happening, { maxLength: 60 }), happenings => {
          const scene = centre(name);
          scene.ready(...five);
          for (const each of happenings) live(scene, each);
        }),
        { numRuns: 60 },
      );
    });

    it(`${name}: the same day gives the same choices, also through a restart`, () => {
      fc.assert(
        fc.property(fc.array(happening, { maxLength: 40 }), fc.nat(40), (happenings, at) => {
          const [one, other] = [centre(name), centre(name)];
          for (const scene of [one, other]) {
            scene.ready(...five);
            for (const [i, each] of happenings.entries()) {
              if (scene === other && i === at) scene.restart();
              live(scene, each);
            }
          }
          expect(other.facts).to.deep.equal(one.facts);
        }),
        { numRuns: 40 },
      );
    });
  }
});

describe('longest idle', () => {
  it('takes whoever has been free longest', () => {
    const scene = centre('longest-idle');
    for (const agentId of [3, 1, 2]) {
      scene.ready(agentId);
      scene.wait(1);
    }
    const served = [1, 2, 3, 4].map(() => {
      scene.wait(1);
      return scene.served();
    });
    expect(served).to.deep.equal([3, 1, 2, 3]);
  });
});

describe('round robin', () => {
  it('gives each its turn, whatever they did in between', () => {
    const scene = centre('round-robin');
    scene.ready(...five);
    expect(five.map(() => scene.served())).to.deep.equal(five);
    scene.ask(2, { type: 'pause', pauseId: 1 });
    expect([scene.served(), scene.served()]).to.deep.equal([1, 3]);
    scene.wait(600);
    scene.ready(2);
    expect([scene.served(), scene.served()]).to.deep.equal([2, 4]);
  });
});

describe('fewest contacts', () => {
  it('leaves nobody behind by more than one, and who comes later catches up', () => {
    const scene = centre('fewest-contacts');
    scene.ready(1, 2, 3);
    expect([1, 2, 3, 4].map(() => scene.served())).to.deep.equal([1, 2, 3, 1]);
    scene.ready(4);
    expect([1, 2, 3, 4].map(() => scene.served())).to.deep.equal([4, 2, 3, 4]);
  });
});

describe('fixed order', () => {
  it('takes the first that is free in the order of the members', () => {
    const order = [2, 5, 1];
    const members = order.map((agentId, i) => ({ agentId, order: i + 1 }));
    const scene = centre('fixed-order', members);
    scene.ready(...five);
    expect([scene.served(), scene.served()]).to.deep.equal([2, 2]);
    const contacts = [1, 2, 3].map(() => scene.call());
    expect(contacts.map(contact => scene.agentOf(contact))).to.deep.equal(order);
  });
});

describe('random', () => {
  it('gives each the same share', () => {
    const scene = centre('random');
    scene.ready(...five);
    const counts = new Map<number | null, number>();
    const calls = 2000;
    for (let i = 0; i < calls; i++) {
      const agent = scene.served();
      counts.set(agent, (counts.get(agent) ?? 0) + 1);
    }
    // Binomial: four standard deviations.
    const spread = 4 * Math.sqrt(calls * (1 / 5) * (4 / 5));
    for (const agentId of five)
      expect(Math.abs((counts.get(agentId) ?? 0) - calls / 5), `agent ${agentId}`).to.be.at.most(spread);
  });

  it('does not go by the order of the list', () => {
    const scene = centre('random');
    scene.ready(...five);
    const chosen = Array.from(
      { length: 200 },
      (_, i) => firstIdle(scene.world, 1, undefined, `c${i}`)?.agentId,
    );
    expect(new Set(chosen).size).to.equal(5);
  });
});

describe('most idle time share', () => {
  it('takes whoever was free for the greatest part of its time at work, pauses not counted', () => {
    const scene = centre('most-idle-share');
    scene.ready(1, 2);
    scene.wait(60);
    const first = scene.call();
    scene.answer(first);
    expect(scene.now(first).talk?.agentId).to.equal(1);
    scene.wait(60);
    // 1 was free for half of its time; 2 all the time; 3 comes and has done nothing yet.
    scene.hangUp(first);
    scene.ready(3);
    const order = [scene.call(), scene.call(), scene.call()].map(contact => scene.agentOf(contact));
    expect(order).to.deep.equal([2, 3, 1]);
  });
});
