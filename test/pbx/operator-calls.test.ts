/**
 * Calls of operators on a real Asterisk: consult, transfer, conference, manual and internal calls, with SIP
 * phones that ring for each call and with standing legs. Who hears whom is measured: each party sends its tone.
 */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { OperatorPage } from '../faults/harness/operator.ts';
import {
  agentAt,
  type Centre,
  createCentre,
  makeReady,
  newAgentPhone,
  newCaller,
} from '../support/contact-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hearsOnly, tones } from '../support/listening.ts';
import { type Call, MediaPeer } from '../support/media-peer.ts';
import { expectSteps } from '../support/steps.ts';
import { until } from '../support/until.ts';

/** An operator with its page and its SIP phone. */
interface Operator {
  id: number;
  page: OperatorPage;
  phone: MediaPeer;
  extension: string;
  /** The call that its phone is in. */
  take(): Promise<Call>;
}

for (const standing of [false, true]) {
  describe(`calls of operators, ${standing ? 'with standing legs' : 'a call for each'}`, function () {
    this.timeout(60_000);
    let instance: Instance;
    const peers: MediaPeer[] = [];
    const pages: OperatorPage[] = [];
    const lines: number[] = [];

    before(async function () {
      this.timeout(600_000);
      instance = await startInstance({});
    });
    after(async function () {
      this.timeout(60_000);
      await instance?.stop();
    });
    afterEach(async function () {
      if (this.currentTest?.state === 'failed')
        console.error(
          await instance.explain(),
          await instance.pbx('pjsip show endpoint agent-10101'),
          await instance.pbx('module show like refer'),
        );
      for (const page of pages.splice(0)) {
        await page.ask({ type: 'logout' }).catch(() => undefined);
        page.close();
      }
      await Promise.all(peers.splice(0).map(peer => peer.close()));
      await instance.expectClean();
      for (const id of lines.splice(0)) await instance.api.request('DELETE', `/lines/${id}`);
    });

    async function operator(centre: Centre, index: number, tone: number): Promise<Operator> {
      const agent = agentAt(centre, index);
      const phone = await newAgentPhone(instance, agent, { tone });
      peers.push(phone);
      const page = await OperatorPage.open(instance, agent);
      pages.push(page);
      if (standing) phone.onCall = 'answer';
      await makeReady(instance, agent);
      const leg = standing ? await phone.nextCall() : null;
      if (leg) await page.untilView('the standing leg is up', view => view.standing === 'up');
      return {
        id: agent.id,
        page,
        phone,
        extension: agent.extension,
        async take() {
          if (leg) {
            await page.untilView('it is offered', view => view.contact !== null);
            if (page.view.contact?.stage === 'offered') await page.ask({ type: 'answer' });
            return leg;
          }
          const call = await phone.nextCall();
          call.answer();
          return call;
        },
      };
    }

    async function outsideParty(onCall: 'ring' | 'answer' | 'busy' = 'ring'): Promise<MediaPeer> {
      const outside = await MediaPeer.open({
        server: instance.sip,
        user: 'outside',
        tone: tones.outside,
        onCall,
      });
      peers.push(outside);
      const { id } = await instance.api.create('lines', {
        name: `Outside ${outside.port}`,
        kind: 'address',
        host: '127.0.0.1',
        port: outside.port,
        direction: 'outbound',
        callerId: '0611111',
        callerIds: ['0622222'],
        blockedPrefixes: ['899'],
      });
      lines.push(id);
      return outside;
    }

    async function begin(agents = 2): Promise<{
      centre: Centre;
      first: Operator;
      second: Operator;
    }> {
      const centre = await createCentre(instance, {
        agents,
        welcome: { message: { it: '', en: '' } },
        human: { strategy: 'fixed-order' },
      });
      for (const { id } of centre.agents)
        await instance.api.request('PATCH', `/agents/${id}`, { standingLeg: standing });
      const first = await operator(centre, 0, tones.first);
      const second = await operator(centre, 1, tones.second);
      return { centre, first, second };
    }

    /** The first operator talks to the customer. */
    async function talking() {
      const scene = await begin();
      // Only the first one is offered the call.
      await scene.second.page.ask({ type: 'pause', pauseId: await pause() });
      const peer = await newCaller(instance, { tone: tones.customer });
      peers.push(peer);
      const customer = await peer.call(scene.centre.number);
      const atFirst = await scene.first.take();
      await hearsOnly(customer, 'first');
      await hearsOnly(atFirst, 'customer');
      return { ...scene, peer, customer, atFirst };
    }

    let pauseId = 0;
    async function pause(): Promise<number> {
      if (pauseId === 0) pauseId = (await instance.api.create('pauses', { name: 'Coffee' })).id;
      return pauseId;
    }

    it('consult a colleague: swap, merge, remove; the customer hears music meanwhile', async () => {
      const { first, second, customer, atFirst, peer } = await talking();
      await first.page.ask({ type: 'consult', to: { kind: 'agent', agentId: second.id } });
      await hearsOnly(customer, 'music');
      const atSecond = await second.take();
      await hearsOnly(atFirst, 'second');
      await hearsOnly(atSecond, 'first');
      await hearsOnly(customer, 'music');
      await instance.api.untilAgent(first.id, 'consulting');

      await first.page.ask({ type: 'swap' });
      await hearsOnly(customer, 'first');
      await hearsOnly(atFirst, 'customer');
      await hearsOnly(atSecond, 'music');

      await first.page.ask({ type: 'swap' });
      await hearsOnly(atFirst, 'second');
      await hearsOnly(customer, 'music');

      await first.page.ask({ type: 'merge' });
      await hearsOnly(customer, 'first', 'second');
      await hearsOnly(atFirst, 'customer', 'second');
      await hearsOnly(atSecond, 'customer', 'first');
      await instance.api.untilAgent(second.id, 'conference');

      const [party] = first.page.view.contact?.parties ?? [];
      await first.page.ask({ type: 'muteParty', party: party?.id ?? '', muted: true });
      await hearsOnly(customer, 'first');
      await hearsOnly(atSecond, 'customer', 'first');
      await first.page.ask({ type: 'removeParty', party: party?.id ?? '' });
      await hearsOnly(atFirst, 'customer');
      // It was in pause before it was called.
      await instance.api.untilAgent(second.id, 'pause');
      customer.hangup();
      const contact = await instance.api.endedContact(peer.user);
      expectSteps(contact, [
        'contactConnected',
        'targetCalled',
        'targetAnswered',
        'conferenceBegan',
        'targetMuted',
        'targetEnded',
        'contactEnded',
      ]);
    });

    it('consult a colleague and hand over: the first operator is free, the second has the customer', async () => {
      const { first, second, customer, atFirst } = await talking();
      await first.page.ask({ type: 'consult', to: { kind: 'agent', agentId: second.id } });
      const atSecond = await second.take();
      await hearsOnly(atSecond, 'first');
      await first.page.ask({ type: 'complete' });
      await hearsOnly(customer, 'second');
      await hearsOnly(atSecond, 'customer');
      await instance.api.untilAgent(first.id, 'ready');
      if (standing) await hearsOnly(atFirst);
      else await atFirst.whenEnded();
      customer.hangup();
      await instance.api.untilAgent(second.id, 'pause');
    });

    it('consult a number, whose party takes the customer over when the operator hangs up', async () => {
      const { first, customer, atFirst } = await talking();
      const outside = await outsideParty();
      await first.page.ask({ type: 'consult', to: { kind: 'number', number: '0651234' } });
      const atOutside = await outside.nextCall();
      expect(atOutside.remoteNumber).to.equal('0611111');
      await hearsOnly(customer, 'music');
      atOutside.answer();
      await hearsOnly(atFirst, 'outside');
      await hearsOnly(atOutside, 'first');
      atFirst.hangup();
      await hearsOnly(customer, 'outside');
      await hearsOnly(atOutside, 'customer');
      await instance.api.untilAgent(first.id, standing ? 'unreachable' : 'ready');
      customer.hangup();
      await atOutside.whenEnded();
    });

    it('go on among colleagues when the customer hangs up, and come back to the customer when the target does', async () => {
      const { first, second, customer, atFirst } = await talking();
      await first.page.ask({ type: 'consult', to: { kind: 'agent', agentId: second.id } });
      const atSecond = await second.take();
      await hearsOnly(atFirst, 'second');
      await second.page.ask({ type: 'hangup' });
      await instance.api.untilAgent(first.id, 'onHold');
      await hearsOnly(customer, 'music');
      await first.page.ask({ type: 'retrieve' });
      await hearsOnly(customer, 'first');

      await first.page.ask({ type: 'consult', to: { kind: 'agent', agentId: second.id } });
      const again = await second.take();
      await hearsOnly(again, 'first');
      customer.hangup();
      await hearsOnly(atFirst, 'second');
      await hearsOnly(again, 'first');
      await first.page.ask({ type: 'hangup' });
      await instance.api.untilAgent(second.id, 'pause');
      if (!standing) expect(atSecond.state).to.equal('ended');
    });

    it('transfer blind to a colleague; one who rejects gives the customer back', async () => {
      const { first, second, customer } = await talking();
      await first.page.ask({ type: 'transfer', to: { kind: 'agent', agentId: second.id } });
      if (standing) {
        await second.page.untilView('it is offered', view => view.contact?.stage === 'offered');
        await second.page.ask({ type: 'reject' });
      } else (await second.phone.nextCall()).reject(603);
      const again = await first.take();
      await hearsOnly(customer, 'first');
      await hearsOnly(again, 'customer');

      await first.page.ask({ type: 'transfer', to: { kind: 'agent', agentId: second.id } });
      const atSecond = await second.take();
      await hearsOnly(customer, 'second');
      await hearsOnly(atSecond, 'customer');
      await second.page.ask({ type: 'hangup' });
      await customer.whenEnded();
    });

    it('transfer blind to a number, which is busy the first time, and to a campaign', async () => {
      const { centre, first, second, customer } = await talking();
      const outside = await outsideParty('busy');
      await first.page.ask({ type: 'transfer', to: { kind: 'number', number: '0651234' } });
      await first.take();
      await hearsOnly(customer, 'first');
      outside.onCall = 'answer';
      await first.page.ask({ type: 'pause', pauseId: await pause() });
      await second.page.ask({ type: 'ready' });
      await first.page.ask({ type: 'transfer', to: { kind: 'campaign', campaignId: centre.human.id } });
      const atSecond = await second.take();
      await hearsOnly(customer, 'second');
      await second.page.ask({ type: 'transfer', to: { kind: 'number', number: '0651234' } });
      await outside.nextCall();
      await hearsOnly(await outside.nextCall(), 'customer');
      await hearsOnly(customer, 'outside');
      if (!standing) await atSecond.whenEnded();
      customer.hangup();
    });

    it('are transferred by the phone itself, blind', async () => {
      const { first, second, customer, atFirst } = await talking();
      atFirst.hold();
      await instance.api.untilAgent(first.id, 'onHold');
      atFirst.refer('899123');
      await until('it is told that this is not possible', () => atFirst.transfer.length > 1, {
        explain: () => atFirst.transfer,
      });
      atFirst.retrieve();
      await hearsOnly(customer, 'first');
      await instance.api.untilAgent(first.id, 'talking');
      atFirst.refer(second.extension);
      const atSecond = await second.take();
      await hearsOnly(customer, 'second');
      await hearsOnly(atSecond, 'customer');
      expect(atFirst.transfer.join(' ')).to.contain('202').and.to.contain('200 OK');
      customer.hangup();
    });

    it('consult on a second line of the phone, which transfers by itself', async () => {
      const { first, second, customer, atFirst, peer } = await talking();
      atFirst.hold();
      await instance.api.untilAgent(first.id, 'onHold');
      await hearsOnly(customer, 'music');
      const line = await first.phone.call(second.extension);
      const atSecond = await second.take();
      await hearsOnly(line, 'second');
      await hearsOnly(atSecond, 'first');
      await hearsOnly(customer, 'music');
      // Back to the customer and to the colleague again, by the phone alone.
      line.hold();
      atFirst.retrieve();
      await hearsOnly(customer, 'first');
      await hearsOnly(atSecond, 'music');
      atFirst.hold();
      line.retrieve();
      await hearsOnly(atSecond, 'first');
      atFirst.refer(line);
      await hearsOnly(customer, 'second');
      await hearsOnly(atSecond, 'customer');
      await line.whenEnded();
      customer.hangup();
      const contact = await instance.api.endedContact(peer.user);
      expectSteps(contact, ['contactHeld', 'targetCalled', 'targetAnswered', 'contactTransferred']);
    });

    it('go on while we are killed and started again: in a consult, in a conference, while a transfer rings', async () => {
      const { first, second, customer, atFirst } = await talking();
      await first.page.ask({ type: 'consult', to: { kind: 'agent', agentId: second.id } });
      const atSecond = await second.take();
      await hearsOnly(atFirst, 'second');
      const startAgain = async (): Promise<void> => {
        await instance.kill();
        await instance.start();
        for (const { page } of [first, second]) await page.untilView('the page is back', () => true);
      };
      await startAgain();
      await hearsOnly(customer, 'music');
      await hearsOnly(atFirst, 'second');
      await hearsOnly(atSecond, 'first');
      await first.page.ask({ type: 'swap' });
      await hearsOnly(customer, 'first');
      await hearsOnly(atSecond, 'music');
      await first.page.ask({ type: 'merge' });
      await hearsOnly(customer, 'first', 'second');

      await startAgain();
      await hearsOnly(customer, 'first', 'second');
      await hearsOnly(atFirst, 'customer', 'second');
      await first.page.ask({ type: 'removeParty', party: first.page.view.contact?.parties[0]?.id ?? '' });
      await hearsOnly(customer, 'first');
      await hearsOnly(atFirst, 'customer');

      await instance.api.untilAgent(second.id, 'pause');
      await first.page.ask({ type: 'transfer', to: { kind: 'agent', agentId: second.id } });
      await second.page.untilView('it is offered', view => view.contact?.stage === 'offered');
      if (!standing)
        await until('its phone rings', () => second.phone.calls.some(({ state }) => state === 'ringing'));
      await startAgain();
      const again = await second.take();
      await hearsOnly(customer, 'second');
      await hearsOnly(again, 'customer');
      customer.hangup();
    });

    it('are the same for an operator whose phone is a number outside', async () => {
      const { centre, second } = await begin(3);
      await second.page.ask({ type: 'pause', pauseId: await pause() });
      const outside = await outsideParty('answer');
      const [lineId] = lines;
      const agent = agentAt(centre, 2);
      await instance.api.request('PATCH', `/agents/${agent.id}`, {
        outsidePhone: { number: '0677777', lineId },
        defaultPhone: 'outside',
      });
      const page = await OperatorPage.open(instance, agent);
      pages.push(page);
      await until('it is logged in', () =>
        page.ask({ type: 'login', phone: 'outside' }).then(
          () => true,
          () => false,
        ),
      );
      await page.ask({ type: 'ready' });
      if (standing) await page.untilView('the standing leg is up', view => view.standing === 'up');
      await page.ask({ type: 'call', to: { kind: 'agent', agentId: second.id } });
      const own = await outside.nextCall();
      const atSecond = await second.take();
      await hearsOnly(own, 'second');
      await hearsOnly(atSecond, 'outside');
      own.hangup();
      await instance.api.untilAgent(second.id, 'pause');
      await page.untilView('it is free', view => view.contact === null);
      await page.ask({ type: 'logout' });
      await instance.api.request('PATCH', `/agents/${agent.id}`, { outsidePhone: null, defaultPhone: 'sip' });
    });

    it('call a number outside for a service, with a caller ID of choice; blocked ones are refused', async () => {
      const { centre, first } = await begin();
      const outside = await outsideParty();
      await instance.api.request('PATCH', `/services/${centre.service.id}`, {
        outboundCampaignId: centre.human.id,
      });
      const number = '0651234';
      const to = { kind: 'number', number } as const;
      await until('the service lets call out', () =>
        first.page.ask({ type: 'call', to, callerId: '0622222' }).then(
          () => true,
          () => false,
        ),
      );
      const atFirst = await first.take();
      const atOutside = await outside.nextCall();
      expect(atOutside.remoteNumber).to.equal('0622222');
      atOutside.answer();
      await hearsOnly(atFirst, 'outside');
      await hearsOnly(atOutside, 'first');
      await first.page.ask({ type: 'hold' });
      await hearsOnly(atOutside, 'music');
      await first.page.ask({ type: 'retrieve' });
      await hearsOnly(atOutside, 'first');
      atOutside.hangup();
      await instance.api.untilAgent(first.id, 'ready');
      const contact = await instance.api.endedContact(number);
      expect(contact.direction).to.equal('outbound');
      expect(contact.outcome).to.equal('handled');

      const refused = await first.page.ask({ type: 'call', to: { kind: 'number', number: '899123' } }).then(
        () => '',
        error => String(error),
      );
      expect(refused).to.contain('numberBlocked');
    });

    it('call a colleague and a service inside; who talks is offered no contact', async () => {
      const { centre, first, second } = await begin();
      const extension = agentAt(centre, 1).extension;
      await first.page.ask({ type: 'call', to: { kind: 'number', number: extension } });
      const atFirst = await first.take();
      const atSecond = await second.take();
      await hearsOnly(atFirst, 'second');
      await hearsOnly(atSecond, 'first');
      const peer = await newCaller(instance, { tone: tones.customer });
      peers.push(peer);
      const customer = await peer.call(centre.number);
      await until('the customer waits', async () =>
        (await instance.api.live()).contacts.some(({ stage }) => stage === 'waiting'),
      );
      await first.page.ask({ type: 'hangup' });
      // Without wrap-up: the first one is free at once.
      const withCustomer = await first.take();
      await hearsOnly(withCustomer, 'customer');
      customer.hangup();
      await instance.api.untilAgent(first.id, 'ready');
    });
  });
}
