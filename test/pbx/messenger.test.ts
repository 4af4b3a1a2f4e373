/** Real calls: messages are brought into the state folder and heard over the API; synthetic agents are stopped and started. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { foldersOf } from '../../asterisk-config/folders.ts';
import type { Voicemail } from '../../orchestrator/runtime/ports/voicemails.ts';
import { toneShare } from '../support/audio.ts';
import { callerTone, createCentre, newCaller } from '../support/contact-centre.ts';
import { createFlowCentre, createTonePrompt } from '../support/flow-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hears } from '../support/listening.ts';
import { until } from '../support/until.ts';

describe('the Messenger on real calls', function () {
  this.timeout(60_000);
  let instance: Instance;

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
    await createTonePrompt(instance, 'greeting', 700, 800);
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
});
