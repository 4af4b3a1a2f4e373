/** WebSockets as pages open them, and as others would. */
import { WebSocket } from 'ws';
import { until } from '../../support/until.ts';
import type { Site } from './site.ts';
import type { Visitor } from './visitor.ts';

export interface Page {
  ws: WebSocket;
  messages: Record<string, unknown>[];
  closed: number | null;
  of(type: string): Record<string, unknown>[];
}
export interface Ask {
  cookie?: string;
  origin?: string;
  protocol?: string;
  token?: string;
}
const open: WebSocket[] = [];

export function connect(site: Site, path: string, { cookie, origin, protocol, token }: Ask): WebSocket {
  const headers = {
    ...(cookie === undefined ? {} : { cookie }),
    ...(token === undefined ? {} : { authorization: token }),
  };
  const ws = new WebSocket(`${site.address.replace('http', 'ws')}${path}`, protocol ?? [], {
    headers,
    origin,
  });
  ws.on('error', () => undefined);
  open.push(ws);
  return ws;
}
/** Status of the refusal, or 101. */
export function statusOf(ws: WebSocket): Promise<number> {
  return new Promise((resolve, reject) => {
    ws.on('open', () => resolve(101));
    ws.on('unexpected-response', (_req, answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    ws.on('error', reject);
  });
}
export async function openPage(site: Site, visitor: Visitor): Promise<Page> {
  const ws = connect(site, '/phonebar/socket', { cookie: visitor.cookie, origin: site.address });
  const page: Page = {
    ws,
    messages: [],
    closed: null,
    of: type => page.messages.filter(m => m['type'] === type),
  };
  ws.on('message', (data: Buffer) =>
    page.messages.push(JSON.parse(data.toString('utf8')) as Record<string, unknown>),
  );
  ws.on('close', code => (page.closed = code));
  await until('the first view came', () => page.of('view').length > 0);
  return page;
}
export const closeAll = (): void => {
  for (const ws of open.splice(0)) ws.terminate();
};
