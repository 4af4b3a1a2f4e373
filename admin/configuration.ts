/** Reads the collections that a page needs, and no others: with thousands of agents each counts. */
import { emptyConfiguration } from '../orchestrator/core/configuration/lookup.ts';
import type {
  Collection,
  Configuration,
  ConfigurationObject,
} from '../orchestrator/core/configuration/schemas.ts';
import type { ConfigurationStore } from '../orchestrator/runtime/ports/store.ts';

/** The largest page that the store gives. */
const limit = 200;

/** All objects of the collections named; the others are empty. */
export async function readConfiguration(
  store: ConfigurationStore,
  needed: Iterable<Collection>,
): Promise<Configuration> {
  const found = emptyConfiguration();
  await Promise.all([...needed].map(collection => readAll(store, collection, found)));
  return found;
}

async function readAll<C extends Collection>(
  store: ConfigurationStore,
  collection: C,
  into: Configuration,
): Promise<void> {
  const objects: ConfigurationObject<C>[] = into[collection];
  let cursor: string | undefined;
  do {
    const page = await store.list(collection, { limit, ...(cursor && { cursor }) });
    objects.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
}
