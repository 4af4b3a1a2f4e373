/** 200 calls at 10 a second from SIPp to 20 agents' phones, which are SIPp too. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { Contact } from '../support/api.ts';
import { type Centre, createCentre, makeReady } from '../support/contact-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { type Sipp, startAgentPhones, startSipp } from '../support/sipp.ts';
import type { StepType } from '../support/steps.ts';
import { until } from '../support/until.ts';

const calls = 200;
const rate = 10;

describe('load', function () {
  this.timeout(240_000);
  let instance: Instance;
  let centre: Centre;
  let phones: Sipp;

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
    centre = await createCentre(instance, { agents: 20, welcome: { message: { it: '', en: '' } } });
    phones = await startAgentPhones({
      remote: instance.sip,
      phones: centre.agents,
      answerMs: 200,
      talkMs: 2500,
    });
    for (const agent of centre.agents) await makeReady(instance, agent);
  });
  after(async function () {
    await phones?.stop();
    await instance?.stop();
  });

  it(`of ${calls} calls at ${rate}/s loses none, keeps their order and leaves nothing behind`, async () => {
    const callers = await startSipp({
      scenario: 'caller',
      remote: instance.sip,
      calls,
      rate,
      limit: calls,
      rows: Array.from({ length: calls }, (_, i) => [`0655${String(i + 1).padStart(5, '0')}`]),
      values: { number: centre.number, stay_ms: 180_000 },
      timeoutMs: 200_000,
    });
    const result = await callers.done;
    expect(result, result.errors).to.include({
      succeeded: calls,
      failed: 0,
      retransmissions: 0,
      exitCode: 0,
    });
    await instance.expectClean();

    const rows = await until('all contacts have landed', async () => {
      const found = await allContacts(instance, centre.service.id);
      return found.length === calls && found.every(row => row.endedAt !== null) ? found : null;
    });
    expect(new Set(rows.map(row => row.outcome))).to.deep.equal(new Set(['handled']));
    expect(new Set(rows.map(row => row.callerNumber)).size).to.equal(calls);
    expect(new Set(rows.map(row => row.agentId)).size, 'agents that had calls').to.equal(20);

    // I6: in the order of arrival to their first offer.
    const contacts: Contact[] = [];
    for (const row of rows) contacts.push(await instance.api.contact(row.id));
    const place = (contact: Contact, type: StepType) => {
      const step = contact.steps.find(({ type: name }) => name === type);
      return step ? step.seq * 1000 + step.index : Number.NaN;
    };
    const offered = contacts
      .sort((a, b) => place(a, 'contactArrived') - place(b, 'contactArrived'))
      .map(contact => place(contact, 'contactOffered'));
    expect(offered).to.deep.equal([...offered].sort((a, b) => a - b));

    const agents = await phones.stop();
    expect(agents, agents.errors).to.include({ failed: 0, retransmissions: 0 });
  });
});

async function allContacts(instance: Instance, serviceId: number) {
  type Page = { items: Contact[]; nextCursor?: string };
  const items: Contact[] = [];
  let cursor = '';
  do {
    const more: string = cursor && `&cursor=${encodeURIComponent(cursor)}`;
    const page: Page = await instance.api.request('GET', `/contacts?serviceId=${serviceId}&limit=200${more}`);
    items.push(...page.items);
    cursor = page.nextCursor ?? '';
  } while (cursor);
  return items;
}
