/** Database, clock and journal. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sqliteFile } from '../../adapters/store/drivers.ts';
import { createStore, type SqlStore } from '../../adapters/store/store.ts';
import { createLog } from '../../runtime/log.ts';
import { readRecording, snapshotsBefore } from '../../runtime/journal/recording.ts';
import type { Settings } from '../../runtime/settings.ts';
import { type Finding, fine, problem, reason } from './finding.ts';

const toleratedMs = 2000;

export async function checkDatabase({ home, database }: Settings): Promise<Finding[]> {
  const subject = 'Database';
  if (database.kind === 'sqlite' && !existsSync(join(home, sqliteFile)))
    return [fine(subject, 'none yet: the first start makes it')];
  const store = createStore({ home, database, log: createLog('error', process.stderr) });
  try {
    await store.ping();
    await store.configuration.loadAll();
    return [
      fine(subject, database.kind === 'sqlite' ? `SQLite in ${home}` : 'answers'),
      await checkClock(store),
    ];
  } catch (error) {
    return [
      problem(
        subject,
        reason(error),
        database.kind === 'sqlite'
          ? `run "phones migrate"; if that fails, put ${join(home, sqliteFile)} aside or restore it`
          : 'is the server of PHONES_DATABASE up, are user and password right, has "phones migrate" run?',
      ),
    ];
  } finally {
    await store.close();
  }
}

/** The clock of this machine against that of the database server. */
async function checkClock(store: SqlStore): Promise<Finding> {
  const subject = 'Clock';
  if (store.dialect === 'sqlite') return fine(subject, new Date().toString());
  const began = Date.now();
  const [rows] = (await store.sql.knex.raw('select unix_timestamp(now(3)) * 1000 as at')) as [
    { at: string }[],
  ];
  const off = Number(rows[0]?.at) - (began + Date.now()) / 2;
  const seconds = (Math.abs(off) / 1000).toFixed(1);
  return Math.abs(off) > toleratedMs
    ? problem(
        subject,
        `the database server is ${seconds} s ${off > 0 ? 'ahead of' : 'behind'} this machine`,
        'let both follow a time server (systemd-timesyncd, chrony)',
      )
    : fine(subject, `${seconds} s from the database server`);
}

/** The journal is readable, and does not come from the future. */
export async function checkJournal({ home }: Settings): Promise<Finding> {
  const subject = 'Journal';
  const folder = join(home, 'journal');
  try {
    const [snapshot] = await snapshotsBefore(folder, Number.MAX_SAFE_INTEGER);
    let last = { seq: snapshot?.seq ?? 0, at: 0 };
    for await (const { seq, at } of readRecording(folder, last.seq)) last = { seq, at };
    const ahead = last.at - Date.now();
    return ahead > toleratedMs
      ? problem(
          subject,
          `its last event lies ${Math.round(ahead / 1000)} s in the future: the clock was set back`,
          'set the clock right; until it has caught up, times of contacts stand still',
        )
      : fine(subject, `${last.seq} events so far`);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return fine(subject, 'none yet');
    return problem(subject, reason(error), `look at ${folder}`);
  }
}
