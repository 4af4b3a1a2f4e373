/** Phones that die without a word (power cut, network gone): nobody stays in a dead call for ever. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { agentAt, createCentre, newCaller, readyAgent } from '../support/contact-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hearEachOther, hearsSpeechOrMusic } from '../support/listening.ts';
import { expectContact } from '../support/steps.ts';

/** Without RTP for 30 s a leg is taken for dead. */
const noticedMs = 45_000;

describe('a phone that dies', function () {
  this.timeout(120_000);
  let instance: Instance;

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
  });
  after(async function () {
    await instance?.stop();
  });

  it('ends its call, of a waiting caller, a talking caller and a talking agent', async () => {
    const noWelcome = { welcome: { message: { it: '', en: '' } } };
    const [empty, one, two] = [
      await createCentre(instance, { ...noWelcome, agents: 0 }),
      await createCentre(instance, noWelcome),
      await createCentre(instance, noWelcome),
    ];
    const waiting = await newCaller(instance);
    await hearsSpeechOrMusic(await waiting.call(empty.number));

    const talk = async (centre: typeof one) => {
      const phone = await readyAgent(instance, agentAt(centre, 0));
      const peer = await newCaller(instance);
      const call = await peer.call(centre.number);
      const atAgent = await phone.nextCall();
      atAgent.answer();
      await hearEachOther(call, atAgent);
      return { phone, peer, call, atAgent };
    };
    const callerDies = await talk(one);
    const agentDies = await talk(two);

    for (const dead of [waiting, callerDies.peer, agentDies.phone]) dead.vanish();
    await Promise.all([callerDies.atAgent.whenEnded(noticedMs), agentDies.call.whenEnded(noticedMs)]);
    expectContact(await instance.api.endedContact(waiting.user, noticedMs), { outcome: 'abandoned' });
    expectContact(await instance.api.endedContact(callerDies.peer.user), {
      outcome: 'handled',
      endedBy: 'caller',
    });
    expectContact(await instance.api.endedContact(agentDies.peer.user), {
      outcome: 'handled',
      endedBy: 'agent',
    });
    await instance.api.untilAgent(agentAt(one, 0).id, 'ready');
    await instance.api.untilAgent(agentAt(two, 0).id, 'unreachable');
    expect((await instance.api.live()).contacts).to.deep.equal([]);
    for (const { phone, peer } of [callerDies, agentDies]) await Promise.all([phone.close(), peer.close()]);
    await waiting.close();
    await instance.expectClean();
  });
});
