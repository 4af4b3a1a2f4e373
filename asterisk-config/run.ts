/**
 * The embedded Asterisk as the orchestrator starts it. Asterisk outlives the orchestrator: conversations go
 * on when that one dies, and its next start takes the living Asterisk over.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PhonesError } from '../orchestrator/runtime/errors.ts';
import type { Log } from '../orchestrator/runtime/log.ts';
import type { Settings } from '../orchestrator/runtime/settings.ts';
import { type Access, addressOf, makeAccess, readAccess } from './access.ts';
import { checkCustomFiles } from './checks/custom-files.ts';
import type { Rendering } from './files/file.ts';
import { type Folders, foldersOf } from './folders.ts';
import { keepLogsSmall, setAsideLargeLogs } from './logs.ts';
import { portProblem, tryPort } from './ports.ts';
import { configurationOf, endAsterisk, findAsterisk, spawnAsterisk } from './process-start.ts';
import { isAlive, type ProcessRef } from './processes.ts';
import { waitUntilReady } from './ready.ts';
import { renderConfiguration, writeConfiguration } from './render.ts';
import { supervise } from './supervise.ts';

export interface EmbeddedOptions extends Pick<Settings, 'home' | 'sip' | 'rtp' | 'instance'> {
  /** The unpacked root, from installAsterisk. */
  root: string;
  /** Language of prompts on channels that say nothing else; default it. */
  language?: 'it' | 'en';
  /** How long a living Asterisk may be silent before it is replaced instead of taken over, ms; default 20 s. */
  patienceMs?: number;
  /** Called once its process is there, started or found; ARI answers some half a second after a start. */
  running?: () => void;
  log: Pick<Log, 'info' | 'warn' | 'error'>;
}

export interface EmbeddedAsterisk {
  /** http://user:password@127.0.0.1:port of its HTTP server: not for logs. The same after a crash. */
  readonly url: string;
  /** Process id; another one after a crash. */
  readonly pid: number;
  readonly version: string;
  /** An Asterisk that lived already was taken over, with its calls. */
  readonly takenOver: boolean;
  /** Ends Asterisk and every call on it. Resolves when the process is gone. */
  stop(): Promise<void>;
  /** Stops watching: Asterisk and its calls stay for the next start. */
  release(): void;
  /** Resolves when Asterisk has ended for good, that is after stop(); a crash is followed by a restart. */
  readonly exited: Promise<void>;
}

/** Asterisk could not be started; the message says why and what to do. */
export class AsteriskNotStarted extends PhonesError {
  constructor(message: string) {
    super('asteriskNotStarted', message);
  }
}

/** How long Asterisk may take until ARI answers; it needs about a second. */
const startTimeoutMs = 30_000;

/** Starts Asterisk, or takes over the one of this state folder that lives. Throws AsteriskNotStarted. */
export async function startEmbeddedAsterisk(options: EmbeddedOptions): Promise<EmbeddedAsterisk> {
  const { home, log } = options;
  const folders = foldersOf(home);
  const living = await findAsterisk(folders);
  if (living.length > 0) options.running?.();
  let access = (await readAccess(folders.access)) ?? (await makeAccess(folders.access, null));

  const same = await takeOver(living, options, folders, access);
  for (const other of living) if (other.pid !== same?.ref.pid) await endAsterisk(other);

  let current: Started;
  if (same) {
    current = same;
    log.info({ pid: same.ref.pid, version: same.version }, 'Asterisk was running: taken over');
  } else {
    if ((await tryPort('tcp', '127.0.0.1', access.port)) !== null)
      access = await makeAccess(folders.access, access);
    current = await start(options, folders, access);
  }

  const supervisor = supervise({
    first: current.ref,
    restart: async () => {
      for (const other of await findAsterisk(folders)) await endAsterisk(other);
      current = await start(options, folders, access);
      return current.ref;
    },
    log,
  });
  const stopLogs = keepLogsSmall(home, options.root, log);
  return {
    url: addressOf(access),
    get pid() {
      return current.ref.pid;
    },
    get version() {
      return current.version;
    },
    takenOver: same !== null,
    stop: () => {
      stopLogs();
      return supervisor.stop(endAsterisk);
    },
    release: () => {
      stopLogs();
      supervisor.release();
    },
    exited: supervisor.ended,
  };
}

/** Ends whatever Asterisk of the state folder lives. Resolves with how many there were. */
export async function stopEmbeddedAsterisk(home: string): Promise<number> {
  const living = await findAsterisk(foldersOf(home));
  for (const ref of living) await endAsterisk(ref);
  return living.length;
}

interface Started {
  ref: ProcessRef;
  version: string;
}

function rendering(options: EmbeddedOptions, folders: Folders, access: Access): Rendering {
  return {
    folders,
    root: options.root,
    sip: options.sip,
    rtp: options.rtp,
    application: options.instance,
    httpPort: access.port,
    ariUser: access.user,
    ariPassword: access.password,
    language: options.language ?? 'it',
  };
}

/** The living Asterisk, if there is one, it has our configuration and it answers; null otherwise. */
async function takeOver(
  living: ProcessRef[],
  options: EmbeddedOptions,
  folders: Folders,
  access: Access,
): Promise<Started | null> {
  const { log, patienceMs = 20_000 } = options;
  const [ref] = living;
  if (!ref) return null;
  if (living.length > 1) {
    log.warn(
      { pids: living.map(({ pid }) => pid) },
      'more than one Asterisk of this folder: all are stopped',
    );
    return null;
  }
  const { hash } = renderConfiguration(rendering(options, folders, access));
  if ((await configurationOf(ref)) !== hash) {
    log.warn({ pid: ref.pid }, 'Asterisk runs with another configuration: it is stopped and started anew');
    return null;
  }
  // It may be starting still, or be frozen for a moment: its calls are worth waiting for.
  const version = await waitUntilReady(addressOf(access), () => isAlive(ref), patienceMs);
  if (version === null)
    log.warn({ pid: ref.pid }, 'Asterisk does not answer: it is stopped and started anew');
  return version === null ? null : { ref, version };
}

async function start(options: EmbeddedOptions, folders: Folders, access: Access): Promise<Started> {
  const { sip, root, log } = options;
  for (const protocol of ['udp', 'tcp'] as const) {
    const problem = await portProblem(protocol, sip.host, sip.port);
    if (problem) throw new AsteriskNotStarted(`${problem}. Stop it, or set PHONES_SIP to another address.`);
  }
  const began = performance.now();
  const rendered = rendering(options, folders, access);
  const { texts, hash } = renderConfiguration(rendered);
  await writeConfiguration(rendered, texts);
  for (const { file, line, message } of await checkCustomFiles(folders, null))
    log.error({ file, line }, `mistake in a configuration file of yours: ${message}`);
  await setAsideLargeLogs(folders);
  const ref = await spawnAsterisk(folders, root, hash);
  options.running?.();
  const version = await waitUntilReady(addressOf(access), () => isAlive(ref), startTimeoutMs);
  if (version === null) {
    const ended = !(await isAlive(ref));
    await endAsterisk(ref);
    throw new AsteriskNotStarted(
      `Asterisk ${ended ? 'ended while it started' : `did not answer in ${startTimeoutMs / 1000} s`}. Its last words:\n${await lastWords(folders)}`,
    );
  }
  log.info({ pid: ref.pid, version, ms: Math.round(performance.now() - began) }, 'Asterisk has started');
  return { ref, version };
}

/** The end of Asterisk's own logs, for error messages. */
async function lastWords(folders: Folders): Promise<string> {
  const texts = await Promise.all(
    ['messages.log', 'console.log'].map(name => readFile(join(folders.log, name), 'utf8').catch(() => '')),
  );
  return texts.map(text => text.trim().split('\n').slice(-5).join('\n')).join('\n');
}
