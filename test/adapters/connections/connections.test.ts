/** HTTP, SQL and mail of flows, each on a real server of its kind on this machine. */
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { createConnections } from '../../../orchestrator/adapters/connections/connections.ts';
import { faultWords } from '../../../ivr-flows/faults.ts';
import { addressOf } from '../../../orchestrator/adapters/connections/http.ts';
import { isInternal } from '../../../orchestrator/adapters/connections/internal-addresses.ts';
import { createKnex } from '../../../orchestrator/adapters/store/connection.ts';
import type { FlowServiceCommand } from '../../../orchestrator/core/commands.ts';
import type { Event } from '../../../orchestrator/core/events.ts';
import { createLog } from '../../../orchestrator/runtime/log.ts';
import type { Connections } from '../../../orchestrator/runtime/ports/connections.ts';
import { type Connection, inputs } from '../../../orchestrator/core/configuration/schemas.ts';
import { startMailServer } from '../../support/mail-server.ts';
import { startMariadb, type Mariadb } from '../../support/mariadb.ts';
import { tempFolder } from '../../support/ports.ts';

type Asked = FlowServiceCommand extends infer C
  ? C extends { request: string }
    ? Omit<C, 'request'>
    : never
  : never;

describe('services outside', () => {
  const known = new Map<string, { connection: Connection; secret: string }>();
  let home = '';
  const logged: string[] = [];
  let connections: Connections;
  let last = 0;
  /** Why the last one failed, in Italian. */
  let why = '';
  let waiting: (event: Event) => void = () => undefined;

  beforeEach(() => {
    known.clear();
    logged.length = 0;
    connections = createConnections({
      home,
      load: () => Promise.resolve([...known.values()]),
      recogniser: null,
      recordingFile: () => null,
      log: createLog('warn', { write: line => void logged.push(line) }),
    });
    connections.start(event => waiting(event));
  });
  before(async () => (home = await tempFolder('connections')));
  after(() => rm(home, { recursive: true, force: true }));

  /** Keeps a connection under a name. */
  function keep(name: string, connection: object, secret = ''): void {
    known.set(name, { connection: { ...inputs.connections.parse({ name, ...connection }), id: 1 }, secret });
  }
  afterEach(() => connections.stop());

  /** The answer, or the code of the failure. */
  async function ask(command: Asked): Promise<unknown> {
    last += 1;
    await connections.refresh();
    const answered = new Promise<Event>(resolve => (waiting = resolve));
    connections.execute({ ...command, request: `c-e-1.${last}` });
    const event = await answered;
    if (event.type === 'requestAnswered') return event.value;
    if (event.type !== 'requestFailed') return event;
    why = event.why ? faultWords(event.why, 'it') : '';
    return event.code;
  }

  describe('HTTP', () => {
    let server: Server;
    let port = 0;
    let seen: { method: string; url: string; key: string; body: string }[] = [];
    let answer: (request: IncomingMessage, response: ServerResponse) => void;

    before(async () => {
      server = createServer((request, response) => {
        let body = '';
        request.setEncoding('utf8').on('data', (text: string) => (body += text));
        request.on('end', () => {
          const { method = '', url = '', headers } = request;
          seen.push({ method, url, key: String(headers['x-key']), body });
          answer(request, response);
        });
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      if (address !== null && typeof address === 'object') port = address.port;
    });
    after(() => void server.close());
    beforeEach(() => {
      seen = [];
      answer = (_request, response) => {
        response.setHeader('content-type', 'application/json; charset=utf-8');
        response.end('{"status":"sent","__proto__":{"admin":true}}');
      };
      keep('crm', access(), 'secret');
    });

    const access = (more: object = {}): object => ({
      kind: 'http',
      baseUrl: `http://localhost:${port}/api`,
      auth: 'header',
      authName: 'X-Key',
      allowInternal: true,
      maximumKilobytes: 1,
      ...more,
    });
    const get = (more: object = {}): Asked => ({
      type: 'httpRequest',
      connection: 'crm',
      method: 'GET',
      path: '/orders/7',
      query: { q: 'a&b' },
      body: null,
      timeoutMs: 2000,
      ...more,
    });

    it('asks below the address of the connection, with its headers, and reads JSON', async () => {
      const value = await ask(get());
      expect(value).to.deep.include({ status: 200, body: { status: 'sent' } });
      expect(seen).to.deep.equal([{ method: 'GET', url: '/api/orders/7?q=a%26b', key: 'secret', body: '' }]);
    });
    it('sends JSON', async () => {
      await ask(get({ method: 'POST', body: { code: '12' } }));
      expect(seen[0]).to.deep.include({ method: 'POST', body: '{"code":"12"}' });
    });
    it('refuses addresses of this machine and of private networks, by number and by name', async () => {
      for (const baseUrl of [
        `http://127.0.0.1:${port}`,
        `http://localhost:${port}`,
        `http://[::1]:${port}`,
      ]) {
        keep('crm', access({ baseUrl, allowInternal: false }), 'secret');
        expect(await ask(get()), baseUrl).to.equal('refused');
        expect(why, baseUrl).to.match(/(è|porta a) un indirizzo interno$/);
      }
      expect(seen).to.deep.equal([]);
      for (const address of [
        '10.1.2.3',
        '169.254.169.254',
        '::ffff:127.0.0.1',
        'fd00::1',
        'fe80::1%eth0',
        'x',
      ])
        expect(isInternal(address), address).to.equal(true);
      expect(isInternal('93.184.216.34')).to.equal(false);
      expect(isInternal('2606:2800:220:1::1')).to.equal(false);
    });
    it('never leaves the address of the connection', () => {
      const { baseUrl } = { baseUrl: 'https://crm.example.com/api' };
      const at = (path: string): string => addressOf({ ...httpAccess, baseUrl }, { path, query: {} }).href;
      expect(at('//evil.example.com/x')).to.equal('https://crm.example.com/api/evil.example.com/x');
      expect(at('https://evil.example.com')).to.match(/^https:\/\/crm\.example\.com\/api\//);
      expect(() => at('../admin')).to.throw('leaves');
      expect(() => at('%2e%2e/admin')).to.throw('leaves');
    });
    const httpAccess = { kind: 'http', headers: {}, allowInternal: false, maximumBytes: 1 } as const;
    it('does not follow a redirect', async () => {
      answer = (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
      expect(await ask(get())).to.deep.include({ status: 302 });
      expect(seen).to.have.length(1);
    });
    it('gives up an answer that is too long, late, or not what it says', async () => {
      answer = (_request, response) => response.end('x'.repeat(2000));
      expect(await ask(get())).to.equal('invalid');
      answer = (_request, response) => response.setHeader('content-type', 'application/json').end('pin 4711');
      expect(await ask(get())).to.equal('invalid');
      expect(logged.join()).to.include('not the JSON').and.not.include('4711');
      answer = () => undefined;
      expect(await ask(get({ timeoutMs: 100 }))).to.equal('timeout');
    });
    it('says of what may have been done that it is uncertain, never that it may be repeated', async () => {
      answer = request => request.socket.destroy();
      expect(await ask(get({ method: 'POST' }))).to.equal('uncertain');
      expect(seen).to.have.length(1);
      keep('crm', access({ baseUrl: 'http://127.0.0.1:1/' }));
      expect(await ask(get({ method: 'POST' }))).to.equal('unreachable');
    });
    it('knows no connection of that name or kind, and logs no secret', async () => {
      expect(await ask(get({ connection: 'other' }))).to.equal('invalid');
      keep('mail', mailAccess(1));
      expect(await ask(get({ connection: 'mail' }))).to.equal('invalid');
      expect(JSON.stringify(logged)).not.to.include('secret');
    });
  });

  describe('SQL', () => {
    const query = (
      statement: string,
      parameters: (string | number | null)[] = [],
      more: object = {},
    ): Asked => ({
      type: 'sqlQuery',
      connection: 'db',
      statement,
      parameters,
      maximumRows: 2,
      timeoutMs: 5000,
      ...more,
    });

    async function behaves(): Promise<void> {
      expect(await ask(query('select name, city from customers where name = ?', ["O'Hara"]))).to.deep.equal([
        { name: "O'Hara", city: null },
      ]);
      expect(await ask(query('select name from customers order by name'))).to.have.length(2);
      expect(await ask(query("insert into customers values ('x', 'y')"))).to.equal('refused');
      expect(await ask(query('select nothing from nowhere'))).to.equal('invalid');
      expect(await ask(query('select count(*) as n from customers'))).to.deep.equal([{ n: 3 }]);
    }
    const fill = (file: string | null, url: string | null) =>
      createKnex(
        url === null
          ? { client: 'better-sqlite3', connection: { filename: file ?? '' }, useNullAsDefault: true }
          : { client: 'mysql2', connection: url },
      );
    async function make(knex: ReturnType<typeof fill>): Promise<void> {
      await knex.schema.createTable('customers', table => {
        table.string('name');
        table.string('city');
      });
      await knex('customers').insert([
        { name: "O'Hara", city: null },
        { name: 'B', city: 'Rome' },
        { name: 'C', city: 'Turin' },
      ]);
      await knex.destroy();
    }

    it('reads an SQLite file in a process of its own: bound parameters, few rows, nothing changed', async () => {
      await mkdir(join(home, 'databases'));
      await make(fill(join(home, 'databases', 'customers.db'), null));
      keep('db', { kind: 'sql', engine: 'sqlite', database: 'customers.db' });
      await behaves();
      const endless =
        'with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n';
      expect(await ask(query(endless, [], { timeoutMs: 300 }))).to.equal('timeout');
      expect(await ask(query('select count(*) as n from customers'))).to.deep.equal([{ n: 3 }]);
    });

    describe('on MariaDB', () => {
      let mariadb: Mariadb;
      before(async function () {
        this.timeout(60_000);
        mariadb = await startMariadb();
      });
      after(() => mariadb.stop());

      it('reads in a read-only transaction and breaks off what takes too long', async () => {
        const database = await mariadb.createDatabase();
        const url = database.url();
        await make(fill(null, url));
        const { hostname, port, username, password, pathname } = new URL(url);
        const mysql = {
          kind: 'sql',
          host: hostname,
          port: Number(port),
          username,
          database: pathname.slice(1),
        };
        keep('db', mysql, password);
        await behaves();
        expect(await ask(query('select exp(?)', [47_110]))).to.equal('invalid');
        expect(logged.join()).to.include('OUT_OF_RANGE').and.not.include('47110');
        expect(await ask(query('select sleep(30)', [], { timeoutMs: 300 }))).to.equal('timeout');
        keep('db', { ...mysql, port: 1 }, password);
        expect(await ask(query('select 1'))).to.equal('unreachable');
        await connections.stop();
        await database.drop();
      });
    });
  });

  const mailAccess = (port: number): object => ({
    kind: 'mail',
    host: '127.0.0.1',
    port,
    from: 'phones@example.com',
  });

  describe('mail', () => {
    const letter = (to: string): Asked => ({
      type: 'sendEmail',
      connection: 'office',
      to,
      subject: 'Called\r\nBcc: all@example.com',
      text: 'Please call back',
      attach: [],
    });

    it('sends to one address and lets no header in', async () => {
      const server = await startMailServer();
      keep('office', mailAccess(server.port));
      expect(await ask(letter('desk@example.com'))).to.equal(null);
      expect(server.lines).to.include('RCPT TO:<desk@example.com>').and.include('Please call back');
      expect(server.lines.filter(line => line.startsWith('Bcc'))).to.deep.equal([]);
      expect(await ask(letter('a@example.com, b@example.com'))).to.equal('invalid');
      server.close();
    });
    it('tells a refusal from a server that is away', async () => {
      const server = await startMailServer('550 no such mailbox');
      keep('office', mailAccess(server.port));
      expect(await ask(letter('desk@example.com'))).to.equal('refused');
      server.close();
      keep('office', mailAccess(1));
      expect(await ask(letter('desk@example.com'))).to.equal('unreachable');
    });
  });
});
