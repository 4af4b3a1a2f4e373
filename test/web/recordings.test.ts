/** Recorded calls over the API: ranges, downloads, rights, and what the audit log says of it. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sine, wav } from '../support/audio.ts';
import { rootTimeoutMs } from '../support/asterisk-root.ts';
import { recordedCall } from '../support/recorded-calls.ts';
import { until } from '../support/until.ts';
import { startSite, type Site } from './support/site.ts';
import { member, type Visitor } from './support/visitor.ts';

const sound = wav(sine(440, 1000));
/** 44 bytes and a second of two channels. */
const bytes = 44 + 8000 * 4;

describe('web: recorded calls', function () {
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

  async function recording(): Promise<string> {
    const id = await recordedCall(site.store, {
      at: Date.now(),
      first: name => ['in', 'out'].forEach(side => site.recordings.files.set(`${name}-${side}`, sound)),
    });
    await until('it is kept', async () => (await site.store.recordings.get(id))?.state === 'kept');
    return id;
  }
  const actions = async (id: string): Promise<string[]> =>
    (await site.store.audit.list({ object: `recordings/${id}` })).items.map(
      ({ action, by }) => `${by} ${action}`,
    );
  const set = (supervisor: string, who = boss) => who.api('PUT', '/recording-access', { supervisor });

  it('are listed, played in ranges and downloaded, and every listener is known', async () => {
    const id = await recording();
    const list = await sara.api('GET', '/recordings?campaignId=12&agentId=7');
    expect(list.body).to.have.nested.property('items[0].id', id);
    const part = await sara.fetch('GET', `/api/v1/recordings/${id}/audio`, {
      headers: { range: 'bytes=44-143' },
    });
    expect([part.status, (await part.arrayBuffer()).byteLength]).to.deep.equal([206, 100]);
    expect(part.headers.get('content-disposition')).to.equal(null);
    const whole = await boss.fetch('GET', `/api/v1/recordings/${id}/audio?download=true`);
    expect((await whole.arrayBuffer()).byteLength).to.equal(bytes);
    expect(whole.headers.get('content-disposition')).to.match(/^attachment; filename="?call-.*\.wav/);
    const { body } = await sara.api('GET', `/recordings/${id}`);
    expect(member(body, 'lengthMs')).to.equal(1000);
    expect(await actions(id)).to.deep.equal(['boss download', 'sara listen']);
  });

  it('lead to nothing else by any name, and attempts are written down', async () => {
    for (const name of ['..%2F..%2Fphones.db', '%2e%2e%2fphones', 'phones-rec-1.3%00', 'nobody-1.1']) {
      const reply = await sara.api('GET', `/recordings/${name}/audio`);
      expect(reply.status, name).to.be.oneOf([400, 404]);
    }
    const { items } = await site.store.audit.list({ object: 'recordings' });
    expect(
      items.filter(({ action }) => action === 'listenRefused').map(({ object }) => object),
    ).to.include.members(['recordings/../../phones.db', 'recordings/nobody-1.1']);
  });

  it('say so when the file is not what was kept', async () => {
    const id = await recording();
    await writeFile(join(site.home, 'recordings', `${id}.wav`), sound);
    const reply = await sara.api('GET', `/recordings/${id}/audio`);
    expect([reply.status, member(reply.body, 'code')]).to.deep.equal([500, 'damagedFile']);
    expect(await actions(id), 'nobody heard it').to.deep.equal([]);
  });

  it('are heard, downloaded and deleted by whom administrators let', async () => {
    const id = await recording();
    const status = async (who: Visitor, query = ''): Promise<number> =>
      (await who.api('GET', `/recordings/${id}/audio${query}`)).status;
    expect((await set('delete', sara)).status).to.equal(403);
    expect((await set('everything')).status).to.equal(422);
    await set('list');
    expect((await sara.api('GET', `/recordings/${id}`)).status).to.equal(200);
    expect([await status(sara), await status(boss)]).to.deep.equal([403, 200]);
    expect(await actions(id)).to.include('sara listenRefused');
    await set('listen');
    expect([await status(sara), await status(sara, '?download=true')]).to.deep.equal([200, 403]);
    await set('download');
    expect(await status(sara, '?download=true')).to.equal(200);
    expect((await sara.api('DELETE', `/recordings/${id}`)).status).to.equal(403);
    await set('delete');
    expect((await sara.api('DELETE', `/recordings/${id}`)).status).to.equal(204);
    expect((await sara.api('GET', `/recordings/${id}/audio`)).status).to.equal(404);
    expect(await actions(id)).to.include('sara delete');
    const { body } = await sara.api('GET', `/recordings/${id}`);
    expect(body).to.have.nested.property('deletion.by', 'sara');
    const { visitor } = await site.operator('otto');
    expect(await status(visitor)).to.equal(403);
    expect(await status(site.visitor())).to.equal(401);
  });

  it('are checked, and those in which something is wrong are found', async () => {
    const id = await recording();
    const check = async (): Promise<unknown> =>
      member((await sara.api('POST', `/recordings/${id}/check`)).body, 'fault');
    expect(await check()).to.equal(null);
    await writeFile(join(site.home, 'recordings', `${id}.wav`), sound);
    expect(await check()).to.equal('damaged');
    const { body } = await sara.api('GET', '/recordings?state=damaged&maxSeconds=5');
    expect(body).to.have.nested.property('items[0].id', id);
    expect((await sara.api('POST', '/recordings/nobody-1.1/check')).status).to.equal(404);
  });

  it('are deleted together, for a reason that stays', async () => {
    const ids = [await recording(), await recording()];
    const remove = (reason: string, who = sara) =>
      who.api('POST', '/recordings/deletions', { ids: [...ids, 'nobody-1.1'], reason });
    await set('download');
    expect((await remove('was asked to')).status).to.equal(403);
    await set('delete');
    expect((await remove(' a ')).status).to.equal(422);
    expect((await remove(' was asked to ')).body).to.deep.equal({ deleted: 2 });
    expect((await remove('again', boss)).body).to.deep.equal({ deleted: 0 });
    const { body } = await sara.api('GET', `/recordings/${ids[1]}`);
    expect(body).to.have.nested.property('deletion.reason', 'was asked to');
    expect(await actions(ids[0] ?? '')).to.include('sara delete');
  });
});
