/** Real calls: messages are brought into the state folder and heard over the API; synthetic agents are stopped and started. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { foldersOf } from '../../asterisk-config/folders.ts';
import type { Voicemail } from '../../orchestrator/runtime/ports/voicemails.ts';
import { hasAnywhere, toneShare } from '../support/audio.ts';
import {
  agentAt,
  agentTone,
  callerTone,
  createCentre,
  newAgentPhone,
  newCaller,
  makeReady,
} from '../support/contact-centre.ts';
import { createFlowCentre, createTonePrompt, flowDocument, publish } from '../support/flow-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hearEachOther, hears } from '../support/listening.ts';
import { until } from '../support/until.ts';

describe('the Messenger on real calls', function () {
  this.timeout(60_000);
  let instance: Instance;

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
    await createTonePrompt(instance, 'greeting', 700, 800);
    await createTonePrompt(instance, 'your operator is', 1300, 2500);
    await createTonePrompt(instance, 'a call of sales', 1700, 2500);
  });
  after(() => instance?.stop());

  it('keeps messages with what was said, leaves nothing with Asterisk, and deletes them for good', async () => {
    const { api } = instance;
    const { human } = await createCentre(instance);
    const centre = await createFlowCentre(instance, [
      { id: 'start', type: 'start', exits: { next: 'box' } },
      {
        id: 'box',
        type: 'voicemail',
        parameters: { campaignId: human.id, prompts: [{ play: 'prompt', prompt: 'greeting' }] },
      },
      { id: 'away', type: 'hang-up' },
    ]);
    const peer = await newCaller(instance);
    const call = await peer.call(centre.number);
    await hears(call, 700);
    const from = performance.now();
    await until('the caller has spoken', () => performance.now() - from > 3500);
    call.hangup();
    const contact = await api.endedContact(peer.user);
    const kept = await until(
      'the message is kept',
      async () => {
        const path = `/voicemails?contactId=${contact.id}`;
        const { items } = await api.request<{ items: Voicemail[] }>('GET', path);
        return items.find(({ state }) => state === 'kept');
      },
      { timeoutMs: 15_000, explain: () => api.request('GET', '/voicemails') },
    );
    expect(kept).to.include({
      campaignId: centre.campaignId,
      boxCampaignId: human.id,
      serviceId: centre.serviceId,
      callerNumber: peer.user,
      heardAt: null,
    });
    const audio = Buffer.from(await api.file(`/voicemails/${kept.id}/audio`));
    expect(createHash('sha256').update(audio).digest('hex')).to.equal(kept.checksum);
    const pcm = new Int16Array(audio.buffer.slice(audio.byteOffset + 44, audio.byteOffset + audio.length));
    expect(pcm.length / 8, 'its length').to.be.closeTo(kept.lengthMs ?? 0, 5);
    expect(kept.lengthMs).to.be.greaterThan(1500);
    expect(toneShare(pcm, callerTone), 'the caller is heard').to.be.greaterThan(0.8);
    const spool = join(foldersOf(instance.pbxHome).spool, 'recording', `${kept.id}.wav`);
    const file = join(instance.home, 'voicemails', `${kept.id}.wav`);
    expect([existsSync(spool), existsSync(file)]).to.deep.equal([false, true]);
    await api.request('DELETE', `/voicemails/${kept.id}`);
    expect(existsSync(file)).to.equal(false);
    await peer.close();
    await instance.expectClean();
  });

  it('stops synthetic agents: who is there finishes, nobody else comes, and a restart changes nothing', async () => {
    const { api } = instance;
    const centre = await createFlowCentre(instance, [
      { id: 'start', type: 'start', exits: { next: 'menu' } },
      {
        id: 'menu',
        type: 'menu',
        parameters: {
          prompts: [{ play: 'prompt', prompt: 'greeting' }],
          choices: [{ digit: '1', title: 'One' }],
          attempts: 10,
          timeoutSeconds: 30,
        },
        exits: { 1: 'away' },
      },
      { id: 'away', type: 'hang-up' },
    ]);
    const [peer, other] = [await newCaller(instance), await newCaller(instance)];
    const call = await peer.call(centre.number);
    await hears(call, 700);
    await api.patch('campaigns', centre.campaignId, { stopped: true });
    const seen = async () => (await api.live()).synthetic.find(({ id }) => id === centre.campaignId);
    expect(await seen()).to.include({ stopped: true, serving: 1 });
    const refused = await other.call(centre.number);
    await refused.whenEnded();
    expect(refused.status, 'busy').to.equal(486);
    await instance.kill();
    await instance.start();
    await until('it serves still', async () => (await seen())?.serving === 1, { timeoutMs: 15_000 });
    const again = await other.call(centre.number);
    await again.whenEnded();
    expect(again.status).to.equal(486);
    call.audio.sendDigits('1');
    await call.whenEnded();
    expect((await instance.api.endedContact(peer.user, 10_000)).outcome).to.equal('served');
    await instance.api.patch('campaigns', centre.campaignId, { stopped: false });
    const third = await other.call(centre.number);
    await hears(third, 700);
    third.hangup();
    await Promise.all([peer.close(), other.close()]);
    await instance.expectClean();
  });

  it('announces operator and service before they are connected (preventive queueing)', async () => {
    const { api } = instance;
    const centre = await createCentre(instance, { human: { preventiveQueueing: true } });
    const waiting = flowDocument(
      'queue',
      'Announced to both',
      [
        { id: 'start', type: 'start', exits: { next: 'wait' } },
        {
          id: 'wait',
          type: 'promo-queue',
          parameters: {
            announceAgent: [{ play: 'prompt', prompt: 'your operator is' }],
            whisper: [{ play: 'prompt', prompt: 'a call of sales' }],
          },
        },
        { id: 'away', type: 'hang-up' },
      ],
      [],
    );
    const flow = await api.request<{ id: number }>('POST', '/flows', {
      name: 'Announced to both',
      kind: 'queue',
      document: waiting,
    });
    await publish(instance, flow.id);
    await api.patch('campaigns', centre.queue.id, { flowId: flow.id });
    const agent = agentAt(centre, 0);
    const phone = await newAgentPhone(instance, agent);
    const peer = await newCaller(instance);
    const call = await peer.call(centre.number);
    await call.whenAnswered();
    await until(
      'the caller waits',
      async () =>
        (await api.live()).contacts.some(
          ({ caller, stage }) => caller.number === peer.user && stage === 'waiting',
        ),
      { timeoutMs: 10_000 },
    );
    await makeReady(instance, agent);
    const atAgent = await phone.nextCall();
    const answeredAt = performance.now();
    atAgent.answer();
    await Promise.all([hears(call, 1300), hears(atAgent, 1700)]);
    const announcedAt = performance.now();
    await hearEachOther(call, atAgent);
    const before: [number, number] = [answeredAt, announcedAt];
    expect(hasAnywhere(call.audio.recording(...before), agentTone, 1300), 'not connected yet').to.equal(
      false,
    );
    expect(hasAnywhere(atAgent.audio.recording(...before), callerTone, 1700), 'not connected yet').to.equal(
      false,
    );
    call.hangup();
    await atAgent.whenEnded();
    const contact = await api.endedContact(peer.user);
    const types = contact.steps.map(({ type }) => type);
    expect(types.indexOf('agentReserved')).to.be.greaterThan(types.indexOf('phoneRang'));
    expect(types.indexOf('contactConnected')).to.be.greaterThan(types.indexOf('agentReserved'));
    expect(contact.outcome).to.equal('handled');
    await Promise.all([peer.close(), phone.close()]);
    await instance.expectClean();
  });
});
