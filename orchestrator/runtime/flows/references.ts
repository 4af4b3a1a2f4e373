import type { References } from '../../../ivr-flows/block.ts';
import type { ConfigurationStore } from '../ports/store.ts';

/** What flows may refer to, as it stands now. */
export async function readReferences(configuration: ConfigurationStore): Promise<References> {
  const byId = async (collection: Parameters<ConfigurationStore['names']>[0]): Promise<Map<number, string>> =>
    new Map((await configuration.names(collection)).map(({ id, name }) => [id, name]));
  return {
    campaigns: await byId('campaigns'),
    agents: await byId('agents'),
    calendars: await byId('calendars'),
    lines: await byId('lines'),
    prompts: null,
    connections: null,
  };
}
