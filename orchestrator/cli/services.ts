/** What the services outside of flows need at the start. */
import { installPocketsphinx } from '../../asterisk-config/install.ts';
import { pocketsphinxOf } from '../../asterisk-config/root.ts';
import type { ConnectionOptions } from '../adapters/connections/connections.ts';
import type { SqlStore } from '../adapters/store/store.ts';
import type { Settings } from '../runtime/settings.ts';
import type { Steps } from './steps.ts';

/** Unpacked where the settings want it, once. Rejects with InstallFailed. */
export async function pocketsphinxFor(
  { recogniser, home }: Settings,
  steps: Steps,
): Promise<ReturnType<typeof pocketsphinxOf> | null> {
  if (recogniser.kind !== 'pocketsphinx') return null;
  const { root } = await installPocketsphinx({
    home,
    report: (name, doneMs) => steps.report({ name, state: doneMs === undefined ? 'begun' : 'done' }),
  });
  return pocketsphinxOf(root);
}

/** Connections with their secrets, for the adapter that uses them only. */
export async function connectionsOf({ configuration }: SqlStore): ReturnType<ConnectionOptions['load']> {
  const { connections } = await configuration.loadAll();
  return Promise.all(
    connections.map(async connection => ({
      connection,
      secret: (await configuration.secrets('connections', connection.id)).secret ?? '',
    })),
  );
}
