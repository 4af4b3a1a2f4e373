/** How conversations lose somebody, and all of them in the end. */
import { expect } from 'chai';
import type { CallScene } from '../support/scene-of-calls.ts';
import { checkSteps } from './what-holds.ts';

const agents = [1, 2, 3];

interface Departure {
  name: string;
  go(scene: CallScene): void;
}

/** Who can leave at this moment, and how. */
export function departures(scene: CallScene): Departure[] {
  const found: Departure[] = [];
  for (const leg of scene.legs()) {
    const name = scene.names.get(leg) ?? leg;
    const answered = scene.up().includes(leg);
    for (const cause of answered ? [16] : [17, 21])
      found.push({ name: `${name} hangs up (${cause})`, go: it => it.hangUp(leg, cause) });
  }
  for (const agentId of agents) {
    if (!scene.world.sessions.get(agentId)?.contactId) continue;
    const type = scene.state(agentId) === 'offered' ? 'reject' : 'hangup';
    found.push({ name: `agent ${agentId} presses ${type}`, go: it => void it.ask(agentId, { type }) });
    if (scene.world.sessions.get(agentId)?.phone === 'browser')
      found.push({ name: `the page of agent ${agentId} is gone`, go: it => it.loseBrowser(agentId) });
  }
  if (scene.legs().some(leg => !scene.up().includes(leg)) || rings(scene))
    found.push({ name: 'nobody answers', go: it => it.wait(60_000) });
  return found;
}

function rings(scene: CallScene): boolean {
  return [...scene.world.sessions.values()].some(({ state }) => state === 'offered');
}

/** Everybody leaves: nothing may be left in the world or in Asterisk. */
export function cleanUp(scene: CallScene): void {
  for (const leg of scene.legs()) scene.hangUp(leg);
  scene.wait(400_000);
  for (const leg of scene.legs()) scene.hangUp(leg);
  for (const agentId of agents) scene.ask(agentId, { type: 'logout' });
  scene.wait(400_000);
  const { world } = scene;
  const left = {
    contacts: [...world.contacts.keys()],
    legs: scene.legs(),
    bridges: scene.bridges(),
    recorded: scene.recordedLegs(),
    timers: [...world.timers.keys()],
    asked: world.asked,
    outside: [...world.outside.keys()],
    known: [...world.legs.keys()],
    sessions: [...world.sessions.keys()],
  };
  expect(
    Object.entries(left).filter(([, list]) => list.length > 0),
    'left',
  ).to.deep.equal([]);
  checkSteps(scene.facts);
}
