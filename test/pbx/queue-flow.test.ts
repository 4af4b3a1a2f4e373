/** The queue as a flow, on real calls: what those who wait hear is found in the sound, keys are RFC 4733. */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Language } from '../../orchestrator/core/configuration/schemas.ts';
import {
  agentAt,
  agentTone,
  type Centre,
  type CentreAgent,
  createCentre,
  makeReady,
  newAgentPhone,
  newCaller,
} from '../support/contact-centre.ts';
import {
  createFlowCentre,
  createTonePrompt,
  flowDocument,
  publish,
  type Step,
} from '../support/flow-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hears, hearsSpeechOrMusic } from '../support/listening.ts';
import type { MediaPeer } from '../support/media-peer.ts';
import { startSipp } from '../support/sipp.ts';
import { Listener } from '../support/template-centre.ts';
import { tonesHeard } from '../support/tones-heard.ts';
import { until } from '../support/until.ts';

/** Messages of the library, each a tone. */
const messages = { first: 700, second: 900, third: 1200 };
const tones = Object.values(messages);
const shortMs = 600;
const longMs = 6000;

const prompts = Object.keys(messages).map(prompt => ({ play: 'prompt', prompt }));

describe('the queue as a flow, on real calls', function () {
  this.timeout(90_000);
  let instance: Instance;
  let pauseId = 0;
  const open: MediaPeer[] = [];

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
    for (const [name, hz] of Object.entries(messages)) await createTonePrompt(instance, name, hz, shortMs);
    await createTonePrompt(instance, 'long', 1700, longMs);
    pauseId = (await instance.api.create('pauses', { name: 'Lunch' })).id;
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

  let made = 0;
  /** A centre whose queue is looked after by these blocks. Its agents are at work, in a pause. */
  async function queueing(
    blocks: Step[],
    options: { language?: Language; properties?: string[]; onCall?: 'ring' | 'answer' } = {},
  ): Promise<{ centre: Centre; agent: CentreAgent; phone: MediaPeer }> {
    const { api } = instance;
    made += 1;
    const name = `Waiting ${made}`;
    const document = flowDocument('queue', name, blocks, options.properties ?? []);
    const flow = await api.request<{ id: number }>('POST', '/flows', { name, kind: 'queue', document });
    await publish(instance, flow.id);
    const centre = await createCentre(instance, {
      welcome: { message: { it: '', en: '' } },
      queue: { flowId: flow.id },
      service: { language: options.language ?? 'en' },
    });
    const agent = agentAt(centre, 0);
    const phone = await newAgentPhone(instance, agent, { onCall: options.onCall ?? 'ring' });
    open.push(phone);
    await makeReady(instance, agent);
    await api.setState(agent.id, 'pause', pauseId);
    return { centre, agent, phone };
  }
  const waiting = (parameters: Step['parameters'], exits: Record<string, string> = {}): Step[] => [
    { id: 'start', type: 'start', exits: { next: 'wait' } },
    { id: 'wait', type: 'promo-queue', parameters: { announceSeconds: 0, ...parameters }, exits },
    { id: 'away', type: 'hang-up' },
  ];
  async function caller(tone?: number): Promise<MediaPeer> {
    const peer = await newCaller(instance, tone === undefined ? {} : { tone });
    open.push(peer);
    return peer;
  }
  const live = async (peer: MediaPeer) =>
    (await instance.api.live()).contacts.find(contact => contact.caller.number === peer.user);

  it('plays messages in order with music between, and lets the caller skip one', async () => {
    const { centre } = await queueing(
      waiting({
        messages: [...prompts, { play: 'prompt', prompt: 'long' }],
        musicSeconds: 1,
        skipDigits: '#',
      }),
    );
    const peer = await caller();
    const call = await peer.call(centre.number);
    await call.whenAnswered();
    const from = performance.now();
    await hearsSpeechOrMusic(call);
    await hears(call, 1700, 20_000);
    call.audio.sendDigits('#');
    const heard = () => tonesHeard(call.audio.recording(from), [...tones, 1700]);
    await until('the round begins again', () => heard().length >= 6, { timeoutMs: 20_000, explain: heard });
    expect(
      heard()
        .map(({ hz }) => hz)
        .slice(0, 6),
    ).to.deep.equal([...tones, 1700, 700, 900]);
    expect(heard()[3]?.ms, 'the long one was skipped').to.be.lessThan(longMs / 2);
    // Between two of them music plays, which is none of the tones.
    await until('music is heard again', async () => {
      await hearsSpeechOrMusic(call);
      return true;
    });
    call.hangup();
  });

  it('plays messages by chance, none twice in a round', async () => {
    const { centre } = await queueing(waiting({ messages: prompts, order: 'random', musicSeconds: 1 }));
    const rounds = new Set<string>();
    // The draw is another one for each contact.
    const callers = await Promise.all(Array.from({ length: 6 }, () => caller()));
    await Promise.all(
      callers.map(async peer => {
        const call = await peer.call(centre.number);
        await call.whenAnswered();
        const from = performance.now();
        const heard = () => tonesHeard(call.audio.recording(from), tones).map(({ hz }) => hz);
        await until('two rounds were heard', () => heard().length >= 6, {
          timeoutMs: 30_000,
          everyMs: 200,
          explain: heard,
        });
        for (const round of [heard().slice(0, 3), heard().slice(3, 6)]) {
          expect(round).to.have.members(tones);
          rounds.add(round.join());
        }
        call.hangup();
      }),
    );
    expect(rounds.size, 'orders that were drawn').to.be.greaterThan(1);
  });

  for (const language of ['it', 'en'] as const)
    it(`says place and expected wait at intervals, as they are then (${language})`, async () => {
      const { centre, agent, phone } = await queueing(waiting({ announceSeconds: 3 }), {
        language,
        onCall: 'answer',
      });
      const { api } = instance;
      // How long one waits is known when some have been served: nine callers who are let go at once.
      const calls = 9;
      const served = await startSipp({
        scenario: 'caller',
        remote: instance.sip,
        calls,
        rate: 20,
        rows: Array.from({ length: calls }, (_, index) => [`0644${made}${index}`]),
        values: { number: centre.number, stay_ms: 60_000 },
      });
      await until('all nine wait', async () => (await api.live()).contacts.length === calls, {
        timeoutMs: 20_000,
        explain: async () => (await api.live()).contacts,
      });
      await api.setState(agent.id, 'ready');
      for (let i = 0; i < calls; i++) {
        const atAgent = await phone.nextCall();
        await hears(atAgent, 440);
        atAgent.hangup();
      }
      expect((await served.done).succeeded).to.equal(calls);
      // The operator talks from now on: who is in a pause serves nobody, and no wait could be told.
      const busy = await (await caller()).call(centre.number);
      const talk = await phone.nextCall();
      await hears(busy, agentTone);
      const first = await caller();
      const ahead = await first.call(centre.number);
      await until('the first waits', async () => (await live(first))?.position === 1);
      const second = await Listener.dial(await caller(), centre.number, language);
      const place = language === 'it' ? 'Il vostro posto in coda è' : 'Your place in the queue is';
      const wait = language === 'it' ? 'Attesa prevista:' : 'Expected wait:';
      const hearsPlace = async (value: number): Promise<void> => {
        await second.hears(place);
        await second.hearsValue({ say: 'number', value });
        await second.hears(wait);
        await second.hearsValue({ say: 'duration', value: 60, options: { smallest: 'minutes' } });
      };
      await hearsPlace(2);
      ahead.hangup();
      await until('it is the next', async () => (await live(second.peer))?.position === 1);
      // The next announcement says what is so now.
      second.forget();
      await hearsPlace(1);
      second.call.hangup();
      busy.hangup();
      await talk.whenEnded();
    });

  it('lets the caller leave by a digit: to a voicemail, a callback, another campaign', async () => {
    const { api } = instance;
    const other = await createCentre(instance);
    const phone = await newAgentPhone(instance, agentAt(other, 0), { onCall: 'answer', tone: 1500 });
    open.push(phone);
    await makeReady(instance, agentAt(other, 0));
    const { centre } = await queueing(
      [
        ...waiting({ leaveDigits: '123', digitTo: 'choice' }, { digit: 'which' }),
        {
          id: 'which',
          type: 'switch',
          parameters: {
            value: 'choice',
            cases: ['1', '2', '3'].map(digit => ({ equals: digit, exit: digit })),
          },
          exits: { 1: 'message', 2: 'callback', 3: 'on' },
        },
        {
          id: 'message',
          type: 'voicemail',
          parameters: {
            campaignId: other.human.id,
            prompts: [{ play: 'prompt', prompt: 'first' }],
            terminator: '#',
          },
        },
        {
          id: 'callback',
          type: 'offer-callback',
          parameters: {
            campaignId: other.human.id,
            offerPrompts: [{ play: 'prompt', prompt: 'second' }],
            thanksPrompts: [{ play: 'prompt', prompt: 'third' }],
          },
        },
        { id: 'on', type: 'transfer-to-campaign', parameters: { campaignId: other.human.id } },
      ],
      { properties: ['choice'] },
    );
    const outcomes: unknown[] = [];
    for (const digit of ['1', '2', '3']) {
      const peer = await caller();
      const call = await peer.call(centre.number);
      await call.whenAnswered();
      await hearsSpeechOrMusic(call);
      call.audio.sendDigits(digit);
      if (digit === '1') {
        await hears(call, messages.first);
        const heardAt = performance.now();
        await until('something was said', () => performance.now() - heardAt > 3000);
        call.audio.sendDigits('#');
      }
      if (digit === '2') {
        await hears(call, messages.second);
        call.audio.sendDigits('9');
      }
      if (digit === '3') {
        await hears(call, 1500);
        call.hangup();
      }
      await call.whenEnded(15_000);
      const contact = await api.endedContact(peer.user);
      const exits = contact.steps.flatMap(({ type, data }) => (type === 'blockLeft' ? [data.exit] : []));
      outcomes.push([contact.outcome, contact.campaignId === other.human.id, ...exits.slice(2)]);
    }
    expect(outcomes).to.deep.equal([
      ['served', false, '1', 'next'],
      ['overflow', false, '2', 'declined'],
      ['handled', true, '3'],
    ]);
  });

  it('serves a caller whose priority rose while waiting before one who had more at first', async () => {
    const { centre, agent, phone } = await queueing(waiting({}));
    const campaignId = centre.human.id;
    const queueBlock = (parameters: object): Step => ({
      id: 'queue',
      type: 'queue',
      parameters: { campaignId, announceSeconds: 0, ...parameters },
    });
    const important = await createFlowCentre(instance, [
      { id: 'start', type: 'start', exits: { next: 'first' } },
      { id: 'first', type: 'set-priority', parameters: { priority: '50' }, exits: { next: 'queue' } },
      queueBlock({}),
      { id: 'away', type: 'hang-up' },
    ]);
    const rising = await createFlowCentre(instance, [
      { id: 'start', type: 'start', exits: { next: 'queue' } },
      queueBlock({ raiseSeconds: 2, raiseBy: 30 }),
      { id: 'away', type: 'hang-up' },
    ]);
    const [one, two] = [await caller(), await caller(620)];
    const before = await one.call(important.number);
    await until('the important one waits', async () => (await live(one))?.position === 1);
    const after = await two.call(rising.number);
    await until('the other one waits', async () => (await live(two))?.position === 2);
    await until('it has overtaken', async () => (await live(two))?.position === 1, { timeoutMs: 15_000 });
    await instance.api.setState(agent.id, 'ready');
    const atAgent = await phone.nextCall();
    atAgent.answer();
    await hears(atAgent, 620);
    after.hangup();
    before.hangup();
    await atAgent.whenEnded();
  });
});
