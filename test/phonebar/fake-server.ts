/** A server that speaks the PhoneBar's protocol and does what the test says. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import express from 'express';
import helmet from 'helmet';
import { WebSocketServer } from 'ws';
import { framingHeaders } from '../../orchestrator/adapters/web/security/driver-origins.ts';
import { buildPhonebar } from '../../phonebar/build.ts';
import { phonebarPages } from '../../phonebar/pages.ts';
import { createFakeSip, textOf } from './fake-sip.ts';
import { directory } from './samples.ts';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebSocket } from 'ws';
import type { AgentRequest } from '../../orchestrator/core/agents/requests.ts';
import type { CallbackView } from '../../orchestrator/core/callbacks/by-hand.ts';
import type { PhoneKind, ScriptDocument } from '../../orchestrator/core/configuration/schemas.ts';
import type { AgentView } from '../../orchestrator/core/views.ts';
import type { OwnMessage } from '../../orchestrator/runtime/ports/agent-messages.ts';
import type { AgentDay } from '../../orchestrator/runtime/ports/agent-day.ts';
import type { Account } from '../../orchestrator/runtime/ports/store.ts';
import type {
  EarlierContacts,
  OperatorPreferences,
  ScreenPopAnswer,
} from '../../phonebar/client/session/protocol.ts';
import type { FakeSip } from './fake-sip.ts';
import { serveFiles } from '../../orchestrator/adapters/web/files/serve-files.ts';

export interface FakeServer {
  url: string;
  sip: FakeSip;
  account: Account;
  phones: PhoneKind[];
  pauses: { id: number; name: string }[];
  /** Commands in the order in which they came. */
  commands: AgentRequest[];
  /** Names of secrets given out; the SIP side does not check them. */
  phonesIssued: number;
  signedOut: boolean;
  /** Origins of pages that may drive this one. */
  driverOrigins: string[];
  /** Summaries of quality and reports that came. */
  measured: { contactId: string; what: string; body: object }[];
  /** Of supervisors, newest first; `say` puts one before. */
  messages: OwnMessage[];
  refusesReading: boolean;
  say(text: string): void;
  /** What the operator did today; null = it cannot be read. */
  day: AgentDay | null;
  callbacks: CallbackView[];
  /** What was asked of call-backs; `onCallback` says how it is refused, null = it is not. */
  callbackCommands: { method: string; path: string; body: unknown }[];
  onCallback: () => string | null;
  /** Earlier contacts of every caller; null = the database is away. */
  earlier: EarlierContacts | null;
  /** The script of every contact; null = it cannot be read. */
  script: ScriptDocument | null;
  preferences: OperatorPreferences;
  refusesPreferences: boolean;
  /** What is to be opened for any contact; null = the database is away. */
  screenPop: ScreenPopAnswer | null;
  /** Decides on a command: null = ok, otherwise the code of the refusal, 'silence' = no reply. May change the view. */
  onCommand: (command: AgentRequest) => string | null;
  view(): AgentView;
  /** Changes the view and tells it to every page. */
  change(change: Partial<AgentView>): void;
  dropSockets(): void;
  /** Refuses new sockets and requests while true. */
  away: boolean;
  close(): Promise<void>;
}

export const idleView: AgentView = {
  agentId: 1,
  name: 'Anna Rossi',
  extension: '201',
  state: 'loggedOut',
  since: Date.now(),
  pauseId: null,
  next: null,
  phone: null,
  pageConnected: true,
  phoneReachable: false,
  standing: 'off',
  campaigns: [
    { id: 1, name: 'Customer care', waiting: 2, longestWaitSince: Date.now() - 42_000 },
    { id: 2, name: 'Technical support', waiting: 0, longestWaitSince: null },
  ],
  contact: null,
  wrapUp: null,
  notReached: null,
  away: null,
};

export async function startFakeServer(port = 0): Promise<FakeServer> {
  await buildPhonebar();
  const sip = createFakeSip();
  let view: AgentView = { ...idleView, since: Date.now() };
  let seq = 0;
  const pages = new Set<WebSocket>();
  const app = express();
  app.use((_req, res, next) => (fake.away ? res.destroy() : next()));
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          frameAncestors: ["'self'"],
        },
      },
      hsts: false,
    }),
    framingHeaders({ list: async () => fake.driverOrigins, set: async () => undefined }),
  );
  app.get('/api/v1/phonebar', (_req, res) => {
    if (fake.signedOut) res.status(401).end();
    else
      res.json({
        serverTime: Date.now(),
        account: fake.account,
        agent: { id: 1, name: view.name, extension: view.extension, defaultPhone: fake.phones[0] },
        view,
        pauses: fake.pauses,
        phones: fake.phones,
        preferences: fake.preferences,
      });
  });
  app.get('/api/v1/phonebar/directory', (_req, res) => res.json(directory));
  app.get(
    '/api/v1/phonebar/day',
    (_req, res) => void (fake.day ? res.json(fake.day) : res.status(503).end()),
  );
  app.get('/api/v1/phonebar/contacts/:id/script', (_req, res) =>
    fake.script ? res.json({ scriptId: 1, version: 1, document: fake.script }) : res.status(503).end(),
  );
  app.get('/api/v1/phonebar/contacts/:id/earlier', (_req, res) =>
    fake.earlier ? res.json(fake.earlier) : res.status(503).end(),
  );
  app.get('/api/v1/phonebar/contacts/:id/screen-pop', (_req, res) =>
    fake.screenPop ? res.json(fake.screenPop) : res.status(503).end(),
  );
  app.get('/api/v1/phonebar/messages', (_req, res) => res.json({ items: fake.messages }));
  app.put('/api/v1/phonebar/messages/:id/read', (req, res) => {
    const found = fake.messages.find(({ id }) => String(id) === req.params.id);
    if (found && !fake.refusesReading) found.readAt = Date.now();
    res.status(found && !fake.refusesReading ? 204 : 503).end();
  });
  app.get('/api/v1/phonebar/callbacks', (_req, res) =>
    res.json({ timeZone: 'Europe/Rome', items: fake.callbacks }),
  );
  app.use('/api/v1/phonebar/callbacks', express.json(), (req, res) => {
    fake.callbackCommands.push({ method: req.method, path: req.path, body: req.body });
    const code = fake.onCallback();
    if (code) res.status(409).json({ code });
    else res.status(204).end();
  });
  app.post('/api/v1/phonebar/contacts/:id/:what', express.json(), (req, res) => {
    fake.measured.push({ contactId: req.params.id, what: req.params.what, body: req.body as object });
    res.status(204).end();
  });
  app.post('/api/v1/phonebar/phone', (req, res) => {
    if (req.headers['x-csrf-token'] !== 'fake-token') {
      res.status(403).end();
      return;
    }
    fake.phonesIssued += 1;
    res.json({
      uri: 'sip:agent-201-browser@fake.invalid',
      username: 'agent-201-browser',
      secret: `s${fake.phonesIssued}`,
      socketPath: '/phonebar/sip',
    });
  });
  app.put('/api/v1/phonebar/preferences', express.json(), (req, res) => {
    if (fake.refusesPreferences) return void res.status(503).end();
    fake.preferences = { ...fake.preferences, ...(req.body as Partial<OperatorPreferences>) };
    res.json(fake.preferences);
  });
  app.put('/api/v1/me/language', express.json(), (req, res) => {
    fake.account.language = (req.body as { language: 'it' | 'en' }).language;
    res.status(204).end();
  });
  app.use(
    phonebarPages({
      driverOrigins: async () => fake.driverOrigins,
      serveFiles,
      auth: {
        account: () => fake.account,
        require: () => (_req, _res, next) => next(),
        csrfToken: () => 'fake-token',
      },
    }),
  );

  const server: Server = createServer(app);
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (req, socket, head) => {
    if (fake.away || fake.signedOut) {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(req, socket, head, ws => {
      if (req.url === '/phonebar/sip') sip.attach(ws);
      else attach(ws);
    });
  });

  function attach(ws: WebSocket): void {
    pages.add(ws);
    ws.on('close', () => pages.delete(ws));
    ws.on('message', data => {
      const message = JSON.parse(textOf(data)) as { type: string; id: string; command: AgentRequest };
      if (message.type === 'alive') return;
      const { id, command } = message;
      fake.commands.push(command);
      const code = fake.onCommand(command);
      if (code !== 'silence')
        ws.send(JSON.stringify({ type: 'reply', id, ok: code === null, ...(code && { code }) }));
    });
    ws.send(JSON.stringify({ type: 'hello', serverTime: Date.now() }));
    tell(ws);
  }
  function tell(ws: WebSocket): void {
    seq += 1;
    ws.send(JSON.stringify({ type: 'view', seq, serverTime: Date.now(), view }));
  }

  const fake: FakeServer = {
    url: '',
    sip,
    account: { id: 1, username: 'anna', role: 'operator', agentId: 1, language: 'en' },
    phones: ['browser', 'sip', 'outside'],
    pauses: [
      { id: 1, name: 'Coffee' },
      { id: 2, name: 'Lunch' },
      { id: 3, name: 'Training' },
    ],
    commands: [],
    phonesIssued: 0,
    day: null,
    measured: [],
    messages: [],
    refusesReading: false,
    say(text) {
      const id = fake.messages.length + 1;
      fake.messages.unshift({ id, at: Date.now(), by: 'Sara Costa', text, readAt: null });
      for (const ws of pages) ws.send(JSON.stringify({ type: 'messages' }));
    },
    signedOut: false,
    callbacks: [],
    callbackCommands: [],
    onCallback: () => null,
    earlier: { days: 90, items: [] },
    script: null,
    driverOrigins: [],
    preferences: { favourites: [], layout: 'page' },
    refusesPreferences: false,
    screenPop: { url: null, opens: 'button' },
    away: false,
    onCommand: () => null,
    view: () => view,
    change(change) {
      view = { ...view, ...change };
      for (const ws of pages) tell(ws);
    },
    dropSockets() {
      for (const ws of pages) ws.terminate();
    },
    async close() {
      for (const ws of sockets.clients) ws.terminate();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return fake;
}
