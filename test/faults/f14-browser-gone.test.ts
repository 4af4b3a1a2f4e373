/** F14: the operator's browser is reloaded in mid-call, killed, or open twice; also while the server is down. */
import { expect } from 'chai';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { hasTone, level } from '../support/audio.ts';
import { type Page, TestBrowser } from '../support/browser.ts';
import { agentAt, agentTone, createCentre, makeReady, newAgentPhone } from '../support/contact-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hears } from '../support/listening.ts';
import type { Call } from '../support/media-peer.ts';
import { PhoneBarPage } from '../support/phonebar-page.ts';
import { expectContact, expectSteps } from '../support/steps.ts';
import { until } from '../support/until.ts';
import { checkInvariants } from './harness/invariants.ts';
import { type Caller, callIn, untilStage } from './harness/parties.ts';
import { expectFigure, within } from './harness/figures.ts';

/** The customer hears music within this time of the page's end, ms. */
const musicMs = 1000;
/** The new page has the call back within this time of being loaded, ms. */
const backMs = 5000;
/** A page that does not come back after a restart is missed within this time, ms. */
const missedMs = 11_000;
/** After this time without its operator a contact goes back to its queue, ms. */
const lostMs = 30_000;

describe('F14: the browser of the operator', function () {
  this.timeout(180_000);
  let instance: Instance;
  let browser: TestBrowser;
  const callers: Caller[] = [];
  /** The operators' pages. */
  const pages: Page[] = [];

  /** What an operator reads on a page. */
  const textOf = (page: Page): Promise<string> =>
    page.isClosed() ? Promise.resolve('closed') : page.evaluate('document.body.innerText');

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
  });
  beforeEach(async () => {
    browser = await TestBrowser.start();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      const texts = await Promise.all(pages.map(page => textOf(page).catch(String)));
      console.error(await instance.explain(), browser.complaints, texts);
    }
    pages.length = 0;
    await Promise.all(callers.splice(0).map(({ peer }) => peer.close()));
    await browser.close();
  });
  after(async () => {
    await instance?.stop();
  });

  /** A centre whose first agent talks in the browser. */
  async function conversation(agents = 1) {
    const centre = await createCentre(instance, {
      phone: 'browser',
      agents,
      welcome: { message: { it: '', en: '' } },
    });
    const agent = agentAt(centre, 0);
    const operator = await PhoneBarPage.open(browser, instance, agent);
    pages.push(operator.page);
    await operator.logIn();
    await operator.press('Ready');
    await operator.untilState('ready');
    const caller = await callIn(instance, centre);
    callers.push(caller);
    await operator.untilState('offered');
    await operator.press('Answer');
    await operator.untilState('talking');
    await Promise.all([hears(caller.call, agentTone), operator.hearsCaller()]);
    return { centre, agent, operator, ...caller };
  }

  it('reloaded in mid-call: music within 1 s, the call is back within 5 s of the load, without a click', async () => {
    const { operator, peer, call } = await conversation();
    const page = operator.page;
    const leftAt = performance.now();
    const loaded = page.reload().then(() => performance.now());
    const heardAt = await music(call);
    const loadedAt = await loaded;
    await hears(call, agentTone, 15_000);
    const back = performance.now() - loadedAt;
    expectFigure('reloaded: music after', heardAt - leftAt, musicMs);
    expectFigure('reloaded: the call is back after the load', back, backMs);
    await operator.untilState('talking');
    await operator.hearsCaller();
    const microphone = await page.evaluate(
      `navigator.permissions.query({ name: 'microphone' }).then(p => p.state)`,
    );
    expect(microphone, 'permission of the microphone').to.equal('granted');
    await operator.press('Hang up');
    await call.whenEnded();
    const contact = await instance.api.endedContact(peer.user);
    expectContact(contact, { outcome: 'handled', endedBy: 'agent' });
    expectSteps(contact, ['contactConnected', 'agentLost', 'contactConnected', 'contactEnded']);
    await operator.press('Log out');
    await checkInvariants(instance);
  });

  it('reloaded while the server is down: the new page has the call within 5 s of the load, without a click', async () => {
    const { operator, peer, call } = await conversation();
    await instance.kill();
    await operator.page.reload().catch(() => undefined);
    await until('the caller hears nobody', () => level(call.audio.last(300)) < -50);
    await instance.start();
    await operator.page.goto('/phonebar');
    const loadedAt = performance.now();
    const heardAt = await music(call);
    await hears(call, agentTone, 15_000);
    expectFigure('reloaded, server down: music after the load', heardAt - loadedAt, backMs);
    expectFigure(
      'reloaded, server down: the call is back after the load',
      performance.now() - loadedAt,
      backMs,
    );
    await operator.untilState('talking');
    await operator.hearsCaller();
    await operator.press('Hang up');
    await call.whenEnded();
    const contact = await instance.api.endedContact(peer.user);
    expectContact(contact, { outcome: 'handled', endedBy: 'agent' });
    expectSteps(contact, ['contactConnected', 'agentLost', 'contactConnected', 'contactEnded']);
    await operator.press('Log out');
    await checkInvariants(instance);
  });

  it('closed while the server is down: music soon after the restart', async () => {
    const { agent, peer, call } = await conversation();
    await instance.kill();
    await browser.kill();
    await until('the caller hears nobody', () => level(call.audio.last(300)) < -50);
    await instance.start();
    const startedAt = performance.now();
    const heardAt = await music(call, 2 * missedMs);
    expectFigure('closed, server down: music after the restart', heardAt - startedAt, missedMs);
    await untilStage(instance, { peer, call }, 'agentLost');
    call.hangup();
    expectContact(await instance.api.endedContact(peer.user), { outcome: 'handled', endedBy: 'caller' });
    await instance.api.setState(agent.id, 'loggedOut');
    await checkInvariants(instance);
  });

  it('killed: music, and after 30 s the contact is the first of its queue again', async () => {
    const { centre, agent, peer, call } = await conversation(2);
    const other = agentAt(centre, 1);
    await instance.api.patch('agents', other.id, {
      defaultPhone: 'sip',
      sipPhone: { address: '' },
      sipSecret: other.secret,
    });
    const phone = await newAgentPhone(instance, other);
    const later = await callIn(instance, centre);
    callers.push(later);
    await untilStage(instance, later, 'waiting');

    const killedAt = performance.now();
    await browser.kill();
    const heardAt = await music(call);
    expectFigure('killed: music after', heardAt - killedAt, musicMs);
    await untilStage(instance, { peer, call }, 'agentLost');
    await untilStage(instance, { peer, call }, 'waiting', lostMs + 10_000);
    const waitedMs = performance.now() - killedAt;
    expectFigure('killed: back in the queue after', waitedMs, lostMs + musicMs);
    expect(waitedMs, 'ms until it is in the queue again').to.be.at.least(lostMs - 500);
    const { contacts } = await instance.api.live();
    const position = (number: string) => contacts.find(({ caller }) => caller.number === number)?.position;
    expect(position(peer.user), 'place of the contact that lost its operator').to.equal(1);
    expect(position(later.peer.user), 'place of the one that came later').to.equal(2);

    await makeReady(instance, other);
    for (const caller of [{ peer, call }, later]) {
      const atAgent = await phone.nextCall();
      expect(atAgent.remoteNumber).to.equal(caller.peer.user);
      atAgent.answer();
      await hears(caller.call, agentTone);
      atAgent.hangup();
      await caller.call.whenEnded();
    }
    const contact = await instance.api.endedContact(peer.user);
    expectContact(contact, { outcome: 'handled', agentId: other.id });
    expectSteps(contact, [
      'contactConnected',
      'agentLost',
      'contactOffered',
      'contactConnected',
      'contactEnded',
    ]);
    await instance.api.setState(agent.id, 'loggedOut');
    await phone.close();
    await checkInvariants(instance);
  });

  it('open twice: one tab has the audio; when that one goes the other takes the call up', async () => {
    const { operator, peer, call } = await conversation();
    const second = await browser.newTab(operator.page);
    await second.goto('/phonebar');
    await untilTab(second, 'other');
    await untilTab(operator.page, 'owner');
    await second.getByText('Another tab of this browser has the audio of this call.').first().waitFor();
    await Promise.all([hears(call, agentTone), operator.hearsCaller()]);
    expect((await instance.pbx('core show channels concise')).trim().split('\n')).to.have.length(2);

    const closedAt = performance.now();
    await operator.page.close();
    await untilTab(second, 'owner');
    await music(call);
    await hears(call, agentTone, within(2 * backMs));
    expectFigure('tab closed: the other one has the call after', performance.now() - closedAt, backMs);
    await second.getByRole('button', { name: 'Hang up', exact: true }).click();
    await call.whenEnded();
    expectContact(await instance.api.endedContact(peer.user), { outcome: 'handled', endedBy: 'agent' });
    await second.getByRole('button', { name: 'Log out', exact: true }).click();
    await checkInvariants(instance);
  });
});

/** Longer than the pause between two tones of the operator’s microphone (250 ms); a reload takes little more. */
const withoutToneMs = 350;
const windowMs = 100;

/**
 * When the caller, from now on, hears the queue's music instead of the operator: from then on there was no tone
 * for longer than the microphone ever pauses. At most that pause (250 ms) too early. Music may begin softly.
 */
async function music(call: Call, timeoutMs = 10_000): Promise<number> {
  const from = performance.now();
  const part = (at: number): Int16Array => call.audio.recording(at, at + windowMs);
  let since = from;
  return until(
    'the caller hears music',
    () => {
      for (let at = since; at + windowMs <= performance.now(); at += windowMs / 2)
        if (hasTone(part(at), agentTone, -60)) since = at + windowMs / 2;
      if (performance.now() - since < withoutToneMs) return null;
      // What the operator's own pause still sounded like is parted from the music by silence.
      let begun: number | null = null;
      for (let at = since; at + windowMs <= performance.now(); at += windowMs / 2)
        begun = level(part(at)) > -80 ? (begun ?? at) : null;
      return begun;
    },
    { timeoutMs, everyMs: 20, explain: () => level(call.audio.last(windowMs)) },
  );
}

/** Whether this tab of the browser has the audio. */
async function untilTab(page: Page, tab: 'owner' | 'other'): Promise<void> {
  await page.locator(`[data-tab="${tab}"]`).first().waitFor({ timeout: 10_000 });
}
