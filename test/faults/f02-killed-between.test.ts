/**
 * F2: kill -9 between a command and its answer. Named points: the answer to a command is swallowed by the
 * relay and the orchestrator killed at that moment, or the command itself never arrives. Nothing is dialled twice.
 */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { makeReady } from '../support/contact-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hearEachOther } from '../support/listening.ts';
import { expectContact } from '../support/steps.ts';
import { until } from '../support/until.ts';
import { checkInvariants } from './harness/invariants.ts';
import { type Caller, callIn, type Desk, openDesk, untilStage } from './harness/parties.ts';
import { startSwitchboard, type Switchboard } from './harness/switchboard.ts';

/** How the answer to a command looks on the event socket: RESTResponse names what was asked, without its query. */
const answers = {
  answer: /RESTResponse[^]*"uri":"channels\/[^"/]*\/answer"/,
  originate: /RESTResponse[^]*"uri":"channels\/phones-[^"/]*"/,
  createBridge: /RESTResponse[^]*"uri":"bridges\/phones-[^"/]*"/,
  addToBridge: /RESTResponse[^]*"uri":"bridges\/phones-[^"/]*\/addChannel"/,
} as const;

describe('F2: the orchestrator is killed between a command and its answer', function () {
  this.timeout(120_000);
  let board: Switchboard;
  let instance: Instance;

  before(async function () {
    this.timeout(600_000);
    board = await startSwitchboard();
    instance = await startInstance({ pbx: board.pbx });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') console.error(await instance.explain());
  });
  after(async () => {
    await instance?.stop();
    await board?.remove();
  });

  async function restart(): Promise<void> {
    await instance.kill();
    board.proxy.restore();
    await instance.start();
  }

  /** Caller and agent talk, and the agent's phone was called once. */
  async function expectOneCall({ agent, phone }: Desk, { call, peer }: Caller): Promise<void> {
    const atAgent = await until('the phone of the agent talks', () =>
      phone.calls.find(({ state }) => state === 'talking'),
    );
    await hearEachOther(call, atAgent);
    await instance.api.untilAgent(agent.id, 'talking');
    expect(phone.calls, 'times that the agent was dialled').to.have.length(1);
    call.hangup();
    await atAgent.whenEnded();
    expectContact(await instance.api.endedContact(peer.user), { outcome: 'handled', agentId: agent.id });
    await peer.close();
    await phone.close();
    await checkInvariants(instance);
  }

  for (const [command, pattern] of Object.entries(answers))
    it(`${command}: carried out, its answer never heard`, async () => {
      const desk = await openDesk(instance);
      desk.phone.onCall = 'answer';
      await makeReady(instance, desk.agent);
      const swallowed = board.proxy.swallowFrom(pattern);
      const caller = await callIn(instance, desk.centre);
      await swallowed;
      await restart();
      await expectOneCall(desk, caller);
    });

  it('originate: in the journal, never sent', async () => {
    const desk = await openDesk(instance);
    desk.phone.onCall = 'answer';
    await makeReady(instance, desk.agent);
    const pause = await instance.api.create('pauses', { name: 'Coffee' });
    await instance.api.setState(desk.agent.id, 'pause', pause.id);
    const caller = await callIn(instance, desk.centre);
    await untilStage(instance, caller, 'waiting');
    board.proxy.freeze();
    await makeReady(instance, desk.agent);
    await untilStage(instance, caller, 'offered');
    await restart();
    await expectOneCall(desk, caller);
  });
});
