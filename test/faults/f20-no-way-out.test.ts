/** F20: the trunk refuses every call, or nobody answers: contacts overflow, and nothing is tried in a busy loop. */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { agentAt, createCentre, makeReady, newAgentPhone, newCaller } from '../support/contact-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hearEachOther } from '../support/listening.ts';
import { MediaPeer } from '../support/media-peer.ts';
import { expectContact } from '../support/steps.ts';
import { checkInvariants } from './harness/invariants.ts';
import { OperatorPage } from './harness/operator.ts';
import { openDesk } from './harness/parties.ts';

/** A phone that failed is left alone for this long. */
const restSeconds = 5;
const silent = { message: { it: '', en: '' } };

describe('F20: no way out', function () {
  this.timeout(120_000);
  let instance: Instance;
  const closing: (() => Promise<unknown> | void)[] = [];

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
  });
  after(async () => {
    await instance?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') console.error(await instance.explain());
    for (const close of closing.splice(0).toReversed()) await close();
  });

  /** A provider that answers 503 to every call. */
  async function deadTrunk(): Promise<MediaPeer> {
    const provider = await MediaPeer.open({ server: instance.sip, user: 'provider' });
    const refusing = setInterval(() => {
      for (const call of provider.calls) if (call.state === 'ringing') call.reject(503);
    }, 10);
    closing.push(() => {
      clearInterval(refusing);
      return provider.close();
    });
    return provider;
  }

  it('a trunk that answers 503 to all: the contact overflows, few calls were tried', async () => {
    const waitSeconds = 18;
    const provider = await deadTrunk();
    const line = await instance.api.create('lines', {
      name: 'Dead trunk',
      kind: 'address',
      host: '127.0.0.1',
      port: provider.port,
      direction: 'outbound',
    });
    const centre = await createCentre(instance, {
      agents: 2,
      welcome: silent,
      queue: { maximumWaitSeconds: waitSeconds, announcePosition: false },
    });
    for (const [index, agent] of centre.agents.entries()) {
      const outsidePhone = { number: `+39333000${index}`, lineId: line.id };
      await instance.api.patch('agents', agent.id, { outsidePhone });
      const page = await OperatorPage.open(instance, agent);
      closing.push(() => page.close());
      await page.ask({ type: 'login', phone: 'outside' });
      await page.ask({ type: 'ready' });
    }
    const peer = await newCaller(instance);
    closing.push(() => peer.close());
    const call = await peer.call(centre.number);
    await call.whenEnded(60_000);
    expectContact(await instance.api.endedContact(peer.user), { outcome: 'overflow', endedBy: 'system' });
    const most = 2 * (Math.ceil(waitSeconds / restSeconds) + 1);
    expect(provider.calls.length, 'calls over the trunk').to.be.within(2, most);
    for (const { id } of centre.agents) await instance.api.setState(id, 'loggedOut');
    await checkInvariants(instance);
  });

  it('nobody answers: the contact goes on to the next campaign, few offers were made', async () => {
    const waitSeconds = 15;
    const ringSeconds = 3;
    const helpers = await openDesk(instance);
    await makeReady(instance, helpers.agent);
    const centre = await createCentre(instance, {
      welcome: silent,
      human: { ringSeconds, afterNoAnswer: 'ready' },
      queue: {
        maximumWaitSeconds: waitSeconds,
        announcePosition: false,
        overflowCampaignId: helpers.centre.human.id,
      },
    });
    const agent = agentAt(centre, 0);
    const phone = await newAgentPhone(instance, agent);
    await makeReady(instance, agent);
    const peer = await newCaller(instance);
    closing.push(
      () => peer.close(),
      () => phone.close(),
      () => helpers.phone.close(),
    );
    const call = await peer.call(centre.number);
    const atHelper = await helpers.phone.nextCall(60_000);
    atHelper.answer();
    await hearEachOther(call, atHelper);
    atHelper.hangup();
    await call.whenEnded();
    expectContact(await instance.api.endedContact(peer.user), {
      outcome: 'handled',
      agentId: helpers.agent.id,
    });
    const most = Math.ceil(waitSeconds / (ringSeconds + restSeconds)) + 1;
    expect(phone.calls.length, 'times that it rang').to.be.within(2, most);
    await checkInvariants(instance);
  });
});
