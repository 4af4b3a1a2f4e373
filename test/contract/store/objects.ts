/** Configuration objects for tests: valid, with only the members that matter given. */
import {
  inputs,
  type Collection,
  type ConfigurationObject,
} from '../../../orchestrator/core/configuration/schemas.ts';
import type { Secrets, Store, Stored } from '../../../orchestrator/runtime/ports/store.ts';

/** Fills in the schema's defaults, as the API does. */
export function input<C extends Collection>(
  collection: C,
  members: object,
): Omit<ConfigurationObject<C>, 'id'> {
  const parsed: object = inputs[collection].parse(members);
  return parsed as Omit<ConfigurationObject<C>, 'id'>;
}

export function create<C extends Collection>(
  store: Store,
  collection: C,
  members: object,
  secrets: Secrets = {},
): Promise<Stored<C>> {
  return store.configuration.create(collection, input(collection, members), secrets, 'test');
}

let extension = 100;

export function createAgent(
  store: Store,
  name: string,
  members: object = {},
  secrets: Secrets = {},
): Promise<Stored<'agents'>> {
  extension += 1;
  const username = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return create(store, 'agents', { name, username, extension: String(extension), ...members }, secrets);
}

export function createHuman(store: Store, name: string, members: object = {}): Promise<Stored<'campaigns'>> {
  return create(store, 'campaigns', { kind: 'human', name, ...members });
}
