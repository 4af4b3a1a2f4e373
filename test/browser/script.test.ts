/** A script in a real call: what is filled in outlives the page and the server, and goes on with the customer. */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { ScriptDocument } from '../../orchestrator/core/configuration/schemas.ts';
import { accessibilityProblems, screenshot, TestBrowser } from '../support/browser.ts';
import { agentAt, agentTone, type Centre, createCentre, newCaller } from '../support/contact-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hears } from '../support/listening.ts';
import type { MediaPeer } from '../support/media-peer.ts';
import { PhoneBarPage } from '../support/phonebar-page.ts';
import { samplePages } from '../support/sample-script.ts';
import { until } from '../support/until.ts';

interface Filled {
  items: { version: number; fields: { name: string; value: unknown }[] }[];
}

describe('a script in a real call', function () {
  this.timeout(120_000);
  let instance: Instance;
  const browsers: TestBrowser[] = [];
  let centre: Centre;
  let first: PhoneBarPage;
  let second: PhoneBarPage;
  let peer: MediaPeer;

  const operator = async (index: number): Promise<PhoneBarPage> => {
    const browser = await TestBrowser.start();
    browsers.push(browser);
    const page = await PhoneBarPage.open(browser, instance, agentAt(centre, index));
    await page.logIn();
    return page;
  };
  const field = ({ page }: PhoneBarPage, name: string) => page.locator(`#script-${name}`);

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
    const { api } = instance;
    const { id: scriptId } = await api.create('scripts', {
      name: 'Orders',
      ending: 'refuse',
      pages: ScriptDocument.parse({ pages: samplePages }).pages,
    });
    await api.request('POST', `/scripts/${scriptId}/publish`, {});
    centre = await createCentre(instance, {
      phone: 'browser',
      agents: 2,
      welcome: { message: { it: '', en: '' } },
      human: { scriptId, wrapUp: { defaultSeconds: 120, minimumSeconds: 0, maximumSeconds: 300 } },
    });
    first = await operator(0);
    second = await operator(1);
    peer = await newCaller(instance);
  });
  after(async () => {
    await peer?.close();
    for (const browser of browsers) await browser.close();
    await instance?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    console.error(await instance.explain(), ...browsers.map(({ complaints }) => complaints));
    for (const each of [first, second]) console.error(await each?.text().catch(String));
  });

  it('is kept through a reload and the death of the server, read by the next operator, and stands with the contact', async () => {
    await first.press('Ready');
    const call = await peer.call(centre.number);
    await first.untilState('offered', 20_000);
    await first.press('Answer');
    await first.untilState('talking');
    await hears(call, agentTone);
    const { page } = first;
    await page.getByText(`you are speaking to ${centre.service.name}`).waitFor();
    await field(first, 'reason').selectOption('order');
    await field(first, 'city').fill('Bologna');
    await page.keyboard.press('Tab');
    const said = async () => (await instance.api.live()).contacts.length;
    expect(await said()).to.equal(1);
    await page.locator('.script .saved', { hasText: 'Saved' }).waitFor();
    await screenshot(page, 'phonebar-script');
    expect(await accessibilityProblems(page)).to.deep.equal([]);

    await page.reload();
    await first.untilState('talking');
    await until(
      'the value is back after the reload',
      async () => (await field(first, 'city').inputValue()) === 'Bologna',
    );

    await instance.kill();
    // Typed while there is no server.
    await field(first, 'city').fill('Bologna Nord');
    await instance.start();
    for (const index of [0, 1])
      await until(
        `page and phone ${index} are back`,
        async () => (await instance.api.agent(agentAt(centre, index).id)).reachable,
      );
    await until(
      'the value is as it was typed',
      async () => (await field(first, 'city').inputValue()) === 'Bologna Nord',
    );
    await hears(call, agentTone);

    await second.press('Ready');
    await second.untilState('ready');
    await first.choose('Transfer', agentAt(centre, 1).extension, 'Transfer');
    await second.untilState('offered', 20_000);
    await second.press('Answer');
    await second.untilState('talking');
    await hears(call, agentTone);
    await until(
      'the colleague reads what was filled in',
      async () => (await field(second, 'city').inputValue()) === 'Bologna Nord',
    );
    await second.page.getByRole('button', { name: 'Next', exact: true }).click();
    await second.page.getByRole('heading', { name: 'Order' }).waitFor();
    await second.press('Hang up');
    await call.whenEnded();
    await second.untilState('wrapUp');
    // The number of the order is missing, and the script refuses to be left like that.
    await second.press('Finish');
    await second.page.getByRole('button', { name: 'Go on filling in' }).click();
    await field(second, 'number').fill('4711');
    await second.page.keyboard.press('Tab');
    await second.page.locator('.script .saved', { hasText: 'Saved' }).waitFor();
    await second.press('Finish');
    await second.untilState('ready');

    const contact = await instance.api.endedContact(peer.user);
    const values = async () => {
      const { items } = await instance.api.request<Filled>('GET', `/contacts/${contact.id}/scripts`);
      const found = items.flatMap(({ fields }) => fields.map(({ name, value }) => [name, value] as const));
      return Object.fromEntries(found);
    };
    await until('all stands with the contact', async () => (await values()).number !== undefined);
    expect(await values()).to.include({ reason: 'order', city: 'Bologna Nord', number: '4711' });
    await instance.expectClean();
  });
});
