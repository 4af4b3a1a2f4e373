/** The one way in which pages write: the REST API. */
import type { Words } from '../../ivr-flows/values.ts';

export interface FieldProblem {
  /** Dotted path of the member: members.0.agentId */
  path: string;
  code: string;
  message: string;
  values?: Words;
}
/** RFC 9457 problem details as the server sends them; status 0 = no answer. */
export interface Problem {
  status: number;
  code: string;
  detail: string;
  errors?: FieldProblem[];
  dependents?: Dependent[];
}
export interface Dependent {
  collection: string;
  id: number;
  name: string;
  path: string;
}
export type Reply<T> = { ok: true; body: T } | { ok: false; problem: Problem };

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
const tokenMeta = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]');

/**
 * Sends a request below /api/v1. `revision` becomes If-Match. When the session was renewed in another tab
 * the token of this page is out of date: a new one is fetched and the request sent once more.
 */
export async function send<T>(
  method: Method,
  path: string,
  body?: unknown,
  revision?: number,
): Promise<Reply<T>> {
  return withToken<T>({
    method,
    path,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(revision !== undefined && { 'if-match': `"${revision}"` }),
    },
    body: body === undefined ? null : JSON.stringify(body),
    read: async response => (response.status === 204 ? null : response.json()),
    patienceMs: 15_000,
  });
}

/** Sends a file with PUT. */
export async function upload<T>(path: string, file: Blob): Promise<Reply<T>> {
  return withToken<T>({
    method: 'PUT',
    path,
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
    read: response => response.json(),
    patienceMs: 120_000,
  });
}

/** Asks with POST for something that is not JSON: a sound. */
export async function download(path: string, body: unknown): Promise<Reply<Blob>> {
  return withToken<Blob>({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    read: response => response.blob(),
    patienceMs: 30_000,
  });
}

interface Asked {
  method: Method;
  path: string;
  headers: Record<string, string>;
  body: BodyInit | null;
  read(response: Response): Promise<unknown>;
  patienceMs: number;
}

async function withToken<T>(asked: Asked): Promise<Reply<T>> {
  const reply = await once<T>(asked);
  if (reply.ok || reply.problem.code !== 'csrf' || !(await renewToken())) return reply;
  return once<T>(asked);
}

async function once<T>({ method, path, headers, body, read, patienceMs }: Asked): Promise<Reply<T>> {
  try {
    const response = await fetch(`/api/v1${path}`, {
      method,
      headers: { accept: '*/*', 'x-csrf-token': tokenMeta?.content ?? '', ...headers },
      body,
      signal: AbortSignal.timeout(patienceMs),
    });
    return response.ok
      ? { ok: true, body: (await read(response)) as T }
      : { ok: false, problem: { ...(await response.json()), status: response.status } };
  } catch {
    return { ok: false, problem: { status: 0, code: 'offline', detail: '' } };
  }
}

/** The sound that the API makes of what is sent; null = none. */
export async function fetchSound(path: string, body: object): Promise<Blob | null> {
  const ask = (): Promise<Response> =>
    fetch(`/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': tokenMeta?.content ?? '' },
      body: JSON.stringify(body),
    });
  try {
    let response = await ask();
    if (response.status === 403 && (await renewToken())) response = await ask();
    return response.ok ? await response.blob() : null;
  } catch {
    return null;
  }
}

async function renewToken(): Promise<boolean> {
  const me = await once<{ csrfToken: string | null }>({
    method: 'GET',
    path: '/me',
    headers: {},
    body: null,
    read: response => response.json(),
    patienceMs: 15_000,
  });
  if (!me.ok || !me.body.csrfToken || !tokenMeta || me.body.csrfToken === tokenMeta.content) return false;
  tokenMeta.content = me.body.csrfToken;
  return true;
}
