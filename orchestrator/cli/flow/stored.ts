/** Flows in the database, by what one types for them. */
import type { Store, Stored } from '../../runtime/ports/store.ts';

/** By its name in whatever case; null = there is none. */
export async function flowNamed(store: Store, name: string): Promise<Stored<'flows'> | null> {
  const wanted = name.normalize('NFC').toLowerCase();
  const found = (await store.configuration.names('flows')).find(
    flow => flow.name.normalize('NFC').toLowerCase() === wanted,
  );
  return found ? store.configuration.get('flows', found.id) : null;
}
