/** Services that run a template of call flows, in Italian and in English, and callers who follow what it says. */
import type { Flow, FlowKind } from '../../ivr-flows/document.ts';
import { speak, type Spoken } from '../../ivr-flows/speech/index.ts';
import { templates } from '../../ivr-flows/templates/index.ts';
import type { Language } from '../../orchestrator/core/configuration/schemas.ts';
import type { Api } from './api.ts';
import { ensureLine } from './contact-centre.ts';
import { publish } from './flow-centre.ts';
import type { Instance } from './instance.ts';
import { hearsSound } from './listening.ts';
import type { Call, MediaPeer } from './media-peer.ts';
import { soundsOf, spoken } from './spoken-sounds.ts';

export const languages: readonly Language[] = ['it', 'en'];

export interface TemplateCentre {
  flowId: number;
  campaignId: number;
  /** What callers dial to be served in this language. */
  numbers: Record<Language, string>;
}

let made = 0;

/** The draft of a new flow from the list of templates, with what only the centre knows filled in, published. */
export async function publishTemplate(
  instance: Instance,
  template: string,
  parameters: Record<string, object>,
): Promise<{ id: number; kind: FlowKind; name: string }> {
  const { api } = instance;
  const { items } = await api.request<{ items: { id: string; kind: FlowKind }[] }>('GET', '/flow-templates');
  const kind = items.find(({ id }) => id === template)?.kind;
  if (!kind) throw new Error(`there is no template ${template}`);
  made += 1;
  const name = `Template ${made}: ${template}`;
  const { id } = await api.request<{ id: number }>('POST', '/flows', { name, kind, template });
  const { document } = await api.request<{ document: Flow }>('GET', `/flows/${id}/draft`);
  const blocks = document.blocks.map(block => ({
    ...block,
    parameters: { ...block.parameters, ...parameters[block.id] },
  }));
  await publish(instance, id, { ...document, blocks });
  return { id, kind, name };
}

/** A campaign that runs the template, and a service for each language. Not for queues. */
export async function createTemplateCentre(
  instance: Instance,
  template: string,
  parameters: Record<string, object> = {},
): Promise<TemplateCentre> {
  const { api } = instance;
  await ensureLine(instance);
  const { id: flowId, kind, name } = await publishTemplate(instance, template, parameters);
  if (kind === 'queue') throw new Error(`${template} is for queues`);
  const campaign = await api.create('campaigns', { kind, name, flowId });
  const numbers = { it: '', en: '' };
  for (const language of languages) numbers[language] = await createService(api, name, campaign.id, language);
  return { flowId, campaignId: campaign.id, numbers };
}

async function createService(api: Api, name: string, entryCampaignId: number, language: Language) {
  const number = String(840_000 + 2 * made + languages.indexOf(language));
  await api.create('services', {
    name: `${name} ${language}`,
    numbers: [number],
    entryCampaignId,
    language,
  });
  return number;
}

/** The text that stands in a block of a template, the `nth` one of its parameter. */
export function textOf(
  template: string,
  block: string,
  parameter: string,
  language: Language,
  nth = 0,
): string {
  const found = templates.find(({ id }) => id === template)?.flow.blocks.find(({ id }) => id === block)
    ?.parameters[parameter];
  const text = textsIn(found)[nth]?.[language];
  if (text === undefined) throw new Error(`${template} has no text ${nth} at ${block}.${parameter}`);
  return text;
}

/** Every text in a parameter, however deep, in its order. */
function textsIn(value: unknown): Record<string, string>[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  if ('play' in value && value.play === 'text' && 'text' in value)
    return [value.text as Record<string, string>];
  return Object.values(value).flatMap(textsIn);
}

/** A caller who listens: each thing is looked for behind what was heard before. */
export class Listener {
  readonly call: Call;
  readonly peer: MediaPeer;
  language: Language;
  #since: number;

  private constructor(peer: MediaPeer, call: Call, language: Language) {
    this.peer = peer;
    this.call = call;
    this.language = language;
    this.#since = performance.now();
  }

  /** One who was called. */
  static of(peer: MediaPeer, call: Call, language: Language): Listener {
    return new Listener(peer, call, language);
  }

  static async dial(peer: MediaPeer, number: string, language: Language): Promise<Listener> {
    const call = await peer.call(number);
    await call.whenAnswered();
    return new Listener(peer, call, language);
  }

  /** The whole text, in the voice of the language. */
  async hears(text: string, timeoutMs?: number): Promise<void> {
    await this.#hearsSound(await spoken(this.language, text), text, timeoutMs);
  }

  /** The value as the grammar of the language says it, recorded or spoken: all its parts, in order. */
  async hearsValue(item: Spoken): Promise<void> {
    const media = speak(this.language, item);
    const sounds = await soundsOf(this.language, media);
    for (const [index, sound] of sounds.entries())
      await this.#hearsSound(sound, `${JSON.stringify(item)}: ${JSON.stringify(media[index])}`);
  }

  /** What was heard so far counts no more. */
  forget(): void {
    this.#since = performance.now();
  }

  press(digits: string): void {
    this.forget();
    this.call.audio.sendDigits(digits);
  }

  async #hearsSound(sound: Int16Array, what: string, timeoutMs?: number): Promise<void> {
    const { ended } = await hearsSound(this.call, sound, { since: this.#since, what, timeoutMs });
    // A prompt begins and ends with a little silence.
    this.#since = ended - 300;
  }
}
