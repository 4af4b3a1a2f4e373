/** What happened in a simulated call, in words. */
import type { Effect, End, Input } from '../../../ivr-flows/effects.ts';
import type { Media } from '../../../ivr-flows/media.ts';
import type { Value } from '../../../ivr-flows/values.ts';
import { t } from '../words.ts';

export function endText(end: End, campaigns: ReadonlyMap<number, string> | null): string {
  switch (end.to) {
    case 'campaign':
      return t('simulator.ends.campaign', { name: campaigns?.get(end.campaignId) ?? end.campaignId });
    case 'talk':
      return t('simulator.ends.talk');
    case 'hangup':
      return t('simulator.ends.hangup');
    case 'nowhere':
      return t(`simulator.ends.${end.code}`);
  }
}

export function mediaText(media: readonly Media[]): string {
  return media
    .map(part => {
      if ('speech' in part) return `“${part.speech}”`;
      if ('prompt' in part) return `♪ ${part.prompt}`;
      if ('sound' in part) return `♪ ${part.sound}`;
      return t('simulator.silence', { seconds: part.silenceMs / 1000 });
    })
    .join(' ');
}

export function inputText(input: Input): string {
  switch (input.type) {
    case 'digit':
      return t('simulator.did.digit', { digit: input.digit });
    case 'hungUp':
      return t('simulator.did.hungUp');
    case 'recognised':
      return t('simulator.did.said', { text: input.text });
    case 'text':
      return t('simulator.did.wrote', { text: input.text });
    case 'recorded':
      return t('simulator.did.recorded');
    case 'queued':
      return t(`simulator.news.${input.news}`);
    case 'forwarded':
      return t(`simulator.forwarded.${input.result}`);
    case 'answered':
      return t('simulator.did.answered', { value: shortly(input.value) });
    case 'failed':
      return t('simulator.did.failed');
    default:
      return t('simulator.did.other');
  }
}

/** The name of the effect with what it carries. */
export function effectText(effect: Effect): string {
  const { do: name, ...members } = effect;
  const rest = Object.entries(members).filter(([member]) => member !== 'id');
  return `${t(`simulator.effects.${name}`)}${rest.map(([member, value]) => ` ${member}: ${shortly(value)}`).join(',')}`;
}

function shortly(value: Value | undefined): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
