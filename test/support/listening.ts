/** What the two ends of a call hear. */
import { hasSpeechOrMusic, hasTone, isSilent, level, toneLevel } from './audio.ts';
import { agentTone, callerTone } from './contact-centre.ts';
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
