/** One page of an operator at the other end of /phonebar/socket. */
import type { WebSocket } from 'ws';
import { PhonesError } from '../../../runtime/errors.ts';
import type { WebDeps } from '../deps.ts';
import type { Identity } from '../identity.ts';
import { createBucket } from './bucket.ts';
import { aliveMessage, readMessage } from './messages.ts';
import type { ServerMessage } from './messages.ts';

export const pingMs = 2000;
const deadMs = 10_000;
/** A page that said that it lives, and did not say it for this long, is asleep or cut off. */
const silentMs = 3000;
const commandsPerSecond = 20;
const commandBurst = 40;
/** Refused in a row until the page is taken for a flood. */
const patience = 200;
/** More than this unread and the page is given up. */
const mostBufferedBytes = 1024 * 1024;

export interface PageSocket {
  readonly agentId: number;
  /** Sends the newest view; while one is on its way, only the last of those that follow is sent (F16). */
  sendView(seq: number): void;
  send(message: ServerMessage): void;
  /** How long the page has given no sign of life, ms; 0 while that is no reason to miss it. */
  silentFor(now: number): number;
  /** Pings, or gives the page up when it has not answered for 10 s. */
  beat(): void;
  close(code: number, reason: string): void;
}

export interface PageDeps extends Pick<WebDeps, 'engine' | 'log' | 'version'> {
  onCommand(type: string, result: string): void;
}

export function createPage(deps: PageDeps, ws: WebSocket, identity: Identity, agentId: number): PageSocket {
  const { engine, log } = deps;
  const bucket = createBucket(commandsPerSecond, commandBurst);
  let aliveAt = performance.now();
  /** When it last said that it lives; null = it never did, as pages of before and programs do not. */
  let saidAliveAt: number | null = null;
  let viewUnderWay = false;
  let nextSeq: number | null = null;
  let refusals = 0;

  function send(message: ServerMessage, sent?: () => void): void {
    if (ws.readyState !== ws.OPEN) return;
    if (ws.bufferedAmount > mostBufferedBytes) return ws.terminate();
    ws.send(JSON.stringify(message), sent);
  }
  function sendView(seq: number): void {
    if (viewUnderWay) {
      nextSeq = seq;
      return;
    }
    const view = engine.agentView(agentId);
    if (!view) return ws.close(1008, 'the agent is gone');
    viewUnderWay = true;
    send({ type: 'view', seq, serverTime: Date.now(), view }, () => {
      viewUnderWay = false;
      const seqNow = nextSeq;
      nextSeq = null;
      if (seqNow !== null) sendView(seqNow);
    });
  }
  /** Whoever asked learns which command was not even looked at. */
  function tooMany(text: string): void {
    refusals += 1;
    if (refusals > patience) return ws.close(1008, 'too many messages');
    const read = readMessage(text);
    const refusal = { code: 'tooManyMessages', message: 'too many messages, slow down' };
    if (read.id === null) send({ type: 'error', ...refusal });
    else send({ type: 'reply', id: read.id, ok: false, ...refusal });
  }
  async function obey(text: string): Promise<void> {
    const read = readMessage(text);
    if (!read.ok) {
      const { id, message } = read;
      deps.onCommand('unknown', 'invalid');
      if (id === null) return send({ type: 'error', code: 'invalid', message });
      return send({ type: 'reply', id, ok: false, code: 'invalid', message });
    }
    try {
      await engine.request(agentId, read.command, identity.name);
      deps.onCommand(read.command.type, 'done');
      send({ type: 'reply', id: read.id, ok: true });
    } catch (error) {
      const known = error instanceof PhonesError;
      if (!known) log.error({ err: error, command: read.command.type }, 'a command failed');
      const code = known ? error.code : 'internal';
      deps.onCommand(read.command.type, code);
      send({ type: 'reply', id: read.id, ok: false, code, message: known ? error.message : 'it failed' });
    }
  }

  ws.on('message', (data, isBinary) => {
    if (isBinary || !(data instanceof Buffer)) return ws.close(1003, 'text only');
    const text = data.toString('utf8');
    if (text === aliveMessage) {
      saidAliveAt = performance.now();
      return;
    }
    if (!bucket.take()) return tooMany(text);
    refusals = 0;
    void obey(text);
  });
  ws.on('pong', () => {
    aliveAt = performance.now();
  });
  ws.on('error', error => log.debug({ err: error, agentId }, 'a PhoneBar socket broke'));

  send({ type: 'hello', serverTime: Date.now(), version: deps.version });
  sendView(engine.health().seq);
  return {
    agentId,
    send,
    sendView,
    silentFor(now) {
      const silent = saidAliveAt === null ? 0 : now - saidAliveAt;
      return silent > silentMs ? silent : 0;
    },
    beat() {
      if (performance.now() - aliveAt > deadMs) return ws.terminate();
      if (ws.readyState !== ws.OPEN) return;
      ws.ping();
      send({ type: 'beat', serverTime: Date.now() });
    },
    close: (code, reason) => ws.close(code, reason),
  };
}
