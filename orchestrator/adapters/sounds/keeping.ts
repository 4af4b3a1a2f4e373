/** What the keepers of sounds are given, and how they go about it. */
import type { Log } from '../../runtime/log.ts';
import type { Store } from '../../runtime/ports/store.ts';
import type { SwitchRecordings } from '../../runtime/ports/voicemails.ts';

export interface KeeperOptions<Kept extends 'recordings' | 'voicemails'> {
  home: string;
  store: Pick<Store, Kept | 'configuration'>;
  recordings: SwitchRecordings;
  log: Pick<Log, 'warn' | 'error' | 'info'>;
  clock?: () => number;
  /** How often it looks for what there is to do, ms; default `everyMs`. */
  everyMs?: number;
}

export const everyMs = 3_000;
export const retentionEveryMs = 3_600_000;
/** Sounds in one round. */
export const most = 50;
export const dayMs = 86_400_000;
