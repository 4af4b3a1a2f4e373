/** The demo's first service is welcomed by a flow out of the templates: greeting, opening hours, on to the operators. */
import { templates } from '../../ivr-flows/templates/index.ts';
import type { Flow, FlowBlock } from '../../ivr-flows/document.ts';
import type { Configuration } from '../core/configuration/schemas.ts';
import type { Store } from '../runtime/ports/store.ts';

export interface DemoFlow {
  name: string;
  greeting: { it: string; en: string };
  calendarId: number;
  /** Where callers go when the service is open. */
  campaignId: number;
  by: string;
}

/** Published once; what people made of it since is kept. Returns its id. */
export async function ensureDemoFlow(store: Store, present: Configuration, demo: DemoFlow): Promise<number> {
  const there = present.flows.find(({ name }) => name === demo.name);
  if (there) return there.id;
  const template = templates.find(({ id }) => id === 'welcome-hours');
  if (!template) throw new Error('there is no template welcome-hours');
  const document = filledIn(template.flow, demo);
  const { name, by } = demo;
  const { id } = await store.flows.create({ name, kind: document.kind, description: '' }, document, by);
  await store.flows.publish(id, document, 'demo', by, 'publish');
  return id;
}

function filledIn(flow: Flow, { name, greeting, calendarId, campaignId }: DemoFlow): Flow {
  const parameters: Record<string, FlowBlock['parameters']> = {
    hours: { calendarId },
    welcome: { items: [{ play: 'text', text: greeting }] },
    transfer: { campaignId },
  };
  const blocks = flow.blocks.map(block => ({
    ...block,
    parameters: { ...block.parameters, ...parameters[block.id] },
  }));
  return { ...flow, name, blocks };
}
