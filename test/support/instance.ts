/**
 * A whole #phones for tests, as users run it: `phones start` in a process of its own with its own state
 * folder and free ports, a real Asterisk included.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { consoleCommand } from '../../asterisk-config/console.ts';
import { findAsterisk } from '../../asterisk-config/process-start.ts';
import { foldersOf } from '../../asterisk-config/folders.ts';
import { Api } from './api.ts';
import { asteriskRoot } from './asterisk-root.ts';
import { pocketsphinxRoot } from './pocketsphinx-root.ts';
import { startMariadb } from './mariadb.ts';
import type { Endpoint } from './peer/transport.ts';
import { freeRtpRange, freeSipPort, freeTcpPort, tempFolder } from './ports.ts';
import { until } from './until.ts';

const phones = fileURLToPath(new URL('../../orchestrator/phones.mjs', import.meta.url));
const run = promisify(execFile);

export interface InstanceOptions {
  database?: 'sqlite' | 'mysql';
  /** More settings (PHONES_...). */
  env?: Record<string, string>;
  /** More words after `phones start`. */
  args?: string[];
  /** An Asterisk that is not its own; absent = the embedded one. */
  pbx?: OtherPbx;
  /** Made, but not started: no API token then. */
  idle?: boolean;
}

/** An Asterisk that runs already, of the state folder `home`; `url` with its user and password. */
export interface OtherPbx {
  home: string;
  url: string;
  sip: Endpoint;
}

export class Instance {
  readonly home: string;
  readonly http: string;
  readonly sip: Endpoint;
  readonly rtp: { from: number; to: number };
  readonly administrator = { username: 'admin', password: 'Test-2026-administrator' };
  api: Api;
  /** State folder of its Asterisk. */
  readonly pbxHome: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #args: string[];
  readonly #cleanUp: (() => Promise<void>)[];
  #child: ChildProcess | null = null;
  #logs = '';

  constructor(fields: {
    home: string;
    pbxHome: string;
    httpPort: number;
    sip: Endpoint;
    rtp: { from: number; to: number };
    env: Record<string, string>;
    args: string[];
    cleanUp: (() => Promise<void>)[];
  }) {
    this.home = fields.home;
    this.pbxHome = fields.pbxHome;
    this.http = `http://127.0.0.1:${fields.httpPort}`;
    this.sip = fields.sip;
    this.rtp = fields.rtp;
    this.#args = fields.args;
    this.#cleanUp = fields.cleanUp;
    this.api = new Api(this.http, '');
    this.#env = {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PHONES_'))),
      PHONES_HOME: fields.home,
      PHONES_HTTP: `127.0.0.1:${fields.httpPort}`,
      PHONES_SIP: `${fields.sip.host}:${fields.sip.port}`,
      PHONES_RTP: `${fields.rtp.from}-${fields.rtp.to}`,
      PHONES_ADMIN_PASSWORD: this.administrator.password,
      PHONES_TIMEZONE: 'Europe/Rome',
      ...fields.env,
    };
  }

  /** Everything that the server printed. */
  get logs(): string {
    return this.#logs;
  }

  /** Process id of the orchestrator. */
  get pid(): number {
    if (this.#child?.pid === undefined) throw new Error('the orchestrator does not run');
    return this.#child.pid;
  }

  /** Address of the database as the server was told; null = the embedded one. */
  get database(): string | null {
    return this.#env.PHONES_DATABASE ?? null;
  }

  get running(): boolean {
    return this.#child !== null;
  }

  /** Starts the server (again) and waits until `path` answers well, in general that it is ready. */
  async start(timeoutMs = 90_000, path = '/readyz'): Promise<void> {
    const child = spawn(process.execPath, [phones, 'start', ...this.#args], {
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    const keep = (text: Buffer) => (this.#logs += text.toString());
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('exit', (code, signal) => {
      this.#logs += `[the server ended: ${signal ?? code}]\n`;
      if (this.#child === child) this.#child = null;
    });
    await until(`the server answers ${path}`, async () => !this.#child || (await this.#answers(path)), {
      timeoutMs,
      everyMs: 50,
      explain: () => this.tail(),
    });
    if (!this.#child) throw new Error(`the server ended while it started:\n${this.tail()}`);
  }

  async #answers(path: string): Promise<boolean> {
    const response = await fetch(`${this.http}${path}`, { signal: AbortSignal.timeout(2000) });
    return response.ok;
  }

  /** Runs a command of the command line on this instance and returns what it printed on stdout. */
  async phones(args: string[], input = ''): Promise<string> {
    const running = run(process.execPath, [phones, ...args], { env: this.#env, timeout: 30_000 });
    running.child.stdin?.end(input);
    return (await running).stdout;
  }

  /** One command on Asterisk's console. */
  async pbx(command: string): Promise<string> {
    return (await consoleCommand(this.pbxHome, command)).output;
  }

  /** Kills the orchestrator without warning; Asterisk and its calls live on. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Ends it as a service manager does: calls go on in Asterisk. */
  async terminate(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** Process ids of the Asterisk (one, or none). */
  async asterisk(): Promise<number[]> {
    return (await findAsterisk(foldersOf(this.home))).map(({ pid }) => pid);
  }

  /** Ends it as Ctrl-C does, its Asterisk too. */
  async end(): Promise<void> {
    await this.#end('SIGINT');
  }

  /** Ends it as Ctrl-C does and removes all it had. */
  async stop(): Promise<void> {
    await this.#end('SIGINT');
    for (const pid of await this.asterisk()) process.kill(pid, 'SIGKILL');
    for (const step of this.#cleanUp) await step();
    await rm(this.home, { recursive: true, force: true });
  }

  async #end(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const over = () => child.exitCode !== null || child.signalCode !== null;
    child.kill(signal);
    await until('the server ends', over, { timeoutMs: 20_000, explain: () => this.tail() }).finally(() => {
      if (!over()) child.kill('SIGKILL');
    });
  }

  /** Last lines of what it printed and of its log. */
  tail(lines = 60): string {
    const file = join(this.home, 'log', 'phones.log');
    const log = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const last = (text: string) => text.trimEnd().split('\n').slice(-lines).join('\n');
    return `${last(this.#logs)}\n${last(log)}`;
  }

  /** All that helps to understand a failed test: log, live view, channels. */
  async explain(): Promise<string> {
    const live = await this.api.live().catch(String);
    const agents = typeof live === 'string' ? live : live.agents.filter(agent => agent.state !== 'loggedOut');
    const contacts = typeof live === 'string' ? '' : live.contacts;
    const channels = await this.pbx('core show channels concise');
    return `${this.tail(40)}\n${JSON.stringify({ agents, contacts }, null, 1)}\n${channels}`;
  }

  /**
   * Nothing is left: no channel in Asterisk but the standing legs of agents who are logged in, no bridge but
   * those agents' own, empty or with the standing leg alone, no contact that has not ended (I3).
   */
  async expectClean(timeoutMs = 5000): Promise<void> {
    let left: Record<string, unknown> = {};
    const look = async () => {
      const channels = linesOf(await this.pbx('core show channels concise'));
      // The last columns: channels, type, technology, duration.
      const bridges = linesOf(await this.pbx('bridge show all')).slice(1);
      const { contacts, agents } = await this.api.live();
      left = { channels, bridges, contacts };
      const standing = channels.filter(line => standingLeg.test(line)).length;
      const members = bridges.map(line => Number(line.trim().split(/\s+/).at(-4)));
      const owners = agents.filter(({ state }) => state !== 'loggedOut').length;
      return (
        channels.length === standing &&
        standing <= owners &&
        bridges.length <= owners &&
        members.every(count => count <= 1) &&
        sum(members) <= standing &&
        contacts.length === 0
      );
    };
    await until('Asterisk and the server are empty', look, { timeoutMs, everyMs: 100, explain: () => left });
  }
}

/** The last column of `core show channels concise` is the channel's id (core/agents/standing.ts). */
const standingLeg = /-s[0-9]+$/;

const linesOf = (text: string): string[] => text.split('\n').filter(line => line.trim() !== '');

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

/** Starts an instance; the database is the embedded one unless told otherwise. */
export async function startInstance(options: InstanceOptions = {}): Promise<Instance> {
  const home = await tempFolder('home');
  const cleanUp: (() => Promise<void>)[] = [];
  const env: Record<string, string> = { PHONES_LOG: 'info', ...options.env };
  // The installed Asterisk (and pocketsphinx), shared by all tests: the server finds it as its own.
  const installed = [dirname(await asteriskRoot())];
  if (env.PHONES_RECOGNISER === 'pocketsphinx') installed.push(dirname(await pocketsphinxRoot()));
  for (const folder of installed) await symlink(folder, join(home, basename(folder)));
  if (options.database === 'mysql') {
    const server = await startMariadb();
    const database = await server.createDatabase();
    env.PHONES_DATABASE = database.url();
    cleanUp.push(
      () => database.drop(),
      () => server.stop(),
    );
  }
  const { pbx } = options;
  if (pbx) env.PHONES_ASTERISK = pbx.url;
  const instance = new Instance({
    home,
    pbxHome: pbx?.home ?? home,
    httpPort: await freeTcpPort(),
    sip: pbx?.sip ?? { host: '127.0.0.1', port: await freeSipPort() },
    rtp: await freeRtpRange(),
    env,
    args: options.args ?? [],
    cleanUp,
  });
  if (options.idle) return instance;
  try {
    await instance.start();
    const token = await instance.phones(['token', 'create', '--role', 'administrator']);
    instance.api = new Api(instance.http, token.trim());
    return instance;
  } catch (error) {
    await instance.stop();
    throw error;
  }
}
