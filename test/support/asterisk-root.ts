/**
 * An unpacked Asterisk for tests: PHONES_TEST_ASTERISK_ROOT (the folder `asterisk-<version>/root` of some state
 * folder), or one that is installed once into
 * `var/test/asterisk` of the repository and shared by all tests.
 */
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { installAsterisk, InstallUnderWay } from '../../asterisk-config/install.ts';
import { until } from './until.ts';

const home = resolve(import.meta.dirname, '../../var/test/asterisk');
const installMs = 300_000;

let found: Promise<string> | undefined;

/** Folder of the root. The first call of a fresh clone takes as long as the download: give hooks `rootTimeoutMs`. */
export function asteriskRoot(): Promise<string> {
  found ??= process.env.PHONES_TEST_ASTERISK_ROOT
    ? Promise.resolve(resolve(process.env.PHONES_TEST_ASTERISK_ROOT))
    : sharedRoot();
  return found;
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
