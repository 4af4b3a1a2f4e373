/** The contacts: list with filters, and one contact with every step. */
import { DateTime } from 'luxon';
import type { Request, Router } from 'express';
import type { Outcome } from '../../orchestrator/core/facts.ts';
import type { CallRecording } from '../../orchestrator/runtime/ports/recordings.ts';
import type { ContactFilter, ContactRow } from '../../orchestrator/runtime/ports/store.ts';
import { readConfiguration } from '../configuration.ts';
import { namesOf, type Names } from '../names.ts';
import type { Site } from '../page.ts';
import { instantIn, localInput, numberIn, pathWith, textIn } from '../query.ts';
import type { Formats } from '../shared/formats.ts';
import { partyText } from '../shared/live-tables.ts';
import type { Translate } from '../shared/words.ts';
import { mayDo, placeIn, presentRecording } from '../recordings.ts';
import { presentQuality } from '../quality.ts';
import { presentScript } from '../contact-scripts.ts';
import { describeStep } from '../steps.ts';

/** Colour and shape of each outcome. */
export const outcomeLooks: { readonly [O in Outcome]: { icon: string; colour: string } } = {
  handled: { icon: 'circle-check', colour: 'green' },
  abandoned: { icon: 'phone-x', colour: 'red' },
  short: { icon: 'clock-x', colour: 'gray' },
  left: { icon: 'door-exit', colour: 'gray' },
  closed: { icon: 'moon', colour: 'indigo' },
  unknownNumber: { icon: 'question-mark', colour: 'orange' },
  noAgents: { icon: 'users-minus', colour: 'red' },
  overflow: { icon: 'hourglass-off', colour: 'orange' },
  served: { icon: 'robot', colour: 'green' },
  noRoute: { icon: 'route-off', colour: 'orange' },
  switchLost: { icon: 'server-off', colour: 'red' },
  unanswered: { icon: 'phone-off', colour: 'gray' },
  failed: { icon: 'alert-octagon', colour: 'red' },
};
const outcomes = Object.keys(outcomeLooks).filter((name): name is Outcome => name in outcomeLooks);
/** What the steps of a contact name. */
const namedInSteps = ['services', 'campaigns', 'agents', 'lines', 'pauses', 'dispositions'] as const;
/** The page of an active contact asks again this often. */
const refreshMs = 2000;

export function contactRoutes(router: Router, site: Site): void {
  const { store, settings, auth } = site.context;

  router.get('/admin/contacts', async (req, res) => {
    const { t, formats } = site.locale(req);
    const configuration = await readConfiguration(store.configuration, ['services', 'campaigns', 'agents']);
    const names = namesOf(configuration, t);
    const filter = readFilter(req, settings.timeZone);
    const page = await store.contacts.list(filter);
    const choose = (objects: { id: number; name: string }[], chosen: number | undefined): object[] =>
      objects
        .map(({ id, name }) => ({ value: id, label: name, selected: id === chosen }))
        .sort((one, other) => one.label.localeCompare(other.label));
    const states = ['active', 'ended', ...outcomes].map(value => ({
      value,
      label: t(value === 'active' || value === 'ended' ? `contacts.states.${value}` : `outcomes.${value}`),
      selected: value === filter.state,
    }));
    const { cursor, limit: _limit, ...chosen } = filter;
    site.show(req, res, 'contacts/list', {
      title: t('nav.contacts'),
      script: 'list',
      services: choose(configuration.services, filter.serviceId),
      campaigns: choose(configuration.campaigns, filter.campaignId),
      agents: choose(configuration.agents, filter.agentId),
      states,
      search: filter.search,
      from: localInput(filter.from, settings.timeZone),
      to: localInput(filter.to, settings.timeZone),
      rows: page.items.map(contact => presentRow(contact, names, t, formats)),
      filtered: Object.keys(chosen).length > 0,
      firstPage: cursor && pathWith(req, { cursor: null }),
      nextPage: page.nextCursor && pathWith(req, { cursor: page.nextCursor }),
    });
  });

  router.get('/admin/contacts/:id', async (req, res) => {
    const { t, formats } = site.locale(req);
    const found = await store.contacts.get(req.params.id);
    if (!found)
      return site.show(req, res, 'message', {
        title: t('errors.missing.title'),
        text: t('errors.missing.contact'),
        status: 404,
        back: { href: '/admin/contacts', label: t('nav.contacts') },
      });
    const names = namesOf(await readConfiguration(store.configuration, namedInSteps), t);
    const { contact, steps } = found;
    const recordings = await store.recordings.ofContact(contact.id);
    const may = mayDo(
      auth.account(req)?.role === 'administrator' ? 'delete' : await store.recordings.right(),
    );
    const wrappingUp =
      steps.some(step => step.type === 'wrapUpStarted') && !steps.some(step => step.type === 'wrapUpEnded');
    return site.show(req, res, 'contacts/contact', {
      title: t('contacts.title', { caller: partyText(callerOf(contact), t) }),
      script: 'contact',
      back: { href: '/admin/contacts', label: t('nav.contacts') },
      refreshMs:
        contact.endedAt === null || wrappingUp || recordings.some(({ state }) => state === 'coming')
          ? refreshMs
          : null,
      recordings: recordings.map(recording => presentRecording(recording, steps, t, formats)),
      recordingStates: recordings.map(({ id, state }) => `${id} ${state}`).join(),
      may,
      contact: {
        ...presentRow(contact, names, t, formats),
        id: contact.id,
        line: names.of('lines', contact.lineId),
        disposition: names.of('dispositions', contact.dispositionId),
        note: contact.note,
        endedBy: contact.endedBy && t(`endedBy.${contact.endedBy}`),
        endedAt: contact.endedAt,
        hold: formats.duration(contact.holdMs),
        wrapUp: formats.duration(contact.wrapUpMs),
        total: contact.endedAt === null ? '' : formats.duration(contact.endedAt - contact.arrivedAt),
      },
      quality: (await store.quality.of(contact.id)).map(row => presentQuality(row, names, t, formats)),
      scripts: (await store.scripts.ofContact(contact.id)).map(script =>
        presentScript(script, auth.account(req)?.role ?? 'operator', { names, t, formats }),
      ),
      // The states of the agents say nothing that offers, answer and wrap-up do not.
      steps: steps
        .filter(step => step.type !== 'agentStateChanged')
        .map(step => ({
          at: step.at,
          after: formats.timer(step.at - contact.arrivedAt),
          jump: may.listen && jumpTo(recordings, step.at, formats),
          ...describeStep(step, names, t, formats),
        })),
    });
  });
}

/** Where in a recording a step is heard. */
function jumpTo(recordings: readonly CallRecording[], at: number, formats: Formats): object | null {
  const place = placeIn(recordings, at);
  return place && { ...place, at: formats.timer(place.seconds * 1000) };
}

function presentRow(
  contact: ContactRow,
  names: Names,
  t: Translate,
  formats: Formats,
): Record<string, unknown> {
  return {
    href: `/admin/contacts/${encodeURIComponent(contact.id)}`,
    arrivedAt: contact.arrivedAt,
    caller: partyText(callerOf(contact), t),
    dialled: contact.dialled,
    service: names.of('services', contact.serviceId),
    campaign: names.of('campaigns', contact.campaignId),
    agent: names.of('agents', contact.agentId),
    wait: formats.duration(contact.waitMs),
    talk: formats.duration(contact.talkMs),
    active: contact.outcome === null,
    outcome: contact.outcome === null ? t('contacts.states.active') : t(`outcomes.${contact.outcome}`),
    ...(contact.outcome === null ? { icon: 'activity', colour: 'blue' } : outcomeLooks[contact.outcome]),
  };
}

const callerOf = (contact: ContactRow): { number: string; name: string } => ({
  number: contact.callerNumber,
  name: contact.callerName,
});

/** `day=today` is a short way to say from midnight; times are meant in the instance's zone. */
function readFilter(req: Request, timeZone: string): ContactFilter {
  const filter: ContactFilter = {};
  const service = numberIn(req, 'service');
  const campaign = numberIn(req, 'campaign');
  const agent = numberIn(req, 'agent');
  const from =
    textIn(req, 'day') === 'today'
      ? DateTime.now().setZone(timeZone).startOf('day').toMillis()
      : instantIn(req, 'from', timeZone);
  const to = instantIn(req, 'to', timeZone);
  const search = textIn(req, 'search').trim();
  const state = textIn(req, 'state');
  if (service) filter.serviceId = service;
  if (campaign) filter.campaignId = campaign;
  if (agent) filter.agentId = agent;
  if (from !== null) filter.from = from;
  if (to !== null) filter.to = to;
  if (search) filter.search = search;
  if (isState(state)) filter.state = state;
  if (textIn(req, 'cursor')) filter.cursor = textIn(req, 'cursor');
  return filter;
}

const isState = (value: string): value is NonNullable<ContactFilter['state']> =>
  value === 'active' || value === 'ended' || Object.hasOwn(outcomeLooks, value);
