/** What a flow refers to: for "where used", and for what must travel with an exported flow. */
import { library, type Library } from './blocks/index.ts';
import type { Flow } from './document.ts';
import type { Widget } from './parameters.ts';
import { parametersOf } from './walk.ts';

export interface Uses {
  prompts: string[];
  connections: string[];
  campaigns: number[];
  agents: number[];
  calendars: number[];
  lines: number[];
  skills: string[];
}

/** Each once, in order of their first use. Blocks with broken parameters are passed over. */
export function usesOf(flow: Flow, blocks: Library = library): Uses {
  const found = flow.blocks.flatMap(block => {
    const definition = blocks.get(block.type);
    const parsed = definition?.parameters.safeParse(block.parameters);
    return definition && parsed?.success ? parametersOf(definition.parameters, parsed.data) : [];
  });
  const values = (widget: Widget) => [
    ...new Set(found.filter(({ form }) => form.widget === widget).map(({ value }) => value)),
  ];
  const names = (widget: Widget) =>
    values(widget).filter((value): value is string => typeof value === 'string' && value !== '');
  const ids = (widget: Widget) => values(widget).filter(value => typeof value === 'number');
  return {
    prompts: names('prompt'),
    connections: names('connection'),
    campaigns: ids('campaign'),
    agents: ids('agent'),
    calendars: ids('calendar'),
    lines: ids('line'),
    skills: names('skill'),
  };
}
