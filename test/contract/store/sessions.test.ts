import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import express from 'express';
import session from 'express-session';
import { it } from 'mocha';
import { createSessionStore } from '../../../orchestrator/adapters/store/sessions.ts';
import { createLog } from '../../../orchestrator/runtime/log.ts';
import { onEachDatabase } from './harness.ts';

declare module 'express-session' {
  interface SessionData {
    visits?: number;
    text?: string;
  }
}

onEachDatabase('sessions', (place, dialect) => {
  /** A server with sessions as the pages have them; `visit` returns its answer and the cookie it set. */
  async function serve() {
    const app = express();
    app.use(
      session({
        secret: 'test',
        resave: false,
        saveUninitialized: false,
        cookie: { maxAge: 60_000 },
        store: createSessionStore(place.store, createLog('error')),
      }),
    );
    app.get('/visit', (req, res) => {
      req.session.visits = (req.session.visits ?? 0) + 1;
      req.session.text = "👩‍💻 '; drop table sessions; --";
      res.json(req.session.visits);
    });
    app.get('/look', (req, res) => void res.json([req.session.visits ?? 0, req.session.text ?? '']));
    app.get('/leave', (req, res) => void req.session.destroy(() => res.json('left')));
    app.use(
      (_error: unknown, _req: express.Request, res: express.Response, _next: express.NextFunction) =>
        void res.status(503).json('away'),
    );
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    let cookie = '';
    const get = async (path: string): Promise<[number, unknown]> => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
        headers: { cookie },
        signal: AbortSignal.timeout(15_000),
      });
      cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
      return [answer.status, await answer.json()];
    };
    return { get, cookie: () => cookie, close: () => server.close() };
  }

  it('are kept, found again and ended', async () => {
    const { get, close } = await serve();
    try {
      expect(await get('/look')).to.deep.equal([200, [0, '']]);
      expect(await place.store.sql.knex('sessions')).to.deep.equal([]);
      expect(await get('/visit')).to.deep.equal([200, 1]);
      expect(await get('/visit')).to.deep.equal([200, 2]);
      expect(await get('/look')).to.deep.equal([200, [2, "👩‍💻 '; drop table sessions; --"]]);
      const long = new Date(Date.now() - 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
      await place.store.sql.knex('sessions').update({ expired: long });
      expect(await get('/look')).to.deep.equal([200, [0, '']]);
      expect(await get('/visit')).to.deep.equal([200, 1]);
      expect(await get('/leave')).to.deep.equal([200, 'left']);
      expect(await get('/look')).to.deep.equal([200, [0, '']]);
    } finally {
      close();
    }
  });

  if (dialect === 'sqlite') return;

  it('answer with an error while the database is away, and the process lives on', async () => {
    const { get, close } = await serve();
    try {
      await get('/visit');
      place.proxy?.refuse();
      expect(await get('/look')).to.deep.equal([503, 'away']);
      expect(await get('/visit')).to.deep.equal([503, 'away']);
      place.proxy?.restore();
      expect(await get('/visit')).to.deep.equal([200, 2]);
    } finally {
      close();
    }
  });
});
