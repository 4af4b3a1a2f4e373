/** Templates for those who wait, call back or leave a message, on real calls in Italian and in English. */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Language } from '../../orchestrator/core/configuration/schemas.ts';
import type { Voicemail } from '../../orchestrator/runtime/ports/voicemails.ts';
import {
  agentAt,
  agentTone,
  callerTone,
  type Centre,
  createCentre,
  makeReady,
  newAgentPhone,
  newCaller,
} from '../support/contact-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hearEachOther, hears, hearsSpeechOrMusic } from '../support/listening.ts';
import { MediaPeer } from '../support/media-peer.ts';
import {
  createTemplateCentre,
  languages,
  Listener,
  publishTemplate,
  textOf,
} from '../support/template-centre.ts';
import { until } from '../support/until.ts';

const outsideTone = 1500;

describe('templates for those who wait, on real calls', function () {
  this.timeout(90_000);
  let instance: Instance;
  let outside: MediaPeer;
  let pauseId = 0;
  const open: MediaPeer[] = [];

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
    outside = await MediaPeer.open({
      server: instance.sip,
      user: 'outside',
      tone: outsideTone,
      onCall: 'answer',
    });
    // Callbacks go out here, whoever is to be called back.
    await instance.api.create('lines', {
      name: 'Outside',
      kind: 'address',
      host: '127.0.0.1',
      port: outside.port,
      direction: 'outbound',
    });
    pauseId = (await instance.api.create('pauses', { name: 'Lunch' })).id;
  });
  after(async function () {
    this.timeout(60_000);
    await outside?.close();
    await instance?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') console.error(await instance.explain());
    await Promise.all(open.splice(0).map(peer => peer.close()));
    await instance.expectClean();
  });

  const dial = async (number: string, language: Language, tone?: null): Promise<Listener> => {
    const peer = await newCaller(instance, tone === null ? { tone } : {});
    open.push(peer);
    return Listener.dial(peer, number, language);
  };
  /** An operator of the centre, at work and in a pause. */
  async function paused(centre: Centre): Promise<{ phone: MediaPeer; ready(): Promise<void> }> {
    const agent = agentAt(centre, 0);
    const phone = await newAgentPhone(instance, agent, { onCall: 'answer' });
    open.push(phone);
    await makeReady(instance, agent);
    await instance.api.setState(agent.id, 'pause', pauseId);
    return { phone, ready: () => instance.api.setState(agent.id, 'ready') };
  }
  /** The operator is called, then the caller, and both talk. */
  async function isCalledBack(phone: MediaPeer): Promise<void> {
    const atAgent = await phone.nextCall();
    const atOutside = await outside.nextCall();
    await Promise.all([hears(atAgent, outsideTone), hears(atOutside, agentTone)]);
    atOutside.hangup();
    await atAgent.whenEnded();
  }

  it('voicemail box: takes the message, thanks, and asks again who said nothing', async () => {
    const { human } = await createCentre(instance);
    const greeting = { campaignId: human.id };
    const { numbers } = await createTemplateCentre(instance, 'voicemail-box', { greeting });
    await Promise.all(
      languages.map(async language => {
        // Says nothing at first: after five seconds of silence it is asked again.
        const caller = await dial(numbers[language], language, null);
        const says = (block: string, parameter: string): Promise<void> =>
          caller.hears(textOf('voicemail-box', block, parameter, language));
        await says('greeting', 'prompts');
        await says('again', 'items');
        await says('greeting', 'prompts');
        caller.call.audio.sendTone(callerTone);
        const from = performance.now();
        await until('something was said', () => performance.now() - from > 3500);
        caller.press('#');
        await says('thanks', 'items');
        await caller.call.whenEnded();
        const { id } = await instance.api.endedContact(caller.peer.user);
        const kept = async () =>
          (await instance.api.request<{ items: Voicemail[] }>('GET', `/voicemails?contactId=${id}`)).items;
        await until('the message is kept', async () => (await kept()).some(({ state }) => state === 'kept'), {
          timeoutMs: 15_000,
          explain: kept,
        });
        expect((await kept()).map(({ boxCampaignId }) => boxCampaignId)).to.deep.equal([human.id]);
      }),
    );
  });

  for (const language of languages)
    it(`callback offer: music, the offer, and the operator calls back (${language})`, async () => {
      const centre = await createCentre(instance);
      const campaignId = centre.human.id;
      const { phone, ready } = await paused(centre);
      const { numbers } = await createTemplateCentre(instance, 'callback-offer', {
        wait: { campaignId },
        offer: { campaignId },
        queue: { campaignId, musicSeconds: 2 },
      });
      const caller = await dial(numbers[language], language);
      await hearsSpeechOrMusic(caller.call);
      await caller.hears(textOf('callback-offer', 'queue', 'messages', language));
      caller.press('1');
      const { offer, thanks } = offered[language];
      await caller.hears(offer);
      caller.press('1');
      await caller.hears(thanks);
      await caller.call.whenEnded();
      await ready();
      await isCalledBack(phone);
      expect((await instance.api.endedContact(caller.peer.user)).outcome).to.equal('handled');
    });

  for (const language of languages)
    it(`queue with announcements: messages by turns, then the operator by name (${language})`, async () => {
      const { api } = instance;
      const centre = await createCentre(instance, {
        human: { preventiveQueueing: true },
        welcome: { message: { it: '', en: '' } },
        service: { language },
      });
      const campaignId = centre.human.id;
      const flow = await publishTemplate(instance, 'queue-announcements', {
        wait: { musicSeconds: 1 },
        callback: { campaignId },
        voicemail: { campaignId },
      });
      await api.patch('campaigns', centre.queue.id, { flowId: flow.id });
      const { phone, ready } = await paused(centre);
      const caller = await dial(centre.number, language);
      const says = (block: string, parameter: string, nth = 0): Promise<void> =>
        caller.hears(textOf('queue-announcements', block, parameter, language, nth));
      // 2 leads to the voicemail: another caller leaves that way.
      const leaving = await dial(centre.number, language);
      await says('wait', 'messages', 0);
      leaving.press('2');
      await says('wait', 'messages', 1);
      await leaving.hears(textOf('queue-announcements', 'voicemail', 'prompts', language));
      leaving.call.hangup();
      caller.forget();
      await ready();
      const atAgent = await phone.nextCall();
      const operator = Listener.of(phone, atAgent, language);
      await Promise.all([
        caller.hears(
          textOf('queue-announcements', 'wait', 'announceAgent', language).replace(
            '{agent}',
            agentAt(centre, 0).name,
          ),
        ),
        operator.hears(
          textOf('queue-announcements', 'wait', 'whisper', language).replace(
            '{call.service}',
            centre.service.name,
          ),
        ),
      ]);
      await hearEachOther(caller.call, atAgent);
      caller.call.hangup();
      await atAgent.whenEnded();
    });
});

/** What OfferCallback says unless it is told otherwise. */
const offered = {
  it: {
    offer: 'Per essere richiamati a questo numero premete 1, a un altro numero premete 2.',
    thanks: 'Vi richiameremo.',
  },
  en: {
    offer: 'To be called back at this number press 1, at another number press 2.',
    thanks: 'We will call you back.',
  },
};
