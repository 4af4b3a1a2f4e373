/** The socket to the server: opened, kept open, opened again without end. */
import { ApiError } from './api.ts';
import { backoffMs } from './backoff.ts';
import { parseMessage } from './session/protocol.ts';
import type { Api } from './api.ts';
import type { AgentRequest } from './session/protocol.ts';
import type { Event } from './session/events.ts';

export interface ServerLink {
  send(id: string, command: AgentRequest): void;
  /** Looks at the time: a waiting link tries again when it is due, a silent one is given up. */
  tick(now: number): void;
  /** The network came back: try at once. */
  hurry(): void;
  /** The page goes away. */
  close(): void;
}

/** A server that sends beats and then none for this long is gone, ms. */
const silenceMs = 7000;
/** How often the server is told that this page lives, ms. */
const aliveEveryMs = 1000;
/** Longest wait for `mayOpen`, ms. */
const holdMs = 3000;
/** A socket that does not open in this time is given up, ms. */
const openingMs = 8000;

/** The first socket is opened when `mayOpen` says so, or after 3 s. */
export function createServerLink(
  api: Api,
  dispatch: (event: Event) => void,
  mayOpen: () => boolean,
): ServerLink {
  let socket: WebSocket | null = null;
  let failures = 0;
  let retryAt: number | null = null;
  let heldSince: number | null = null;
  let opened = false;
  let lastHeard = 0;
  let saidAliveAt = 0;
  let beats = false;

  const connect = async (): Promise<void> => {
    retryAt = null;
    dispatch({ type: 'linkConnecting', attempt: failures });
    try {
      dispatch({ type: 'meLoaded', me: await api.me() });
    } catch (error) {
      const status = error instanceof ApiError ? error.status : 0;
      if (status === 401) dispatch({ type: 'signedOut' });
      else if (status === 403) dispatch({ type: 'forbidden' });
      else lost();
      return;
    }
    if (opened) open();
    else heldSince = performance.now();
  };

  const open = (): void => {
    heldSince = null;
    opened = true;
    const opening = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/phonebar/socket`);
    socket = opening;
    lastHeard = performance.now();
    beats = false;
    opening.onopen = () => {
      failures = 0;
      dispatch({ type: 'linkOpened' });
    };
    opening.onmessage = ({ data }) => {
      lastHeard = performance.now();
      const message = parseMessage(String(data));
      if (message?.type === 'beat') beats = true;
      if (message) dispatch({ type: 'messageReceived', message });
    };
    opening.onclose = () => {
      if (socket === opening) lost();
    };
  };

  const lost = (): void => {
    if (socket) {
      socket.onclose = null;
      socket.onmessage = null;
      socket.close();
      socket = null;
    }
    failures += 1;
    retryAt = performance.now() + backoffMs(failures, Math.random());
    dispatch({ type: 'linkLost', attempt: failures, retryAt });
  };

  /** Said by the page itself, not by its worker: that is what must be alive. */
  const sayAlive = (now: number): void => {
    if (socket?.readyState !== WebSocket.OPEN || now - saidAliveAt < aliveEveryMs) return;
    saidAliveAt = now;
    socket.send('{"type":"alive"}');
  };

  void connect();
  return {
    send(id, command) {
      // One that is closing takes nothing any more; its end makes the command unsure.
      if (socket?.readyState === WebSocket.OPEN)
        socket.send(JSON.stringify({ id, type: 'command', command }));
    },
    tick(now) {
      if (heldSince !== null && (mayOpen() || now - heldSince > holdMs)) open();
      else if (retryAt !== null && now >= retryAt) void connect();
      else if (socket?.readyState === WebSocket.CONNECTING && now - lastHeard > openingMs) lost();
      else if (socket?.readyState === WebSocket.OPEN && beats && now - lastHeard > silenceMs) lost();
      sayAlive(now);
    },
    hurry() {
      if (retryAt !== null) void connect();
    },
    close() {
      retryAt = null;
      heldSince = null;
      if (!socket) return;
      socket.onclose = null;
      socket.close();
    },
  };
}
