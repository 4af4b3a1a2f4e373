/** Ready means reachable: a page that sleeps, is killed or is cut off is out of routing within 5 s, and told so when it is back. */
import { expect } from 'chai';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { TestBrowser } from '../support/browser.ts';
import {
  agentAt,
  agentTone,
  type Centre,
  type CentreAgent,
  createCentre,
} from '../support/contact-centre.ts';
import { callIn, type Caller } from '../faults/harness/parties.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hears } from '../support/listening.ts';
import { PhoneBarPage } from '../support/phonebar-page.ts';
import { type Proxy, startProxy } from '../support/proxy.ts';
import { until } from '../support/until.ts';

/** Out of routing after this time, ms; and some for the test to see it. */
const outMs = 5000;
const seeMs = 1000;

describe('an operator whose page is gone', function () {
  this.timeout(120_000);
  let instance: Instance;
  let proxy: Proxy;
  let browser: TestBrowser;
  let centre: Centre;
  let agent: CentreAgent;
  const callers: Caller[] = [];

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
    proxy = await startProxy('127.0.0.1', Number(new URL(instance.http).port));
  });
  beforeEach(async () => {
    browser = await TestBrowser.start();
    centre = await createCentre(instance, { phone: 'browser', welcome: { message: { it: '', en: '' } } });
    agent = agentAt(centre, 0);
  });
  afterEach(async function () {
    browser.wake();
    if (this.currentTest?.state === 'failed') console.error(await instance.explain(), browser.complaints);
    await Promise.all(callers.splice(0).map(({ peer }) => peer.close()));
    await browser.close();
    await instance.api.setState(agent.id, 'loggedOut').catch(() => undefined);
  });
  after(async () => {
    await proxy?.stop();
    await instance?.stop();
  });

  const ready = async (http = instance.http): Promise<PhoneBarPage> => {
    const operator = await PhoneBarPage.open(browser, { http }, agent);
    await operator.logIn();
    await operator.press('Ready');
    await operator.untilState('ready');
    await until('the standing leg is up', async () =>
      (await instance.pbx('core show channels concise')).includes(`browser-${agent.extension}`),
    );
    return operator;
  };
  /** The supervisor sees it within 5 s, and a caller is not offered to nobody. */
  const expectOut = async (from: number): Promise<Caller> => {
    await instance.api.untilAgent(agent.id, 'unreachable', 2 * outMs);
    expect(performance.now() - from, 'ms until it was out').to.be.below(outMs + seeMs);
    const caller = await callIn(instance, centre);
    callers.push(caller);
    await until('the caller waits', async () => {
      const { contacts } = await instance.api.live();
      return contacts.find(({ caller: { number } }) => number === caller.peer.user)?.stage === 'waiting';
    });
    return caller;
  };
  /** Back, it reads what happened, and the caller who waited is heard. */
  const expectBack = async (operator: PhoneBarPage, { call }: Caller): Promise<void> => {
    await operator.untilState('offered', 20_000);
    const banner = operator.page.locator('[data-banner=away]', {
      hasText: /^From .* to .* this page did not answer the server/,
    });
    await banner.waitFor();
    await operator.press('Answer');
    await operator.untilState('talking');
    await Promise.all([hears(call, agentTone), operator.hearsCaller()]);
    await banner.getByRole('button', { name: 'Understood' }).click();
    await banner.waitFor({ state: 'hidden' });
    await operator.press('Hang up');
    await call.whenEnded();
    await operator.untilState('ready');
  };

  it('asleep: out within 5 s; awake it is ready again and takes the caller who waited', async () => {
    const operator = await ready();
    const from = performance.now();
    await browser.sleep();
    const caller = await expectOut(from);
    browser.wake();
    await expectBack(operator, caller);
  });

  it('cut from the network: out within 5 s, though no socket was closed', async () => {
    const operator = await ready(`http://127.0.0.1:${proxy.port}`);
    const from = performance.now();
    proxy.freeze();
    const caller = await expectOut(from);
    await operator.page
      .locator('[data-banner=server]', { hasText: 'The connection to the server is broken' })
      .waitFor();
    proxy.restore();
    await expectBack(operator, caller);
  });

  it('killed: out within 5 s; a new browser is ready at once and says what happened', async () => {
    await ready();
    const from = performance.now();
    await browser.kill();
    const caller = await expectOut(from);
    await browser.close();
    browser = await TestBrowser.start();
    const operator = await PhoneBarPage.open(browser, instance, agent);
    await expectBack(operator, caller);
  });
});
