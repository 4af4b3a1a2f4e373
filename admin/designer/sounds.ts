/** Lets one hear what a caller hears: prompts of the library and synthetic speech, both from the server. */
import type { Media } from '../../ivr-flows/media.ts';
import type { Language } from '../../ivr-flows/values.ts';
import { fetchSound, send } from '../client/api.ts';

export interface Sounds {
  /** Resolves true when it was heard or stopped, false when there is no such sound. */
  play(media: Media, language: Language): Promise<boolean>;
  stop(): void;
}

/** Ids of the library's prompts by name; flows know the names alone. */
async function promptId(name: string): Promise<number | null> {
  const query = new URLSearchParams({ search: name, limit: '100' });
  const reply = await send<{ items: { id: number; name: string }[] }>('GET', `/prompts?${query.toString()}`);
  return (reply.ok && reply.body.items.find(prompt => prompt.name === name)?.id) || null;
}

/** Where the sound is to be had; null = it cannot be heard here. */
async function addressOf(media: Media, language: Language): Promise<string | null> {
  if ('speech' in media) {
    const sound = await fetchSound('/prompts/speech-preview', { language, text: media.speech });
    return sound && URL.createObjectURL(sound);
  }
  if (!('prompt' in media)) return null;
  const id = await promptId(media.prompt);
  return id === null ? null : `/api/v1/prompts/${id}/${language}/audio`;
}

export function serverSounds(): Sounds {
  let current: { audio: HTMLAudioElement; over(heard: boolean): void } | null = null;
  const stop = (): void => {
    const stopped = current;
    current = null;
    stopped?.audio.pause();
    stopped?.over(true);
  };
  const playFrom = (address: string): Promise<boolean> =>
    new Promise(resolve => {
      const audio = new Audio(address);
      const over = (heard: boolean): void => {
        if (current?.audio === audio) current = null;
        resolve(heard);
      };
      current = { audio, over };
      audio.addEventListener('ended', () => over(true));
      audio.addEventListener('error', () => over(false));
      audio.play().catch(() => over(false));
    });
  return {
    stop,
    async play(media, language) {
      stop();
      const address = await addressOf(media, language);
      if (address === null) return false;
      const heard = await playFrom(address);
      if (address.startsWith('blob:')) URL.revokeObjectURL(address);
      return heard;
    },
  };
}
