/** Services whose callers run a flow, made through the REST API. */
import type { Flow, FlowKind } from '../../ivr-flows/document.ts';
import { sine, wav } from './audio.ts';
import { ensureLine } from './contact-centre.ts';
import { flowOf, wired, type Step } from './flow-of.ts';
import type { Instance } from './instance.ts';

export type { Step } from './flow-of.ts';

let flows = 0;

/** A flow that can be published: exits that must lead somewhere and do not lead to `away`. */
export const flowDocument = (kind: FlowKind, name: string, blocks: Step[], properties: string[]): Flow =>
  flowOf(kind, name, wired(blocks), properties);

export interface FlowCentre {
  /** Number that callers dial. */
  number: string;
  flowId: number;
  campaignId: number;
  serviceId: number;
}

/** Publishes a flow and a service that begins with it. */
export async function createFlowCentre(
  instance: Instance,
  blocks: Step[],
  { properties = [], syntheticAgents = 0 }: { properties?: string[]; syntheticAgents?: number } = {},
): Promise<FlowCentre> {
  const { api } = instance;
  await ensureLine(instance);
  flows += 1;
  const name = `Flow ${flows}`;
  const document = flowDocument('ivr', name, blocks, properties);
  const { id: flowId } = await api.request<{ id: number }>('POST', '/flows', { name, kind: 'ivr', document });
  await publish(instance, flowId);
  const campaign = await api.create('campaigns', { kind: 'ivr', name, flowId, syntheticAgents });
  const number = String(820_000 + flows);
  const service = await api.create('services', {
    name,
    numbers: [number],
    entryCampaignId: campaign.id,
    language: 'en',
  });
  return { number, flowId, campaignId: campaign.id, serviceId: service.id };
}

/** Saves another document as the draft, if there is one, and publishes the draft. */
export async function publish(instance: Instance, flowId: number, document?: Flow): Promise<void> {
  const { api } = instance;
  let { revision } = await api.request<{ revision: number }>('GET', `/flows/${flowId}/draft`);
  if (document)
    ({ revision } = await api.request<{ revision: number }>('PUT', `/flows/${flowId}/draft`, {
      revision,
      document,
    }));
  await api.request('POST', `/flows/${flowId}/publish`, { revision, note: 'test' });
}

/** A prompt of the library: a tone, by which a test tells that it is heard. */
export async function createTonePrompt(
  instance: Instance,
  name: string,
  hz: number,
  ms: number,
): Promise<void> {
  const { id } = await instance.api.create('prompts', { name });
  for (const language of ['it', 'en'])
    await instance.api.upload('PUT', `/prompts/${id}/${language}`, wav(sine(hz, ms)), 'audio/wav');
}
