/** What operators, customers and numbers outside do in any order: what must hold of conversations holds after each step. */
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { AgentRequest, CallTarget } from '../../orchestrator/core/agents/requests.ts';
import { CallScene } from '../support/scene-of-calls.ts';
import { cleanUp, departures } from './departures.ts';
import { recordedConfiguration } from './scenarios.ts';
import { checkWhatHolds } from './what-holds.ts';

interface Step {
  name: string;
  go(scene: CallScene): unknown;
}

const targets: CallTarget[] = [
  { kind: 'agent', agentId: 1 },
  { kind: 'agent', agentId: 2 },
  { kind: 'agent', agentId: 3 },
  { kind: 'number', number: '06123' },
  { kind: 'number', number: '06124' },
  { kind: 'campaign', campaignId: 12 },
  { kind: 'campaign', campaignId: 14 },
  { kind: 'service', serviceId: 1 },
  { kind: 'service', serviceId: 2 },
];

const requests: AgentRequest[] = [
  ...(['hold', 'retrieve', 'mute', 'unmute', 'swap', 'merge', 'complete', 'cancel', 'takeBack'] as const).map(
    type => ({ type }),
  ),
  ...(['consult', 'addParty', 'transfer'] as const).flatMap(type => targets.map(to => ({ type, to }))),
];

/** Everything that can be done now; what an operator asks for may be refused. */
function steps(scene: CallScene, standing: boolean): Step[] {
  const found: Step[] = departures(scene);
  for (const leg of scene.ringing()) {
    const name = scene.names.get(leg) ?? leg;
    // Said twice: more is answered than refused.
    for (let i = 0; i < 3; i += 1) found.push({ name: `${name} answers`, go: it => it.answer(leg) });
  }
  if (scene.contact() === undefined) {
    found.push({ name: 'a customer calls', go: it => it.call('800100') });
    for (const to of targets)
      found.push({ name: `1 calls ${JSON.stringify(to)}`, go: it => it.ask(1, { type: 'call', to }) });
  }
  for (const agentId of [1, 2, 3]) {
    const session = scene.world.sessions.get(agentId);
    if (!session) continue;
    if (session.contactId === null)
      found.push({ name: `${agentId} is ready`, go: it => it.ask(agentId, { type: 'ready' }) });
    else found.push(...asks(scene, agentId));
    if (session.phone === 'sip' && session.contactId !== null) found.push(...keys(scene, agentId, standing));
  }
  found.push(
    { name: 'the prompt is over', go: it => it.playedOut() },
    { name: 'we begin anew', go: it => it.restart() },
  );
  for (const ms of [1000, 30_000]) found.push({ name: `${ms} ms`, go: it => it.wait(ms) });
  return found;
}

function asks(scene: CallScene, agentId: number): Step[] {
  const found: Step[] = requests.map(request => ({
    name: `${agentId} asks for ${JSON.stringify(request)}`,
    go: it => it.ask(agentId, request),
  }));
  if (scene.state(agentId) === 'offered')
    for (let i = 0; i < 9; i += 1) found.push({ name: `${agentId} answers`, go: it => it.pickUp(agentId) });
  for (const { id } of scene.contact()?.targets ?? [])
    found.push(
      { name: `${agentId} removes ${id}`, go: it => it.ask(agentId, { type: 'removeParty', party: id }) },
      {
        name: `${agentId} silences ${id}`,
        go: it => it.ask(agentId, { type: 'muteParty', party: id, muted: true }),
      },
    );
  return found;
}

/** What the keys of its SIP phone do. */
function keys(scene: CallScene, agentId: number, standing: boolean): Step[] {
  const found: Step[] = ['203', '06125', '702', '899'].map(number => ({
    name: `the phone of ${agentId} transfers to ${number}`,
    go: it => it.refer(agentId, { number }),
  }));
  if (standing) return found;
  const talk = scene.contact()?.talk;
  if (talk?.agentId !== agentId || talk.leg === null) return found;
  const line = `own${agentId}`;
  if (scene.legs().includes(line)) {
    found.push({
      name: `the phone of ${agentId} transfers`,
      go: it => it.refer(agentId, { replaces: line }),
    });
    // It is on one line at a time: what it takes back, it has left before.
    const held = talk.heldByPhone;
    found.push({ name: `the phone of ${agentId} changes lines`, go: it => it.hold(agentId, !held) });
  } else if (talk.heldByPhone) {
    for (const number of ['203', '06126', '702'])
      found.push({ name: `${agentId} dials ${number}`, go: it => it.dial(agentId, number) });
    found.push({ name: `the phone of ${agentId} retrieves`, go: it => it.hold(agentId, false) });
  } else if (talk.heldSince === null)
    found.push({ name: `the phone of ${agentId} holds`, go: it => it.hold(agentId, true) });
  return found;
}

function walk(standing: boolean, phone: 'sip' | 'outside' | 'browser', choices: number[]): void {
  const scene = new CallScene(recordedConfiguration(standing), phone);
  scene.ready(1, 2, 3);
  const done: string[] = [];
  try {
    for (const choice of choices) {
      const possible = steps(scene, standing);
      const next = possible[choice % possible.length];
      if (!next) continue;
      done.push(next.name);
      next.go(scene);
      checkWhatHolds(scene);
      scene.wait(100);
    }
    done.push('everybody leaves');
    cleanUp(scene);
  } catch (error) {
    throw new Error(`${done.join('\n')}\n${String(error)}`, { cause: error });
  }
}

describe('conversations in any order', function () {
  this.timeout(120_000);
  for (const phone of ['sip', 'outside', 'browser'] as const)
    for (const standing of [false, true])
      it(`${phone} phones, ${standing ? 'standing legs' : 'a call for each'}`, () => {
        fc.assert(
          fc.property(fc.array(fc.nat(10_000), { minLength: 10, maxLength: 40, size: 'max' }), choices => {
            walk(standing, phone, choices);
          }),
          { numRuns: 60 },
        );
      });
});
