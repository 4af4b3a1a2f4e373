/** The database at a start: made ready and read, or, while it is away, waited for beside the running server (F8). */
import type { Settings } from './runtime/settings.ts';
import { generatePassword } from './cli/password.ts';
import type { Steps } from './cli/steps.ts';
import type { Configuration } from './core/configuration/schemas.ts';
import { ensureDemoData, type DemoData } from './demo/data.ts';
import { Unavailable } from './runtime/errors.ts';
import type { Log } from './runtime/log.ts';
import type { Store } from './runtime/ports/store.ts';

export interface Prepared {
  configuration: Configuration;
  /** Made just now; the password is null when it was given by PHONES_ADMIN_PASSWORD. */
  firstAdministrator: { username: string; password: string | null } | null;
  demo: DemoData | null;
}

/** Migrations, first administrator, demo data, configuration. Null = the database is away; other failures reject. */
export async function prepareDatabase(
  store: Store,
  settings: Settings,
  options: { demo: boolean; steps: Steps; log: Log },
): Promise<Prepared | null> {
  try {
    await options.steps.run('Database', async () => {
      const done = await store.migrate();
      return done.length > 0 ? `${done.length} migrations` : { skipped: 'up to date' };
    });
    return {
      firstAdministrator: await ensureAdministrator(store, settings),
      demo: options.demo ? await ensureDemoData(store, generatePassword) : null,
      configuration: await store.configuration.loadAll(),
    };
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    options.log.error({ err: error }, 'the database is away at the start');
    return null;
  }
}

async function ensureAdministrator(
  store: Store,
  settings: Settings,
): Promise<Prepared['firstAdministrator']> {
  const accounts = await store.accounts.list();
  if (accounts.some(account => account.role === 'administrator')) return null;
  const password = settings.adminPassword ?? generatePassword();
  await store.accounts.create({ username: 'admin', role: 'administrator' }, password, 'system');
  return { username: 'admin', password: settings.adminPassword ? null : password };
}

/** A database that was away is tried again this often. */
const RETRY_MS = 1_000;

/**
 * Brings a database that is back up to date, then calls `returned` with what it holds, once. Returns the way to
 * stop waiting. What hinders is logged once for each cause.
 */
export function awaitDatabase(
  store: Store,
  returned: (configuration: Configuration) => Promise<void>,
  log: Log,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let said = '';
  const attempt = async (): Promise<void> => {
    try {
      await store.migrate();
      await returned(await store.configuration.loadAll());
      log.info('the database is back; its configuration is in force');
      return;
    } catch (error) {
      if (String(error) !== said)
        log.error(
          { err: error },
          'the database cannot be used; calls go on with the configuration as it was',
        );
      said = String(error);
    }
    if (!stopped) timer = setTimeout(() => void attempt(), RETRY_MS);
  };
  timer = setTimeout(() => void attempt(), RETRY_MS);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
