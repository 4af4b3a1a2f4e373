/** An unpacked pocketsphinx for tests, installed once into `var/test/pocketsphinx` of the repository. */
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { installPocketsphinx, InstallUnderWay } from '../../asterisk-config/install.ts';
import { rootTimeoutMs } from './asterisk-root.ts';
import { until } from './until.ts';

const home = resolve(import.meta.dirname, '../../var/test/pocketsphinx');

/** Folder of the root. The first call of a fresh clone takes as long as the download: give hooks `rootTimeoutMs`. */
export async function pocketsphinxRoot(): Promise<string> {
  await mkdir(home, { recursive: true });
  for (;;) {
    try {
      return (await installPocketsphinx({ home, report: () => undefined })).root;
    } catch (error) {
      if (!(error instanceof InstallUnderWay)) throw error;
      await until('the installation by another test process has ended', () => error.ended(), {
        timeoutMs: rootTimeoutMs,
        everyMs: 200,
      });
    }
  }
}
