/** Call-backs on real calls: promised in wrap-up, called now; and offered by routing when they are due. */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { screenshot, TestBrowser } from '../support/browser.ts';
import {
  agentAt,
  agentTone,
  callerTone,
  type Centre,
  createCentre,
  newCaller,
} from '../support/contact-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hears } from '../support/listening.ts';
import { MediaPeer } from '../support/media-peer.ts';
import { PhoneBarPage } from '../support/phonebar-page.ts';

describe('promised call-backs in the browser', function () {
  this.timeout(120_000);
  let instance: Instance;
  let browser: TestBrowser;
  let centre: Centre;
  let operator: PhoneBarPage;
  let customer: MediaPeer;
  let peer: MediaPeer;

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
    browser = await TestBrowser.start();
    // The customer as a provider reaches it: whatever number is called.
    customer = await MediaPeer.open({
      server: instance.sip,
      user: 'customer',
      tone: callerTone,
      onCall: 'answer',
    });
    const { id: lineId } = await instance.api.create('lines', {
      name: 'Outside',
      kind: 'address',
      host: '127.0.0.1',
      port: customer.port,
      direction: 'outbound',
      callerId: '0611111',
    });
    centre = await createCentre(instance, {
      phone: 'browser',
      welcome: { message: { it: '', en: '' } },
      human: {
        wrapUp: { defaultSeconds: 120, minimumSeconds: 0, maximumSeconds: 300 },
        callback: { attempts: 3, retrySeconds: 10, ringSeconds: 20, lineId },
      },
    });
    operator = await PhoneBarPage.open(browser, instance, agentAt(centre, 0));
    await operator.logIn();
    await operator.press('Ready');
    await operator.untilState('ready');
    peer = await newCaller(instance);
  });
  after(async () => {
    await peer?.close();
    await customer?.close();
    await browser?.close();
    await instance?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      console.error(await instance.explain(), browser.complaints, await operator.text().catch(String));
  });

  const dialog = () => operator.page.getByRole('dialog', { name: 'Call-backs' });

  /** A customer calls, is talked to and hangs up; the operator is in wrap-up. */
  async function talkedTo(): Promise<void> {
    const call = await peer.call(centre.number);
    await operator.untilState('offered');
    await operator.press('Answer');
    await operator.untilState('talking');
    call.hangup();
    await operator.untilState('wrapUp');
  }

  /** The customer is called, both hear each other, and the contact is over. */
  async function calledBack(): Promise<void> {
    const call = await customer.nextCall();
    await operator.untilState('talking');
    expect(call.remoteNumber).to.equal('0611111');
    await Promise.all([hears(call, agentTone), operator.hearsCaller()]);
    call.hangup();
    await operator.untilState('wrapUp');
    await operator.press('Finish');
  }

  it('are promised in wrap-up and called now, without another click', async () => {
    await talkedTo();
    await operator.page.getByRole('button', { name: 'Call back …' }).click();
    await dialog().getByRole('button', { name: 'Save', exact: true }).click();
    await dialog().getByText('The call-back is promised.').waitFor();
    await dialog().locator('[data-callback]').waitFor();
    await screenshot(operator.page, 'phonebar-call-backs');
    await operator.page.keyboard.press('Escape');
    await operator.press('Finish');
    await operator.untilState('ready');
    await operator.page.keyboard.press('b');
    await dialog()
      .getByRole('button', { name: `Call now: ${peer.user}` })
      .click();
    await calledBack();
    await operator.untilState('ready');
    await operator.page.keyboard.press('b');
    await dialog().getByText('No call-backs are promised.').waitFor();
    await operator.page.keyboard.press('Escape');
  });

  it('are offered to their operator when they are due', async () => {
    await talkedTo();
    // Sooner than the page's minutes allow.
    const at = Date.now() + 3000;
    const status: number = await operator.page.evaluate(`fetch('/api/v1/phonebar/callbacks', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-csrf-token': document.querySelector('meta[name=csrf-token]').content,
      },
      body: JSON.stringify({ number: '${peer.user}', at: '${at}', own: true }),
    }).then(reply => reply.status)`);
    expect(status).to.equal(204);
    await operator.press('Finish');
    await operator.untilState('offered', 20_000);
    await operator.contact().getByText('Call-back: answer, then the number is called').waitFor();
    await operator.press('Answer');
    await calledBack();
    await operator.untilState('ready');
    await instance.expectClean();
  });
});
