/** Two operators in Chromium: consult, swap, conference, leaving it, calls inside and outside, by buttons and shortcuts. */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { accessibilityProblems, screenshot, TestBrowser } from '../support/browser.ts';
import {
  agentAt,
  agentTone,
  callerTone,
  type Centre,
  createCentre,
  newCaller,
} from '../support/contact-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hears, hearsSpeechOrMusic } from '../support/listening.ts';
import { MediaPeer } from '../support/media-peer.ts';
import { PhoneBarPage } from '../support/phonebar-page.ts';
import { expectSteps } from '../support/steps.ts';
import { until } from '../support/until.ts';

describe('calls of operators in the browser', function () {
  this.timeout(120_000);
  let instance: Instance;
  let browsers: TestBrowser[] = [];
  let centre: Centre;
  let first: PhoneBarPage;
  let second: PhoneBarPage;
  const peers: MediaPeer[] = [];

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
    browsers = [await TestBrowser.start(), await TestBrowser.start()];
    centre = await createCentre(instance, {
      phone: 'browser',
      agents: 2,
      welcome: { message: { it: '', en: '' } },
    });
    // One with a standing leg, as browsers have by default, one who is called for each contact.
    await instance.api.request('PATCH', `/agents/${agentAt(centre, 1).id}`, { standingLeg: false });
    await instance.api.request('PATCH', `/services/${centre.service.id}`, {
      outboundCampaignId: centre.human.id,
    });
    const [one, two] = browsers;
    if (!one || !two) throw new Error('two browsers are needed');
    first = await PhoneBarPage.open(one, instance, agentAt(centre, 0));
    second = await PhoneBarPage.open(two, instance, agentAt(centre, 1));
    for (const operator of [first, second]) {
      await operator.logIn();
      await operator.press('Ready');
      await operator.untilState('ready');
    }
  });
  after(async function () {
    for (const browser of browsers) await browser.close();
    await instance?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      console.error(await instance.explain(), ...browsers.map(({ complaints }) => complaints));
      for (const operator of [first, second]) console.error(await operator?.text().catch(String));
    }
    await Promise.all(peers.splice(0).map(peer => peer.close()));
  });

  /** Whoever has been idle longest is offered a contact: that operator, the other one, and the other's place. */
  const rung = () =>
    until('it rings', async () => {
      if (await first.isOffered('Answer')) return [first, second, 1] as const;
      return (await second.isOffered('Answer')) ? ([second, first, 0] as const) : null;
    });

  it('consult, swap, bring together, and leave the customer to the colleague', async () => {
    const peer = await newCaller(instance);
    peers.push(peer);
    const customer = await peer.call(centre.number);
    await first.untilState('offered');
    await first.press('Answer');
    await first.untilState('talking');
    await Promise.all([hears(customer, agentTone), first.hearsCaller()]);

    await first.choose('Transfer', agentAt(centre, 1).extension, 'Consult');
    await first.untilState('consulting');
    await hearsSpeechOrMusic(customer);
    await second.untilState('offered');
    await second.press('Answer');
    await second.untilState('consulting');
    await Promise.all([first.hearsTone(agentTone), second.hearsTone(agentTone)]);
    await hearsSpeechOrMusic(customer);
    await screenshot(first.page, 'phonebar-consulting');
    expect(await accessibilityProblems(first.page)).to.deep.equal([]);

    await first.page.keyboard.press('Control+o');
    await first.untilState('talking');
    await Promise.all([hears(customer, agentTone), first.hearsCaller(), second.hearsSpeechOrMusic()]);
    await first.page.keyboard.press('Control+o');
    await first.untilState('consulting');
    await hearsSpeechOrMusic(customer);

    await first.page.keyboard.press('Control+i');
    await first.untilState('conference');
    await second.untilState('conference');
    await hears(customer, agentTone);
    for (const operator of [first, second]) {
      await operator.hearsTone(callerTone);
      await operator.hearsTone(agentTone);
    }
    await screenshot(first.page, 'phonebar-conference');
    expect(await accessibilityProblems(first.page)).to.deep.equal([]);

    await first.press('Hang up');
    await first.untilState('ready');
    await second.untilState('talking');
    await Promise.all([hears(customer, agentTone), second.hearsCaller()]);
    customer.hangup();
    await second.untilState('ready');
    const contact = await instance.api.endedContact(peer.user);
    expectSteps(contact, [
      'targetCalled',
      'targetAnswered',
      'conferenceBegan',
      'contactTransferred',
      'contactEnded',
    ]);
    await instance.expectClean();
  });

  it('add the colleague to the conversation; it goes on among colleagues when the customer leaves', async () => {
    const peer = await newCaller(instance);
    peers.push(peer);
    const customer = await peer.call(centre.number);
    const [taker, other, otherAt] = await rung();
    await taker.press('Answer');
    await taker.untilState('talking');
    await Promise.all([hears(customer, agentTone), taker.hearsCaller()]);
    await taker.choose('Transfer', agentAt(centre, otherAt).extension, 'Add');
    await other.untilState('offered');
    await other.press('Answer');
    for (const operator of [taker, other]) {
      await operator.untilState('conference');
      await operator.hearsTone(callerTone);
      await operator.hearsTone(agentTone);
    }
    await hears(customer, agentTone);
    customer.hangup();
    for (const operator of [taker, other]) {
      await operator.untilState('talking');
      await operator.hearsTone(agentTone);
    }
    await taker.press('Hang up');
    await taker.untilState('ready');
    await other.untilState('ready');
    await instance.expectClean();
  });

  it('transfer blind to the colleague, who has the customer with a click', async () => {
    const peer = await newCaller(instance);
    peers.push(peer);
    const customer = await peer.call(centre.number);
    const [taker, other, otherAt] = await rung();
    await taker.press('Answer');
    await taker.untilState('talking');
    await taker.choose('Transfer', agentAt(centre, otherAt).name, 'Transfer');
    await taker.untilState('ready');
    await other.untilState('offered');
    await other.press('Answer');
    await other.untilState('talking');
    await Promise.all([hears(customer, agentTone), other.hearsCaller()]);
    await other.press('Hang up');
    await customer.whenEnded();
    await other.untilState('ready');
    await instance.expectClean();
  });

  it('call the colleague inside', async () => {
    await first.choose('Call', agentAt(centre, 1).extension, 'Call');
    await second.untilState('offered');
    await first.untilState('talking');
    await second.press('Answer');
    await second.untilState('talking');
    await Promise.all([first.hearsTone(agentTone), second.hearsTone(agentTone)]);
    await second.press('Hang up');
    await first.untilState('ready');
    await second.untilState('ready');
    await instance.expectClean();
  });

  it('call a number outside, and again', async () => {
    const outside = await MediaPeer.open({
      server: instance.sip,
      user: 'outside',
      tone: callerTone,
      onCall: 'answer',
    });
    peers.push(outside);
    const line = await instance.api.create('lines', {
      name: 'Outside',
      kind: 'address',
      host: '127.0.0.1',
      port: outside.port,
      direction: 'outbound',
      callerId: '0611111',
    });
    await until('the line is known', async () => {
      await first.choose('Call', '06 555 123', 'Call');
      return first.untilState('talking', 2000).then(
        () => true,
        () => false,
      );
    });
    const call = await outside.nextCall();
    expect(call.remoteNumber).to.equal('0611111');
    await Promise.all([hears(call, agentTone), first.hearsCaller()]);
    await first.press('Hang up');
    await call.whenEnded();
    await first.untilState('ready');

    await first.press('Call');
    await first.page.locator('[data-choice="number-06555123"] input').check();
    await first.page.locator('dialog[open]').getByRole('button', { name: 'Call', exact: true }).click();
    const again = await outside.nextCall();
    await Promise.all([hears(again, agentTone), first.hearsCaller()]);
    again.hangup();
    await first.untilState('ready');
    await instance.expectClean();
    await instance.api.request('DELETE', `/lines/${line.id}`);
  });
});
