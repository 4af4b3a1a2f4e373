/**
 * Requests to ARI: over the event socket (a tenth of the cost of HTTP), or over HTTP for those that are slow
 * or large and when the socket does not serve. Asterisk carries out the requests of one socket one after
 * another, so a slow one there would delay every call. Each request has a deadline; errors keep their status.
 */
import http from 'node:http';
import https from 'node:https';
import { z } from 'zod';
import type { NodeAddress } from './address.ts';
import { AriError, messageOf, noAnswer } from './ari-error.ts';

export const requestDeadlineMs = 5_000;
/** Connections for requests over HTTP. */
const mostConnections = 8;
/** One that is not used is closed by us, before Asterisk does it in the middle of a request (15 s). */
const idleMs = 5_000;

export interface AriRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below /ari/, encoded, with its query: channels/x/answer. */
  path: string;
  /** JSON. */
  body?: string;
}

export interface AriResponse {
  status: number;
  body: string;
}

export interface RequestOptions {
  deadlineMs?: number;
  /** Default: the socket, except for slow paths. `socket` = fails rather than going over HTTP. */
  via?: 'socket' | 'http';
  /**
   * Called the moment a good answer arrives; over the socket that is before any later event is told, so that
   * what the answer says can be placed among the events. Must not throw.
   */
  onArrival?: (response: AriResponse) => void;
}

/** Dynamic configuration looks names up in the DNS; the API's description is large; both can wait. */
const slow = /^(asterisk\/config\/|api-docs\/)/;

/** RESTResponse of the event socket. Checked by hand: one comes for each command. */
interface RestResponse {
  request_id: string;
  status_code: number;
  message_body?: string;
}

function isRestResponse(message: object): message is RestResponse {
  return (
    'request_id' in message &&
    typeof message.request_id === 'string' &&
    'status_code' in message &&
    typeof message.status_code === 'number' &&
    (!('message_body' in message) || typeof message.message_body === 'string')
  );
}

interface Pending {
  settle: (response: AriResponse) => void;
  fail: (error: AriError) => void;
}

export interface Transport {
  /** Rejects with AriError: the status of ARI from 400 on, or 0 when no answer came in time. */
  request(request: AriRequest, options?: RequestOptions): Promise<AriResponse>;
  /** A file, over HTTP. Rejects as `request` does. */
  download(path: string, deadlineMs: number): Promise<Buffer>;
  /** Takes a RESTResponse of the event socket. Throws when it is none. */
  received(message: object): void;
  /** The socket is gone, and with it the answers that were expected from it. */
  socketClosed(): void;
  /** Whether requests go over the socket at all; switched off for a node that does not answer there. */
  socketServes: boolean;
  /** Requests are carried out in the order in which they are made: they go over the socket just now. */
  readonly inOrder: boolean;
}

export function createTransport(
  address: NodeAddress,
  link: { readonly open: boolean; send(text: string): boolean },
): Transport {
  const pending = new Map<string, Pending>();
  let lastId = 0;
  const secure = address.http.startsWith('https:');
  const send = secure ? https.request : http.request;
  const agent = new (secure ? https : http).Agent({
    keepAlive: true,
    maxSockets: mostConnections,
    timeout: idleMs,
  });

  function overSocket(
    request: AriRequest,
    options: RequestOptions,
    deadlineMs: number,
  ): Promise<AriResponse> {
    return new Promise((resolve, reject) => {
      lastId += 1;
      const id = String(lastId);
      const done = (): void => {
        clearTimeout(timer);
        pending.delete(id);
      };
      const timer = setTimeout(() => {
        done();
        reject(noAnswerIn(deadlineMs, request));
      }, deadlineMs);
      pending.set(id, {
        settle: response => {
          done();
          if (response.status < 400) options.onArrival?.(response);
          resolve(response);
        },
        fail: error => {
          done();
          reject(error);
        },
      });
      const sent = link.send(
        JSON.stringify({
          type: 'RESTRequest',
          request_id: id,
          method: request.method,
          uri: request.path,
          ...(request.body === undefined
            ? {}
            : { content_type: 'application/json', message_body: request.body }),
        }),
      );
      if (!sent) {
        done();
        reject(new AriError(noAnswer, `no link: ${request.method} ${pathOnly(request)}`));
      }
    });
  }

  async function overHttp(
    request: AriRequest,
    options: RequestOptions,
    deadlineMs: number,
  ): Promise<AriResponse> {
    const { status, file } = await fetched(request, deadlineMs);
    const response = { status, body: file.toString('utf8') };
    if (response.status < 400) options.onArrival?.(response);
    return response;
  }

  /** Not by fetch(): the list of phones is asked for each second, and fetch costs three times as much. */
  function fetched(request: AriRequest, deadlineMs: number): Promise<{ status: number; file: Buffer }> {
    return new Promise((resolve, reject) => {
      const sent = send(`${address.http}/ari/${request.path}`, {
        agent,
        method: request.method,
        headers: {
          authorization: address.authorization,
          ...(request.body === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(request.body) }),
        },
      });
      const fail = (cause: unknown): void => {
        clearTimeout(timer);
        const reason = `no link: ${request.method} ${pathOnly(request)}: ${messageOf(cause)}`;
        reject(cause instanceof AriError ? cause : new AriError(noAnswer, reason, { cause }));
      };
      const timer = setTimeout(() => sent.destroy(noAnswerIn(deadlineMs, request)), deadlineMs);
      sent.on('error', fail);
      sent.once('response', response => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', fail);
        response.once('end', () => {
          clearTimeout(timer);
          resolve({ status: response.statusCode ?? 0, file: Buffer.concat(parts) });
        });
      });
      sent.end(request.body);
    });
  }

  const transport: Transport = {
    socketServes: true,
    get inOrder() {
      return transport.socketServes && link.open;
    },
    async request(request, options = {}) {
      const deadlineMs = options.deadlineMs ?? requestDeadlineMs;
      const socket = transport.inOrder && !slow.test(request.path);
      const via = options.via ?? (socket ? 'socket' : 'http');
      const response = await (via === 'http'
        ? overHttp(request, options, deadlineMs)
        : overSocket(request, options, deadlineMs));
      if (response.status >= 400) throw refusal(request, response);
      return response;
    },
    async download(path, deadlineMs) {
      const request = { method: 'GET', path } as const;
      const { status, file } = await fetched(request, deadlineMs);
      if (status >= 400) throw refusal(request, { status, body: file.toString('utf8') });
      return file;
    },
    received(message) {
      if (!isRestResponse(message)) throw new Error('an answer without its request or status');
      pending.get(message.request_id)?.settle({
        status: message.status_code,
        body: message.message_body ?? '',
      });
    },
    socketClosed() {
      for (const waiting of [...pending.values()])
        waiting.fail(new AriError(noAnswer, 'the link was lost before the answer came'));
    },
  };
  return transport;
}

const refusal = (request: AriRequest, { status, body }: AriResponse): AriError =>
  new AriError(status, `${status} ${request.method} ${pathOnly(request)}: ${reasonIn(body)}`);

/** The query holds what people dialled and said: not for messages and logs. */
const pathOnly = ({ path }: AriRequest): string => path.split('?')[0] ?? path;

const noAnswerIn = (deadlineMs: number, request: AriRequest): AriError =>
  new AriError(noAnswer, `no answer in ${deadlineMs} ms: ${request.method} ${pathOnly(request)}`);

const Reason = z.object({ message: z.string().optional(), error: z.string().optional() });

/** ARI explains itself as {"message": "..."} or {"error": "..."}. */
function reasonIn(body: string): string {
  try {
    const { message, error } = Reason.parse(JSON.parse(body));
    return message ?? error ?? '';
  } catch {
    return body.slice(0, 200);
  }
}
