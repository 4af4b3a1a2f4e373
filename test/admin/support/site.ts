/** The supervisor's pages on the real web server and store, with a small core and no Asterisk. */
import { rm } from 'node:fs/promises';
import { Registry } from 'prom-client';
import { buildAdmin, buildFolder } from '../../../admin/build.ts';
import { adminPages } from '../../../admin/index.ts';
import { speechPrograms } from '../../../asterisk-config/root.ts';
import { createPromptLibrary } from '../../../orchestrator/adapters/speech/library.ts';
import { createSessionStore } from '../../../orchestrator/adapters/store/sessions.ts';
import { validate } from '../../../ivr-flows/validate.ts';
import { createStore, type SqlStore } from '../../../orchestrator/adapters/store/store.ts';
import { createRecordingKeeper } from '../../../orchestrator/adapters/sounds/recording-keeper.ts';
import { precompress } from '../../../orchestrator/adapters/web/files/precompress.ts';
import { createVoicemailKeeper } from '../../../orchestrator/adapters/sounds/voicemail-keeper.ts';
import { createWebServer, type WebDeps, type WebServer } from '../../../orchestrator/adapters/web/server.ts';
import type { LiveView } from '../../../orchestrator/core/views.ts';
import { createLog } from '../../../orchestrator/runtime/log.ts';
import type { PromptLibrary } from '../../../orchestrator/runtime/ports/prompts.ts';
import { readSettings } from '../../../orchestrator/runtime/settings.ts';
import { asteriskRoot } from '../../support/asterisk-root.ts';
import { createFakeRecordings, type FakeRecordings } from '../../support/fake-recordings.ts';
import { freeTcpPort, tempFolder } from '../../support/ports.ts';
import { createPublisher } from '../../../orchestrator/runtime/flows/publisher.ts';
import { createFakeEngine, type FakeEngine } from '../../web/support/fake-engine.ts';
import { emptyLiveView, sampleLiveView, seedConfiguration, seedContacts } from './sample.ts';

export const password = 'correct horse battery';

export interface AdminSite {
  http: string;
  /** State folder. */
  home: string;
  store: SqlStore;
  prompts: PromptLibrary;
  /** What Asterisk has recorded. */
  recordings: FakeRecordings;
  engine: FakeEngine;
  /** Ids of the sample's objects by name. */
  ids: Map<string, number>;
  contactIds: string[];
  /** Shows another live picture to every page. */
  show(view: LiveView): void;
  /** The link to the pages breaks, and later mends: the server stops and listens again on the same port. */
  pauseStream(): Promise<void>;
  resumeStream(): Promise<void>;
  close(): Promise<void>;
}

/** Accounts: boss (administrator) and sara (supervisor), `password`, in `language`. `full` adds the sample. */
export async function startAdmin(options: {
  full: boolean;
  language?: 'it' | 'en';
  port?: number;
}): Promise<AdminSite> {
  await buildAdmin();
  await precompress(buildFolder);
  const language = options.language ?? 'en';
  const home = await tempFolder('admin');
  const port = options.port ?? (await freeTcpPort());
  const settings = readSettings({
    PHONES_HOME: home,
    PHONES_HTTP: `127.0.0.1:${port}`,
    PHONES_TIMEZONE: 'Europe/Rome',
  });
  const log = createLog('warn');
  const store = createStore({ home, database: settings.database, log });
  await store.migrate();
  await store.accounts.create({ username: 'boss', role: 'administrator', language }, password, 'test');
  await store.accounts.create({ username: 'sara', role: 'supervisor', language }, password, 'test');
  const ids = options.full ? await seedConfiguration(store) : new Map<string, number>();
  const contactIds = options.full ? await seedContacts(store, ids, 120) : [];
  const engine = createFakeEngine();
  for (const agent of (await store.configuration.loadAll()).agents) engine.add(agent.id, agent.name);
  let view = options.full ? sampleLiveView(ids, Date.now()) : emptyLiveView(Date.now());
  engine.liveView = () => ({ ...view, at: Date.now() });
  const startServer = async (): Promise<WebServer> => {
    const started = createWebServer(deps);
    await started.listen();
    return started;
  };
  const prompts = createPromptLibrary({ home, programs: speechPrograms(await asteriskRoot()), store, log });
  const recordings = createFakeRecordings();
  const voicemails = createVoicemailKeeper({ home, store, recordings, log, everyMs: 50 });
  voicemails.start();
  const callRecordings = createRecordingKeeper({ home, store, recordings, log, everyMs: 50 });
  callRecordings.start();
  const deps: WebDeps = {
    settings,
    store,
    prompts,
    voicemails,
    recordings: callRecordings,
    flows: createPublisher({ store, validate, applyChanges: () => Promise.resolve(), log }),
    engine,
    telephony: {
      issueBrowserPhone: () => Promise.reject(new Error('no phones here')),
      revokeBrowserPhone: () => Promise.resolve(),
      status: () => [],
    },
    sessionStore: createSessionStore(store, log),
    pages: [adminPages],
    sipSocket: () => null,
    tls: null,
    applyChanges: () => Promise.resolve(),
    log,
    metrics: new Registry(),
    version: '0.1.0',
  };
  let server = await startServer();
  return {
    http: server.address,
    home,
    store,
    prompts,
    recordings,
    engine,
    ids,
    contactIds,
    show(next) {
      view = next;
      engine.touch();
    },
    pauseStream: () => server.close(),
    async resumeStream() {
      deps.metrics = new Registry();
      server = await startServer();
    },
    async close() {
      await server.close();
      await voicemails.stop();
      await callRecordings.stop();
      await store.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}
