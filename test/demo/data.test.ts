import { rm } from 'node:fs/promises';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createStore } from '../../orchestrator/adapters/store/store.ts';
import { generatePassword } from '../../orchestrator/cli/password.ts';
import { demoNumber, ensureDemoData, trafficNumber } from '../../orchestrator/demo/data.ts';
import { createLog } from '../../orchestrator/runtime/log.ts';
import type { Store } from '../../orchestrator/runtime/ports/store.ts';
import { tempFolder } from '../support/ports.ts';

describe('demo data', () => {
  let home = '';
  let store: Store;
  beforeEach(async () => {
    home = await tempFolder('demo');
    store = createStore({ home, database: { kind: 'sqlite' }, log: createLog('error') });
    await store.migrate();
  });
  afterEach(async () => {
    await store.close();
    await rm(home, { recursive: true, force: true });
  });

  it('leads 800100 through welcome and queue to the two operators', async () => {
    const { newPasswords } = await ensureDemoData(store, generatePassword);
    const { services, campaigns, agents, lines } = await store.configuration.loadAll();
    const service = services.find(({ numbers }) => numbers.includes(demoNumber));
    const entry = campaigns.find(({ id }) => id === service?.entryCampaignId);
    expect(entry?.kind).to.equal('welcome');
    const human = campaigns.find(({ id }) => entry?.kind === 'welcome' && id === entry.nextCampaignId);
    if (human?.kind !== 'human') throw new Error('the welcome leads to no human campaign');
    expect(campaigns.find(({ id }) => id === human.queueCampaignId)?.kind).to.equal('queue');
    const members = human.members.map(({ agentId }) => agents.find(({ id }) => id === agentId)?.username);
    expect(members).to.deep.equal(['operator1', 'operator2']);
    expect(human.dispositionIds).to.have.length(5);
    expect(
      lines.some(({ kind, addresses }) => kind === 'address' && addresses.includes('127.0.0.1')),
    ).to.equal(true);

    expect(newPasswords.map(({ username }) => username)).to.deep.equal(['operator1', 'operator2']);
    for (const { username, password } of newPasswords)
      expect(await store.accounts.verify(username, password)).to.include({ username, role: 'operator' });
  });

  it('lets its operators call out over a line that ends in Asterisk itself', async () => {
    await ensureDemoData(store, generatePassword);
    const { services, campaigns, lines } = await store.configuration.loadAll();
    const service = services.find(({ numbers }) => numbers.includes(demoNumber));
    const line = lines.find(({ id }) => service?.outboundLineIds.includes(id));
    expect(line).to.include({ kind: 'dialplan', context: 'phones-demo-outside', callerId: demoNumber });
    const campaign = campaigns.find(({ id }) => id === service?.outboundCampaignId);
    expect(campaign?.kind).to.equal('human');
    expect(lines.find(({ direction }) => direction !== 'inbound')).to.equal(line);
  });

  it('keeps the operators of 800200 apart: they are simulated', async () => {
    const { traffic } = await ensureDemoData(store, generatePassword);
    const { services, campaigns, agents } = await store.configuration.loadAll();
    const simulated = agents.filter(({ username }) => username.startsWith('sim'));
    expect(traffic.agentIds).to.deep.equal(simulated.map(({ id }) => id));
    expect(
      simulated.every(
        ({ defaultPhone, outsidePhone }) =>
          defaultPhone === 'outside' && outsidePhone?.lineId === traffic.lineId,
      ),
    ).to.equal(true);
    const service = services.find(({ numbers }) => numbers.includes(trafficNumber));
    const entry = campaigns.find(({ id }) => id === service?.entryCampaignId);
    const human = campaigns.find(({ id }) => entry?.kind === 'welcome' && id === entry.nextCampaignId);
    expect(human?.kind === 'human' && human.members.map(({ agentId }) => agentId)).to.deep.equal(
      traffic.agentIds,
    );
  });

  it('is written once, and keeps what people change', async () => {
    await ensureDemoData(store, generatePassword);
    const [service] = (await store.configuration.list('services', { search: 'Demo' })).items;
    if (!service) throw new Error('no service');
    const { id, revision: _revision, createdAt: _createdAt, updatedAt: _updatedAt, ...input } = service;
    await store.configuration.replace('services', id, { ...input, priority: 7 }, {}, 'test');
    const before = await store.configuration.loadAll();

    const again = await ensureDemoData(store, generatePassword);
    expect(again.newPasswords).to.deep.equal([]);
    expect(await store.configuration.loadAll()).to.deep.equal(before);
  });
});
