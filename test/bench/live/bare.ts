/** Starts the bare program of B1 on the Asterisk of an instance. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { addressOf, readAccess } from '../../../asterisk-config/access.ts';
import { foldersOf } from '../../../asterisk-config/folders.ts';
import { nodeAddress } from '../../../orchestrator/adapters/ari/address.ts';
import type { Instance } from '../../support/instance.ts';
import type { BareOptions } from './bare-program.ts';
import type { BenchAgent } from './centre.ts';

/** Its name in Asterisk: the dialplan of the peers leads there. */
export const bareApplication = 'bench-bare';

export interface Bare {
  pid: number;
  stop(): Promise<void>;
}

/** `prompt` as Playback() takes it. */
export async function startBare(
  { home }: Instance,
  { prompt, agents }: { prompt: string; agents: readonly BenchAgent[] },
): Promise<Bare> {
  const access = await readAccess(foldersOf(home).access);
  if (!access) throw new Error('the instance has no Asterisk');
  const { host, authorization } = nodeAddress(addressOf(access));
  const child: ChildProcess = fork(join(import.meta.dirname, 'bare-program.ts'), {
    execArgv: ['--import', 'tsx'],
  });
  const options: BareOptions = {
    host,
    authorization,
    application: bareApplication,
    prompt,
    agents: agents.map(({ user }) => `PJSIP/${user}`),
  };
  child.send(options);
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error('the bare program has ended');
    }),
  ]);
  const { pid } = child;
  if (pid === undefined) throw new Error('the bare program did not start');
  return {
    pid,
    async stop() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}
