/**
 * For knex's own command line, with the settings of the server:
 *   NODE_OPTIONS='--import tsx' npx knex migrate:list
 */
import type { Knex } from 'knex';
import { knexConfig } from './orchestrator/adapters/store/connection.ts';
import { migratorConfig } from './orchestrator/adapters/store/migrations/index.ts';
import { readSettings } from './orchestrator/runtime/settings.ts';

const { home, database } = readSettings(process.env);

const config: Knex.Config = { ...knexConfig({ home, database }, true), migrations: migratorConfig() };

export default config;
