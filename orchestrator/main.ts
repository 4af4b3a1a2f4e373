/** The server as a whole: the only file (with cli.ts) that knows every part. Wires the adapters to the core. */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { validate } from '../ivr-flows/validate.ts';
import { adminPages } from '../admin/index.ts';
import { buildAdmin, buildFolder as adminBuild } from '../admin/build.ts';
import { foldersOf } from '../asterisk-config/folders.ts';
import { speechPrograms } from '../asterisk-config/root.ts';
import { buildFolder as phonebarBuild, buildPhonebar } from '../phonebar/build.ts';
import { phonebarPages } from '../phonebar/pages.ts';
import { createAriTelephony } from './adapters/ari/telephony.ts';
import { createRecogniser } from './adapters/speech/recognise/recogniser.ts';
import { createConnections } from './adapters/connections/connections.ts';
import { createPromptLibrary } from './adapters/speech/library.ts';
import { createSpeech } from './adapters/speech/speech.ts';
import { createSessionStore } from './adapters/store/sessions.ts';
import { createStore } from './adapters/store/store.ts';
import { createRecordingKeeper } from './adapters/sounds/recording-keeper.ts';
import { createVoicemailKeeper } from './adapters/sounds/voicemail-keeper.ts';
import { precompress } from './adapters/web/files/precompress.ts';
import { createWebServer } from './adapters/web/server.ts';
import { connectionsOf, pocketsphinxFor } from './cli/services.ts';
import type { Steps } from './cli/steps.ts';
import type { SwitchStart } from './cli/switches.ts';
import type { Configuration, ConfigurationChange } from './core/configuration/schemas.ts';
import { awaitDatabase, prepareDatabase, type Prepared } from './database.ts';
import type { DemoData } from './demo/data.ts';
import { startTraffic, type Traffic } from './demo/traffic.ts';
import { createPublisher } from './runtime/flows/publisher.ts';
import { keepPrompt } from './runtime/dictations/keeper.ts';
import { startEngine } from './runtime/engine.ts';
import { NothingKnown } from './runtime/errors.ts';
import { openFileJournal } from './runtime/journal/file-journal.ts';
import type { Log } from './runtime/log.ts';
import { countLinks, countSpeech, watchEngine } from './runtime/metrics.ts';
import { auditRefusedCalls } from './runtime/refused-calls.ts';
import type { Telephony } from './runtime/ports/telephony.ts';
import { createProvisioning } from './runtime/provisioning.ts';
import type { Settings } from './runtime/settings.ts';

export interface ServerOptions {
  settings: Settings;
  tls: { key: string; certificate: string } | null;
  switches: SwitchStart;
  /** Demo data and traffic; null = none. */
  demo: { callsPerMinute: number } | null;
  /** Names each step of the start. */
  steps: Steps;
  log: Log;
}

export interface RunningServer {
  address: string;
  /** Only on the start that made it. */
  firstAdministrator: Prepared['firstAdministrator'];
  demo: DemoData | null;
  /** The server runs on the configuration that it knew, and waits for the database. */
  databaseAway: boolean;
  /** Takes no new contacts from now on; resolves when the last one has ended. */
  drain(): Promise<void>;
  /** Ends everything. With `keepCalls`, Asterisk goes on alone while contacts are active; the next start takes it over. */
  stop(options: { keepCalls: boolean }): Promise<void>;
}

const KEEP_JOURNAL_DAYS = 7;
/** For one text of the voice server: less than what a prompt may take altogether (adapters/ari/commands.ts). */
const VOICE_MS = 3500;

type Undo = () => Promise<unknown> | void;

/** Starts everything; a start that fails undoes what it began, so that nothing blocks the next one. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const undo: Undo[] = [];
  try {
    return await start(options, undo);
  } catch (error) {
    for (const step of undo.reverse()) {
      try {
        await step();
      } catch (err) {
        options.log.error({ err }, 'while cleaning up after a failed start');
      }
    }
    throw error;
  }
}

async function start(
  options: ServerOptions,
  undo: (() => Promise<unknown> | void)[],
): Promise<RunningServer> {
  const { settings, steps, log } = options;
  undo.push(() => options.switches.undo());
  // What a later step needs is waited for there; the first failure ends the start.
  const pages = steps.run('Pages', async () => {
    await Promise.all([buildAdmin(), buildPhonebar()]);
    await Promise.all([precompress(adminBuild), precompress(phonebarBuild)]);
  });
  pages.catch(() => undefined);

  const store = createStore({ home: settings.home, database: settings.database, log });
  undo.push(() => store.close());
  const prepared = await prepareDatabase(store, settings, { demo: options.demo !== null, steps, log });
  const configuration = prepared?.configuration ?? null;
  const provisioning = createProvisioning(store.configuration, join(settings.home, 'provisioning.json'), log);

  const journal = await openFileJournal(join(settings.home, 'journal'));
  if (!prepared && journal.lastSeq() === 0) throw new NothingKnown();
  const asterisk = await options.switches.begin();
  const programs = asterisk.root === null ? null : speechPrograms(asterisk.root);
  const prompts = createPromptLibrary({ home: settings.home, programs, store, log });
  await prompts.refresh();
  const metrics = new Registry();
  const speech = createSpeech({
    home: settings.home,
    programs,
    server: settings.voice && { ...settings.voice, timeoutMs: VOICE_MS },
    library: prompts,
    metrics: countSpeech(metrics),
    log,
  });
  const telephony = createAriTelephony({
    metrics: countLinks(metrics),
    nodes: asterisk.urls.map((url, index) => ({ node: `n${index + 1}`, url })),
    application: settings.instance,
    speech,
    mediaAddress: asterisk.embedded ? ownAddress(settings.sip.host) : null,
    load: provisioning,
    log,
  });
  const voicemails = createVoicemailKeeper({ home: settings.home, store, recordings: telephony, log });
  const recordings = createRecordingKeeper({ home: settings.home, store, recordings: telephony, log });
  const connections = createConnections({
    home: settings.home,
    load: () => connectionsOf(store),
    recogniser: createRecogniser({
      setting: settings.recogniser,
      programs,
      pocketsphinx: await pocketsphinxFor(settings, steps),
    }),
    recordingFile: (_node, recording) =>
      voicemails.find(recording) ??
      (asterisk.embedded ? join(foldersOf(settings.home).spool, 'recording', `${recording}.wav`) : null),
    log,
  });
  undo.push(() => connections.stop());
  await connections.refresh();
  const engine = await startEngine({
    instance: settings.instance,
    timeZone: settings.timeZone,
    configuration,
    journal,
    keepDays: KEEP_JOURNAL_DAYS,
    incidents: join(settings.home, 'incidents'),
    facts: store.facts,
    execute: command => telephony.execute(command),
    serve(command) {
      if (command.type !== 'keepPrompt') return connections.execute(command);
      void keepPrompt({ prompts, recordings: telephony, emit: event => engine.submit(event), log }, command);
    },
    nodes: () => telephony.status(),
    log,
  });
  undo.push(() => engine.stop());
  const { replayed } = engine.recovered;
  if (replayed > 0) steps.report({ name: 'Journal', state: 'done', detail: `${replayed} events replayed` });
  connections.start(event => engine.submit(event));
  telephony.start(event => engine.submit(event));
  undo.push(() => telephony.stop());
  const audit = setInterval(() => telephony.observe(), AUDIT_MS).unref();
  undo.push(() => clearInterval(audit));

  voicemails.start();
  undo.push(() => voicemails.stop());
  recordings.start();
  undo.push(() => recordings.stop());

  watchEngine(metrics, engine, store.facts);
  auditRefusedCalls(engine, store.audit, log);
  const applyChanges = async (changes: ConfigurationChange[], by: string): Promise<void> => {
    await engine.configurationChanged(changes, by);
    const ids = (collection: string) =>
      changes.filter(change => change.collection === collection).map(({ id }) => id);
    await telephony.provision({ agents: ids('agents'), lines: ids('lines') });
    if (ids('prompts').length > 0) await prompts.refresh();
    if (ids('connections').length > 0) await connections.refresh();
  };
  const flows = createPublisher({ store, validate, applyChanges, log });
  flows.start();
  undo.push(() => flows.stop());
  const web = createWebServer({
    settings,
    store,
    flows,
    prompts,
    recordings,
    voicemails,
    engine,
    telephony,
    sessionStore: createSessionStore(store, log),
    pages: [adminPages, phonebarPages],
    sipSocket: () => sipSocketOf(asterisk.urls),
    tls: options.tls ? { key: options.tls.key, cert: options.tls.certificate } : null,
    applyChanges,
    log,
    metrics,
    version,
  });
  await pages;
  await web.listen();
  undo.push(() => web.close());
  await steps.run('Asterisk: connecting', () => connected(telephony));

  let traffic: Traffic | null = null;
  const [firstUrl] = asterisk.urls;
  if (options.demo && prepared?.demo && firstUrl && options.demo.callsPerMinute > 0) {
    const { callsPerMinute } = options.demo;
    const data = prepared.demo.traffic;
    traffic = await startTraffic({ engine, data, asterisk: firstUrl, callsPerMinute, log });
  }
  const returned = async (found: Configuration): Promise<void> => {
    await prompts.refresh();
    await connections.refresh();
    await engine.configurationLoaded(found);
    await telephony.provision(await provisioning.everything());
  };
  const stopWaiting = prepared ? () => undefined : awaitDatabase(store, returned, log);
  undo.push(stopWaiting);

  return {
    address: web.address,
    firstAdministrator: prepared?.firstAdministrator ?? null,
    demo: prepared?.demo ?? null,
    databaseAway: prepared === null,
    drain: () => engine.drain('command line'),
    async stop({ keepCalls }) {
      stopWaiting();
      await traffic?.stop();
      clearInterval(audit);
      await web.close();
      await flows.stop();
      await voicemails.stop();
      await recordings.stop();
      const active = engine.health().activeContacts;
      await engine.handled();
      await telephony.stop();
      await engine.stop();
      await connections.stop();
      if (keepCalls && active > 0) asterisk.embedded?.release();
      else await asterisk.embedded?.stop();
      await store.close();
    },
  };
}

/** The slow audit compares world and Asterisk this often. */
const AUDIT_MS = 5_000;

const root = join(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

/** The address that PHONES_SIP names; null when it is a wildcard or a name. */
function ownAddress(host: string): string | null {
  return isIP(host) === 0 || host === '0.0.0.0' || host === '::' ? null : host;
}

/** Where Asterisk's WebSocket for browsers is: on the first node. */
function sipSocketOf(urls: string[]): { host: string; port: number; path: string } | null {
  const [first] = urls;
  if (!first) return null;
  const { hostname, port, protocol } = new URL(first);
  return { host: hostname, port: Number(port) || (protocol === 'https:' ? 443 : 80), path: '/ws' };
}

/** How long the start waits for the first connection to a node; it goes on trying afterwards. */
const CONNECT_MS = 15_000;

async function connected(telephony: Telephony): Promise<string> {
  const until = performance.now() + CONNECT_MS;
  for (;;) {
    const nodes = telephony.status();
    const up = nodes.filter(node => node.up);
    if (up.length === nodes.length) return up.map(node => node.version).join(', ');
    if (performance.now() > until) return `${up.length} of ${nodes.length} nodes; it goes on trying`;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
