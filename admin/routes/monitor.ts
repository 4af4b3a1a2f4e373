/** Messenger Monitor: what every synthetic agent does now, and the last contacts with the way to each step. */
import type { Request, Response, Router } from 'express';
import type { LiveView } from '../../orchestrator/core/views.ts';
import { readConfiguration } from '../configuration.ts';
import { namesOf } from '../names.ts';
import type { Site } from '../page.ts';
import { partyText } from '../shared/live-tables.ts';
import { presentMonitor } from '../shared/monitor-tables.ts';

const icons: Record<string, string> = { synthetic: 'robot', syntheticAgents: 'phone-call' };
const lastContacts = 20;

export function monitorRoutes(router: Router, site: Site): void {
  router.get('/admin/messenger/monitor', (req, res) => showMonitor(site, req, res));
}

async function showMonitor(site: Site, req: Request, res: Response): Promise<void> {
  const { engine, store } = site.context;
  const { t, formats } = site.locale(req);
  const live = engine.liveView();
  const configuration = await readConfiguration(store.configuration, ['services', 'campaigns', 'flows']);
  const names = namesOf(configuration, t);
  const blocks = await blockLabels(site, live);
  const tables = presentMonitor(
    live,
    {
      service: id => names.of('services', id),
      flow: id => names.of('flows', id),
      block: (flowId, block) => blocks[flowId]?.[block] ?? block,
    },
    t,
    formats,
  );
  const { items } = await store.contacts.list({ state: 'ended', limit: lastContacts });
  site.show(req, res, 'messenger/monitor', {
    title: t('monitor.title'),
    script: 'monitor',
    live,
    names: { services: names.toJSON().services, flows: names.toJSON().flows, blocks },
    sections: tables.map(table => ({ table, id: table.id, icon: icons[table.id] })),
    contacts: items.map(contact => ({
      id: contact.id,
      caller: partyText({ number: contact.callerNumber, name: contact.callerName }, t),
      service: names.of('services', contact.serviceId),
      arrivedAt: contact.arrivedAt,
      outcome: contact.outcome && t(`outcomes.${contact.outcome}`),
    })),
  });
}

/** Labels of the blocks of the flows that are shown, by flow and block. */
async function blockLabels(site: Site, live: LiveView): Promise<Record<number, Record<string, string>>> {
  const ids = live.synthetic.flatMap(({ flowId, agents }) => [flowId, ...agents.map(agent => agent.flowId)]);
  const found: Record<number, Record<string, string>> = {};
  for (const id of new Set(ids)) {
    const flow = id === null ? null : await site.context.store.configuration.get('flows', id);
    const drawn = flow?.document?.blocks.filter(({ label }) => label !== '') ?? [];
    if (flow) found[flow.id] = Object.fromEntries(drawn.map(block => [block.id, block.label]));
  }
  return found;
}
