/** Someone at the other end: a browser with its cookies, or a program with a token. */
import { expect } from 'chai';

export interface Reply {
  status: number;
  headers: Headers;
  /** JSON where it is JSON, text otherwise. */
  body: unknown;
}
export interface Ask {
  body?: unknown;
  headers?: Record<string, string>;
  /** Sent as it is, with content type JSON. */
  raw?: string;
}

export class Visitor {
  readonly address: string;
  readonly headers: Record<string, string>;
  #cookies = new Map<string, string>();

  constructor(address: string, headers: Record<string, string> = {}) {
    this.address = address;
    this.headers = headers;
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
  /** Takes over the cookies of another visitor. */
  steal(cookie: string): this {
    for (const pair of cookie.split('; ').filter(Boolean)) {
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      this.#cookies.set(name, value);
    }
    return this;
  }

  /** Requests a path; only the beginning of a stream is waited for. */
  async fetch(
    method: string,
    path: string,
    { body, raw, headers }: Ask = {},
    signal?: AbortSignal,
  ): Promise<Response> {
    const response = await fetch(`${this.address}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(body === undefined && raw === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...this.headers,
        ...headers,
      },
      body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
      signal: signal ?? AbortSignal.timeout(10_000),
    });
    for (const cookie of response.headers.getSetCookie()) this.steal(cookie.split(';')[0] ?? '');
    return response;
  }

  async ask(method: string, path: string, ask: Ask = {}): Promise<Reply> {
    const response = await this.fetch(method, path, ask);
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
  }

  /** Below /api/v1, with the token of the session where there is one. */
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply> {
    return this.ask(method, `/api/v1${path}`, { body, headers });
  }

  /** Signs in through the page of the test and keeps the token for later requests. */
  async signIn(username: string, password: string): Promise<Reply> {
    const { body } = await this.ask('GET', '/sign-in');
    const reply = await this.ask('POST', '/sign-in', {
      body: { username, password },
      headers: { 'x-csrf-token': String(body) },
    });
    if (reply.status === 200) this.headers['x-csrf-token'] = String((await this.ask('GET', '/sign-in')).body);
    return reply;
  }
}

/** A member of a JSON body, which must be an object that has it. */
export function member(body: unknown, name: string): unknown {
  expect(body).to.be.an('object').with.property(name);
  return (body as Record<string, unknown>)[name];
}
/** The fields that a problem names, in order. */
export function fieldsOf(reply: Reply): string[] {
  const errors = member(reply.body, 'errors');
  expect(errors).to.be.an('array');
  return (errors as { path: string }[]).map(({ path }) => path).sort();
}
