import { expect } from 'chai';
import { describe, it } from 'mocha';
import { BadSetting } from '../../orchestrator/runtime/errors.ts';
import { readSettings } from '../../orchestrator/runtime/settings.ts';

describe('settings of speech', () => {
  it('are espeak-ng and no recogniser unless others are named', () => {
    expect(readSettings({})).to.deep.include({ voice: null, recogniser: { kind: 'off' } });
    expect(readSettings({ PHONES_RECOGNISER: 'pocketsphinx' }).recogniser).to.deep.equal({
      kind: 'pocketsphinx',
    });
  });

  it('name servers with their secrets', () => {
    const { voice, recogniser } = readSettings({
      PHONES_VOICE: 'https://voice.example.com/speak',
      PHONES_VOICE_HEADER: 'Authorization: Bearer abc',
      PHONES_RECOGNISER: 'it=ws://127.0.0.1:2700, en=wss://stt.example.com',
      PHONES_RECOGNISER_HEADER: 'X-Key: k',
    });
    expect(voice).to.deep.equal({
      url: 'https://voice.example.com/speak',
      header: { name: 'Authorization', value: 'Bearer abc' },
    });
    const header = { name: 'X-Key', value: 'k' };
    expect(recogniser).to.deep.equal({
      kind: 'vosk',
      it: { url: 'ws://127.0.0.1:2700', header },
      en: { url: 'wss://stt.example.com', header },
    });
  });

  const wrong: Record<string, string>[] = [
    { PHONES_VOICE: 'festival' },
    { PHONES_VOICE: 'http://user:secret@host/' },
    { PHONES_VOICE: 'ws://host/' },
    { PHONES_VOICE_HEADER: 'Bearer abc' },
    { PHONES_VOICE_HEADER: 'A: b\nC: d' },
    { PHONES_RECOGNISER: 'vosk' },
    { PHONES_RECOGNISER: 'ws://127.0.0.1:2700' },
    { PHONES_RECOGNISER: 'de=ws://127.0.0.1:2700' },
    { PHONES_RECOGNISER: 'it=http://127.0.0.1' },
  ];
  for (const env of wrong)
    it(`refuse ${JSON.stringify(env)}, naming the setting`, () => {
      expect(() => readSettings(env)).to.throw(BadSetting, Object.keys(env)[0] ?? '');
    });
});
