/** Free ports and temp folders, so that runs never collide. */
import { createSocket } from 'node:dgram';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const host = '127.0.0.1';

/**
 * Below the ports that the system hands out by itself (32768 and up on Linux), and below those for RTP: while a
 * server is down, no connection of another test takes its port. Browsers and fetch refuse none of these (Fetch
 * Standard, "port blocking").
 */
function anyPort(): number {
  return 7000 + Math.floor(Math.random() * 3000);
}

/** A TCP port that is free now. */
export async function freeTcpPort(): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const port = await tryTcp(anyPort()).catch(() => null);
    if (port !== null) return port;
  }
  throw new Error('found no TCP port that is free');
}

/** A port that is free now for UDP and for TCP (SIP listens on both). */
export async function freeSipPort(): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const port = await tryUdp(anyPort()).catch(() => null);
    const both = port === null ? null : await tryTcp(port).catch(() => null);
    if (both !== null) return both;
  }
  throw new Error('found no port that is free for UDP and TCP');
}

/**
 * A range of `count` UDP ports, for RTP. It lies below the ports that the system hands out by itself
 * (32768 and up on Linux), begins at a random place and is free at both ends and in the middle.
 */
export async function freeRtpRange(count = 400): Promise<{ from: number; to: number }> {
  for (let tries = 0; tries < 50; tries++) {
    const from = 12_000 + 2 * Math.floor(Math.random() * ((32_000 - 12_000 - count) / 2));
    const ports = [from, from + 2 * Math.floor(count / 4), from + count - 1];
    const free = await Promise.all(ports.map(port => tryUdp(port).catch(() => null)));
    if (free.every(port => port !== null)) return { from, to: from + count - 1 };
  }
  throw new Error(`found no ${count} free UDP ports`);
}

/** A new empty folder. */
export async function tempFolder(name: string): Promise<string> {
  return mkdtemp(join(tmpdir(), `phones-${name}-`));
}

function tryTcp(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

function tryUdp(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.once('error', reject);
    socket.bind(port, host, () => {
      const { port: bound } = socket.address();
      socket.close(() => resolve(bound));
    });
  });
}
