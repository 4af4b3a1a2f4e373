import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { consoleCommand } from '../../asterisk-config/console.ts';
import { rootTimeoutMs } from '../support/asterisk-root.ts';
import { level, toneLevel } from '../support/audio.ts';
import { EmbeddedHome } from '../support/embedded.ts';
import { type Call, MediaPeer } from '../support/media-peer.ts';
import { until } from '../support/until.ts';

/** Quieter than this is no speech, dBFS. */
const speechDb = -35;

describe('embedded Asterisk: calls while the orchestrator is away', function () {
  this.timeout(60_000);
  let home: EmbeddedHome;
  let peers: MediaPeer[] = [];

  before(async function () {
    this.timeout(rootTimeoutMs);
    home = await EmbeddedHome.create();
    await home.start();
  });
  afterEach(async () => {
    for (const peer of peers) await peer.close();
    peers = [];
  });
  after(() => home.remove());

  async function caller(): Promise<MediaPeer> {
    const peer = await MediaPeer.open({ server: home.options.sip, user: '0612345678', tone: null });
    peers.push(peer);
    return peer;
  }

  async function customDialplan(text: string): Promise<void> {
    await appendFile(join(home.folders.custom, 'extensions_custom.conf'), text);
    const { root } = home.options;
    expect(await consoleCommand(home.options.home, 'dialplan reload', { root })).to.include({ code: 0 });
  }

  const heard = (call: Call): Promise<true> =>
    until('something is heard', () => level(call.audio.last(300)) > speechDb);

  const logged = (): Promise<string> => readFile(join(home.folders.log, 'messages.log'), 'utf8');

  for (const language of ['it', 'en'] as const)
    it(`speaks an excuse before the answer (${language}), then is busy`, async () => {
      await home.pushLine(1, {}, language);
      const call = await (await caller()).call('800100');
      await call.whenEnded(20_000);
      expect(call.status).to.equal(486);
      expect(call.at.answered, 'the caller does not pay').to.equal(undefined);
      expect((call.at.ended ?? 0) - call.at.start).to.be.greaterThan(2500);
      expect(level(call.audio.recording(call.at.start, call.at.ended))).to.be.greaterThan(speechDb);
    });

  it('calls the emergency target of the line', async () => {
    const reception = await MediaPeer.open({
      server: home.options.sip,
      user: 'reception',
      onCall: 'answer',
      tone: 800,
    });
    peers.push(reception);
    await home.push('aor', 'reception', [['contact', `sip:reception@127.0.0.1:${reception.port}`]]);
    await home.push('endpoint', 'reception', [
      ['aors', 'reception'],
      ['transport', 'phones-udp'],
      ['disallow', 'all'],
      ['allow', 'ulaw'],
    ]);
    await customDialplan(
      '\n[phones-emergency]\nexten => 112,1,Dial(PJSIP/reception,10)\n same => n,Return()\n',
    );
    await home.pushLine(2, { PHONES_EMERGENCY: '112' });
    const call = await (await caller()).call('800100');
    await call.whenAnswered();
    await heard(call);
    call.hangup();
    await (await reception.nextCall()).whenEnded();
  });

  it('falls back to the excuse when the engineers have no such emergency target, and says so', async () => {
    await home.pushLine(2, { PHONES_EMERGENCY: '999' });
    const call = await (await caller()).call('800100');
    await call.whenEnded(20_000);
    expect(call.status).to.equal(486);
    expect(await logged()).to.match(/WARNING.*emergency target 999 of line 2/);
  });

  it('runs the engineers’ contexts before and after', async () => {
    await customDialplan(`
[phones-before-inbound]
exten => _7X!,1,Log(NOTICE,before \${PHONES_DIALLED} line \${PHONES_LINE})
 same => n,Return()
[phones-after-inbound]
exten => _7X!,1,Log(NOTICE,after \${PHONES_DIALLED} line \${PHONES_LINE})
 same => n,Return()
`);
    await home.pushLine(3);
    const call = await (await caller()).call('700');
    await heard(call);
    call.hangup();
    await until('both have run', async () => /before 700 line 3[^]*after 700 line 3/.test(await logged()));
  });

  it('lets an answered call hear the excuse and a busy tone before it hangs up', async () => {
    await customDialplan('\n[phones-before-inbound](+)\nexten => 555,1,Answer()\n same => n,Return()\n');
    await home.pushLine(3);
    const call = await (await caller()).call('555');
    await call.whenAnswered();
    await until(
      'the busy tone of the line’s country is heard',
      () => toneLevel(call.audio.last(200), 425) > -20,
      {
        timeoutMs: 20_000,
      },
    );
    await call.whenEnded();
    expect([call.endedBy, call.cause]).to.deep.equal(['there', 17]);
  });

  it('never takes what a caller sends for dialplan text (S4)', async () => {
    await customDialplan(
      '\n[phones-before-inbound](+)\nexten => _8.,1,Log(NOTICE,got ${PHONES_DIALLED})\n same => n,Return()\n',
    );
    await home.pushLine(3);
    const evil = '8$%7BGLOBAL(PHONES_APPLICATION)%7D%22%5D,1)%26';
    const call = await (await caller()).call(evil);
    await until('it was filtered', async () => (await logged()).includes('got 8GLOBALPHONES_APPLICATION1'));
    await heard(call);
    call.hangup();
  });

  it('refuses calls that it cannot tell from whom, as if it did not know the number', async () => {
    const stranger = await MediaPeer.open({ server: home.options.sip, user: 'stranger', tone: null });
    peers.push(stranger);
    await home.ari('DELETE', 'asterisk/config/dynamic/res_pjsip/identify/line');
    const call = await stranger.call('800100');
    await call.whenEnded();
    expect(call.status).to.equal(401);
  });
});
