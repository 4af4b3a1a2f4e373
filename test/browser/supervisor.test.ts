/** A supervisor makes a contact centre in the pages alone, and each thing works at once in a real call. */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { LivePage, NewObject } from '../support/admin-page.ts';
import { accessibilityProblems, type Page, screenshot, signIn, TestBrowser } from '../support/browser.ts';
import { agentTone, newCaller } from '../support/contact-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hearEachOther, hears, hearsSpeechOrMusic } from '../support/listening.ts';
import { MediaPeer } from '../support/media-peer.ts';
import { PhoneBarPage } from '../support/phonebar-page.ts';
import { until } from '../support/until.ts';

const supervisor = { username: 'sara', password: 'Supervisor-2026' };
const olga = { name: 'Olga Rossi', username: 'olga', password: 'Operator-2026' };

describe('a supervisor', function () {
  this.timeout(120_000);
  let instance: Instance;
  let browser: TestBrowser;
  let page: Page;
  let live: LivePage;
  let operator: PhoneBarPage;
  /** Provider behind the line: takes the calls that go out over it. */
  let provider: MediaPeer;
  const callers: MediaPeer[] = [];

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
    const { username, password } = supervisor;
    const add = ['user', 'add', username, '--role', 'supervisor', '--language', 'en', '--password-stdin'];
    await instance.phones(add, `${password}\n`);
    browser = await TestBrowser.start();
    provider = await MediaPeer.open({ server: instance.sip, user: 'provider', tone: agentTone });
  });
  after(async function () {
    await browser?.close();
    await provider?.close();
    await instance?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      console.error(await instance.explain(), browser.complaints);
      if (page) console.error(page.url(), await page.locator('body').innerText().catch(String));
    }
    await Promise.all(callers.splice(0).map(peer => peer.close()));
  });

  const newCall = async (number: string) => {
    const peer = await newCaller(instance);
    callers.push(peer);
    return { peer, call: await peer.call(number) };
  };

  it('signs in and sees what is going on', async () => {
    page = await browser.newPage(instance);
    await signIn(page, supervisor.username, supervisor.password);
    expect(new URL(page.url()).pathname).to.equal('/admin');
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    live = await LivePage.open(await page.context().newPage());
    expect(await accessibilityProblems(live.page)).to.deep.equal([]);
  });

  it('finds every page by its whole name, one below the other, also on a low screen', async () => {
    await page.setViewportSize({ width: 1440, height: 500 });
    const links = page.locator('aside .nav-link');
    const boxes = await Promise.all((await links.all()).map(link => link.boundingBox()));
    expect(new Set(boxes.map(box => box?.x)).size, 'columns').to.equal(1);
    const brand = await page.locator('aside .navbar-brand').boundingBox();
    expect((brand?.y ?? 0) + (brand?.height ?? 0)).to.be.at.most(boxes[0]?.y ?? 0);
    const cut = await links
      .locator('.nav-link-title')
      .evaluateAll(titles => titles.filter(e => e.scrollWidth > e.clientWidth).map(e => e.textContent));
    expect(cut).to.deep.equal([]);
    const last = links.last();
    await last.scrollIntoViewIfNeeded();
    expect((await last.boundingBox())?.y).to.be.within(0, 500);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('creates pause, disposition, line, agents, campaigns and a service with a number', async () => {
    await (await (await NewObject.open(page, 'pauses')).type('name', 'Team meeting')).save();
    await (await (await NewObject.open(page, 'dispositions')).type('name', 'Order placed')).save();

    const line = await NewObject.open(page, 'lines');
    await line.type('name', 'Our provider');
    await line.choose('kind', 'address');
    await line.type('host', '127.0.0.1');
    await line.type('port', String(provider.port));
    await line.type('addresses', '127.0.0.1');
    await line.save();

    const agent = await NewObject.open(page, 'agents');
    await agent.type('name', olga.name);
    await agent.type('extension', '4711');
    await agent.choose('language', 'en');
    await agent.type('username', olga.username);
    await agent.type('password', olga.password);
    await screenshot(page, 'agent-form');
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    await agent.save();

    const outside = await NewObject.open(page, 'agents');
    await outside.type('name', 'Piero Neri');
    await outside.type('extension', '4712');
    await outside.type('username', 'piero');
    await outside.choose('defaultPhone', 'outside');
    await outside.check('outsidePhone');
    await outside.type('outsidePhone.number', '3331234567');
    await outside.choose('outsidePhone.lineId', 'Our provider');
    await outside.save();

    const queue = await NewObject.open(page, 'campaigns', 'queue');
    await queue.type('name', 'Orders queue');
    await queue.save();

    const human = await NewObject.open(page, 'campaigns', 'human');
    await human.type('name', 'Orders');
    await human.check('members', olga.name);
    await human.check('members', 'Piero Neri');
    await human.choose('queueCampaignId', 'Orders queue');
    await human.check('dispositionIds', 'Order placed');
    await human.save();

    const welcome = await NewObject.open(page, 'campaigns', 'welcome');
    await welcome.type('name', 'Orders welcome');
    await welcome.say('message', 'Welcome. You can place your order now.');
    await welcome.choose('nextCampaignId', 'Orders');
    await welcome.save();

    const service = await NewObject.open(page, 'services');
    await service.type('name', 'Order line');
    await service.choose('entryCampaignId', 'Orders welcome');
    await service.type('numbers', '800777');
    await service.choose('language', 'en');
    await service.save();
    await screenshot(page, 'services');
    expect(await accessibilityProblems(page)).to.deep.equal([]);
  });

  it('sees the operator log in, pause and get ready, without reloading', async () => {
    operator = await PhoneBarPage.open(browser, instance, olga);
    await operator.logIn();
    await live.untilRow('agents', olga.name, 'Pause');
    await operator.press('Pause');
    await operator.page.getByRole('menuitem', { name: 'Team meeting' }).click();
    await live.untilRow('agents', olga.name, 'Pause: Team meeting');
  });

  it('sees a caller wait for the new service and be answered', async () => {
    const { peer, call } = await newCall('800777');
    await hearsSpeechOrMusic(call);
    await live.untilRow('contacts', peer.user);
    await until('the caller waits', async () =>
      (await instance.api.live()).contacts.find(c => c.caller.number === peer.user && c.stage === 'waiting'),
    );
    await screenshot(live.page, 'live');
    await operator.press('Ready');
    await operator.untilState('offered');
    await operator.press('Answer');
    await operator.untilState('talking');
    await Promise.all([hears(call, agentTone), operator.hearsCaller()]);
    await live.untilRow('agents', olga.name, 'Talking', peer.user);

    call.hangup();
    await operator.untilState('wrapUp');
    await live.untilRow('agents', olga.name, 'Wrap-up');
    await operator.page.getByRole('radio', { name: 'Order placed' }).check();
    await operator.press('Finish');
    await operator.untilState('ready');
    const { id } = await instance.api.endedContact(peer.user);
    await page.goto(`/admin/contacts/${id}`);
    await page.getByRole('main').getByText('Order placed').first().waitFor();
    await operator.press('Log out');
    await instance.expectClean();
  });

  it('makes an agent with an outside phone ready, who is called over the new line', async () => {
    await live.page.getByText('Logged out').first().waitFor();
    await live.page.locator('#agents [data-logged-out]').check();
    await live.act('Piero Neri', 'ready');
    await live.untilRow('agents', 'Piero Neri', 'Ready');
    const { call } = await newCall('800777');
    const atProvider = await provider.nextCall(20_000);
    atProvider.answer();
    await hearEachOther(call, atProvider);
    await live.page.keyboard.press('Escape');
    call.hangup();
    await atProvider.whenEnded();
    await instance.expectClean();
  });

  it('has seen no complaint of the pages', () => {
    expect(browser.complaints).to.deep.equal([]);
  });
});
