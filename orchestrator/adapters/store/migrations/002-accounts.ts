/** Who may sign in: accounts, bearer tokens, failed attempts, sessions of the pages. */
import type { Knex } from 'knex';
import { createTable, dropTables } from './table.ts';

export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'accounts', table => {
    table.increments('id');
    table.string('username', 50).notNullable().unique({ indexName: 'accounts_username' });
    table.string('role', 20).notNullable();
    table.integer('agent_id').unsigned().unique({ indexName: 'accounts_agent' });
    table.foreign('agent_id').references('id').inTable('agents').onDelete('CASCADE');
    table.string('language', 2);
    /** argon2id; null = nobody can sign in yet. */
    table.string('password_hash', 255);
    table.integer('credential_version').unsigned().notNullable();
    table.bigInteger('created_at').notNullable();
  });
  await createTable(knex, 'tokens', table => {
    table.increments('id');
    table.string('name', 100).notNullable();
    table.string('role', 20).notNullable();
    /** SHA-256 in hexadecimal digits. */
    table.string('hash', 64).notNullable().unique({ indexName: 'tokens_hash' });
    table.bigInteger('created_at').notNullable();
    table.bigInteger('last_used_at');
  });
  // Keyed by the SHA-256 of the name that was typed: it may belong to no account, or be a password.
  await createTable(knex, 'sign_in_attempts', table => {
    table.string('name_hash', 64).primary();
    table.integer('failures').unsigned().notNullable();
    table.bigInteger('last_at').notNullable().index('sign_in_attempts_last_at');
    table.bigInteger('blocked_until').notNullable();
  });
  // The columns that connect-session-knex wants.
  await createTable(knex, 'sessions', table => {
    table.string('sid', 255).primary();
    table.text('sess', 'longtext').notNullable();
    table.dateTime('expired').notNullable().index('sessions_expired');
  });
}

export async function down(knex: Knex, kept?: ReadonlySet<string>): Promise<void> {
  await dropTables(knex, ['accounts', 'tokens', 'sign_in_attempts', 'sessions'], kept);
}
