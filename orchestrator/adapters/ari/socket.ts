/**
 * The event socket of one node. ari-client's own gives up after ten tries, dies on a listener that throws,
 * and carries the password in the address; this one does not. Its rules: credentials in a header; a ping
 * every 5 s and a link that is silent for 5 s after a ping is dead; endless reconnection with jitter, at
 * most 5 s apart; nothing that a handler throws reaches the socket; messages in the order of the wire.
 */
import type { Socket } from 'node:net';
import WebSocket from 'ws';
import { messageOf } from './ari-error.ts';
import type { NodeAddress } from './address.ts';
import type { AriOptions } from './options.ts';

const pingEveryMs = 5_000;
const firstPauseMs = 100;
/** Slow enough to be there soon after an Asterisk that takes seconds to start. */
const growth = 1.5;
const longestPauseMs = 5_000;
/** A frozen Asterisk takes the connection and says nothing. */
const openTimeoutMs = 10_000;
const closeTimeoutMs = 1_000;
/** No event is near this; anything larger is not ARI. */
const maxPayload = 16 * 1024 * 1024;

export interface EventSocketHandlers {
  opened(): void;
  /** The link is gone. Called once for each `opened`. */
  closed(reason: string): void;
  message(text: string): void;
}

export interface EventSocket {
  start(): void;
  /** False when the link is down. */
  send(text: string): boolean;
  readonly open: boolean;
  /** Of the last ping, ms; null before the first. */
  readonly roundTripMs: number | null;
  /** The link works as a whole: the next reconnection starts with a short pause again. */
  healthy(): void;
  /** Drops the link; it is opened anew. */
  restart(reason: string): void;
  /** Drops the link for good, or until start() is called again. */
  stop(): Promise<void>;
}

export function createEventSocket(
  address: NodeAddress,
  application: string,
  handlers: EventSocketHandlers,
  log: AriOptions['log'],
): EventSocket {
  let socket: WebSocket | null = null;
  let wire: Socket | null = null;
  let open = false;
  let running = false;
  let failures = 0;
  let roundTripMs: number | null = null;
  let reconnection: NodeJS.Timeout | undefined;
  let pings: NodeJS.Timeout | undefined;
  /** When the ping that has no sign of life after it was sent. */
  let pingedAt: number | null = null;

  const safely = (what: string, call: () => void): void => {
    try {
      call();
    } catch (error) {
      log.error({ err: error, node: address.host }, `event socket: ${what} threw`);
    }
  };

  function connect(): void {
    const url = `${address.ws}/ari/events?app=${encodeURIComponent(application)}`;
    const current = new WebSocket(url, {
      headers: { authorization: address.authorization },
      handshakeTimeout: openTimeoutMs,
      perMessageDeflate: false,
      maxPayload,
    });
    socket = current;
    let reason = '';
    current.on('upgrade', response => {
      wire = response.socket;
    });
    current.on('open', () => {
      open = true;
      pingedAt = null;
      clearInterval(pings);
      pings = setInterval(() => ping(current), pingEveryMs);
      ping(current);
      safely('opened', handlers.opened);
    });
    current.on('message', data => {
      if (current !== socket) return;
      pingedAt = null;
      // Without a binary type of another kind, ws gives each message as one Buffer.
      safely('message', () => handlers.message(Buffer.isBuffer(data) ? data.toString('utf8') : ''));
    });
    current.on('pong', data => {
      pingedAt = null;
      const sentAt = Number(data.toString());
      if (sentAt > 0) roundTripMs = Math.round((performance.now() - sentAt) * 100) / 100;
    });
    current.on('error', error => {
      reason = messageOf(error);
    });
    current.on('close', code => dropped(current, reason || `closed (${code})`));
  }

  /** What one turn of the event loop sends goes out in one piece: each piece costs two calls of the kernel, here and there. */
  function gather(): void {
    const current = wire;
    if (!current || current.writableCorked > 0) return;
    current.cork();
    setImmediate(() => current.uncork());
  }

  function ping(current: WebSocket): void {
    if (pingedAt !== null) {
      dropped(current, 'no answer to a ping');
      return;
    }
    pingedAt = performance.now();
    current.ping(String(pingedAt));
  }

  /** The first sign that this connection is over; later ones of the same connection say nothing new. */
  function dropped(current: WebSocket, reason: string): void {
    if (current !== socket) return;
    const wasOpen = open;
    socket = null;
    open = false;
    clearInterval(pings);
    current.terminate();
    if (wasOpen) safely('closed', () => handlers.closed(reason));
    if (!running) return;
    const longest = Math.min(longestPauseMs, firstPauseMs * growth ** Math.min(failures, 20));
    const pauseMs = Math.round(longest * (0.5 + Math.random() / 2));
    // The first failure is told; a node that stays away does not fill the log.
    log[failures === 0 ? 'warn' : 'debug'](
      { node: address.host, reason, againInMs: pauseMs },
      'no link to Asterisk',
    );
    failures += 1;
    reconnection = setTimeout(connect, pauseMs);
  }

  return {
    start() {
      if (running) return;
      running = true;
      connect();
    },
    send(text) {
      if (!socket || !open) return false;
      gather();
      socket.send(text, error => {
        if (error) log.debug({ node: address.host, reason: error.message }, 'message not sent');
      });
      return true;
    },
    get open() {
      return open;
    },
    get roundTripMs() {
      return roundTripMs;
    },
    healthy() {
      failures = 0;
    },
    restart(reason) {
      if (socket) dropped(socket, reason);
    },
    async stop() {
      running = false;
      clearTimeout(reconnection);
      clearInterval(pings);
      const current = socket;
      if (!current) return;
      const closed = new Promise<void>(resolve => {
        current.once('close', () => resolve());
        setTimeout(resolve, closeTimeoutMs).unref();
      });
      current.close(1000);
      await closed;
      dropped(current, 'stopped');
    },
  };
}
