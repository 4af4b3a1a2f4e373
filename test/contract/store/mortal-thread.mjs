/** Program of a thread that writes facts until the file workerData.home/die is there: then it dies of what it is asked. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

// First, so that its listener is there before the first message is let in.
await import('../../../orchestrator/adapters/store/projection/thread.mjs');

const mark = join(workerData.home, 'die');
parentPort.on('message', () => {
  if (!existsSync(mark)) return;
  rmSync(mark);
  throw new Error('the thread died');
});
