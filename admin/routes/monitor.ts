/** Messenger Monitor: what every synthetic agent does now, and the last contacts with the way to each step. */
import type { Request, Response, Router } from 'express';
import { library } from '../../ivr-flows/blocks/index.ts';
import type { LiveView } from '../../orchestrator/core/views.ts';
import type { ContactRow, ContactStep } from '../../orchestrator/runtime/ports/store.ts';
import { readConfiguration } from '../configuration.ts';
import { nameOf } from '../designer/model/blocks.ts';
import { namesOf, type Names } from '../names.ts';
import type { Site } from '../page.ts';
import { numberIn } from '../query.ts';
import type { Formats } from '../shared/formats.ts';
import { partyText } from '../shared/live-tables.ts';
import { presentMonitor } from '../shared/monitor-tables.ts';
import type { PageLanguage, Translate } from '../shared/words.ts';
import { describeStep } from '../steps.ts';

const icons: Record<string, string> = { synthetic: 'robot', syntheticAgents: 'phone-call' };
const lastContacts = 20;
/** What a caller hears and does; offers, answers and so on stand on the contact's own page. */
const heardAndPressed: ReadonlySet<string> = new Set([
  'campaignEntered',
  'flowStarted',
  'promptStarted',
  'digitsPressed',
  'digitPressed',
  'recordingMade',
  'voicemailLeft',
  'surveyAnswered',
  'callbackRequested',
  'blockFailed',
  'flowEnded',
  'contactEnded',
]);
const named = ['services', 'campaigns', 'flows', 'agents', 'lines', 'dispositions'] as const;

export function monitorRoutes(router: Router, site: Site): void {
  router.get('/admin/messenger/monitor', (req, res) => showMonitor(site, req, res));
}

async function showMonitor(site: Site, req: Request, res: Response): Promise<void> {
  const { engine, store } = site.context;
  const { t, formats, language } = site.locale(req);
  const live = engine.liveView();
  const configuration = await readConfiguration(store.configuration, named);
  const names = namesOf(configuration, t);
  const blocks = await blockNames(site, live, language);
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
  const chosen = numberIn(req, 'campaign');
  const contacts = await store.contacts.lastServed(chosen, lastContacts);
  site.show(req, res, 'messenger/monitor', {
    title: t('monitor.title'),
    script: 'monitor',
    live,
    names: { services: names.toJSON().services, flows: names.toJSON().flows, blocks },
    sections: tables.map(table => ({ table, id: table.id, icon: icons[table.id] })),
    campaigns: configuration.campaigns
      .filter(({ kind }) => kind !== 'human')
      .map(({ id, name }) => ({ value: id, label: name, selected: id === chosen }))
      .sort((one, other) => one.label.localeCompare(other.label)),
    chosen,
    contacts: contacts.map(found => shownContact(found, names, t, formats)),
  });
}

function shownContact(
  { contact, steps }: { contact: ContactRow; steps: ContactStep[] },
  names: Names,
  t: Translate,
  formats: Formats,
): object {
  return {
    id: contact.id,
    caller: partyText({ number: contact.callerNumber, name: contact.callerName }, t),
    service: names.of('services', contact.serviceId),
    arrivedAt: contact.arrivedAt,
    outcome: contact.outcome && t(`outcomes.${contact.outcome}`),
    steps: steps
      .filter(({ type }) => heardAndPressed.has(type))
      .map(step => ({
        after: formats.timer(step.at - contact.arrivedAt),
        ...describeStep(step, names, t, formats),
      })),
  };
}

/** What the blocks of the flows that are shown are called, by flow and block. */
async function blockNames(
  site: Site,
  live: LiveView,
  language: PageLanguage,
): Promise<Record<number, Record<string, string>>> {
  const ids = live.synthetic.flatMap(({ flowId, agents }) => [flowId, ...agents.map(agent => agent.flowId)]);
  const found: Record<number, Record<string, string>> = {};
  for (const id of new Set(ids)) {
    const flow = id === null ? null : await site.context.store.configuration.get('flows', id);
    const drawn = flow?.document?.blocks ?? [];
    if (flow)
      found[flow.id] = Object.fromEntries(drawn.map(block => [block.id, nameOf(block, library, language)]));
  }
  return found;
}
