/** Calls through the whole of #phones on a real Asterisk, with real SIP phones, on both databases. */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { level, toneShare } from '../support/audio.ts';
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
import { hearEachOther, hears, hearsSpeechOrMusic } from '../support/listening.ts';
import type { Call, MediaPeer, MediaPeerOptions } from '../support/media-peer.ts';
import { expectContact, expectSteps, stepValue } from '../support/steps.ts';
import { until } from '../support/until.ts';

for (const database of ['sqlite', 'mysql'] as const) {
  describe(`calls, on ${database}`, function () {
    this.timeout(60_000);
    let instance: Instance;
    const open: MediaPeer[] = [];

    before(async function () {
      this.timeout(600_000);
      instance = await startInstance({ database });
    });
    after(async function () {
      this.timeout(60_000);
      await instance?.stop();
    });
    afterEach(async function () {
      if (this.currentTest?.state === 'failed') console.error(await instance.explain());
      await Promise.all(open.splice(0).map(peer => peer.close()));
      await instance.expectClean();
    });

    const caller = async (options: Partial<MediaPeerOptions> = {}): Promise<MediaPeer> => {
      const peer = await newCaller(instance, options);
      open.push(peer);
      return peer;
    };
    const kept = async (peer: Promise<MediaPeer>): Promise<MediaPeer> => {
      open.push(await peer);
      return peer;
    };
    /** Waits until the caller's contact waits in the queue. */
    const queued = (number: string) =>
      until(`${number} waits`, async () =>
        (await instance.api.live()).contacts.find(c => c.caller.number === number && c.stage === 'waiting'),
      );
    const answeredBy = async (phone: MediaPeer): Promise<Call> => {
      const call = await phone.nextCall();
      call.answer();
      return call;
    };

    it('go through welcome and queue to an agent, both hear each other, and every step is recorded', async () => {
      const centre = await createCentre(instance);
      const agent = agentAt(centre, 0);
      const phone = await kept(newAgentPhone(instance, agent));
      const peer = await caller();
      const call = await peer.call(centre.number);
      await call.whenAnswered();
      await hearsSpeechOrMusic(call);
      await queued(peer.user);
      await hearsSpeechOrMusic(call);

      await makeReady(instance, agent);
      const atAgent = await phone.nextCall();
      expect(atAgent.remoteNumber).to.equal(peer.user);
      await instance.api.untilAgent(agent.id, 'offered');
      atAgent.answer();
      await hearEachOther(call, atAgent);
      await instance.api.untilAgent(agent.id, 'talking');

      const from = performance.now();
      await until('two seconds of conversation', () => performance.now() - from > 2000);
      for (const [heard, hz] of [
        [call.audio.recording(from), agentTone],
        [atAgent.audio.recording(from), callerTone],
      ] as const) {
        expect(toneShare(heard, hz), `share of ${hz} Hz`).to.be.at.least(0.8);
        expect(level(heard), `level of ${hz} Hz`).to.be.closeTo(-15, 2);
      }
      for (const { audio } of [call, atAgent]) expect(audio.statistics.lost, 'lost packets').to.equal(0);

      call.hangup();
      await atAgent.whenEnded();
      await instance.api.untilAgent(agent.id, 'ready');
      const contact = await instance.api.endedContact(peer.user);
      expectSteps(contact, [
        'contactArrived',
        'campaignEntered',
        'contactAnswered',
        'promptStarted',
        'promptEnded',
        'campaignEntered',
        'campaignEntered',
        'contactQueued',
        'contactOffered',
        'phoneRang',
        'offerEnded',
        'contactConnected',
        'contactEnded',
      ]);
      expectContact(contact, {
        outcome: 'handled',
        endedBy: 'caller',
        serviceId: centre.service.id,
        agentId: agent.id,
        callerNumber: peer.user,
        dialled: centre.number,
      });
      expect(contact.talkMs).to.be.at.least(2000);
      expect(contact.waitMs).to.be.at.least(1);
    });

    it('end in the welcome when the caller hangs up', async () => {
      const centre = await createCentre(instance);
      const peer = await caller();
      const call = await peer.call(centre.number);
      await call.whenAnswered();
      await hearsSpeechOrMusic(call);
      call.hangup();
      const contact = await instance.api.endedContact(peer.user);
      expectContact(contact, { outcome: 'left', endedBy: 'caller', agentId: null });
      expectSteps(contact, ['contactArrived', 'promptStarted', 'contactEnded']);
    });

    it('end in the queue when the caller hangs up', async () => {
      const centre = await createCentre(instance, { welcome: { message: { it: '', en: '' } } });
      const peer = await caller();
      const call = await peer.call(centre.number);
      await queued(peer.user);
      await hearsSpeechOrMusic(call);
      call.hangup();
      const contact = await instance.api.endedContact(peer.user);
      expectContact(contact, { outcome: 'abandoned', endedBy: 'caller', agentId: null });
      expectSteps(contact, ['contactArrived', 'contactQueued', 'contactEnded']);
    });

    it('count as short when the caller leaves the queue at once', async () => {
      const centre = await createCentre(instance, {
        welcome: { message: { it: '', en: '' } },
        human: { shortSeconds: 60 },
      });
      const peer = await caller();
      const call = await peer.call(centre.number);
      await queued(peer.user);
      call.hangup();
      expectContact(await instance.api.endedContact(peer.user), { outcome: 'short' });
    });

    it('stop ringing at the agent when the caller hangs up', async () => {
      const centre = await createCentre(instance);
      const agent = agentAt(centre, 0);
      const phone = await kept(readyAgent(instance, agent));
      const peer = await caller();
      const call = await peer.call(centre.number);
      const atAgent = await phone.nextCall();
      call.hangup();
      await atAgent.whenEnded();
      expect(atAgent.endedBy).to.equal('there');
      await instance.api.untilAgent(agent.id, 'ready');
      const contact = await instance.api.endedContact(peer.user);
      expectContact(contact, { outcome: 'abandoned', endedBy: 'caller' });
      expect(stepValue(contact, 'offerEnded', 'reason')).to.equal('callerLeft');
    });

    it('end when the agent hangs up its phone', async () => {
      const centre = await createCentre(instance);
      const agent = agentAt(centre, 0);
      const phone = await kept(readyAgent(instance, agent));
      const peer = await caller();
      const call = await peer.call(centre.number);
      const atAgent = await answeredBy(phone);
      await hearEachOther(call, atAgent);
      atAgent.hangup();
      await call.whenEnded();
      expect(call.endedBy).to.equal('there');
      await instance.api.untilAgent(agent.id, 'ready');
      expectContact(await instance.api.endedContact(peer.user), { outcome: 'handled', endedBy: 'agent' });
    });

    it('play music to the caller while the phone of the agent holds', async () => {
      const centre = await createCentre(instance);
      const agent = agentAt(centre, 0);
      const phone = await kept(readyAgent(instance, agent));
      const peer = await caller();
      const call = await peer.call(centre.number);
      const atAgent = await answeredBy(phone);
      await hearEachOther(call, atAgent);
      atAgent.hold();
      await hearsSpeechOrMusic(call);
      await instance.api.untilAgent(agent.id, 'onHold');
      atAgent.retrieve();
      await hearEachOther(call, atAgent);
      await instance.api.untilAgent(agent.id, 'talking');
      call.hangup();
      const contact = await instance.api.endedContact(peer.user);
      expectSteps(contact, ['contactConnected', 'contactHeld', 'contactRetrieved', 'contactEnded']);
      expect(contact.holdMs).to.be.at.least(1);
    });

    it('go to another agent when the first one rejects', async () => {
      const centre = await createCentre(instance, { agents: 2 });
      const [first, second] = [agentAt(centre, 0), agentAt(centre, 1)];
      const firstPhone = await kept(readyAgent(instance, first));
      const secondPhone = await kept(readyAgent(instance, second));
      const peer = await caller();
      const call = await peer.call(centre.number);
      (await firstPhone.nextCall()).reject(603);
      const atSecond = await answeredBy(secondPhone);
      await hearEachOther(call, atSecond);
      await instance.api.untilAgent(first.id, 'noAnswer');
      call.hangup();
      const contact = await instance.api.endedContact(peer.user);
      expectContact(contact, { outcome: 'handled', agentId: second.id });
      expect(stepValue(contact, 'offerEnded', 'reason')).to.equal('rejected');
    });

    it('go to another agent when the first one does not answer in the ring time', async () => {
      const centre = await createCentre(instance, { agents: 2, human: { ringSeconds: 3 } });
      const [first, second] = [agentAt(centre, 0), agentAt(centre, 1)];
      const firstPhone = await kept(readyAgent(instance, first));
      const secondPhone = await kept(readyAgent(instance, second));
      const peer = await caller();
      const call = await peer.call(centre.number);
      const unanswered = await firstPhone.nextCall();
      const atSecond = await answeredBy(secondPhone);
      await unanswered.whenEnded();
      await hearEachOther(call, atSecond);
      await instance.api.untilAgent(first.id, 'noAnswer');
      call.hangup();
      const contact = await instance.api.endedContact(peer.user);
      expectContact(contact, { outcome: 'handled', agentId: second.id });
      expect(stepValue(contact, 'offerEnded', 'reason')).to.equal('noAnswer');
      expect(stepValue(contact, 'offerEnded', 'ringMs')).to.be.within(2900, 3500);
      // An agent that did not answer comes back when it says so.
      await makeReady(instance, first);
    });

    it('do not go to an agent whose phone has unregistered', async () => {
      const centre = await createCentre(instance, { agents: 2 });
      const [first, second] = [agentAt(centre, 0), agentAt(centre, 1)];
      const firstPhone = await kept(readyAgent(instance, first));
      const secondPhone = await kept(readyAgent(instance, second));
      await firstPhone.unregister();
      await instance.api.untilAgent(first.id, 'unreachable', 6000);
      const peer = await caller();
      const call = await peer.call(centre.number);
      await hearEachOther(call, await answeredBy(secondPhone));
      expect(firstPhone.calls).to.have.length(0);
      call.hangup();
      await firstPhone.register();
      await instance.api.untilAgent(first.id, 'ready');
    });

    it('are not lost when the phone of the agent disappears while it rings', async () => {
      const centre = await createCentre(instance, { agents: 2, human: { ringSeconds: 4 } });
      const [first, second] = [agentAt(centre, 0), agentAt(centre, 1)];
      const firstPhone = await kept(readyAgent(instance, first));
      const secondPhone = await kept(readyAgent(instance, second));
      const peer = await caller();
      const call = await peer.call(centre.number);
      await firstPhone.nextCall();
      firstPhone.vanish();
      await hearEachOther(call, await answeredBy(secondPhone));
      call.hangup();
      expectContact(await instance.api.endedContact(peer.user), {
        outcome: 'handled',
        agentId: second.id,
      });
      await instance.api.untilAgent(first.id, ['noAnswer', 'unreachable']);
    });

    it('of two callers go to one agent in the order in which they came', async () => {
      const centre = await createCentre(instance, { welcome: { message: { it: '', en: '' } } });
      const agent = agentAt(centre, 0);
      const phone = await kept(newAgentPhone(instance, agent));
      const [first, second] = [await caller(), await caller()];
      const firstCall = await first.call(centre.number);
      await queued(first.user);
      const secondCall = await second.call(centre.number);
      expect((await queued(second.user)).position).to.equal(2);
      await makeReady(instance, agent);
      for (const [peer, call] of [
        [first, firstCall],
        [second, secondCall],
      ] as const) {
        const atAgent = await answeredBy(phone);
        expect(atAgent.remoteNumber).to.equal(peer.user);
        await hearEachOther(call, atAgent);
        atAgent.hangup();
        await call.whenEnded();
        expectContact(await instance.api.endedContact(peer.user), { outcome: 'handled' });
      }
    });

    it('are redirected from a campaign without agents to another one', async () => {
      const busy = await createCentre(instance, { agents: 1 });
      const free = await createCentre(instance, { agents: 1 });
      await instance.api.patch('campaigns', busy.human.id, {
        kind: 'human',
        queueCampaignId: null,
        redirectCampaignId: free.human.id,
      });
      const phone = await kept(readyAgent(instance, agentAt(free, 0)));
      const peer = await caller();
      const call = await peer.call(busy.number);
      await hearEachOther(call, await answeredBy(phone));
      call.hangup();
      const contact = await instance.api.endedContact(peer.user);
      expectContact(contact, { outcome: 'handled', serviceId: busy.service.id });
      const entered = contact.steps.filter(s => s.type === 'campaignEntered').map(s => s.data.campaignId);
      expect(entered).to.deep.equal([busy.welcome.id, busy.human.id, free.human.id]);
    });

    it('prefer the campaign that the agent puts first', async () => {
      const one = await createCentre(instance, { welcome: { message: { it: '', en: '' } } });
      const two = await createCentre(instance, { agents: 0, welcome: { message: { it: '', en: '' } } });
      const agent = agentAt(one, 0);
      const setPriority = (campaignId: number, priority: number) =>
        instance.api.patch('campaigns', campaignId, {
          kind: 'human',
          members: [{ agentId: agent.id, priority }],
        });
      await setPriority(one.human.id, 2);
      await setPriority(two.human.id, 1);
      const phone = await kept(newAgentPhone(instance, agent));
      const [earlier, later] = [await caller(), await caller()];
      const earlierCall = await earlier.call(one.number);
      await queued(earlier.user);
      const laterCall = await later.call(two.number);
      await queued(later.user);
      await makeReady(instance, agent);
      for (const [peer, call] of [
        [later, laterCall],
        [earlier, earlierCall],
      ] as const) {
        const atAgent = await answeredBy(phone);
        expect(atAgent.remoteNumber).to.equal(peer.user);
        await hearEachOther(call, atAgent);
        atAgent.hangup();
        await call.whenEnded();
      }
    });

    it('go on waiting when the last operator logs out, and reach the next one', async () => {
      const centre = await createCentre(instance, { agents: 2, welcome: { message: { it: '', en: '' } } });
      const [first, second] = [agentAt(centre, 0), agentAt(centre, 1)];
      const firstPhone = await kept(readyAgent(instance, first));
      const [talking, waiting] = [await caller(), await caller()];
      const talk = await talking.call(centre.number);
      const atFirst = await answeredBy(firstPhone);
      const wait = await waiting.call(centre.number);
      await queued(waiting.user);
      await instance.api.setState(first.id, 'loggedOut');
      atFirst.hangup();
      await talk.whenEnded();
      await instance.api.untilAgent(first.id, 'loggedOut');
      await queued(waiting.user);
      const secondPhone = await kept(readyAgent(instance, second));
      await hearEachOther(wait, await answeredBy(secondPhone));
      wait.hangup();
      expectContact(await instance.api.endedContact(waiting.user), {
        outcome: 'handled',
        agentId: second.id,
      });
    });

    it('end with an excuse when nobody is logged in any more and the queue does not wait', async () => {
      const centre = await createCentre(instance, {
        welcome: { message: { it: '', en: '' } },
        queue: { waitWithoutAgents: false },
      });
      const agent = agentAt(centre, 0);
      const phone = await kept(readyAgent(instance, agent));
      const [talking, waiting] = [await caller(), await caller()];
      await talking.call(centre.number);
      const atAgent = await answeredBy(phone);
      const wait = await waiting.call(centre.number);
      await queued(waiting.user);
      await instance.api.setState(agent.id, 'loggedOut');
      atAgent.hangup();
      await wait.whenEnded(15_000);
      expect(wait.endedBy).to.equal('there');
      expectContact(await instance.api.endedContact(waiting.user), {
        outcome: 'noAgents',
        endedBy: 'system',
      });
    });

    it('hear that the service is closed outside its opening hours', async () => {
      const never = await instance.api.create('calendars', { name: 'Never open', hours: [] });
      const centre = await createCentre(instance, {
        service: {
          calendarId: never.id,
          closedMessage: { it: 'Siamo chiusi.', en: 'We are closed. Please call again tomorrow.' },
        },
      });
      const peer = await caller();
      const call = await peer.call(centre.number);
      await hearsSpeechOrMusic(call);
      await call.whenEnded(15_000);
      expect(call.endedBy).to.equal('there');
      const contact = await instance.api.endedContact(peer.user);
      expectContact(contact, { outcome: 'closed', endedBy: 'system' });
      expectSteps(contact, ['contactArrived', 'promptStarted', 'promptEnded', 'contactEnded']);
    });

    it('to an unknown number are refused', async () => {
      const peer = await caller();
      const call = await peer.call('899999');
      await call.whenEnded();
      expect(call.status).to.equal(404);
      expectContact(await instance.api.endedContact(peer.user), {
        outcome: 'unknownNumber',
        dialled: '899999',
      });
    });

    it('hear an excuse and busy while the orchestrator is away', async () => {
      const centre = await createCentre(instance);
      await instance.kill();
      const peer = await caller();
      const call = await peer.call(centre.number);
      await hearsSpeechOrMusic(call);
      await call.whenEnded(20_000);
      expect(call.status).to.equal(486);
      await instance.start();
      const phone = await kept(readyAgent(instance, agentAt(centre, 0)));
      const again = await peer.call(centre.number);
      await hears(await answeredBy(phone), callerTone);
      again.hangup();
      await instance.api.endedContact(peer.user);
    });
  });
}
