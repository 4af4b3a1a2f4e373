/** An operator's page without a browser: signed in, on the PhoneBar's socket, back by itself when that is lost. */
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import type { AgentRequest } from '../../../orchestrator/core/agents/requests.ts';
import type { AgentView } from '../../../orchestrator/core/views.ts';
import type { Instance } from '../../support/instance.ts';
import { until } from '../../support/until.ts';

type Message =
  | { type: 'view'; view: AgentView }
  | { type: 'reply'; id: string; ok: boolean; code?: string }
  | { type: 'hello' | 'beat' | 'error' };

export class OperatorPage {
  readonly #http: string;
  readonly #cookie: string;
  readonly #replies = new Map<string, (reply: Extract<Message, { type: 'reply' }>) => void>();
  #socket: WebSocket | null = null;
  #closed = false;
  #view: AgentView | null = null;

  private constructor(http: string, cookie: string) {
    this.#http = http;
    this.#cookie = cookie;
  }

  static async open(
    instance: Instance,
    { username, password }: { username: string; password: string },
  ): Promise<OperatorPage> {
    const page = new OperatorPage(instance.http, await signIn(instance.http, username, password));
    page.#connect();
    await page.untilView('its page is there', () => true);
    return page;
  }

  /** What the page shows; throws while its socket is away. */
  get view(): AgentView {
    if (!this.#view) throw new Error('the PhoneBar has no link');
    return this.#view;
  }

  async untilView(what: string, holds: (view: AgentView) => boolean, timeoutMs = 10_000): Promise<AgentView> {
    await until(`${what}, says the PhoneBar`, () => this.#view !== null && holds(this.#view), {
      timeoutMs,
      explain: () => this.#view,
    });
    return this.view;
  }

  /** Sends a request as a button does; rejects when the core refuses it. */
  async ask(command: AgentRequest): Promise<void> {
    const id = randomUUID();
    const reply = await new Promise<Extract<Message, { type: 'reply' }>>((resolve, reject) => {
      if (!this.#socket) return reject(new Error('the PhoneBar has no link'));
      this.#replies.set(id, resolve);
      this.#socket.send(JSON.stringify({ id, type: 'command', command }));
    });
    if (!reply.ok) throw new Error(`${command.type} was refused: ${reply.code}`);
  }

  close(): void {
    this.#closed = true;
    this.#socket?.close();
  }

  #connect(): void {
    if (this.#closed) return;
    const socket = new WebSocket(`${this.#http.replace('http', 'ws')}/phonebar/socket`, {
      headers: { cookie: this.#cookie },
      origin: this.#http,
    });
    socket.on('error', () => undefined);
    socket.on('open', () => (this.#socket = socket));
    socket.on('message', (data: Buffer) => this.#take(JSON.parse(data.toString('utf8')) as Message));
    socket.on('close', () => {
      this.#socket = null;
      this.#view = null;
      setTimeout(() => this.#connect(), 200).unref();
    });
  }

  #take(message: Message): void {
    if (message.type === 'view') this.#view = message.view;
    if (message.type !== 'reply') return;
    this.#replies.get(message.id)?.(message);
    this.#replies.delete(message.id);
  }
}

/** The session's cookie. */
export async function signIn(http: string, username: string, password: string): Promise<string> {
  const form = await fetch(`${http}/sign-in`);
  const token = /name="_csrf" value="([^"]+)"/.exec(await form.text())?.[1] ?? '';
  const cookies = new Map<string, string>();
  const keep = (response: Response): void => {
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
  };
  const cookie = (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  keep(form);
  const reply = await fetch(`${http}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookie() },
    body: new URLSearchParams({ username, password, _csrf: token }),
  });
  if (reply.status >= 400)
    throw new Error(`${username} cannot sign in: ${reply.status} ${await reply.text()}`);
  keep(reply);
  return cookie();
}
