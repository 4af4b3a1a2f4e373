/** The thread of the RTP sockets: see rtp.ts. */
import { spawnSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromThread, ToThread } from './rtp-messages.ts';
import { RtpSocket } from './rtp-socket.ts';

const { clockOffsetMs } = workerData as { clockOffsetMs: number };
/** performance.now() of the test: both read the machine's monotonic clock. */
const now = (): number => Number(process.hrtime.bigint()) / 1e6 + clockOffsetMs;
const sockets = new Map<number, RtpSocket>();

/**
 * A measuring instrument comes before all that it measures, also before an Asterisk in real time: real-time
 * scheduling, where we may (chrt(1), root).
 * /proc/thread-self names the thread that reads it (proc(5)).
 */
const thread = basename(readlinkSync('/proc/thread-self'));
spawnSync('chrt', ['--fifo', '--pid', '10', thread], { stdio: 'ignore' });

function say(message: FromThread): void {
  parentPort?.postMessage(message);
}

async function open(message: Extract<ToThread, { type: 'open' }>): Promise<void> {
  const { id, host, settings, shared } = message;
  try {
    const socket = await RtpSocket.open({
      host,
      settings,
      shared,
      now,
      onDigit: digit => say({ type: 'digit', id, digit }),
    });
    sockets.set(id, socket);
    say({ type: 'opened', id, port: socket.port });
  } catch (error) {
    say({ type: 'failed', id, message: String(error) });
  }
}

parentPort?.on('message', (message: ToThread) => {
  if (message.type === 'open') {
    void open(message);
    return;
  }
  const socket = sockets.get(message.id);
  if (!socket) return;
  switch (message.type) {
    case 'set':
      Object.assign(socket.settings, message.settings);
      break;
    case 'digits':
      socket.sendDigits(message.digits);
      break;
    case 'sound':
      socket.sendSound(message.pcm);
      break;
    case 'start':
      socket.start();
      break;
    case 'close':
      sockets.delete(message.id);
      socket.close();
  }
});
