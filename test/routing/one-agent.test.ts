/** A flow waits for one agent alone: free, busy, refused, gone, too late, among others who wait for the same. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { IvrCampaign, Service } from '../../orchestrator/core/configuration/schemas.ts';
import type { Contact } from '../../orchestrator/core/contacts/contact.ts';
import { flowOf, published } from '../support/flow-of.ts';
import { configurationOf, node, Scene } from './scene.ts';

const settings = { agents: [{}, {}], campaigns: [{}] };

/** Callers of 900 ask for agent 1; where the flow goes on stands in the steps. */
function centre(longestWaitSeconds = 60, agentId = 1): Scene {
  const scene = new Scene(settings);
  const exits = ['busy', 'timeout', 'unknown', 'digit', 'error'];
  const flow = flowOf('ivr', 'One agent', [
    { id: 'start', type: 'start', exits: { next: 'transfer' } },
    {
      id: 'transfer',
      type: 'transfer-to-agent',
      parameters: { agentId, longestWaitSeconds, announceSeconds: 0 },
      exits: Object.fromEntries(exits.map(exit => [exit, exit])),
    },
    ...exits.map(id => ({ id, type: 'hang-up' })),
  ]);
  const configuration = configurationOf(settings);
  const ivr = IvrCampaign.parse({ id: 50, name: 'Front', kind: 'ivr', flowId: 1 });
  const service = Service.parse({ id: 9, name: 'Front', entryCampaignId: 50, numbers: ['8009'] });
  scene.submit({
    type: 'configurationLoaded',
    configuration: {
      ...configuration,
      campaigns: [...configuration.campaigns, ivr],
      services: [...configuration.services, service],
      flows: [published(1, flow)],
    },
  });
  return scene;
}

/** Blocks that the contact entered. */
const way = (scene: Scene, { id }: Contact): string[] =>
  scene.facts.flatMap(fact => (fact.type === 'blockEntered' && fact.contactId === id ? [fact.block] : []));

/** Agent 1 talks to another caller. */
function talking(scene: Scene): Contact {
  scene.ready(1);
  const other = scene.call(1, '0600');
  scene.answer(other);
  scene.ready(2);
  return other;
}

/** A call that may be over at once. */
function calls(scene: Scene): Contact {
  const known = new Set(
    scene.facts.flatMap(fact => (fact.type === 'contactArrived' ? [fact.contactId] : [])),
  );
  try {
    return scene.call(9);
  } catch {
    const arrived = scene.facts.find(fact => fact.type === 'contactArrived' && !known.has(fact.contactId));
    if (arrived?.type !== 'contactArrived') throw new Error('nobody arrived');
    return { id: arrived.contactId } as Contact;
  }
}

describe('routing: one agent alone', () => {
  it('goes to the agent, and to nobody else who is free', () => {
    const scene = centre();
    scene.ready(2, 1);
    const contact = scene.call(9);
    expect(scene.agentOf(contact)).to.equal(1);
    scene.answer(contact);
    expect(scene.now(contact).talk?.agentId).to.equal(1);
    expect(scene.now(contact).preferred).to.equal(null);
  });

  it('waits for the busy agent, though another is free, and goes before who waits for anybody later', () => {
    const scene = centre();
    const other = talking(scene);
    const contact = scene.call(9);
    expect([scene.agentOf(contact), scene.now(contact).stage]).to.deep.equal([null, 'waiting']);
    expect(scene.now(contact).music, 'music as in a queue').to.equal('default');
    scene.wait(30);
    scene.hangUp(other);
    expect(scene.agentOf(contact)).to.equal(1);
  });

  it('keeps the order of those who wait for the same agent, over a restart', () => {
    const scene = centre();
    const other = talking(scene);
    const first = scene.call(9);
    scene.wait(1);
    const second = scene.call(9, '0699');
    scene.restart();
    scene.hangUp(other);
    expect([scene.agentOf(first), scene.agentOf(second)]).to.deep.equal([1, null]);
    scene.answer(first);
    scene.hangUp(first);
    expect(scene.agentOf(second)).to.equal(1);
  });

  it('is told timeout when the wait is over', () => {
    const scene = centre(20);
    talking(scene);
    const contact = scene.call(9);
    scene.wait(19);
    expect(way(scene, contact)).to.deep.equal(['start', 'transfer']);
    scene.wait(2);
    expect(way(scene, contact)).to.deep.equal(['start', 'transfer', 'timeout']);
  });

  it('is told busy at once when it may not wait, or the agent is in pause or not there', () => {
    const without = centre(0);
    talking(without);
    expect(way(without, calls(without))).to.include('busy');
    const away = centre();
    away.ready(2);
    expect(way(away, calls(away))).to.include('busy');
    away.ask(1, { type: 'login' });
    expect(way(away, calls(away)), 'in pause').to.include('busy');
  });

  it('is told busy when the agent goes away, rejects or does not answer', () => {
    const leaves = centre();
    const other = talking(leaves);
    const waiting = leaves.call(9);
    leaves.ask(1, { type: 'pause', pauseId: 1 });
    leaves.hangUp(other);
    expect(way(leaves, waiting)).to.include('busy');
    const rejects = centre();
    rejects.ready(1, 2);
    const rejected = rejects.call(9);
    rejects.submit({
      type: 'legEnded',
      node,
      leg: rejects.now(rejected).offer?.leg ?? '',
      cause: 17,
    });
    expect(way(rejects, rejected)).to.include('busy');
    expect(rejects.facts.filter(({ type }) => type === 'contactOffered')).to.have.length(1);
  });

  it('is told unknown where there is no such agent', () => {
    const scene = centre(60, 77);
    expect(way(scene, calls(scene))).to.include('unknown');
  });

  it('leaves nothing when the caller hangs up', () => {
    const scene = centre();
    const other = talking(scene);
    const contact = scene.call(9);
    scene.hangUp(contact);
    scene.wait(1);
    scene.hangUp(other);
    expect([...scene.world.contacts.keys()]).to.deep.equal([]);
  });
});
