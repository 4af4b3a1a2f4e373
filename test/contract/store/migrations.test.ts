import { expect } from 'chai';
import { it } from 'mocha';
import { up as openHumanCampaigns } from '../../../orchestrator/adapters/store/migrations/010-global-campaigns.ts';
import { createTable, dropTables } from '../../../orchestrator/adapters/store/migrations/table.ts';
import { migrations, type Migration } from '../../../orchestrator/adapters/store/migrations/index.ts';
import { MigrationFailed } from '../../../orchestrator/runtime/errors.ts';
import { rejection } from './expect.ts';
import { onEachDatabase } from './harness.ts';

const broken: Migration = {
  name: '900-broken',
  async up(knex) {
    await createTable(knex, 'half', table => table.increments('id'));
    await knex('half').insert({ id: 1 });
    await knex('no_such_table').insert({ id: 1 });
  },
  async down(knex) {
    await dropTables(knex, ['half']);
  },
};

onEachDatabase('migrations', place => {
  it('run once, in order', async () => {
    expect(await place.store.migrate()).to.deep.equal([]);
    const names = await place.store.sql.knex('migrations').orderBy('id').pluck('name');
    expect(names).to.deep.equal(migrations.map(migration => migration.name));
  });

  it('roll back one that fails, name it, and work when it is mended', async () => {
    const store = place.another({ migrations: [...migrations, broken] });
    const error = await rejection(store.migrate(), MigrationFailed);
    expect(error.message).to.equal('migration 900-broken failed and was rolled back');
    expect(error.cause).to.be.instanceOf(Error);
    expect(await place.store.sql.knex.schema.hasTable('half')).to.equal(false);
    expect(await place.store.sql.knex('migrations').where({ name: '900-broken' })).to.deep.equal([]);

    const mended = {
      ...broken,
      up: (knex: Parameters<Migration['up']>[0]) =>
        createTable(knex, 'half', table => table.increments('id')),
    };
    expect(await place.another({ migrations: [...migrations, mended] }).migrate()).to.deep.equal([
      '900-broken',
    ]);
  });

  it('keep what ran before the one that failed', async () => {
    const good: Migration = { ...broken, name: '899-good', up: async () => undefined };
    await rejection(place.another({ migrations: [...migrations, good, broken] }).migrate(), MigrationFailed);
    const names = await place.store.sql.knex('migrations').orderBy('id').pluck('name');
    expect(names.at(-1)).to.equal('899-good');
  });

  it('go on after a process was killed while migrating', async () => {
    await place.store.sql.knex('migrations_lock').update({ is_locked: 1 });
    expect(await place.another().migrate()).to.deep.equal([]);
  });

  it('are run by one of several processes that start together', async () => {
    let runs = 0;
    const counted: Migration = {
      name: '901-counted',
      up: async () => {
        runs += 1;
      },
      down: async () => undefined,
    };
    const list = [...migrations, counted];
    const done = await Promise.all([1, 2, 3].map(() => place.another({ migrations: list }).migrate()));
    expect(runs).to.equal(1);
    expect(done.flat()).to.deep.equal(['901-counted']);
  });

  it('leave the human campaigns that are there open to contacts of every service', async () => {
    const { knex } = place.store.sql;
    const before = { kind: 'human', name: 'Old', global: false, members: [{ agentId: 1 }] };
    const names = { name: 'Old', name_key: 'old', sort_name: 'old', search_text: '' };
    const [id] = await knex('campaigns').insert({
      ...names,
      document: JSON.stringify(before),
      kind: 'human',
      revision: 1,
      created_at: 1,
      updated_at: 1,
    });
    await openHumanCampaigns(knex);
    const [row] = await knex('campaigns').where({ id });
    expect(JSON.parse(row?.document ?? '')).to.deep.equal({ ...before, global: true });
    await knex('campaigns').where({ id }).delete();
  });

  it('refuse a database of a newer version', async () => {
    const error = await rejection(place.another({ migrations: migrations.slice(0, -1) }).migrate());
    expect(error).to.have.property('code', 'databaseNewer');
  });
});
