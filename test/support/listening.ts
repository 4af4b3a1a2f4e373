/** What the two ends of a call hear. */
import { hasSpeechOrMusic, hasTone, isSilent, level, toneLevel } from './audio.ts';
import { agentTone, callerTone } from './contact-centre.ts';
import { type Found, findSound } from './find-sound.ts';
import type { Call } from './media-peer.ts';
import { until } from './until.ts';

const windowMs = 300;

/** Waits until the call hears the tone. */
export async function hears(call: Call, hz: number, timeoutMs = 5000): Promise<void> {
  const pcm = () => call.audio.last(windowMs);
  await until(`a tone of ${hz} Hz is heard`, () => hasTone(pcm(), hz), {
    timeoutMs,
    explain: () => ({
      level: level(pcm()),
      tone: toneLevel(pcm(), hz),
      packets: call.audio.statistics.packets,
    }),
  });
}

/** Waits until the call hears speech or music, which is neither of the two tones. */
export async function hearsSpeechOrMusic(call: Call, timeoutMs = 10_000): Promise<void> {
  const pcm = () => call.audio.last(windowMs);
  await until('speech or music is heard', () => hasSpeechOrMusic(pcm(), [callerTone, agentTone]), {
    timeoutMs,
    explain: () => ({ level: level(pcm()), packets: call.audio.statistics.packets }),
  });
}

/** So much of a sound must be heard; a lost packet spoils the piece in which it was. */
const enough = 0.75;

/**
 * Waits until the call has heard the whole sound after `since` (performance.now()). Returns when it began and when
 * it was over, on the same clock.
 */
export async function hearsSound(
  call: Call,
  sound: Int16Array,
  { since, what, timeoutMs = 15_000 }: { since: number; what: string; timeoutMs?: number },
): Promise<{ began: number; ended: number }> {
  let found: Found | null = null;
  const look = (): boolean => {
    found = findSound(call.audio.recording(since), sound);
    return found !== null && found.share >= enough;
  };
  await until(`"${what}" is heard`, look, { timeoutMs, everyMs: 150, explain: () => ({ found }) });
  const began = since + (found === null ? 0 : (found as Found).atMs);
  return { began, ended: began + sound.length / 8 };
}

export async function hearsNothing(call: Call, timeoutMs = 5000): Promise<void> {
  const pcm = () => call.audio.last(windowMs);
  await until('silence is heard', () => isSilent(pcm()), {
    timeoutMs,
    explain: () => ({ level: level(pcm()) }),
  });
}

/** Waits until each hears the other. */
export async function hearEachOther(caller: Call, agent: Call): Promise<void> {
  await Promise.all([hears(caller, agentTone), hears(agent, callerTone)]);
}

/** The parties of a conversation, each with its tone. */
export const tones = { customer: 440, first: 1000, second: 1600, outside: 2200 } as const;
export type Who = keyof typeof tones | 'music';

/** Whose tones are heard in the stretch; `music` = sound that is none of them. */
export function heardIn(pcm: Int16Array): Who[] {
  const names = (Object.keys(tones) as (keyof typeof tones)[]).filter(
    name => toneLevel(pcm, tones[name]) > -30,
  );
  return names.length === 0 && hasSpeechOrMusic(pcm, Object.values(tones)) ? ['music'] : names;
}

/** Waits until exactly these are heard, in the order of `tones`. */
export async function hearsOnly(call: Call, ...who: Who[]): Promise<void> {
  const heard = (): Who[] => heardIn(call.audio.last(windowMs));
  await until(
    `${call.remoteNumber} hears ${who.join(', ') || 'nothing'}`,
    () => String(heard()) === String(who),
    {
      timeoutMs: 15_000,
      explain: () => ({ heard: heard(), level: level(call.audio.last(windowMs)) }),
    },
  );
}

export async function passes(ms: number): Promise<void> {
  const begun = performance.now();
  await until(`${ms} ms pass`, () => performance.now() - begun >= ms, { timeoutMs: ms + 5000 });
}
