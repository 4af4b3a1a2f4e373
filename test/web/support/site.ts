/** A web server on the real store (SQLite in a temp folder), with a small core and no Asterisk. */
import { rm } from 'node:fs/promises';
import express from 'express';
import { Registry } from 'prom-client';
import { speechPrograms } from '../../../asterisk-config/root.ts';
import { createPromptLibrary } from '../../../orchestrator/adapters/speech/library.ts';
import { createSessionStore } from '../../../orchestrator/adapters/store/sessions.ts';
import { createStore } from '../../../orchestrator/adapters/store/store.ts';
import type { SqlStore } from '../../../orchestrator/adapters/store/store.ts';
import { createRecordingKeeper } from '../../../orchestrator/adapters/sounds/recording-keeper.ts';
import { createVoicemailKeeper } from '../../../orchestrator/adapters/sounds/voicemail-keeper.ts';
import { createWebServer } from '../../../orchestrator/adapters/web/server.ts';
import type { WebDeps } from '../../../orchestrator/adapters/web/server.ts';
import { inputs } from '../../../orchestrator/core/configuration/schemas.ts';
import type { ConfigurationChange } from '../../../orchestrator/core/configuration/schemas.ts';
import { createLog } from '../../../orchestrator/runtime/log.ts';
import type { PromptLibrary } from '../../../orchestrator/runtime/ports/prompts.ts';
import type { Pages } from '../../../orchestrator/runtime/ports/pages.ts';
import type { Role } from '../../../orchestrator/runtime/ports/store.ts';
import { readSettings } from '../../../orchestrator/runtime/settings.ts';
import { asteriskRoot } from '../../support/asterisk-root.ts';
import { createFakeRecordings, type FakeRecordings } from '../../support/fake-recordings.ts';
import { freeTcpPort, tempFolder } from '../../support/ports.ts';
import { createPublisher, type RunningPublisher } from '../../../orchestrator/runtime/flows/publisher.ts';
import { createFakeEngine } from './fake-engine.ts';
import type { FakeEngine } from './fake-engine.ts';
import { Visitor } from './visitor.ts';

export const password = 'correct horse battery';
/** In every secret of the tests; must never be seen in a log or an answer (S17). */
export const canary = 'canary-5c1e';

/** Pages as small as can be: the form token as text, sign-in and out by JSON or form. */
const pages: Pages = ({ auth }) => {
  const router = express.Router();
  const body = express.json();
  router.get('/sign-in', (req, res) => res.type('text').send(auth.csrfToken(req, res)));
  router.post('/sign-in', body, async (req, res) => {
    const { username, password: given } = req.body as { username: string; password: string };
    const account = await auth.signIn(req, username, given);
    res.status(account ? 200 : 401).json(account);
  });
  router.post('/sign-out', body, async (req, res) => {
    await auth.signOut(req);
    res.status(204).end();
  });
  router.get('/admin', auth.require('supervisor', 'administrator'), (req, res) =>
    res.json(auth.account(req)),
  );
  router.post('/admin/form', auth.require('supervisor', 'administrator'), (req, res) => res.json(req.body));
  router.get('/broken', () => {
    throw new Error(`secret ${canary}`);
  });
  return router;
};

export interface Site {
  address: string;
  store: SqlStore;
  engine: FakeEngine;
  home: string;
  prompts: PromptLibrary;
  /** What Asterisk has recorded. */
  recordings: FakeRecordings;
  /** Not started. */
  publisher: RunningPublisher;
  changes: { changes: ConfigurationChange[]; by: string }[];
  /** Agents whose browser phone was issued and revoked. */
  phones: { issued: number[]; revoked: number[] };
  nodeUp: boolean;
  sipSocket: ReturnType<WebDeps['sipSocket']>;
  /** Everything logged so far. */
  logged(): string;
  visitor(): Visitor;
  program(role: Exclude<Role, 'operator'>): Promise<Visitor>;
  /** A new agent with an account `username`, known to the core. */
  operator(username: string): Promise<{ agentId: number; visitor: Visitor }>;
  signedIn(username: string): Promise<Visitor>;
  close(): Promise<void>;
}

const noProblem = { exit: null, parameter: null, message: 'is not good', values: {} };

export async function startSite(options: Partial<Pick<WebDeps, 'tls'>> = {}): Promise<Site> {
  const home = await tempFolder('web');
  const port = await freeTcpPort();
  const settings = readSettings({
    PHONES_HOME: home,
    PHONES_HTTP: `127.0.0.1:${port}`,
    PHONES_TIMEZONE: 'Europe/Rome',
  });
  let logged = '';
  const log = createLog('debug', { write: line => (logged += line) });
  const store = createStore({ home, database: settings.database, log });
  await store.migrate();
  await store.accounts.create({ username: 'boss', role: 'administrator', language: 'en' }, password, 'test');
  await store.accounts.create({ username: 'sara', role: 'supervisor', language: 'en' }, password, 'test');
  const engine = createFakeEngine();

  const applyChanges: WebDeps['applyChanges'] = async (changes, by) =>
    void site.changes.push({ changes, by });
  const publisher = createPublisher({
    store,
    // A label says what is wrong.
    validate: ({ blocks }) =>
      blocks.flatMap(({ id, label }) =>
        label === 'error' || label === 'warning'
          ? [{ ...noProblem, severity: label, code: `a-${label}`, block: id }]
          : [],
      ),
    applyChanges,
    log,
  });
  const prompts = createPromptLibrary({ home, programs: speechPrograms(await asteriskRoot()), store, log });
  const recordings = createFakeRecordings();
  const voicemails = createVoicemailKeeper({ home, store, recordings, log, everyMs: 50 });
  voicemails.start();
  const callRecordings = createRecordingKeeper({ home, store, recordings, log, everyMs: 50 });
  callRecordings.start();
  const server = createWebServer({
    settings,
    store,
    prompts,
    voicemails,
    recordings: callRecordings,
    flows: publisher,
    engine,
    telephony: {
      async issueBrowserPhone(agentId) {
        site.phones.issued.push(agentId);
        return { uri: `sip:agent-${agentId}@phones`, username: `agent-${agentId}`, secret: `${canary}-sip` };
      },
      async revokeBrowserPhone(agentId) {
        site.phones.revoked.push(agentId);
      },
      status: () => [
        {
          node: 'n1',
          up: site.nodeUp,
          version: '22.10.1',
          since: 1,
          roundTripMs: 2,
          address: '127.0.0.1:8088',
        },
      ],
    },
    sessionStore: createSessionStore(store, log),
    pages: [pages],
    sipSocket: () => site.sipSocket,
    tls: options.tls ?? null,
    applyChanges,
    log,
    metrics: new Registry(),
    version: '1.2.3',
  });
  await server.listen();

  const site: Site = {
    address: server.address,
    store,
    engine,
    home,
    prompts,
    recordings,
    publisher,
    changes: [],
    phones: { issued: [], revoked: [] },
    nodeUp: true,
    sipSocket: null,
    logged: () => logged,
    visitor: () => new Visitor(server.address),
    async program(role) {
      const token = await store.accounts.createToken(role, `tests-${role}`, 'test');
      return new Visitor(server.address, { authorization: `Bearer ${token}` });
    },
    async operator(username) {
      const extension = String(2000 + engine.requests.length + Math.floor(Math.random() * 90_000));
      const {
        password: _password,
        sipSecret: _sipSecret,
        ...input
      } = inputs.agents.parse({ name: username, username, extension });
      const { id } = await store.configuration.create('agents', input, { password }, 'test');
      engine.add(id, username);
      return { agentId: id, visitor: await site.signedIn(username) };
    },
    async signedIn(username) {
      const visitor = site.visitor();
      const reply = await visitor.signIn(username, password);
      if (reply.status !== 200) throw new Error(`${username} could not sign in: ${reply.status}`);
      return visitor;
    },
    async close() {
      await server.close();
      await voicemails.stop();
      await callRecordings.stop();
      await store.close();
      await rm(home, { recursive: true, force: true });
    },
  };
  return site;
}
