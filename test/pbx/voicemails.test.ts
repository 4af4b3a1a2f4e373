/** A caller leaves a message on a real call: its sound comes into the state folder and is heard over the API. */
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

describe('messages of callers on real calls', function () {
  this.timeout(60_000);
  let instance: Instance;

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
    await createTonePrompt(instance, 'greeting', 700, 800);
  });
  after(() => instance?.stop());

  it('are kept with what was said, leave nothing with Asterisk, and go for good', async () => {
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
});
