/**
 * The migrations, in order, as a list in code: nothing is looked for in folders, so they also work bundled.
 * A migration that was released is never changed; a new one is a new file and a line here.
 */
import type { Knex } from 'knex';
import * as configuration from './001-configuration.ts';
import * as accounts from './002-accounts.ts';
import * as contacts from './003-contacts.ts';
import * as auditSettings from './004-audit-settings.ts';
import * as flows from './005-flows.ts';
import * as messenger from './006-messenger.ts';
import * as skills from './007-skills.ts';
import * as voicemails from './008-voicemails.ts';
import * as recordings from './009-recordings.ts';
import * as globalCampaigns from './010-global-campaigns.ts';
import * as agentMessages from './011-agent-messages.ts';
import * as contactQuality from './012-contact-quality.ts';
import * as recordingList from './013-recording-list.ts';
import * as callbacks from './014-callbacks.ts';
import * as scripts from './015-scripts.ts';

export interface Migration {
  name: string;
  up(knex: Knex): Promise<void>;
  /**
   * Undoes `up`, also when it stopped halfway: MySQL commits each change of a table at once, so this is how
   * a failed migration is rolled back there. `kept`: tables that were there before and are not its own.
   */
  down(knex: Knex, kept?: ReadonlySet<string>): Promise<void>;
}

export const migrations: readonly Migration[] = [
  { name: '001-configuration', ...configuration },
  { name: '002-accounts', ...accounts },
  { name: '003-contacts', ...contacts },
  { name: '004-audit-settings', ...auditSettings },
  { name: '005-flows', ...flows },
  { name: '006-messenger', ...messenger },
  { name: '007-skills', ...skills },
  { name: '008-voicemails', ...voicemails },
  { name: '009-recordings', ...recordings },
  { name: '010-global-campaigns', ...globalCampaigns },
  { name: '011-agent-messages', ...agentMessages },
  { name: '012-contact-quality', ...contactQuality },
  { name: '013-recording-list', ...recordingList },
  { name: '014-callbacks', ...callbacks },
  { name: '015-scripts', ...scripts },
];

/** The list in the form that knex takes, for the server and for its command line alike. */
export function migratorConfig(list: readonly Migration[] = migrations): Knex.MigratorConfig {
  const source: Knex.MigrationSource<Migration> = {
    // `file` is what knex's command line prints.
    getMigrations: async () => list.map(migration => ({ ...migration, file: migration.name })),
    getMigrationName: migration => migration.name,
    getMigration: async migration => migration,
  };
  return { tableName: 'migrations', migrationSource: source };
}
