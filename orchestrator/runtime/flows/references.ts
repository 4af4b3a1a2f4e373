import type { References } from '../../../ivr-flows/block.ts';
import { z } from 'zod';
import type { Language } from '../../../ivr-flows/values.ts';
import type { ConfigurationStore, Store } from '../ports/store.ts';

const connectionKind = z.enum(['http', 'sql', 'mail']);

/** What flows may refer to, as it stands now. */
export async function readReferences(store: Pick<Store, 'configuration' | 'prompts'>): Promise<References> {
  const { configuration } = store;
  const byId = async (collection: Parameters<ConfigurationStore['names']>[0]): Promise<Map<number, string>> =>
    new Map((await configuration.names(collection)).map(({ id, name }) => [id, name]));
  return {
    campaigns: await byId('campaigns'),
    agents: await byId('agents'),
    calendars: await byId('calendars'),
    lines: await byId('lines'),
    skills: await byId('skills'),
    prompts: await promptLanguages(store),
    connections: new Map(
      (await configuration.names('connections')).map(({ name, kind }) => [name, connectionKind.parse(kind)]),
    ),
  };
}

/** The languages in which each prompt is recorded, by name. */
async function promptLanguages(
  store: Pick<Store, 'configuration' | 'prompts'>,
): Promise<Map<string, Language[]>> {
  const recordings = await store.prompts.current();
  return new Map(
    (await store.configuration.names('prompts')).map(({ id, name }) => [
      name,
      recordings.filter(({ promptId }) => promptId === id).map(({ language }) => language),
    ]),
  );
}
