/** Synthetic agents are a limit that holds, whoever comes at once: the excess goes to the campaign named for it. */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Contact } from '../support/api.ts';
import { newCaller } from '../support/contact-centre.ts';
import { createFlowCentre, createTonePrompt, type FlowCentre, type Step } from '../support/flow-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hears } from '../support/listening.ts';
import type { MediaPeer } from '../support/media-peer.ts';
import { startSipp } from '../support/sipp.ts';
import { until } from '../support/until.ts';

const question = 900;
const excess = 1700;
const limit = 30;

describe('the limit of synthetic agents on real calls', function () {
  this.timeout(120_000);
  let instance: Instance;
  const open: MediaPeer[] = [];

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
    await createTonePrompt(instance, 'question', question, 2000);
    await createTonePrompt(instance, 'excess', excess, 1000);
  });
  after(async function () {
    this.timeout(60_000);
    await instance?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') console.error(await instance.explain());
    await Promise.all(open.splice(0).map(peer => peer.close()));
    await instance.expectClean(15_000);
  });

  const asking: Step[] = [
    { id: 'start', type: 'start', exits: { next: 'menu' } },
    {
      id: 'menu',
      type: 'menu',
      parameters: {
        prompts: [{ play: 'prompt', prompt: 'question' }],
        choices: [{ digit: '1', title: '' }],
        attempts: 10,
        timeoutSeconds: 3,
      },
      exits: { 1: 'away' },
    },
    { id: 'away', type: 'hang-up' },
  ];
  /** A campaign with so many synthetic agents, and the one for those beyond. */
  async function limited(blocks: Step[], beyond: Step[]): Promise<{ front: FlowCentre; spare: FlowCentre }> {
    const spare = await createFlowCentre(instance, beyond);
    const front = await createFlowCentre(instance, blocks, { syntheticAgents: limit });
    await instance.api.patch('campaigns', front.campaignId, { excessCampaignId: spare.campaignId });
    return { front, spare };
  }
  const told = (prompt: string): Step[] => [
    { id: 'start', type: 'start', exits: { next: 'say' } },
    { id: 'say', type: 'play-message', parameters: { items: [{ play: 'prompt', prompt }] } },
    { id: 'away', type: 'hang-up' },
  ];
  const flowsOf = (contact: Contact): unknown[] =>
    contact.steps.filter(({ type }) => type === 'flowStarted').map(({ data }) => data.campaignId);

  it('serves 30 of 50 who call at once; the others hear the campaign for the excess', async () => {
    const callers = 50;
    const { front, spare } = await limited(asking, [
      ...told('excess').slice(0, 1),
      { id: 'say', type: 'menu', parameters: patience, exits: { 2: 'away' } },
      { id: 'away', type: 'hang-up' },
    ]);
    const peers = await Promise.all(Array.from({ length: callers }, () => newCaller(instance)));
    open.push(...peers);
    const calls = await Promise.all(peers.map(peer => peer.call(front.number)));
    await Promise.all(calls.map(call => call.whenAnswered(30_000)));
    const serving = async (id: number) =>
      (await instance.api.live()).synthetic.find(campaign => campaign.id === id)?.serving;
    const both = async () => [await serving(front.campaignId), await serving(spare.campaignId)];
    await until('all are served', async () => (await both()).join() === `${limit},${callers - limit}`, {
      timeoutMs: 20_000,
      explain: both,
    });
    // Each hears the one question or the other.
    const heard = await Promise.all(
      calls.map(call =>
        Promise.any([hears(call, question, 20_000).then(() => 1), hears(call, excess, 20_000).then(() => 2)]),
      ),
    );
    expect(heard.filter(which => which === 1)).to.have.length(limit);
    for (const [index, call] of calls.entries()) call.audio.sendDigits(String(heard[index]));
    await Promise.all(calls.map(call => call.whenEnded(20_000)));
    for (const [index, peer] of peers.entries()) {
      const contact = await instance.api.endedContact(peer.user, 15_000);
      expect(contact.outcome).to.equal('served');
      const expected = heard[index] === 1 ? front.campaignId : spare.campaignId;
      expect(flowsOf(contact)).to.deep.equal([expected]);
    }
    expect(await both()).to.deep.equal([0, 0]);
  });

  it('is never exceeded while callers come and go', async () => {
    const calls = 150;
    const { front, spare } = await limited(told('question'), told('excess'));
    const callers = await startSipp({
      scenario: 'caller',
      remote: instance.sip,
      calls,
      rate: 40,
      limit: calls,
      rows: Array.from({ length: calls }, (_, index) => [`0666${String(index).padStart(4, '0')}`]),
      values: { number: front.number, stay_ms: 60_000 },
      timeoutMs: 80_000,
    });
    const result = await callers.done;
    expect(result, result.errors).to.include({ succeeded: calls, failed: 0 });
    const rows = await until(
      'all have landed',
      async () => {
        const found = await instance.api.contacts({ serviceId: front.serviceId, limit: 200 });
        return found.length === calls && found.every(({ endedAt }) => endedAt !== null) ? found : null;
      },
      { timeoutMs: 20_000 },
    );
    const contacts: Contact[] = [];
    for (const { id } of rows) contacts.push(await instance.api.contact(id));
    // In the order in which the core decided.
    const changes = contacts
      .flatMap(({ steps }) => steps)
      .filter(({ type, data }) => /^flow(Started|Ended)$/.test(type) && data.campaignId === front.campaignId)
      .sort((a, b) => a.seq - b.seq || a.index - b.index);
    let now = 0;
    let most = 0;
    for (const { type } of changes) {
      now += type === 'flowStarted' ? 1 : -1;
      most = Math.max(most, now);
    }
    expect({ now, most }).to.deep.equal({ now: 0, most: limit });
    const diverted = contacts.filter(contact => flowsOf(contact).join() === String(spare.campaignId));
    const served = contacts.filter(contact => flowsOf(contact).join() === String(front.campaignId));
    expect(diverted.length + served.length).to.equal(calls);
    expect(diverted).to.not.be.empty;
  });
});

/** Waits for 2 until it is pressed. */
const patience = {
  prompts: [{ play: 'prompt', prompt: 'excess' }],
  choices: [{ digit: '2', title: '' }],
  attempts: 10,
  timeoutSeconds: 4,
};
