/** The database behind the port `Store`: SQLite in the state folder, or MySQL and MariaDB. */
import type { Settings } from '../../runtime/settings.ts';
import type { Log } from '../../runtime/log.ts';
import type { Store } from '../../runtime/ports/store.ts';
import { createCallbacks } from './callbacks.ts';
import { createAccounts } from './accounts.ts';
import { createAgentDay } from './agent-day.ts';
import { createAgentMessages } from './agent-messages.ts';
import { createAudit } from './audit.ts';
import { createConfiguration } from './configuration.ts';
import { createContacts } from './contacts.ts';
import { Database } from './database.ts';
import { createFacts } from './facts.ts';
import { createFlows } from './flows.ts';
import { migrate } from './migrate.ts';
import { migrations, type Migration } from './migrations/index.ts';
import { createPrompts } from './prompts.ts';
import { createQuality } from './quality.ts';
import { createScripts } from './scripts.ts';
import { createSettings } from './settings.ts';
import { createRecordings } from './recordings.ts';
import { createVoicemails } from './voicemails.ts';

export interface StoreOptions {
  /** State folder, absolute; holds phones.db. */
  home: string;
  database: Settings['database'];
  log: Log;
  /** Epoch milliseconds; for tests. */
  clock?: () => number;
  /** For tests. */
  migrations?: readonly Migration[];
  /** Program of the thread that writes facts; for tests. */
  factThread?: URL;
}

/** The store with the connection that `createSessionStore` shares. */
export interface SqlStore extends Store {
  readonly sql: Database;
}

/**
 * Nothing is opened yet: the first statement connects, and each later one again if need be, so the server
 * starts and runs while the database is away. Call `migrate` before all else.
 */
export function createStore(options: StoreOptions): SqlStore {
  const { log, clock = Date.now } = options;
  const connection = { home: options.home, database: options.database };
  const sql = new Database(connection, log);
  const facts = createFacts(sql, log, options.factThread);
  return {
    sql,
    dialect: sql.dialect,
    migrate: () => migrate(connection, options.migrations ?? migrations, log),
    configuration: createConfiguration(sql, clock),
    flows: createFlows(sql, clock),
    prompts: createPrompts(sql, clock),
    callbacks: createCallbacks(sql, clock),
    recordings: createRecordings(sql, clock),
    voicemails: createVoicemails(sql, clock),
    accounts: createAccounts(sql, clock),
    contacts: createContacts(sql),
    agentDay: createAgentDay(sql),
    quality: createQuality(sql, clock),
    scripts: createScripts(sql, clock),
    agentMessages: createAgentMessages(sql, clock),
    facts,
    audit: createAudit(sql, clock),
    settings: createSettings(sql),
    ping: () => sql.ping(),
    async close() {
      await facts.close();
      await sql.close();
    },
  };
}
