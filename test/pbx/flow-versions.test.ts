/** Versions of a flow on real calls: who is in it finishes on the version that it began, whatever is published. */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import type { FlowVersionHead } from '../../orchestrator/runtime/ports/flows.ts';
import { newCaller } from '../support/contact-centre.ts';
import {
  createFlowCentre,
  createTonePrompt,
  flowDocument,
  publish,
  type Step,
} from '../support/flow-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hears } from '../support/listening.ts';
import type { Call, MediaPeer } from '../support/media-peer.ts';
import { until } from '../support/until.ts';

/** What each version says after the digit. */
const answers = { first: 700, second: 1200, third: 1700 };
type Answer = keyof typeof answers;
const question = 900;

describe('versions of a flow on real calls', function () {
  this.timeout(60_000);
  let instance: Instance;
  const open: MediaPeer[] = [];

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
    await createTonePrompt(instance, 'question', question, 1500);
    for (const [name, hz] of Object.entries(answers)) await createTonePrompt(instance, name, hz, 1500);
  });
  after(async function () {
    this.timeout(60_000);
    await instance?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') console.error(await instance.explain());
    await Promise.all(open.splice(0).map(peer => peer.close()));
    await instance.expectClean();
  });

  /** Asks patiently, and answers. */
  const flow = (answer: Answer): Step[] => [
    { id: 'start', type: 'start', exits: { next: 'menu' } },
    {
      id: 'menu',
      type: 'menu',
      parameters: {
        prompts: [{ play: 'prompt', prompt: 'question' }],
        choices: [{ digit: '1', title: '' }],
        attempts: 10,
        timeoutSeconds: 60,
      },
      exits: { 1: 'answer' },
    },
    {
      id: 'answer',
      type: 'play-message',
      parameters: { items: [{ play: 'prompt', prompt: answer }] },
      exits: { next: 'away' },
    },
    { id: 'away', type: 'hang-up' },
  ];

  interface Caller {
    peer: MediaPeer;
    call: Call;
  }
  async function dial(number: string): Promise<Caller> {
    const peer = await newCaller(instance);
    open.push(peer);
    const call = await peer.call(number);
    await hears(call, question);
    return { peer, call };
  }
  /** Presses the digit, hears the answer, and has run this version alone. */
  async function finishes({ peer, call }: Caller, answer: Answer, version: number): Promise<void> {
    call.audio.sendDigits('1');
    await hears(call, answers[answer], 10_000);
    await call.whenEnded();
    const { steps } = await instance.api.endedContact(peer.user);
    const versions = new Set(steps.flatMap(({ data }) => data.version ?? []));
    expect([...versions], peer.user).to.deep.equal([version]);
  }

  it('hold for those who are in it: published now, at a time, and rolled back', async () => {
    const { api } = instance;
    const centre = await createFlowCentre(instance, flow('first'));
    const path = `/flows/${centre.flowId}`;
    const newest = async () =>
      (await api.request<{ items: FlowVersionHead[] }>('GET', `${path}/versions`)).items[0];
    const one = await dial(centre.number);

    await publish(instance, centre.flowId, flowDocument('ivr', 'Flow', flow('second'), []));
    const two = await dial(centre.number);

    // At a time: until then the draft changes nothing.
    const draft = await api.request<{ revision: number }>('GET', `${path}/draft`);
    const { revision } = await api.request<{ revision: number }>('PUT', `${path}/draft`, {
      revision: draft.revision,
      document: flowDocument('ivr', 'Flow', flow('third'), []),
    });
    const at = Date.now() + 4000;
    await api.request('POST', `${path}/publish`, { revision, note: 'from tonight', at });
    expect((await newest())?.number).to.equal(2);
    await until('the third is published', async () => (await newest())?.number === 3, { timeoutMs: 20_000 });
    const third = await newest();
    expect(third).to.include({ note: 'from tonight' });
    expect(third?.at).to.be.at.least(at);
    const three = await dial(centre.number);

    await api.request('POST', `${path}/rollback`, { version: 1, note: 'the old one was better' });
    expect(await newest()).to.include({ number: 4, note: 'the old one was better', by: third?.by });
    const four = await dial(centre.number);

    await finishes(one, 'first', 1);
    await finishes(two, 'second', 2);
    await finishes(three, 'third', 3);
    await finishes(four, 'first', 4);
  });

  it('hold over a restart of the orchestrator', async () => {
    const centre = await createFlowCentre(instance, flow('first'));
    const one = await dial(centre.number);
    await publish(instance, centre.flowId, flowDocument('ivr', 'Flow', flow('second'), []));
    await instance.kill();
    await instance.start();
    const two = await dial(centre.number);
    await finishes(one, 'first', 1);
    await finishes(two, 'second', 2);
  });
});
