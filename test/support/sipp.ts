/** Runs SIPp scenarios: many real SIP calls with G.711, counted by SIPp itself. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleRate, sine } from './audio.ts';
import { encode } from './peer/g711.ts';
import type { Endpoint } from './peer/transport.ts';
import { freeSipPort, tempFolder } from './ports.ts';
import { until } from './until.ts';

/** More than any test has: no limit. */
const mostAtOnce = 100_000;

export interface SippOptions {
  /** A file of test/support/sipp/, without .xml. */
  scenario: 'caller' | 'register' | 'agent';
  /** Values of the scenario's {{names}}. */
  values: Record<string, string | number>;
  remote: Endpoint;
  /** Local SIP port; absent = a free one. */
  port?: number;
  /** How many calls to make, or to take before it ends by itself; absent = until stopped. */
  calls?: number;
  /** Calls per second. */
  rate?: number;
  /** Most calls at once; absent = no limit. */
  limit?: number;
  /** Rows of the CSV file, taken one after another: [field0], [field1], ... */
  rows?: string[][];
  /** Tone that is sent, Hz. */
  tone?: number;
  /** Whole run at most, ms; default 5 minutes. */
  timeoutMs?: number;
}

export interface SippCounts {
  started: number;
  active: number;
  succeeded: number;
  failed: number;
  retransmissions: number;
}

export interface SippResult extends SippCounts {
  exitCode: number | null;
  /** Beginning of SIPp's own list of what went wrong. */
  errors: string;
}

export interface Sipp {
  readonly port: number;
  readonly pid: number;
  /** Counts up to the last second. */
  stats(): Promise<SippCounts>;
  /** Resolves when SIPp has ended by itself or was stopped; never rejects. */
  readonly done: Promise<SippResult>;
  /** Ends gracefully (no new calls), at once after 5 s; resolves like `done`. */
  stop(): Promise<SippResult>;
}

export async function startSipp(options: SippOptions): Promise<Sipp> {
  const folder = await tempFolder('sipp');
  const port = options.port ?? (await freeSipPort());
  const { remote, calls, rate, limit, rows, tone = 440, timeoutMs = 300_000 } = options;
  const scenario = new URL(`./sipp/${options.scenario}.xml`, import.meta.url);
  await writeFile(join(folder, 'scenario.xml'), fill(await readFile(scenario, 'utf8'), options.values));
  // A whole number of periods, so that the loop has no click.
  await writeFile(join(folder, 'tone.ulaw'), encode(sine(tone, 1000).subarray(0, sampleRate), 'ulaw'));
  if (rows)
    await writeFile(join(folder, 'rows.csv'), `SEQUENTIAL\n${rows.map(row => row.join(';')).join('\n')}\n`);
  const child = spawn(
    'sipp',
    [
      `${remote.host}:${remote.port}`,
      ...['-sf', 'scenario.xml', '-i', '127.0.0.1', '-mi', '127.0.0.1', '-p', String(port), '-bind_local'],
      ...['-nostdin', '-aa', '-skip_rlimit', '-timeout', `${Math.ceil(timeoutMs / 1000)}s`],
      ...['-trace_stat', '-stf', 'stat.csv', '-fd', '1', '-trace_err', '-error_file', 'errors.log'],
      ...(calls === undefined ? [] : ['-m', String(calls)]),
      ...(rate === undefined ? [] : ['-r', String(rate)]),
      // Without one SIPp keeps to three times the rate and quietly calls more slowly.
      ...['-l', String(limit ?? mostAtOnce)],
      ...(rows ? ['-inf', 'rows.csv'] : []),
    ],
    { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, TERM: 'dumb' } },
  );
  let complaints = '';
  child.stderr?.on('data', (text: Buffer) => (complaints += text.toString()));
  const stats = async () => counts(await readFile(join(folder, 'stat.csv'), 'utf8').catch(() => ''));
  const done = ended(child).then(async exitCode => {
    const log = await readFile(join(folder, 'errors.log'), 'utf8').catch(() => '');
    const result = { ...(await stats()), exitCode, errors: complaintsOf(complaints + log) };
    await rm(folder, { recursive: true, force: true });
    return result;
  });
  let over = false;
  void done.then(() => (over = true));
  const begun = () =>
    access(join(folder, 'stat.csv')).then(
      () => true,
      () => over,
    );
  await until(`SIPp starts ${options.scenario}`, begun);
  if (over) {
    const { exitCode, errors, started } = await done;
    if (exitCode !== 0 && started === 0) throw new Error(`SIPp could not run ${options.scenario}: ${errors}`);
  }
  return {
    port,
    pid: child.pid ?? 0,
    stats,
    done,
    async stop() {
      if (!over) child.kill('SIGUSR1');
      await until('SIPp ends', () => over, { timeoutMs: 5000 }).catch(() => child.kill('SIGKILL'));
      return done;
    },
  };
}

/** Registers SIP phones and starts one SIPp that answers for all of them. */
export async function startAgentPhones(options: {
  remote: Endpoint;
  phones: { user: string; secret: string }[];
  answerMs: number;
  /** Hangs up after this; absent = waits for the other side. */
  talkMs?: number;
  tone?: number;
  /** How long they are there at most; default 5 minutes. */
  stayMs?: number;
}): Promise<Sipp> {
  const { remote, phones, answerMs, talkMs = 3_600_000, tone = 1000, stayMs = 300_000 } = options;
  // One after the other on one port: the PBX calls a phone where its REGISTER came from.
  const port = await freeSipPort();
  const registering = await startSipp({
    scenario: 'register',
    remote,
    port,
    calls: phones.length,
    rate: 100,
    rows: phones.map(({ user, secret }) => [user, `[authentication username=${user} password=${secret}]`]),
    values: { expires: Math.ceil(stayMs / 1000) + 300 },
    timeoutMs: 20_000,
  });
  const registered = await registering.done;
  if (registered.succeeded !== phones.length)
    throw new Error(`registered ${registered.succeeded} of ${phones.length} phones: ${registered.errors}`);
  return startSipp({
    scenario: 'agent',
    remote,
    port,
    tone,
    values: { answer_ms: answerMs, talk_ms: talkMs },
    timeoutMs: stayMs,
  });
}

function fill(scenario: string, values: Record<string, string | number>): string {
  return scenario.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the scenario wants a value for ${name}`);
    return String(value);
  });
}

async function ended(child: ChildProcess): Promise<number | null> {
  const [code]: (number | null)[] = await Promise.race([
    once(child, 'exit'),
    once(child, 'error').then(() => [null]),
  ]);
  return code ?? null;
}

/** SIPp's error log without the notes about expected timeouts, shortened. */
function complaintsOf(log: string): string {
  const notes = /^(Resolving remote host|There were more errors|The following events)|jumping to label/;
  return log
    .split(/\n|(?=\d{4}-\d\d-\d\d\t)/)
    .filter(line => line.trim() !== '' && !notes.test(line))
    .join('\n')
    .slice(0, 2000);
}

/** The last line of SIPp's statistics file; (C) are cumulative counters. */
function counts(csv: string): SippCounts {
  const lines = csv.trim().split('\n');
  const names = lines[0]?.split(';') ?? [];
  const last = lines.length > 1 ? (lines.at(-1)?.split(';') ?? []) : [];
  const count = (name: string) => Number(last[names.indexOf(name)] ?? 0) || 0;
  return {
    started: count('TotalCallCreated'),
    active: count('CurrentCall'),
    succeeded: count('SuccessfulCall(C)'),
    failed: count('FailedCall(C)'),
    retransmissions: count('Retransmissions(C)'),
  };
}
