/**
 * HTTP requests of flows. The name is resolved once, every address that it has is checked, and the request goes
 * to the address that was checked, so that no second answer of the name server can lead elsewhere. Redirects
 * are not followed: they are an answer like any other.
 */
import { lookup as resolve, type LookupAddress } from 'node:dns';
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { ServiceCommand } from '../../core/commands.ts';
import type { HttpAccess } from './access.ts';
import type { Value } from '../../../ivr-flows/values.ts';
import { faultOf } from '../../../ivr-flows/faults.ts';
import { Failure } from './failure.ts';
import { isInternal } from './internal-addresses.ts';

type HttpRequest = Extract<ServiceCommand, { type: 'httpRequest' }>;

/** Resolves with `{status, headers, body}`; a body of JSON is read. Rejects with Failure. */
export async function performHttp(access: HttpAccess, command: HttpRequest): Promise<Value> {
  const url = addressOf(access, command);
  if (!access.allowInternal && isIP(bare(url.hostname)) !== 0 && isInternal(url.hostname))
    throw new Failure('refused', faultOf('internalAddress', { host: url.hostname }));
  const body = command.body === null || command.method === 'GET' ? null : JSON.stringify(command.body);
  const response = await send(url, access, command, body);
  const text = await readBody(response, access.maximumBytes);
  return {
    status: response.statusCode ?? 0,
    headers: headersOf(response),
    body: isJson(response) ? parse(text) : text,
  };
}

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

/** The address below that of the connection. A path that leads out of it is refused. */
export function addressOf(access: HttpAccess, { path, query }: Pick<HttpRequest, 'path' | 'query'>): URL {
  const base = new URL(access.baseUrl.endsWith('/') ? access.baseUrl : `${access.baseUrl}/`);
  const url = new URL(base);
  const [below = '', ownQuery] = path.replace(/^\/+/, '').split('?', 2);
  // Set as a path, it can be no other address, whatever it begins with.
  url.pathname = base.pathname + below;
  if (!url.pathname.startsWith(base.pathname)) throw new Failure('refused', faultOf('leavesConnection'));
  if (ownQuery)
    for (const [name, value] of new URLSearchParams(ownQuery)) url.searchParams.append(name, value);
  for (const [name, value] of Object.entries(query)) url.searchParams.append(name, value);
  return url;
}

function send(
  url: URL,
  access: HttpAccess,
  command: HttpRequest,
  body: string | null,
): Promise<IncomingMessage> {
  return new Promise((settle, reject) => {
    const deadline = AbortSignal.timeout(command.timeoutMs);
    /** Whether the request may have reached the other side. */
    let sent = false;
    const options: RequestOptions = {
      method: command.method,
      headers: {
        accept: 'application/json',
        ...access.headers,
        ...(body === null
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      },
      lookup: checkedLookup(access.allowInternal),
      signal: deadline,
      agent: false,
    };
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, settle);
    request.on('socket', socket => {
      const connected = url.protocol === 'https:' ? 'secureConnect' : 'connect';
      socket.once(connected, () => {
        sent = true;
      });
    });
    request.on('error', error => {
      if (error instanceof Failure) reject(error);
      else if (deadline.aborted)
        reject(
          new Failure(
            uncertainWhen(sent, command, 'timeout'),
            faultOf('noAnswer', { ms: command.timeoutMs }),
          ),
        );
      else
        reject(
          new Failure(
            uncertainWhen(sent, command, 'unreachable'),
            faultOf('said', { message: String(error).slice(0, 200) }),
            { cause: error },
          ),
        );
    });
    request.end(body ?? undefined);
  });
}

/** Only what changes nothing may be asked again by the flow; the rest may have been done. */
function uncertainWhen<C extends 'timeout' | 'unreachable'>(
  sent: boolean,
  { method }: HttpRequest,
  otherwise: C,
): C | 'uncertain' {
  return sent && method !== 'GET' ? 'uncertain' : otherwise;
}

/** dns.lookup that gives out no internal address; the connection is made to what it gives out. */
function checkedLookup(allowInternal: boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const wrong = error
        ? new Failure('unreachable', faultOf('unknownHost', { host: hostname }))
        : !allowInternal && addresses.some(({ address }) => isInternal(address))
          ? new Failure('refused', faultOf('leadsInside', { host: hostname }))
          : null;
      const [first] = addresses ?? [];
      if (wrong || !first)
        callback(wrong ?? new Failure('unreachable', faultOf('noAddress', { host: hostname })), '', 0);
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

async function readBody(response: IncomingMessage, maximumBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response) {
      const part = Buffer.from(chunk as Uint8Array);
      length += part.length;
      if (length > maximumBytes)
        throw new Failure('invalid', faultOf('answerTooLong', { most: maximumBytes }));
      chunks.push(part);
    }
  } catch (error) {
    response.destroy();
    if (error instanceof Failure) throw error;
    throw new Failure('uncertain', faultOf('answerBroke'), { cause: error });
  }
  return Buffer.concat(chunks).toString('utf8');
}

function isJson(response: IncomingMessage): boolean {
  return /^application\/([a-z.+-]+\+)?json\b/i.test(response.headers['content-type'] ?? '');
}

function parse(text: string): Value {
  if (text.trim() === '') return null;
  try {
    // `__proto__` as a name of data is dropped: no value of a flow shall carry it (S15).
    const value: Value = JSON.parse(text, (name, member: Value) =>
      name === '__proto__' ? undefined : member,
    );
    return value;
  } catch {
    // The error would quote the answer, and is logged.
    throw new Failure('invalid', faultOf('answerNoJson'));
  }
}

function headersOf({ headers }: IncomingMessage): Record<string, Value> {
  // Cookies are secrets of the connection, and no flow's business.
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name === 'set-cookie' || value === undefined ? [] : [[name, String(value)]],
    ),
  );
}
