/** Ports: whether one is free, and who has it. */
import { createSocket } from 'node:dgram';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { commandLine } from './processes.ts';

export type Protocol = 'udp' | 'tcp';

/** Null = free for us; otherwise the error code of the attempt (EADDRINUSE, EACCES, EADDRNOTAVAIL, ...). */
export function tryPort(protocol: Protocol, host: string, port: number): Promise<string | null> {
  return new Promise(resolve => {
    const fail = (error: NodeJS.ErrnoException): void => resolve(error.code ?? error.message);
    if (protocol === 'tcp') {
      const server = createServer().on('error', fail);
      server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
    } else {
      const socket = createSocket({ type: host.includes(':') ? 'udp6' : 'udp4' }).on('error', fail);
      socket.bind({ address: host, port, exclusive: true }, () => socket.close(() => resolve(null)));
    }
  });
}

/** A free TCP port of 127.0.0.1. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port given')),
      );
    });
  });
}

/** The process that holds a local port: pid and command line; null when none is found or it is another user's. */
export async function portOwner(
  protocol: Protocol,
  port: number,
): Promise<{ pid: number; command: string } | null> {
  const inodes = new Set<string>();
  for (const { inode } of await socketsAt(protocol, port)) inodes.add(`socket:[${inode}]`);
  if (inodes.size === 0) return null;
  for (const name of await readdir('/proc')) {
    if (!/^[0-9]+$/.test(name)) continue;
    for (const descriptor of await readdir(`/proc/${name}/fd`).catch(() => [])) {
      const target = await readlink(`/proc/${name}/fd/${descriptor}`).catch(() => '');
      if (inodes.has(target))
        return { pid: Number(name), command: (await commandLine(Number(name))).join(' ') };
    }
  }
  return null;
}

/** Sockets bound to `port` (and listening, for TCP), from the tables that proc_net(5) describes. */
async function socketsAt(protocol: Protocol, port: number): Promise<{ uid: string; inode: string }[]> {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const listening = '0A';
  const tables = await Promise.all(
    [protocol, `${protocol}6`].map(name => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  );
  return tables
    .flatMap(table => table.split('\n').slice(1))
    .map(line => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(suffix) && (protocol === 'udp' || state === listening))
    .map(fields => ({ uid: fields[7] ?? '?', inode: fields[9] ?? '0' }));
}

/** What to tell the user about a port that cannot be had; null = it is free. */
export async function portProblem(protocol: Protocol, host: string, port: number): Promise<string | null> {
  const code = await tryPort(protocol, host, port);
  if (code === null) return null;
  const where = `${protocol.toUpperCase()} port ${port} of ${host}`;
  if (code === 'EACCES') return `${where}: this user may not use ports below 1024`;
  if (code === 'EADDRNOTAVAIL') return `${where}: this machine has no address ${host}`;
  if (code !== 'EADDRINUSE') return `${where} cannot be used: ${code}`;
  const owner = await portOwner(protocol, port);
  if (owner) return `${where} is taken by process ${owner.pid} (${owner.command.slice(0, 200)})`;
  const [socket] = await socketsAt(protocol, port);
  return `${where} is taken by a process of the user with id ${socket?.uid ?? 'unknown'}`;
}
