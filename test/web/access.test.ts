/** S10: every role on every route and verb. What is expected here is written apart from the server's own table. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { startSite } from './support/site.ts';
import type { Site } from './support/site.ts';
import { member } from './support/visitor.ts';
import type { Visitor } from './support/visitor.ts';

type Who = 'nobody' | 'operator' | 'supervisor' | 'administrator';
const everyone: Who[] = ['nobody', 'operator', 'supervisor', 'administrator'];
const signedIn: Who[] = ['operator', 'supervisor', 'administrator'];
const supervisors: Who[] = ['supervisor', 'administrator'];

const allowed: Record<string, Who[]> = {
  services: supervisors,
  campaigns: supervisors,
  prompts: supervisors,
  connections: ['administrator'],
  flows: supervisors,
  scripts: supervisors,
  'flow-references': supervisors,
  'flow-templates': supervisors,
  agents: supervisors,
  skills: supervisors,
  lines: supervisors,
  pauses: supervisors,
  dispositions: supervisors,
  calendars: supervisors,
  contacts: supervisors,
  callbacks: supervisors,
  recordings: supervisors,
  'recording-access': ['administrator'],
  voicemails: supervisors,
  'voicemail-access': ['administrator'],
  live: supervisors,
  messages: supervisors,
  me: signedIn,
  phonebar: ['operator'],
  accounts: ['administrator'],
  tokens: ['administrator'],
  audit: ['administrator'],
  'driver-origins': ['administrator'],
  'screen-pop-origins': ['administrator'],
  'openapi.json': everyone,
};

describe('web: role x route x verb', () => {
  let site: Site;
  const visitors = new Map<Who, Visitor>();
  before(async function () {
    this.timeout(60_000);
    site = await startSite();
    visitors.set('nobody', site.visitor());
    visitors.set('operator', (await site.operator('olga')).visitor);
    visitors.set('supervisor', await site.signedIn('sara'));
    visitors.set('administrator', await site.signedIn('boss'));
  });
  after(() => site.close());

  it('lets in whom it should and nobody else', async function () {
    this.timeout(60_000);
    const { body } = await site.visitor().api('GET', '/openapi.json');
    const paths = member(body, 'paths') as Record<string, Record<string, unknown>>;
    /** Whether another path with a parameter takes it: /prompts/{id} also stands for /prompts/recordings. */
    const others = (path: string, verb: string): boolean =>
      Object.entries(paths).some(
        ([other, known]) =>
          verb in known && new RegExp(`^${other.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
      );
    const verbs = ['get', 'post', 'put', 'patch', 'delete'];
    let asked = 0;
    // A path at a time: two thousand connections at once are no matter of rights.
    for (const [path, known] of Object.entries(paths)) {
      const answers = verbs.flatMap(verb =>
        everyone.map(who => check(who, verb, path, verb in known || others(path, verb))),
      );
      await Promise.all(answers);
      asked += answers.length;
    }
    expect(asked).to.be.greaterThan(500);
  });

  async function check(who: Who, verb: string, path: string, known: boolean): Promise<void> {
    const visitor = visitors.get(who);
    if (!visitor) throw new Error(`no visitor for ${who}`);
    const abort = new AbortController();
    const address = `/api/v1${path.replaceAll(/\{(id|number)\}/g, '987654').replace('{language}', 'it')}`;
    const body = ['post', 'put', 'patch'].includes(verb) ? { body: {} } : {};
    const { status } = await visitor.fetch(verb.toUpperCase(), address, body, abort.signal);
    abort.abort();
    const may = (allowed[path.split('/')[1] ?? ''] ?? []).includes(who);
    const label = `${who} ${verb} ${path}: ${status}`;
    if (!known) expect(status, label).to.be.oneOf([404, 405]);
    else if (may) expect(status, label).to.not.be.oneOf([401, 403, 405, 500]);
    else expect(status, label).to.equal(who === 'nobody' ? 401 : 403);
  }

  it('gives tokens their role, and no place in the PhoneBar', async () => {
    const supervisor = await site.program('supervisor');
    expect((await supervisor.api('GET', '/agents')).status).to.equal(200);
    expect((await supervisor.api('GET', '/accounts')).status).to.equal(403);
    expect((await supervisor.api('GET', '/phonebar')).status).to.equal(403);
    expect(
      (await supervisor.api('PUT', '/me/password', { current: 'x', password: 'long enough' })).status,
    ).to.equal(403);
    const administrator = await site.program('administrator');
    expect((await administrator.api('GET', '/accounts')).status).to.equal(200);
  });

  it('refuses tokens that are malformed, unknown or withdrawn', async () => {
    const administrator = await site.program('administrator');
    for (const authorization of ['Bearer', 'Bearer  ', 'Bearer nonsense', 'bearer a b'])
      expect((await site.visitor().api('GET', '/agents', undefined, { authorization })).status).to.equal(401);
    const tokens = member((await administrator.api('GET', '/tokens')).body, 'items') as { id: number }[];
    for (const { id } of tokens) await site.store.accounts.removeToken(id, 'test');
    expect((await administrator.api('GET', '/agents')).status).to.equal(401);
  });

  it('lets a request with a bad token not fall back on its session', async () => {
    const visitor = await site.signedIn('boss');
    expect(
      (await visitor.api('GET', '/agents', undefined, { authorization: 'Bearer nonsense' })).status,
    ).to.equal(401);
  });

  it('sends pages of others away', async () => {
    const nobody = await site.visitor().ask('GET', '/admin?x=1');
    expect(nobody.status).to.equal(303);
    expect(nobody.headers.get('location')).to.equal('/sign-in?next=%2Fadmin%3Fx%3D1');
    expect((await visitors.get('operator')?.ask('GET', '/admin'))?.status).to.equal(403);
    expect((await visitors.get('supervisor')?.ask('GET', '/admin'))?.status).to.equal(200);
  });
});
