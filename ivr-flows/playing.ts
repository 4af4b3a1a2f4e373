/** What blocks play: lists of prompts, texts and spoken values, made into media in the contact's language. */
import type { BlockTurn } from './block.ts';
import type { Media } from './media.ts';
import type { PlayItem } from './parameters.ts';
import { speak } from './speech/index.ts';
import type { Value } from './values.ts';

/** Throws FlowFault when a value cannot be reckoned or said. */
export function mediaOf(turn: BlockTurn, items: readonly PlayItem[], names?: Record<string, Value>): Media[] {
  return items.flatMap(item => mediaOfItem(turn, item, names));
}

function mediaOfItem(turn: BlockTurn, item: PlayItem, names?: Record<string, Value>): Media[] {
  switch (item.play) {
    case 'prompt':
      return item.prompt === '' ? [] : [{ prompt: item.prompt }];
    case 'text': {
      const speech = turn.fill(item.text[turn.language] || item.text.it || item.text.en, names).trim();
      return speech === '' ? [] : [{ speech }];
    }
    case 'say': {
      const value = turn.evaluate(item.value, names);
      // What is missing is not said.
      if (value === null || value === '') return [];
      return speak(turn.language, { say: item.as, value, options: item.options });
    }
    case 'silence':
      return item.seconds > 0 ? [{ silenceMs: Math.round(item.seconds * 1000) }] : [];
  }
}

/** Begins to play. Returns the id of the playback; null = there is nothing to wait for. */
export function play(turn: BlockTurn, items: readonly PlayItem[]): string | null {
  return playMedia(turn, mediaOf(turn, items));
}

export function playMedia(turn: BlockTurn, media: Media[]): string | null {
  if (media.length === 0) return null;
  const id = turn.nextId();
  turn.do({ do: 'play', id, media });
  return id;
}

/** Whether there is always something to hear, whatever the values are. */
export function surelyPlays(items: readonly PlayItem[]): boolean {
  return items.some(item => {
    switch (item.play) {
      case 'prompt':
        return item.prompt !== '';
      case 'silence':
        return item.seconds > 0;
      case 'text':
        return surelySays([item.text.it, item.text.en].filter(text => text !== ''));
      case 'say':
        return false;
    }
  });
}

function surelySays(texts: string[]): boolean {
  return texts.length > 0 && texts.every(text => text.replace(/\{[^]*\}/, '').trim() !== '');
}
