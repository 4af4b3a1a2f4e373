/** F19: a migration fails: it is rolled back, the error is clear, and it works once the cause is gone. */
import { rm } from 'node:fs/promises';
import { expect } from 'chai';
import { after, afterEach, describe, it } from 'mocha';
import { createKnex, knexConfig } from '../../orchestrator/adapters/store/connection.ts';
import { migrations } from '../../orchestrator/adapters/store/migrations/index.ts';
import type { Settings } from '../../orchestrator/runtime/settings.ts';
import { runPhones } from '../cli/run-phones.ts';
import { type Mariadb, startMariadb } from '../support/mariadb.ts';
import { tempFolder } from '../support/ports.ts';

/** A table of migration 003 that somebody else has made already, so that it cannot be made. */
const inTheWay = 'contact_steps';

for (const dialect of ['sqlite', 'mysql'] as const) {
  describe(`F19: a migration fails, ${dialect}`, function () {
    this.timeout(60_000);
    let server: Mariadb | null = null;
    const homes: string[] = [];

    afterEach(async () => {
      for (const home of homes.splice(0)) await rm(home, { recursive: true, force: true });
    });
    after(async () => {
      await server?.stop();
    });

    it('is rolled back and named; with the cause gone the next run completes', async () => {
      const home = await tempFolder('migration');
      homes.push(home);
      const env: Record<string, string> = {};
      let database: Settings['database'] = { kind: 'sqlite' };
      if (dialect === 'mysql') {
        server = await startMariadb();
        const url = (await server.createDatabase()).url();
        database = { kind: 'mysql', url };
        env.PHONES_DATABASE = url;
      }
      const knex = createKnex(knexConfig({ home, database }));
      try {
        await knex.schema.createTable(inTheWay, table => table.integer('theirs'));
        const failed = await runPhones(['migrate'], { home, env });
        expect(failed.status).to.not.equal(0);
        expect(failed.stderr).to.include('migration 003-contacts failed and was rolled back');
        expect(failed.stderr).to.include(inTheWay);
        const done = await knex('migrations').orderBy('id').pluck('name');
        expect(done).to.deep.equal(migrations.slice(0, 2).map(({ name }) => name));
        expect(await knex.schema.hasTable('contacts'), 'half of the migration').to.equal(false);
        expect(await knex(inTheWay).columnInfo(), 'what was there before').to.have.property('theirs');
        // A server does not start on half a database either.
        const start = await runPhones(['start'], {
          home,
          env: { ...env, PHONES_ASTERISK: 'http://a:b@127.0.0.1:9' },
        });
        expect(start.status).to.not.equal(0);
        expect(start.stderr + start.stdout).to.include('migration 003-contacts failed');

        await knex.schema.dropTableIfExists(inTheWay);
        const mended = await runPhones(['migrate'], { home, env });
        expect(mended, mended.stderr).to.include({ status: 0 });
        expect(await knex('migrations').orderBy('id').pluck('name')).to.deep.equal(
          migrations.map(({ name }) => name),
        );
      } finally {
        await knex.destroy();
      }
    });
  });
}
