/**
 * Welcome and queue campaigns without a flow of their own have a simple form (a message, a queue with music and
 * position): it is run as a flow made here, so that there is one way in which callers hear anything.
 */
import type { Flow, FlowBlock } from '../../../ivr-flows/document.ts';
import type { z } from 'zod';
import type { PlayItem } from '../../../ivr-flows/parameters.ts';
import type { Campaign, Localized, QueueCampaign } from '../configuration/schemas.ts';

/** The flow of the campaign's simple form; null = its form has nothing to be run. */
export function simpleFlow(campaign: Campaign): Flow | null {
  switch (campaign.kind) {
    case 'welcome':
      return isEmpty(campaign.message) ? null : flowOf('welcome', [heard('message', said(campaign.message))]);
    case 'queue':
      return queueFlow(campaign);
    case 'ivr':
    case 'voicemail':
    case 'human':
      return null;
  }
}

/** Place and message at once and then at intervals, music between. */
function queueFlow({ music, announcePosition, announceEverySeconds, message }: QueueCampaign): Flow {
  const text = said(message);
  const place: Item[] = [
    { play: 'text', text: { it: 'Il suo posto in coda è', en: 'Your place in the queue is' } },
    { play: 'say', as: 'number', value: 'call.position' },
  ];
  const announcement = announcePosition ? [...place, ...text] : text;
  const waiting: Step = {
    id: 'queue',
    type: 'promo-queue',
    parameters: {
      music,
      announceSeconds: announcement.length > 0 ? announceEverySeconds : 0,
      positionPrompts: announcement,
      waitPrompts: [],
    },
  };
  return flowOf('queue', [...(announcement.length > 0 ? [heard('place', announcement)] : []), waiting]);
}

function isEmpty(text: Localized): boolean {
  return text.it.trim() === '' && text.en.trim() === '';
}

type Item = z.input<typeof PlayItem>;
type Step = Omit<FlowBlock, 'exits' | 'label'>;

/** Blocks one after another; the last one leads nowhere, so that the campaign's own way goes on. */
function flowOf(kind: Flow['kind'], following: Step[]): Flow {
  const all: Step[] = [{ id: 'start', type: 'start', parameters: {} }, ...following];
  return {
    format: 1,
    name: kind,
    description: '',
    kind,
    languages: ['it', 'en'],
    properties: [],
    layout: {},
    blocks: all.map((block, index) => ({ ...block, label: '', exits: leadingTo(all[index + 1]?.id) })),
  };
}

const leadingTo = (next: string | undefined): Record<string, string> => (next === undefined ? {} : { next });

/** Heard to its end: whoever calls a contact centre in a hurry presses keys that mean nothing here. */
function heard(id: string, items: Item[]): Step {
  return { id, type: 'play-message', parameters: { items, stopDigits: '' } };
}

function said(text: Localized): Item[] {
  return isEmpty(text) ? [] : [{ play: 'text', text: { it: plain(text.it), en: plain(text.en) } }];
}

/** A brace in the form is a brace that is said, not an expression. */
function plain(text: string): string {
  return text.replaceAll('{', '{{');
}
