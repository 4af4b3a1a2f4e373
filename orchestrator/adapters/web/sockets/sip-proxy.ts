/**
 * SIP of the browser, on our own origin: the bytes of the WebSocket pass as they are between the page and
 * Asterisk, so Asterisk's HTTP port is never exposed. The pipes bound what is held; either end closes both.
 */
import { createHash } from 'node:crypto';
import { request } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebDeps } from '../deps.ts';
import type { Watch } from '../watch.ts';
import { refuse } from './upgrade.ts';
import type { Upgrade, UpgradeHandler } from './upgrade.ts';

const connectMs = 5000;
const keepAliveMs = 10_000;
const mostPerAgent = 10;

/** RFC 6455, 1.3. */
const acceptOf = (key: string): string =>
  createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');

/** RFC 7118: the subprotocol is `sip`; version 13 and a key are RFC 6455, 4.2.1. */
function keyOf({ req }: Upgrade): string | null {
  const protocols = (req.headers['sec-websocket-protocol'] ?? '').split(',').map(name => name.trim());
  const key = req.headers['sec-websocket-key'] ?? '';
  const fits =
    req.method === 'GET' && req.headers['sec-websocket-version'] === '13' && protocols.includes('sip');
  return fits && /^[+/0-9A-Za-z]{22}==$/.test(key) ? key : null;
}

export interface SipProxy {
  handle: UpgradeHandler;
  count(): number;
  close(): void;
}

export function createSipProxy(deps: Pick<WebDeps, 'sipSocket' | 'log'>, watch: Watch): SipProxy {
  /** Browser's sockets by agent. */
  const open = new Map<Duplex, number>();
  const ofAgent = (agentId: number): number => [...open.values()].filter(id => id === agentId).length;

  function join(upgrade: Upgrade, key: string, upstream: Duplex, first: Buffer): void {
    const { socket, head, identity, agentId } = upgrade;
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n' +
        `sec-websocket-accept: ${acceptOf(key)}\r\nsec-websocket-protocol: sip\r\n\r\n`,
    );
    if (first.length > 0) socket.write(first);
    if (head.length > 0) upstream.write(head);
    const end = (): void => {
      socket.destroy();
      upstream.destroy();
    };
    open.set(socket, agentId);
    const unwatch = watch.add(identity, end);
    socket.on('close', () => {
      open.delete(socket);
      unwatch();
      end();
    });
    upstream.on('close', end).on('error', end);
    socket.on('error', end);
    socket.pipe(upstream).pipe(socket);
  }

  return {
    handle(upgrade) {
      const { socket, agentId } = upgrade;
      const key = keyOf(upgrade);
      const target = deps.sipSocket();
      if (!key) return refuse(socket, 400);
      if (!target) return refuse(socket, 503);
      if (ofAgent(agentId) >= mostPerAgent) return refuse(socket, 429);
      const asked = request({
        host: target.host,
        port: target.port,
        path: target.path,
        timeout: connectMs,
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': key,
          'sec-websocket-protocol': 'sip',
        },
      });
      asked.on('upgrade', (answer, upstream, first) => {
        upstream.setTimeout(0);
        upstream.setKeepAlive(true, keepAliveMs);
        if ('setKeepAlive' in socket && typeof socket.setKeepAlive === 'function')
          socket.setKeepAlive(true, keepAliveMs);
        const willing = answer.headers['sec-websocket-accept'] === acceptOf(key);
        if (socket.destroyed || !willing) {
          upstream.destroy();
          refuse(socket, 502);
        } else join(upgrade, key, upstream, first);
      });
      asked.on('response', answer => {
        answer.resume();
        refuse(socket, 502);
      });
      asked.on('timeout', () => asked.destroy(new Error('no answer in time')));
      asked.on('error', error => {
        deps.log.warn({ err: error }, 'the SIP socket of Asterisk cannot be reached');
        refuse(socket, 502);
      });
      asked.end();
    },
    count: () => open.size,
    close() {
      for (const socket of open.keys()) socket.destroy();
    },
  };
}
