/**
 * Templates of call flows on real calls, in Italian and in English at once: what callers should hear is found in the
 * sound, what they press are digits of RFC 4733.
 */
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { createKnex, sqliteConfig } from '../../orchestrator/adapters/store/connection.ts';
import type { Language } from '../../orchestrator/core/configuration/schemas.ts';
import {
  agentTone,
  type Centre,
  createCentre,
  makeReady,
  newAgentPhone,
  newCaller,
} from '../support/contact-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hears } from '../support/listening.ts';
import type { MediaPeer } from '../support/media-peer.ts';
import { createTemplateCentre, languages, Listener, textOf } from '../support/template-centre.ts';

describe('templates on real calls', function () {
  this.timeout(90_000);
  let instance: Instance;
  let operators: Centre;
  let web: Server;
  const phones: MediaPeer[] = [];
  const open: MediaPeer[] = [];

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
    // One for each language, who answer at once.
    operators = await createCentre(instance, { agents: 2 });
    for (const agent of operators.agents) {
      phones.push(await newAgentPhone(instance, agent, { onCall: 'answer' }));
      await makeReady(instance, agent);
    }
    web = createServer(({ url }, response) => {
      response.setHeader('content-type', 'application/json');
      if (url === '/orders/1234') response.end('{"status":"shipped","delivery":"2026-03-01","amount":20}');
      else if (url === '/orders/2121') response.end('{"status":"paid","amount":21.01}');
      else response.writeHead(404).end('{}');
    });
    web.listen(0, '127.0.0.1');
    await once(web, 'listening');
    const address = web.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const { api } = instance;
    await api.create('connections', {
      kind: 'http',
      name: 'orders',
      baseUrl: `http://127.0.0.1:${port}`,
      allowInternal: true,
    });
    await api.create('connections', {
      kind: 'sql',
      name: 'customers',
      engine: 'sqlite',
      database: 'customers.db',
    });
    const folder = join(instance.home, 'databases');
    await mkdir(folder, { recursive: true });
    const knex = createKnex(sqliteConfig(join(folder, 'customers.db')));
    await knex.schema.createTable('customers', table => {
      for (const column of ['code', 'pin', 'name', 'level']) table.string(column);
    });
    await knex('customers').insert({ code: '777', pin: '1234', name: 'Rossi', level: 'gold' });
    await knex.destroy();
  });
  after(async function () {
    this.timeout(60_000);
    web?.close();
    await Promise.all(phones.map(phone => phone.close()));
    await instance?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') console.error(await instance.explain());
    await Promise.all(open.splice(0).map(peer => peer.close()));
    await instance.expectClean();
  });

  /** Somebody calls in each language. */
  const inBoth = (
    numbers: Record<Language, string>,
    follow: (caller: Listener, language: Language) => Promise<void>,
  ): Promise<unknown> =>
    Promise.all(
      languages.map(async language => {
        const peer = await newCaller(instance);
        open.push(peer);
        await follow(await Listener.dial(peer, numbers[language], language), language);
      }),
    );
  /** Talks to an operator for a moment. Returns the blocks by whose exits it came there. */
  async function talks({ call, peer }: Listener): Promise<string[]> {
    await hears(call, agentTone, 15_000);
    call.hangup();
    const contact = await instance.api.endedContact(peer.user);
    expect(contact).to.include({ outcome: 'handled', campaignId: operators.human.id });
    return contact.steps.flatMap(({ type, data }) =>
      type === 'blockLeft' ? [`${String(data.block)}: ${String(data.exit)}`] : [],
    );
  }

  it('welcome and opening hours: greets and puts through; tells who calls out of hours when to call again', async () => {
    const { api } = instance;
    const hours = [1, 2, 3, 4, 5, 6, 7].map(weekday => ({ weekday, from: '00:00', to: '24:00' }));
    const always = await api.create('calendars', { name: 'Always', hours });
    const never = await api.create('calendars', { name: 'Never', hours: [] });
    const transfer = { campaignId: operators.human.id };
    const open = await createTemplateCentre(instance, 'welcome-hours', {
      hours: { calendarId: always.id },
      transfer,
    });
    const closed = await createTemplateCentre(instance, 'welcome-hours', {
      hours: { calendarId: never.id },
      transfer,
    });
    await inBoth(open.numbers, async (caller, language) => {
      await caller.hears(textOf('welcome-hours', 'welcome', 'items', language));
      await talks(caller);
    });
    await inBoth(closed.numbers, async (caller, language) => {
      await caller.hears(textOf('welcome-hours', 'closed', 'items', language));
      await caller.call.whenEnded();
    });
  });

  it('menu of departments: speaks the language that was chosen, and leads to the department', async () => {
    const campaignId = operators.human.id;
    const { numbers } = await createTemplateCentre(instance, 'departments', {
      sales: { campaignId },
      support: { campaignId },
      accounts: { campaignId },
    });
    await inBoth(numbers, async (caller, language) => {
      await caller.hears(textOf('departments', 'language', 'prompts', language));
      const other = language === 'it' ? 'en' : 'it';
      caller.press(other === 'it' ? '1' : '2');
      caller.language = other;
      await caller.hears(textOf('departments', 'departments', 'prompts', other));
      caller.press('9');
      await caller.hears(textOf('departments', 'departments', 'invalidPrompts', other));
      caller.press('2');
      await talks(caller);
    });
  });

  it('survey: asks three questions, and the answers are kept', async () => {
    const { numbers } = await createTemplateCentre(instance, 'survey');
    await inBoth(numbers, async (caller, language) => {
      await caller.hears(textOf('survey', 'intro', 'items', language));
      for (const [nth, digit] of ['5', '1', '9'].entries()) {
        await caller.hears(textOf('survey', 'questions', 'questions', language, nth));
        caller.press(digit);
      }
      await caller.hears(textOf('survey', 'thanks', 'items', language));
      await caller.call.whenEnded();
      const { steps } = await instance.api.endedContact(caller.peer.user);
      const answers = steps.filter(({ type }) => type === 'surveyAnswered').map(({ data }) => data.answer);
      expect(answers).to.deep.equal([5, 1, 9]);
    });
  });

  it('order status: looks orders up, says amount and date, and tells the operator', async () => {
    const campaignId = operators.human.id;
    const { numbers } = await createTemplateCentre(instance, 'order-status', { transfer: { campaignId } });
    await inBoth(numbers, async (caller, language) => {
      const says = (block: string, parameter: string): Promise<void> =>
        caller.hears(textOf('order-status', block, parameter, language));
      await says('ask', 'prompts');
      caller.press('2121#');
      await says('open', 'items');
      await caller.hearsValue({ say: 'amount', value: 21.01, options: { currency: 'EUR' } });
      await says('more', 'prompts');
      caller.press('1');
      await says('ask', 'prompts');
      caller.press('1234#');
      await says('shipped', 'items');
      await caller.hearsValue({ say: 'date', value: '2026-03-01', options: { year: false } });
      caller.press('2');
      expect((await talks(caller)).slice(-4)).to.deep.equal([
        'which: shipped',
        'shipped: next',
        'more: 2',
        'operator: next',
      ]);
    });
  });

  it('PIN check: refuses a wrong PIN, greets who is known and puts them through', async () => {
    const campaignId = operators.human.id;
    const { numbers } = await createTemplateCentre(instance, 'pin-check', { operator: { campaignId } });
    await inBoth(numbers, async (caller, language) => {
      const says = (block: string, parameter: string): Promise<void> =>
        caller.hears(textOf('pin-check', block, parameter, language).replace('{name}', 'Rossi'));
      await says('customer', 'prompts');
      caller.press('777#');
      await says('pin', 'prompts');
      caller.press('4321');
      await says('wrong', 'items');
      caller.press('777#');
      await says('pin', 'prompts');
      caller.press('1234');
      await says('hello', 'items');
      expect((await talks(caller)).slice(-4)).to.deep.equal([
        'check: next',
        'known: next',
        'first: next',
        'hello: next',
      ]);
      const { steps } = await instance.api.endedContact(caller.peer.user);
      expect(JSON.stringify(steps), 'the PIN is nowhere').to.not.match(/"1234"|"4321"/);
    });
  });
});
