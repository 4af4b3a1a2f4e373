/** The orchestrator dies without warning (F1): calls go on, and are under control again after the restart. */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { silences, toneShare } from '../support/audio.ts';
import {
  agentAt,
  agentTone,
  callerTone,
  createCentre,
  makeReady,
  newAgentPhone,
  newCaller,
  readyAgent,
} from '../support/contact-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hearEachOther, hearsSpeechOrMusic } from '../support/listening.ts';
import type { MediaPeer } from '../support/media-peer.ts';
import { expectContact, expectSteps } from '../support/steps.ts';
import { until } from '../support/until.ts';

describe('a restart after kill -9', function () {
  this.timeout(90_000);
  let instance: Instance;
  const open: MediaPeer[] = [];

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
  });
  after(async function () {
    await instance?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') console.error(await instance.explain());
    await Promise.all(open.splice(0).map(peer => peer.close()));
    await instance.expectClean();
  });
  const kept = async (peer: Promise<MediaPeer>): Promise<MediaPeer> => {
    open.push(await peer);
    return peer;
  };
  const waiting = (number: string) =>
    until(`${number} waits`, async () =>
      (await instance.api.live()).contacts.find(c => c.caller.number === number && c.stage === 'waiting'),
    );

  it('lets the conversation go on, and knows it again within 5 s', async () => {
    const centre = await createCentre(instance);
    const agent = agentAt(centre, 0);
    const phone = await kept(readyAgent(instance, agent));
    const peer = await kept(newCaller(instance));
    const call = await peer.call(centre.number);
    const atAgent = await phone.nextCall();
    atAgent.answer();
    await hearEachOther(call, atAgent);

    const from = performance.now();
    await instance.kill();
    await instance.start();
    const readyAt = performance.now();
    await instance.api.untilAgent(agent.id, 'talking', 5000);
    expect(performance.now() - readyAt, 'ms until it is under control').to.be.below(5000);
    for (const [heard, hz] of [
      [call.audio.recording(from), agentTone],
      [atAgent.audio.recording(from), callerTone],
    ] as const) {
      expect(toneShare(heard, hz), `share of ${hz} Hz`).to.be.at.least(0.8);
      expect(silences(heard, 500), `gaps in ${hz} Hz`).to.deep.equal([]);
    }
    atAgent.hangup();
    await call.whenEnded();
    await instance.api.untilAgent(agent.id, 'ready');
    const contact = await instance.api.endedContact(peer.user);
    expectContact(contact, { outcome: 'handled', endedBy: 'agent', agentId: agent.id });
    expectSteps(contact, ['contactArrived', 'contactConnected', 'contactEnded']);
  });

  it('notices a hang-up that it missed', async () => {
    const centre = await createCentre(instance);
    const agent = agentAt(centre, 0);
    const phone = await kept(readyAgent(instance, agent));
    const peer = await kept(newCaller(instance));
    const call = await peer.call(centre.number);
    const atAgent = await phone.nextCall();
    atAgent.answer();
    await hearEachOther(call, atAgent);
    await instance.kill();
    call.hangup();
    await instance.start();
    await atAgent.whenEnded();
    const contact = await instance.api.endedContact(peer.user);
    expectContact(contact, { outcome: 'handled', agentId: agent.id });
    await instance.api.untilAgent(agent.id, 'ready');
  });

  it('keeps the order of the queue and the music in it', async () => {
    const centre = await createCentre(instance, { welcome: { message: { it: '', en: '' } } });
    const agent = agentAt(centre, 0);
    const phone = await kept(newAgentPhone(instance, agent));
    const [first, second] = [await kept(newCaller(instance)), await kept(newCaller(instance))];
    const firstCall = await first.call(centre.number);
    await waiting(first.user);
    const secondCall = await second.call(centre.number);
    await waiting(second.user);
    await instance.kill();
    await instance.start();
    await waiting(first.user);
    expect((await waiting(second.user)).position).to.equal(2);
    await hearsSpeechOrMusic(firstCall);
    await hearsSpeechOrMusic(secondCall);
    await makeReady(instance, agent);
    for (const [peer, call] of [
      [first, firstCall],
      [second, secondCall],
    ] as const) {
      const atAgent = await phone.nextCall();
      expect(atAgent.remoteNumber).to.equal(peer.user);
      atAgent.answer();
      await hearEachOther(call, atAgent);
      atAgent.hangup();
      await call.whenEnded();
      expectContact(await instance.api.endedContact(peer.user), { outcome: 'handled' });
    }
  });

  it('lets a caller in the welcome go on to an agent', async () => {
    const centre = await createCentre(instance);
    const agent = agentAt(centre, 0);
    const phone = await kept(newAgentPhone(instance, agent));
    const peer = await kept(newCaller(instance));
    const call = await peer.call(centre.number);
    await hearsSpeechOrMusic(call);
    await instance.kill();
    await instance.start();
    await makeReady(instance, agent);
    const atAgent = await phone.nextCall();
    atAgent.answer();
    await hearEachOther(call, atAgent);
    atAgent.hangup();
    await call.whenEnded();
    expectContact(await instance.api.endedContact(peer.user), { outcome: 'handled', endedBy: 'agent' });
  });

  it('lets a held caller go on hearing music, and the agent take the call back', async () => {
    const centre = await createCentre(instance);
    const agent = agentAt(centre, 0);
    const phone = await kept(readyAgent(instance, agent));
    const peer = await kept(newCaller(instance));
    const call = await peer.call(centre.number);
    const atAgent = await phone.nextCall();
    atAgent.answer();
    await hearEachOther(call, atAgent);
    atAgent.hold();
    await hearsSpeechOrMusic(call);
    await instance.kill();
    await instance.start();
    await instance.api.untilAgent(agent.id, 'onHold');
    await hearsSpeechOrMusic(call);
    atAgent.retrieve();
    await hearEachOther(call, atAgent);
    await instance.api.untilAgent(agent.id, 'talking');
    call.hangup();
    const contact = await instance.api.endedContact(peer.user);
    expectSteps(contact, ['contactHeld', 'contactRetrieved', 'contactEnded']);
  });

  it('keeps the wrap-up of an agent', async () => {
    const wrapUp = { defaultSeconds: 300, minimumSeconds: 0, maximumSeconds: 600 };
    const centre = await createCentre(instance, { human: { wrapUp } });
    const agent = agentAt(centre, 0);
    const phone = await kept(readyAgent(instance, agent));
    const peer = await kept(newCaller(instance));
    const call = await peer.call(centre.number);
    const atAgent = await phone.nextCall();
    atAgent.answer();
    await hearEachOther(call, atAgent);
    call.hangup();
    await instance.api.untilAgent(agent.id, 'wrapUp');
    await instance.kill();
    await instance.start();
    await instance.api.untilAgent(agent.id, 'wrapUp');
    await makeReady(instance, agent);
    const contact = await instance.api.wrappedUpContact(peer.user);
    expectSteps(contact, ['contactEnded', 'wrapUpStarted', 'wrapUpEnded']);
  });

  it('while it rings at the agent loses nobody', async () => {
    const centre = await createCentre(instance);
    const agent = agentAt(centre, 0);
    const phone = await kept(readyAgent(instance, agent));
    const peer = await kept(newCaller(instance));
    const call = await peer.call(centre.number);
    await phone.nextCall();
    await instance.kill();
    await instance.start();
    // It rings on, or again; either may be answered.
    const ringing = await until('the phone rings', () => phone.calls.find(c => c.state === 'ringing'));
    ringing.answer();
    const talking = await until('they talk', () => phone.calls.find(c => c.state === 'talking'));
    await hearEachOther(call, talking);
    call.hangup();
    expectContact(await instance.api.endedContact(peer.user), { outcome: 'handled' });
  });
});
