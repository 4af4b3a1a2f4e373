/** The routing on real calls: skills in steps, the preferred agent, redirections, callbacks. */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import {
  agentAt,
  createCentre,
  makeReady,
  newAgentPhone,
  newCaller,
  readyAgent,
  type CentreAgent,
} from '../support/contact-centre.ts';
import { createFlowCentre, createTonePrompt } from '../support/flow-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hearEachOther, hears } from '../support/listening.ts';
import { MediaPeer, type Call } from '../support/media-peer.ts';
import { until } from '../support/until.ts';

const question = 900;

describe('routing of real calls', function () {
  this.timeout(90_000);
  let instance: Instance;
  const open: MediaPeer[] = [];

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
    await createTonePrompt(instance, 'offer', question, 4000);
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

  const kept = async (peer: Promise<MediaPeer>): Promise<MediaPeer> => {
    open.push(await peer);
    return peer;
  };
  const caller = (): Promise<MediaPeer> => kept(newCaller(instance));
  const answered = async (phone: MediaPeer): Promise<Call> => {
    const call = await phone.nextCall();
    call.answer();
    return call;
  };
  /** The caller's contact in the live pages, once it fits. */
  const seen = (number: string, what: string, fits: (contact: Live) => boolean): Promise<Live> =>
    until(
      `${number} ${what}`,
      async () => (await instance.api.live()).contacts.find(c => c.caller.number === number && fits(c)),
      { timeoutMs: 20_000, explain: async () => (await instance.api.live()).contacts },
    );
  type Live = Awaited<ReturnType<Instance['api']['live']>>['contacts'][number];

  it('asks for a skill in steps that expire: first those who have it at the level, then anyone', async () => {
    const { api } = instance;
    const skill = await api.create('skills', { name: 'English' });
    const skills = [8, 5].map(level => ({ skillId: skill.id, level, seconds: 3 }));
    const centre = await createCentre(instance, { agents: 2, human: { skills } });
    const [plain, skilled] = [agentAt(centre, 0), agentAt(centre, 1)];
    await api.patch('agents', skilled.id, { skills: [{ skillId: skill.id, level: 5 }] });
    const plainPhone = await kept(readyAgent(instance, plain));
    const skilledPhone = await kept(readyAgent(instance, skilled));
    const peer = await caller();
    const call = await peer.call(centre.number);
    const atSkilled = await skilledPhone.nextCall();
    atSkilled.reject();
    const atPlain = await answered(plainPhone);
    await hearEachOther(call, atPlain);
    call.hangup();
    await atPlain.whenEnded();
    const { steps } = await api.endedContact(peer.user);
    const offers = steps
      .filter(({ type }) => type === 'contactOffered')
      .map(({ data }) => ({ agentId: data.agentId, waitMs: Number(data.waitMs) }));
    expect(offers.map(({ agentId }) => agentId)).to.deep.equal([skilled.id, plain.id]);
    expect(offers.map(({ waitMs }) => waitMs >= 6000)).to.deep.equal([false, true]);
    expect(offers[0]?.waitMs).to.be.at.least(3000);
  });

  it('gives a caller who calls again to the same agent, though another has been free longer', async () => {
    const centre = await createCentre(instance, {
      agents: 2,
      human: { preferredAgent: { seconds: 60, days: 7 } },
    });
    const phones = new Map<CentreAgent, MediaPeer>();
    for (const agent of centre.agents) phones.set(agent, await kept(newAgentPhone(instance, agent)));
    const [first, second] = [agentAt(centre, 0), agentAt(centre, 1)];
    await makeReady(instance, second);
    const peer = await caller();
    const talk = async (): Promise<void> => {
      const phone = phones.get(second);
      if (!phone) throw new Error('the second agent should have a phone');
      const call = await peer.call(centre.number);
      const atAgent = await answered(phone);
      await hearEachOther(call, atAgent);
      call.hangup();
      await atAgent.whenEnded();
      await instance.api.untilAgent(second.id, 'ready');
    };
    await talk();
    await makeReady(instance, first);
    // Somebody else talks to the second: now the first has been free longer.
    const pause = await instance.api.create('pauses', { name: 'Tea' });
    await instance.api.setState(second.id, 'pause', pause.id);
    await makeReady(instance, second);
    await talk();
  });

  it('sends those on who would wait behind too many, or have waited for too long', async () => {
    const { api } = instance;
    const other = await createCentre(instance);
    const otherAgent = agentAt(other, 0);
    const campaignId = other.human.id;
    const centre = await createCentre(instance, {
      human: {
        redirects: [
          { when: 'length', limit: 1, campaignId },
          { when: 'wait', limit: 4, campaignId },
        ],
      },
    });
    // At work, but in a pause.
    await kept(newAgentPhone(instance, agentAt(centre, 0)));
    const pause = await api.create('pauses', { name: 'Training' });
    await makeReady(instance, agentAt(centre, 0));
    await api.setState(agentAt(centre, 0).id, 'pause', pause.id);
    const phone = await kept(readyAgent(instance, otherAgent));
    const [waits, passes] = [await caller(), await caller()];
    const first = await waits.call(centre.number);
    await seen(waits.user, 'waits', contact => contact.stage === 'waiting');
    const second = await passes.call(centre.number);
    const atOther = await answered(phone);
    await hearEachOther(second, atOther);
    second.hangup();
    await atOther.whenEnded();
    const later = await answered(phone);
    await hearEachOther(first, later);
    first.hangup();
    await later.whenEnded();
    const whys = async (peer: MediaPeer): Promise<unknown[]> =>
      (await api.endedContact(peer.user)).steps
        .filter(({ type }) => type === 'contactRedirected')
        .map(({ data }) => data.when);
    expect(await whys(passes)).to.deep.equal(['length']);
    expect(await whys(waits)).to.deep.equal(['wait']);
  });

  it('calls a caller back over the line of the campaign, and again when it is busy', async () => {
    const { api } = instance;
    const lineTo = async (name: string, port: number): Promise<number> => {
      const line = { name, kind: 'address', host: '127.0.0.1', port, direction: 'outbound' } as const;
      return (await api.create('lines', line)).id;
    };
    const outside = await kept(MediaPeer.open({ server: instance.sip, user: 'callback', tone: 1500 }));
    // A line that calls out as well and comes first: nobody is there.
    await lineTo('Nowhere', 9);
    const lineId = await lineTo('To the caller', outside.port);
    const callback = { attempts: 3, retrySeconds: 10, ringSeconds: 20, lineId };
    const centre = await createCentre(instance, { human: { callback } });
    const agent = agentAt(centre, 0);
    const flow = await createFlowCentre(instance, [
      { id: 'start', type: 'start', exits: { next: 'offer' } },
      {
        id: 'offer',
        type: 'offer-callback',
        parameters: {
          campaignId: centre.human.id,
          offerPrompts: [{ play: 'prompt', prompt: 'offer' }],
          thanksPrompts: [],
        },
      },
      { id: 'away', type: 'hang-up' },
    ]);
    const peer = await caller();
    const call = await peer.call(flow.number);
    await hears(call, question);
    call.audio.sendDigits('1');
    await call.whenEnded();
    const asked = await seen(peer.user, 'is to be called back', ({ callback: asks }) => asks !== null);
    expect(asked).to.include({ stage: 'waiting', position: 1 });
    const phone = await kept(readyAgent(instance, agent));
    const atAgent = await answered(phone);
    const busy = await outside.nextCall();
    busy.reject(486);
    await atAgent.whenEnded();
    const later = await seen(peer.user, 'is called again later', ({ stage }) => stage === 'callback');
    expect(later.callback).to.include({ number: peer.user, attempts: 1 });
    await api.untilAgent(agent.id, 'ready');
    const again = await phone.nextCall();
    again.answer();
    const atOutside = await answered(outside);
    await Promise.all([hears(again, 1500), hears(atOutside, 1000)]);
    atOutside.hangup();
    await again.whenEnded();
    const { steps, outcome } = await api.endedContact(peer.user);
    expect(outcome).to.equal('handled');
    const dataOf = (type: string): Record<string, unknown>[] =>
      steps.filter(step => step.type === type).map(({ data }) => data);
    expect(dataOf('forwardStarted').map(data => data.lineId)).to.deep.equal([lineId, lineId]);
    expect(dataOf('callbackAttemptEnded').map(({ attempt, result }) => [attempt, result])).to.deep.equal([
      [1, 'busy'],
    ]);
  });
});
