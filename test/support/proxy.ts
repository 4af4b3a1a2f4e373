/** A TCP relay on 127.0.0.1 that can cut, refuse, freeze or swallow, so that a test can take a server away. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface Proxy {
  port: number;
  /** Cuts all connections and refuses new ones. */
  refuse(): void;
  /** Lets nothing through in either direction, but keeps connections open: a half-open link. */
  freeze(): void;
  /** Cuts connections after so many more bytes from the client. */
  cutAfter(bytes: number): void;
  /**
   * From the first answer of the server on that matches, nothing more reaches the client; resolves then.
   * What the client sends still goes through.
   */
  swallowFrom(pattern: RegExp): Promise<void>;
  restore(): void;
  stop(): Promise<void>;
}

export async function startProxy(host: string, targetPort: number): Promise<Proxy> {
  let state: 'open' | 'refusing' | 'frozen' = 'open';
  let remaining = Number.POSITIVE_INFINITY;
  const sockets = new Set<Socket>();
  let swallow: { pattern: RegExp; swallowing: boolean; found: () => void } | null = null;
  /** Whether an answer is swallowed. */
  const swallowed = (chunk: Buffer): boolean => {
    if (swallow && !swallow.swallowing && swallow.pattern.test(chunk.toString('latin1'))) {
      swallow.swallowing = true;
      swallow.found();
    }
    return swallow?.swallowing ?? false;
  };

  const server = createServer(near => {
    if (state === 'refusing') {
      near.destroy();
      return;
    }
    const far = connect(targetPort, host);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.on('data', (chunk: Buffer) => {
        if (from === near) remaining -= chunk.length;
        if (remaining < 0) near.destroy();
        else if (state === 'open' && (from === near || !swallowed(chunk))) to.write(chunk);
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');

  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: address.port,
    refuse() {
      state = 'refusing';
      cut();
    },
    freeze() {
      state = 'frozen';
    },
    cutAfter(bytes) {
      remaining = bytes;
    },
    swallowFrom(pattern) {
      return new Promise(found => {
        swallow = { pattern, swallowing: false, found };
      });
    },
    restore() {
      swallow = null;
      state = 'open';
      remaining = Number.POSITIVE_INFINITY;
      cut();
    },
    async stop() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
