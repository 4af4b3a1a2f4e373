/**
 * F9: deadlocks, and connections that break at any byte, the reply to a commit among them: what was written is
 * written once. (Each single place of a batch: test/contract/store/outage.test.ts.)
 */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { createKnex, knexConfig } from '../../orchestrator/adapters/store/connection.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { type Mariadb, startMariadb } from '../support/mariadb.ts';
import { type Proxy, startProxy } from '../support/proxy.ts';
import { until } from '../support/until.ts';
import { checkInvariants } from './harness/invariants.ts';
import { type Load, startLoad } from './harness/load.ts';
import { metric } from './harness/watch.ts';

const wantedDeadlocks = 3;
const wantedCuts = 30;

describe('F9: deadlocks and lost replies to commits', function () {
  this.timeout(120_000);
  let server: Mariadb;
  let proxy: Proxy;
  let instance: Instance;
  let load: Load | null = null;
  let url = '';

  before(async function () {
    this.timeout(600_000);
    server = await startMariadb();
    const database = await server.createDatabase();
    url = database.url();
    proxy = await startProxy(server.host, server.port);
    instance = await startInstance({ env: { PHONES_DATABASE: database.url(proxy.port) } });
    load = await startLoad(instance, { talkMs: 300 });
  });
  after(async () => {
    await load?.stop();
    await instance?.stop();
    await proxy?.stop();
    await server?.stop();
  });

  it('are repeated without double effect while calls go on', async () => {
    const knex = createKnex(knexConfig({ home: instance.home, database: { kind: 'mysql', url } }));
    const deadlocks = async (): Promise<number> => {
      const [rows]: { Value: string }[][] = await knex.raw("show global status like 'Innodb_deadlocks'");
      return Number(rows?.[0]?.Value ?? 0);
    };
    try {
      // Takes in the other order what the projection takes: the database has to end one of the two.
      const collide = (): Promise<unknown> =>
        knex
          .transaction(async trx => {
            await trx.raw('update contacts set note = note');
            await trx.raw('update projection set position = position');
          })
          .catch(() => undefined);
      const from = await deadlocks();
      await until(
        'deadlocks have happened',
        async () => {
          await Promise.all([collide(), collide()]);
          return (await deadlocks()) >= from + wantedDeadlocks;
        },
        { timeoutMs: 30_000, everyMs: 5, explain: deadlocks },
      );
      let cuts = 0;
      await until(
        'connections have broken at many places',
        () => {
          // The length of the next statements differs, so each cut meets another place.
          proxy.restore();
          proxy.cutAfter(200 + ((cuts * 733) % 9000));
          cuts += 1;
          return cuts >= wantedCuts;
        },
        { timeoutMs: 30_000, everyMs: 300 },
      );
      proxy.restore();
    } finally {
      await knex.destroy();
    }
    const { callers } = (await load?.stop()) ?? {};
    load = null;
    expect(callers?.failed, callers?.errors).to.equal(0);
    await until(
      'facts have landed',
      async () => (await metric(instance, 'phones_projection_lag_events')) === 0,
      {
        timeoutMs: 20_000,
        everyMs: 200,
      },
    );
    for (const agent of (await instance.api.live()).agents)
      if (agent.state !== 'loggedOut') await instance.api.setState(agent.id, 'loggedOut');
    await checkInvariants(instance);
  });
});
