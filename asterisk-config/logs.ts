/** Asterisk's logs grow without end by themselves; a SIP scan alone can fill a disk. */
import { readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../orchestrator/runtime/log.ts';
import { consoleCommand } from './console.ts';
import { type Folders, foldersOf } from './folders.ts';

const largestBytes = 20_000_000;
const lookEveryMs = 600_000;

/** Renames each log that is too large to `<name>.1`, whose earlier content goes. Resolves with how many there were. */
export async function setAsideLargeLogs({ log }: Folders): Promise<number> {
  let found = 0;
  for (const name of await readdir(log).catch((): string[] => [])) {
    const path = join(log, name);
    if (!name.endsWith('.log') || (await stat(path)).size <= largestBytes) continue;
    await rename(path, `${path}.1`);
    found += 1;
  }
  return found;
}

/** Looks now and then while Asterisk runs. Returns what ends it. */
export function keepLogsSmall(home: string, root: string, log: Pick<Log, 'warn'>): () => void {
  const look = async (): Promise<void> => {
    // Asterisk goes on writing into the renamed file until it opens the logs again.
    if ((await setAsideLargeLogs(foldersOf(home))) > 0) await consoleCommand(home, 'logger reload', { root });
  };
  const timer = setInterval(
    () =>
      void look().catch((error: unknown) =>
        log.warn({ err: error }, 'the logs of Asterisk cannot be kept small'),
      ),
    lookEveryMs,
  );
  timer.unref();
  return () => clearInterval(timer);
}
