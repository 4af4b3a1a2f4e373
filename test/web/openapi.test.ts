/** The OpenAPI document and the routes are the same. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Router } from 'express';
import { apiRouter } from '../../orchestrator/adapters/web/api/router.ts';
import { apiRoutes } from '../../orchestrator/adapters/web/api/routes.ts';
import { accessTo } from '../../orchestrator/adapters/web/api/access.ts';
import type { ApiContext } from '../../orchestrator/adapters/web/api/context.ts';
import { startSite } from './support/site.ts';
import { member } from './support/visitor.ts';

/** Verb and path of every route that express has. */
function registered(router: Router): string[] {
  return router.stack.flatMap(({ route }) => {
    if (!route) return [];
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    return [...new Set(route.stack.map(layer => layer.method))].map(verb => `${verb} ${path}`);
  });
}
const described = (document: unknown): string[] =>
  Object.entries(member(document, 'paths') as object).flatMap(([path, verbs]) =>
    Object.keys(verbs as object).map(verb => `${verb} ${path}`),
  );

/** Enough to make the routes; none is called. */
const unused = {
  settings: { http: { port: 1 } },
  store: {},
  engine: {},
  telephony: {},
  tls: null,
  version: '1',
};

describe('web: OpenAPI', () => {
  it('describes every route that is registered, and no other', async () => {
    const context = { deps: unused, watch: {}, live: {} } as object as ApiContext;
    const routes = apiRoutes(context);
    const site = await startSite();
    try {
      const { status, body } = await site.visitor().api('GET', '/openapi.json');
      expect(status).to.equal(200);
      expect(described(body).sort()).to.deep.equal(
        registered(apiRouter(context, routes, [(_req, _res, next) => next()])).sort(),
      );
      expect(described(body)).to.have.length(new Set(described(body)).size);
      expect(member(body, 'openapi')).to.equal('3.1.0');
    } finally {
      await site.close();
    }
  });

  it('names who may use each route: none is left to nobody', () => {
    const routes = apiRoutes({ deps: unused, watch: {}, live: {} } as object as ApiContext);
    for (const { verb, path } of routes) expect(accessTo(verb, path), `${verb} ${path}`).to.not.be.empty;
    expect(accessTo('get', '/elsewhere')).to.deep.equal([]);
    expect(accessTo('get', '/constructor')).to.deep.equal([]);
  });

  it('shows schemas by name, parameters as numbers, and problems', async () => {
    const site = await startSite();
    try {
      const { body } = await site.visitor().api('GET', '/openapi.json');
      const text = JSON.stringify(body);
      for (const name of [
        'Service',
        'ServiceInput',
        'Campaign',
        'CampaignInput',
        'AgentView',
        'LiveView',
        'Problem',
      ])
        expect(member(member(member(body, 'components'), 'schemas'), name)).to.be.an('object');
      const get = member(member(member(body, 'paths'), '/agents/{id}'), 'get');
      const [id] = member(get, 'parameters') as object[];
      expect(id).to.deep.include({ name: 'id', in: 'path', required: true });
      expect(member(id, 'schema')).to.include({ type: 'integer' });
      expect(text).to.include('#/components/schemas/Problem').and.include('application/problem+json');
      expect(text).to.not.include('undefined');
    } finally {
      await site.close();
    }
  });
});
