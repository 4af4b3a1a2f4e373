/** Messages of callers over the API: ranges, downloads, rights, and what the audit log says of it. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sine, wav } from '../support/audio.ts';
import { rootTimeoutMs } from '../support/asterisk-root.ts';
import { leaveMessage } from '../support/messages.ts';
import { until } from '../support/until.ts';
import { startSite, type Site } from './support/site.ts';
import { member, type Visitor } from './support/visitor.ts';

const sound = wav(sine(440, 1000));

describe('web: messages of callers', function () {
  this.timeout(30_000);
  let site: Site;
  let sara: Visitor;
  let boss: Visitor;

  before(async function () {
    this.timeout(rootTimeoutMs);
    site = await startSite();
    [sara, boss] = [await site.signedIn('sara'), await site.signedIn('boss')];
  });
  after(() => site.close());

  async function message(): Promise<string> {
    const id = await leaveMessage(site.store, { at: Date.now(), ended: false });
    site.recordings.files.set(id, sound);
    const contactId = id.replace(/\.3$/, '');
    const seq = (await site.store.facts.position()) + 1;
    await site.store.facts.project(
      [
        {
          seq,
          index: 0,
          at: Date.now(),
          fact: {
            type: 'contactEnded',
            contactId,
            serviceId: 1,
            campaignId: 40,
            agentId: null,
            outcome: 'served',
            endedBy: 'caller',
            waitMs: 0,
            talkMs: 0,
            holdMs: 0,
            durationMs: 1,
          },
        },
      ],
      seq,
    );
    await until('it is kept', async () => (await site.store.voicemails.get(id))?.voicemail.state === 'kept');
    return id;
  }
  const actions = async (id: string): Promise<string[]> =>
    (await site.store.audit.list({ object: `voicemails/${id}` })).items.map(
      ({ action, by }) => `${by} ${action}`,
    );

  it('are listed, played in ranges and downloaded, and every listener is known', async () => {
    const id = await message();
    const list = await sara.api('GET', '/voicemails?campaignId=12&heard=false');
    expect(list.body).to.have.nested.property('items[0].id', id);
    const part = await sara.fetch('GET', `/api/v1/voicemails/${id}/audio`, {
      headers: { range: 'bytes=44-143' },
    });
    expect([part.status, (await part.arrayBuffer()).byteLength]).to.deep.equal([206, 100]);
    expect(part.headers.get('content-disposition')).to.equal(null);
    const whole = await boss.fetch('GET', `/api/v1/voicemails/${id}/audio?download=true`);
    expect(Buffer.from(await whole.arrayBuffer()).equals(sound)).to.equal(true);
    expect(whole.headers.get('content-disposition')).to.match(/^attachment; filename="?voicemail-.*\.wav/);
    expect(whole.headers.get('content-type')).to.match(/^audio\//);
    const { body } = await sara.api('GET', `/voicemails/${id}`);
    expect(member(member(body, 'voicemail'), 'heardBy')).to.equal('sara');
    expect(
      (member(body, 'listenings') as { by: string; how: string }[]).map(({ by, how }) => `${by} ${how}`),
    ).to.deep.equal(['sara listen', 'boss download']);
    expect(await actions(id)).to.deep.equal(['boss download', 'sara listen']);
    expect((await sara.api('PUT', `/voicemails/${id}/heard`, { heard: false })).status).to.equal(204);
    expect((await sara.api('GET', '/voicemails?heard=false')).body).to.have.nested.property(
      'items[0].id',
      id,
    );
  });

  it('go for good, file and row together, with a trace', async () => {
    const id = await message();
    expect((await sara.api('DELETE', `/voicemails/${id}`)).status).to.equal(204);
    expect((await sara.api('GET', `/voicemails/${id}`)).status).to.equal(404);
    expect((await sara.api('GET', `/voicemails/${id}/audio`)).status).to.equal(404);
    expect((await sara.api('DELETE', `/voicemails/${id}`)).status).to.equal(404);
    expect(await actions(id)).to.include('sara delete');
  });

  it('say so when the file is not what was kept', async () => {
    const id = await message();
    await writeFile(join(site.home, 'voicemails', `${id}.wav`), wav(sine(450, 1000)));
    const reply = await sara.api('GET', `/voicemails/${id}/audio`);
    expect([reply.status, member(reply.body, 'code')]).to.deep.equal([500, 'damagedFile']);
    expect(await actions(id), 'nobody heard it').to.deep.equal([]);
  });

  it('lead to nothing else by any name, and attempts are written down', async () => {
    for (const name of ['..%2F..%2Fphones.db', '%2e%2e%2fphones', 'phones-msg-1.3%00', 'nobody-1.1']) {
      const reply = await sara.api('GET', `/voicemails/${name}/audio`);
      expect(reply.status, name).to.be.oneOf([400, 404]);
    }
    const { items } = await site.store.audit.list({ object: 'voicemails' });
    expect(
      items.filter(({ action }) => action === 'listenRefused').map(({ object }) => object),
    ).to.include.members(['voicemails/../../phones.db', 'voicemails/nobody-1.1']);
  });

  it('are heard and deleted by whom administrators let', async () => {
    const id = await message();
    const set = (supervisor: string, who = boss) => who.api('PUT', '/voicemail-access', { supervisor });
    expect((await set('delete', sara)).status).to.equal(403);
    expect((await set('everything')).status).to.equal(422);
    expect((await set('list')).status).to.equal(200);
    const status = async (who: Visitor): Promise<number> =>
      (await who.api('GET', `/voicemails/${id}/audio`)).status;
    expect((await sara.api('GET', `/voicemails/${id}`)).status).to.equal(200);
    expect(await status(sara)).to.equal(403);
    expect((await sara.api('PUT', `/voicemails/${id}/heard`, { heard: true })).status).to.equal(403);
    expect(await status(boss)).to.equal(200);
    expect(await actions(id)).to.include('sara listenRefused');
    await set('listen');
    expect(await status(sara)).to.equal(200);
    expect((await sara.api('DELETE', `/voicemails/${id}`)).status).to.equal(403);
    await set('delete');
    expect((await sara.api('DELETE', `/voicemails/${id}`)).status).to.equal(204);
    const { visitor } = await site.operator('otto');
    expect(await status(visitor)).to.equal(403);
    expect(await status(site.visitor())).to.equal(401);
  });
});
