/** The database for a verb that needs it for a moment, also while a server runs. */
import { mkdir } from 'node:fs/promises';
import { createStore } from '../adapters/store/store.ts';
import { createLog } from '../runtime/log.ts';
import type { Store } from '../runtime/ports/store.ts';
import { settings } from './verb.ts';

/** Opens the database, migrated unless told otherwise, and closes it in every case. */
export async function withStore<T>(use: (store: Store) => Promise<T>, { migrate = true } = {}): Promise<T> {
  const { home, database } = settings();
  await mkdir(home, { recursive: true, mode: 0o700 });
  // Standard output belongs to the verb's result.
  const store = createStore({ home, database, log: createLog('warn', process.stderr) });
  try {
    if (migrate) await store.migrate();
    return await use(store);
  } finally {
    await store.close();
  }
}
