/** The recording of a real call, fetched as a supervisor fetches it, beside what its customer heard meanwhile. */
import { expect } from 'chai';
import type { CallRecording } from '../../orchestrator/runtime/ports/recordings.ts';
import { toneLevel } from './audio.ts';
import type { Contact } from './api.ts';
import type { Instance } from './instance.ts';
import { heardIn, hearsOnly, passes, tones, type Who } from './listening.ts';
import type { Call } from './media-peer.ts';
import { until } from './until.ts';

const samplesPerMs = 8;

export interface Recorded {
  contact: Contact;
  recording: CallRecording;
  /** One for each channel. */
  sides: Int16Array[];
  /** Moment of the nth step of a type, ms of the recording. */
  at(type: string, nth?: number): number;
}

/** Of the newest contact of a number, once it has ended and its recording is kept. */
export async function recordedCall(
  instance: Instance,
  number: string,
  timeoutMs = 15_000,
): Promise<Recorded> {
  return recordedContact(instance, await instance.api.endedContact(number, timeoutMs), timeoutMs);
}

export async function recordedContact(
  instance: Instance,
  contact: Contact,
  timeoutMs = 15_000,
): Promise<Recorded> {
  const recording = await until(
    'the recording is kept',
    async () => {
      const { items } = await instance.api.request<{ items: CallRecording[] }>(
        'GET',
        `/recordings?contactId=${contact.id}`,
      );
      return items[0]?.state === 'kept' ? items[0] : null;
    },
    { timeoutMs },
  );
  const file = Buffer.from(await instance.api.file(`/recordings/${recording.id}/audio`));
  const all = new Int16Array(file.buffer.slice(file.byteOffset + 44, file.byteOffset + file.length));
  const channels = recording.channels === 'stereo' ? 2 : 1;
  const sides = Array.from({ length: channels }, (_, side) =>
    all.filter((_sample, index) => index % channels === side),
  );
  return {
    contact,
    recording,
    sides,
    at(type, nth = 0) {
      const step = contact.steps.filter(each => each.type === type)[nth];
      if (!step) throw new Error(`no step ${type} in ${contact.steps.map(each => each.type).join()}`);
      return step.at - recording.startedAt;
    },
  };
}

/** How long a moment lasts, and how much of it must be in the recording as it was heard. */
const momentMs = 1300;
const lookMs = 500;
/** The recording's clock is Asterisk's, and what is heard has been on its way. */
const marginMs = 150;
/** Most that all changes of who talks to the customer may take from a recording (docs/decisions/0025). */
const mostLostMs = 3000;

/** Notes what a customer hears, moment by moment, and finds it again in the recording of its call. */
export class Witness {
  readonly #call: Call;
  readonly #tone: number;
  readonly #moments: { to: number; who: Who[] }[] = [];

  /** `as`: whose tone the customer sends. */
  constructor(call: Call, as: keyof typeof tones = 'customer') {
    this.#call = call;
    this.#tone = tones[as];
  }

  /** Waits until the customer hears exactly these, and lets them be heard for a moment. */
  async hears(...who: Who[]): Promise<void> {
    await hearsOnly(this.#call, ...who);
    await passes(momentMs);
    this.#moments.push({ to: Date.now() - marginMs, who });
  }

  /** Stereo: the customer is on one side all the time, who talked to it on the other, moment by moment. */
  expectIn({ recording, sides, contact }: Recorded): void {
    const [said = new Int16Array(), heard = new Int16Array()] = sides;
    const wholeMs = (contact.endedAt ?? 0) - recording.startedAt;
    const lostMs = wholeMs - (recording.lengthMs ?? 0);
    expect(lostMs, `lost of ${wholeMs} ms`).to.be.within(-500, mostLostMs);
    for (const { to, who } of this.#moments) {
      const end = to - recording.startedAt;
      const people = who.filter(name => name !== 'music');
      const found: string[] = [];
      // What was lost before makes it come earlier.
      for (let at = end; at >= end - Math.max(0, lostMs); at -= 50) {
        const part = (pcm: Int16Array): Int16Array =>
          pcm.subarray((at - lookMs) * samplesPerMs, at * samplesPerMs);
        // Music may pause.
        const others = heardIn(part(heard)).filter(name => name !== 'music');
        const customer = toneLevel(part(said), this.#tone) > -30 ? ' to the customer' : '';
        found.push(`${others.join(' and ')}${customer}`);
      }
      const where = `${recording.id} at ${end} ms, ${lostMs} ms lost`;
      expect(found, where).to.include(`${people.join(' and ')} to the customer`);
    }
  }
}
