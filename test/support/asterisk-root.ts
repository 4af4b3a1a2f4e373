/**
 * An unpacked Asterisk for tests: PHONES_TEST_ASTERISK_ROOT (a folder that holds `asterisk-<version>`, or that
 * folder's `root`), or one that is installed once into `var/test/asterisk` of the repository and shared by all
 * tests.
 */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { installAsterisk, installedRoot, InstallUnderWay } from '../../asterisk-config/install.ts';
import { until } from './until.ts';

const home = resolve(import.meta.dirname, '../../var/test/asterisk');
const installMs = 300_000;

let found: Promise<string> | undefined;

/** Folder of the root. The first call of a fresh clone takes as long as the download: give hooks `rootTimeoutMs`. */
export function asteriskRoot(): Promise<string> {
  const named = process.env.PHONES_TEST_ASTERISK_ROOT;
  found ??= named ? namedRoot(resolve(named)) : sharedRoot();
  return found;
}

/** Throws when nothing is installed there: every instance would fetch an Asterisk of its own. */
async function namedRoot(folder: string): Promise<string> {
  const root = (await installedRoot(folder))?.root ?? folder;
  if (!existsSync(join(root, 'usr/sbin/asterisk')))
    throw new Error(`PHONES_TEST_ASTERISK_ROOT: there is no Asterisk in ${folder}`);
  return root;
}

export const rootTimeoutMs = installMs + 10_000;

async function sharedRoot(): Promise<string> {
  await mkdir(home, { recursive: true });
  for (;;) {
    try {
      return (await installAsterisk({ home, report: () => undefined })).root;
    } catch (error) {
      if (!(error instanceof InstallUnderWay)) throw error;
      await until('the installation by another test process has ended', () => error.ended(), {
        timeoutMs: installMs,
        everyMs: 200,
      });
    }
  }
}
