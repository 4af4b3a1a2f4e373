/** What the grammars say, played by a real Asterisk: every file is there, and all of it is heard. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { speechPrograms } from '../../../asterisk-config/root.ts';
import { speak, type Spoken, words } from '../../../ivr-flows/speech/index.ts';
import type { Language } from '../../../ivr-flows/values.ts';
import { createSpeech } from '../../../orchestrator/adapters/speech/speech.ts';
import type { Speech } from '../../../orchestrator/runtime/ports/speech.ts';
import type { Telephony } from '../../../orchestrator/runtime/ports/telephony.ts';
import { asteriskRoot, rootTimeoutMs } from '../../support/asterisk-root.ts';
import { MediaPeer } from '../../support/media-peer.ts';
import { contactId, lineOf, node, Place, type Recorder } from './place.ts';

const items: Spoken[] = [
  { say: 'number', value: 0 },
  { say: 'number', value: -121 },
  { say: 'number', value: 3.14 },
  { say: 'number', value: 1_234_567 },
  { say: 'number', value: 999_999_999_999 },
  { say: 'number', value: 1, options: { gender: 'masculine' } },
  { say: 'ordinal', value: 28 },
  { say: 'ordinal', value: 100 },
  { say: 'amount', value: 12.5 },
  { say: 'amount', value: 30, options: { currency: 'USD' } },
  { say: 'date', value: '2026-03-01' },
  { say: 'date', value: '1905-12-21' },
  { say: 'time', value: '14:05' },
  { say: 'time', value: '00:30', options: { style: 'spoken' } },
  { say: 'characters', value: 'AZ-19 @_' },
  { say: 'characters', value: 'kw', options: { alphabet: 'spelling' } },
  { say: 'digits', value: '+39 06 12*#', options: { group: 2 } },
  { say: 'duration', value: 7325 },
  { say: 'duration', value: 60 },
];

describe('telephony: the grammars of speech', function () {
  this.timeout(90_000);
  let place: Place;
  let speech: Speech;
  let telephony: Telephony;
  let told: Recorder;
  let caller: MediaPeer;

  before(async function () {
    this.timeout(rootTimeoutMs);
    const root = await asteriskRoot();
    place = await Place.open();
    place.addLine(lineOf(1));
    speech = createSpeech({
      home: place.home.options.home,
      programs: speechPrograms(root),
      log: { warn: (members: unknown) => expect.fail(JSON.stringify(members)) },
    });
    ({ telephony, told } = await place.connect({ speech }));
    caller = await MediaPeer.open({ server: place.sip, user: '0612345678', name: 'Mario Rossi' });
  });
  after(async () => {
    await caller?.close();
    await place?.close();
  });

  /** Length of the files that are to be played, ms; rejects when one is missing. 16 bits at 8 kHz: 16 bytes a ms. */
  async function lengthOf(language: Language, item: Spoken): Promise<number> {
    const addresses = await speech.resolve(speak(language, item), language);
    const sizes = addresses.map(async address => {
      const path = address.slice('sound:'.length);
      if (!path.startsWith('/'))
        return ((await stat(join(place.home.folders.sounds, language, `${path}.wav`))).size - 44) / 16;
      if (path.includes('/silence/')) return (await stat(`${path}.sln`)).size / 16;
      return ((await stat(`${path}.wav`)).size - 44) / 16;
    });
    return (await Promise.all(sizes)).reduce((sum, ms) => sum + ms, 0);
  }

  /** How long Asterisk takes to play it, ms. */
  async function play(language: Language, item: Spoken): Promise<number> {
    const from = told.count;
    const call = await caller.call('800100');
    const { leg } = await told.next('callArrived', () => true, { from });
    telephony.execute({ type: 'answer', node, leg });
    await call.whenAnswered();
    const playback = `${contactId()}.1`;
    const beganAt = performance.now();
    telephony.execute({ type: 'play', node, playback, leg, media: speak(language, item), language });
    const ended = await told.next('playbackFinished', event => event.playback === playback, {
      timeoutMs: 60_000,
    });
    const took = performance.now() - beganAt;
    expect(ended.failed, words(language, item)).to.equal(false);
    call.hangup();
    await told.next('legEnded', event => event.leg === leg);
    return took;
  }

  for (const language of ['it', 'en'] as const)
    it(`plays all of it in ${language}, to the end`, async () => {
      const lengths = await Promise.all(items.map(item => lengthOf(language, item)));
      const calls: Promise<number>[] = [];
      for (const item of items) {
        const beginning = told.count;
        calls.push(play(language, item));
        // One after another, so that each finds its own arrival.
        await told.next('callArrived', () => true, { from: beginning });
      }
      const took = await Promise.all(calls);
      for (const [index, item] of items.entries()) {
        const expected = lengths[index] ?? 0;
        expect(expected, words(language, item)).to.be.above(200);
        // A file that is left out makes it shorter; the shortest prompt has 210 ms.
        expect(took[index], words(language, item)).to.be.above(expected - 150);
      }
      const log = await readFile(join(place.home.folders.log, 'messages.log'), 'utf8');
      expect(log).to.not.match(/does not exist in any format|Unable to open/);
    });
});
