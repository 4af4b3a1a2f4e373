/** An operator's own figures are those that its supervisor sees. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { AgentDay } from '../../orchestrator/runtime/ports/agent-day.ts';
import { startSite } from './support/site.ts';
import type { Site } from './support/site.ts';

describe('web: the day of an agent', function () {
  this.timeout(20_000);
  let site: Site;
  before(async () => {
    site = await startSite();
  });
  after(() => site.close());

  it('is the same for the agent and the supervisor, and nobody else’s', async () => {
    const olga = await site.operator('olga');
    const otto = await site.operator('otto');
    await site.engine.request(olga.agentId, { type: 'login', phone: 'sip' }, 'test');
    const own = await olga.visitor.api('GET', '/phonebar/day');
    expect(own.status).to.equal(200);
    const day = own.body as AgentDay;
    expect(day.agentId).to.equal(olga.agentId);
    expect(day.pauses.map(({ pauseId }) => pauseId)).to.deep.equal([null]);
    expect(day.loggedInMs).to.equal(day.pauses[0]?.ms);
    expect(new Date(day.from).toISOString(), 'midnight in Rome').to.match(/T2[23]:00:00.000Z$/);

    const sara = await site.signedIn('sara');
    const seen = (await sara.api('GET', `/agents/${olga.agentId}/day`)).body as AgentDay;
    expect({ ...seen, at: 0, loggedInMs: 0, pauses: [] }).to.deep.equal({
      ...day,
      at: 0,
      loggedInMs: 0,
      pauses: [],
    });
    expect(seen.loggedInMs).to.be.at.least(day.loggedInMs);

    expect(((await otto.visitor.api('GET', '/phonebar/day')).body as AgentDay).loggedInMs).to.equal(0);
    expect((await otto.visitor.api('GET', `/agents/${olga.agentId}/day`)).status).to.equal(403);
  });

  it('does not exist for an agent that does not', async () => {
    const sara = await site.signedIn('sara');
    for (const id of ['987654', '0', 'x'])
      expect((await sara.api('GET', `/agents/${id}/day`)).status, id).to.equal(404);
  });
});
