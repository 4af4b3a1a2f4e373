/** The floor of B5: a program that only asks Asterisk for what there is. */
import { foldersOf } from '../../../asterisk-config/folders.ts';
import { addressOf, readAccess } from '../../../asterisk-config/access.ts';
import { askAri } from '../../../asterisk-config/ready.ts';
import type { Instance } from '../../support/instance.ts';

export interface Snapshot {
  ms: number;
  /** Ids of channels and bridges. */
  ids: string[];
}

/** Channels and bridges of the whole node, and those of our application. */
export async function takeSnapshot({ home }: Instance, application = 'phones'): Promise<Snapshot> {
  const access = await readAccess(foldersOf(home).access);
  if (!access) throw new Error('the instance has no Asterisk');
  const url = addressOf(access);
  const from = performance.now();
  const [channels, bridges] = await Promise.all(
    ['channels', 'bridges', `applications/${application}`].map(path => askAri(url, path, 10_000)),
  );
  const ms = performance.now() - from;
  return { ms, ids: [...idsOf(channels), ...idsOf(bridges)] };
}

function idsOf(list: unknown): string[] {
  return Array.isArray(list) ? list.map(({ id }: { id: string }) => id) : [];
}
