/** The one way in which pages write: the REST API. */

export interface FieldProblem {
  /** Dotted path of the member: members.0.agentId */
  path: string;
  code: string;
  message: string;
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

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
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
  const reply = await sendOnce<T>(method, path, body, revision);
  if (reply.ok || reply.problem.code !== 'csrf' || !(await renewToken())) return reply;
  return sendOnce<T>(method, path, body, revision);
}

async function sendOnce<T>(
  method: Method,
  path: string,
  body: unknown,
  revision: number | undefined,
): Promise<Reply<T>> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    'x-csrf-token': tokenMeta?.content ?? '',
  };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (revision !== undefined) headers['if-match'] = `"${revision}"`;
  try {
    const response = await fetch(`/api/v1${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(15_000),
    });
    const answer = response.status === 204 ? null : await response.json();
    return response.ok
      ? { ok: true, body: answer }
      : { ok: false, problem: { ...answer, status: response.status } };
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
  const me = await sendOnce<{ csrfToken: string | null }>('GET', '/me', undefined, undefined);
  if (!me.ok || !me.body.csrfToken || !tokenMeta || me.body.csrfToken === tokenMeta.content) return false;
  tokenMeta.content = me.body.csrfToken;
  return true;
}
