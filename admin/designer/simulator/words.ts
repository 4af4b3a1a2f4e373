/** What happened in a simulated call, in words. */
import type { Effect, End, Input } from '../../../ivr-flows/effects.ts';
import type { Media } from '../../../ivr-flows/media.ts';
import type { Value } from '../../../ivr-flows/values.ts';
import type { Flow } from '../../../ivr-flows/document.ts';
import { faultWords } from '../../../ivr-flows/faults.ts';
import type { Library } from '../../../ivr-flows/blocks/index.ts';
import type { Trace } from '../../../ivr-flows/run.ts';
import type { Happened } from '../../../ivr-flows/simulation/simulation.ts';
import { findBlock, nameOf } from '../model/blocks.ts';
import { formats, language, said, t } from '../words.ts';

/** What the words of a call name. */
export interface Named {
  flow: Flow;
  library: Library;
  campaigns: ReadonlyMap<number, string> | null;
}

/** Happens too often, or without anybody's doing. */
const quietEffects: ReadonlySet<Effect['do']> = new Set<Effect['do']>([
  'stopPlaying',
  'setTimer',
  'clearTimer',
]);

export function isShown(line: Happened): boolean {
  if (line.what === 'effect') return !quietEffects.has(line.effect.do);
  return line.what !== 'input' || (line.input.type !== 'played' && line.input.type !== 'timer');
}

/** How the line looks: block, exit, failed, heard, effect, did, clock, end. */
export function lookOf(line: Happened): string {
  switch (line.what) {
    case 'trace':
      return { entered: 'block', left: 'exit', failed: 'failed' }[line.trace.type];
    case 'effect':
      return line.effect.do === 'play' ? 'heard' : 'effect';
    case 'input':
      return 'did';
    default:
      return line.what;
  }
}

export function happenedText(line: Happened, named: Named): string {
  switch (line.what) {
    case 'trace':
      return traceText(line.trace, named);
    case 'effect':
      return line.effect.do === 'play' ? mediaText(line.effect.media) : effectText(line.effect);
    case 'input':
      return inputText(line.input);
    case 'clock':
      return t('simulator.clockSet', { at: formats.dateTime(line.at) });
    case 'end':
      return endText(line.end, named.campaigns);
  }
}

function traceText(trace: Trace, { flow, library }: Named): string {
  const block = findBlock(flow, trace.block);
  switch (trace.type) {
    case 'entered':
      return block ? nameOf(block, library, language) : trace.block;
    case 'left': {
      const definition = block && library.get(block.type);
      const parsed = definition?.parameters.safeParse(block?.parameters);
      const exits = parsed?.success ? (definition?.exits(parsed.data) ?? []) : [];
      const exit = exits.find(({ name }) => name === trace.exit);
      return `→ ${exit ? said(exit.title) : trace.exit}`;
    }
    case 'failed':
      return `⚠ ${faultWords(trace.fault, language)}`;
  }
}

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
  if (effect.do === 'note') return `⚠ ${faultWords(effect.fault, language)}`;
  const { do: name, ...members } = effect;
  const rest = Object.entries(members).filter(([member]) => member !== 'id');
  return `${t(`simulator.effects.${name}`)}${rest.map(([member, value]) => ` ${member}: ${shortly(value)}`).join(',')}`;
}

function shortly(value: Value | undefined): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
