/** The REST API as a client sees it. */
import type { QualityRow } from '../../orchestrator/runtime/ports/quality.ts';
import type { z } from 'zod';
import type {
  Collection,
  ConfigurationObject,
  inputs,
} from '../../orchestrator/core/configuration/schemas.ts';
import type { LiveAgent, LiveView } from '../../orchestrator/core/views.ts';
import type { ContactRow, ContactStep } from '../../orchestrator/runtime/ports/store.ts';
import { until } from './until.ts';

export type Input<C extends Collection> = z.input<(typeof inputs)[C]>;
export interface Contact extends ContactRow {
  steps: ContactStep[];
}

/** An answer other than 2xx. */
export class ApiError extends Error {
  readonly status: number;
  /** Problem details (RFC 9457) or whatever came. */
  readonly problem: unknown;
  constructor(method: string, path: string, status: number, problem: unknown) {
    super(`${method} ${path}: ${status} ${JSON.stringify(problem)}`);
    this.status = status;
    this.problem = problem;
  }
}

export class Api {
  readonly #base: string;
  readonly #token: string;

  constructor(http: string, token: string) {
    this.#base = `${http}/api/v1`;
    this.#token = token;
  }

  /** The same with another server that knows the token. */
  at(http: string): Api {
    return new Api(http, this.#token);
  }

  /** Sends one request; resolves with the body, rejects with ApiError. `path` begins with a slash. */
  async request<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.#base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(15_000),
    });
    const text = await response.text();
    const value: unknown = text === '' ? undefined : JSON.parse(text);
    if (!response.ok) throw new ApiError(method, path, response.status, value);
    return value as T;
  }

  /** Sends a file. */
  async upload(method: string, path: string, file: Buffer, type: string): Promise<void> {
    const response = await fetch(`${this.#base}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': type },
      body: new Uint8Array(file),
      signal: AbortSignal.timeout(15_000),
    });
    if (!response.ok) throw new ApiError(method, path, response.status, await response.text());
  }

  /** Reads a file. */
  async file(path: string): Promise<ArrayBuffer> {
    const response = await fetch(`${this.#base}${path}`, {
      headers: { authorization: `Bearer ${this.#token}` },
      signal: AbortSignal.timeout(15_000),
    });
    if (!response.ok) throw new ApiError('GET', path, response.status, await response.text());
    return response.arrayBuffer();
  }

  create<C extends Collection>(collection: C, input: Input<C>): Promise<ConfigurationObject<C>> {
    return this.request('POST', `/${collection}`, input);
  }

  /** Changes some members of an object. */
  patch<C extends Collection>(
    collection: C,
    id: number,
    members: Partial<Input<C>>,
  ): Promise<ConfigurationObject<C>> {
    return this.request('PATCH', `/${collection}/${id}`, members);
  }

  live(): Promise<LiveView> {
    return this.request('GET', '/live');
  }

  async agent(id: number): Promise<LiveAgent> {
    const found = (await this.live()).agents.find(agent => agent.id === id);
    if (!found) throw new Error(`agent ${id} is not in the live view`);
    return found;
  }

  /** Puts an agent into a state; also logs in one that has a SIP phone. */
  setState(agentId: number, state: 'ready' | 'loggedOut' | 'pause', pauseId?: number): Promise<void> {
    return this.request('POST', `/agents/${agentId}/state`, {
      state,
      ...(pauseId === undefined ? {} : { pauseId }),
    });
  }

  /** Waits until the live view shows the agent in one of these states. */
  async untilAgent(
    id: number,
    states: LiveAgent['state'] | LiveAgent['state'][],
    timeoutMs = 10_000,
  ): Promise<void> {
    const wanted = Array.isArray(states) ? states : [states];
    let seen = '';
    const look = async () => {
      seen = (await this.agent(id)).state;
      return wanted.some(state => state === seen);
    };
    await until(`agent ${id} is ${wanted.join(' or ')}`, look, { timeoutMs, explain: () => `it is ${seen}` });
  }

  async contacts(query: Record<string, string | number> = {}): Promise<ContactRow[]> {
    const search = new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
    );
    const page = await this.request<{ items: ContactRow[] }>('GET', `/contacts?${search.toString()}`);
    return page.items;
  }

  async contact(id: string): Promise<Contact> {
    const path = `/contacts/${encodeURIComponent(id)}`;
    const { contact, steps } = await this.request<{ contact: ContactRow; steps: ContactStep[] }>('GET', path);
    return { ...contact, steps };
  }

  /** How a contact sounded at its operators' browsers, once one has told it. */
  async qualityOf(id: string): Promise<QualityRow[]> {
    return until('a browser told how the contact sounded', async () => {
      const path = `/contacts/${encodeURIComponent(id)}`;
      const { quality } = await this.request<{ quality: QualityRow[] }>('GET', path);
      return quality.length > 0 ? quality : null;
    });
  }

  /** The newest contact of a caller, once it has ended and its facts have landed. */
  async endedContact(callerNumber: string, timeoutMs = 5000): Promise<Contact> {
    const row = await until(
      `the contact of ${callerNumber} has ended`,
      async () => (await this.contacts({ search: callerNumber })).find(contact => contact.endedAt !== null),
      { timeoutMs, everyMs: 50, explain: () => this.contacts({ search: callerNumber }) },
    );
    return this.contact(row.id);
  }

  /** The contact, once it has ended and its facts have landed. */
  endedContactOf(id: string): Promise<Contact> {
    return until(`${id} has ended`, async () => {
      const contact = await this.contact(id);
      return contact.endedAt === null ? null : contact;
    });
  }

  /** Like endedContact, once its wrap-up is over too. */
  async wrappedUpContact(callerNumber: string, timeoutMs = 5000): Promise<Contact> {
    return until(
      `the wrap-up of ${callerNumber}'s contact is over`,
      async () => {
        const contact = await this.endedContact(callerNumber);
        return contact.steps.some(step => step.type === 'wrapUpEnded') ? contact : null;
      },
      { timeoutMs, everyMs: 50 },
    );
  }
}
