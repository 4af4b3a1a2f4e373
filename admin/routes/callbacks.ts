/** Call-backs of all operators: what is to be done, what became of the others, and both as a file. Writing goes through the REST API. */
import { DateTime } from 'luxon';
import type { Request, Router } from 'express';
import {
  callbackStates,
  type CallbackFilter,
  type CallbackRow,
} from '../../orchestrator/runtime/ports/callbacks.ts';
import { callbackFile } from '../callback-file.ts';
import { presentCallback } from '../callbacks.ts';
import { readConfiguration } from '../configuration.ts';
import { namesOf } from '../names.ts';
import type { Site } from '../page.ts';
import { instantIn, localInput, numberIn, pathWith, textIn } from '../query.ts';

const named = ['services', 'campaigns', 'agents'] as const;
/** One that nobody calls although it was due so long ago is overdue. */
const overdueMs = 10 * 60_000;
/** The page asks again this often. */
const refreshMs = 5000;
/** Rows of a file; beyond that one asks for less. */
const mostInFile = 50_000;
const rowsAtOnce = 200;

export function callbackRoutes(router: Router, site: Site): void {
  const { store, settings } = site.context;
  const { timeZone } = settings;

  router.get('/admin/callbacks', async (req, res) => {
    const { t, formats } = site.locale(req);
    const now = Date.now();
    const configuration = await readConfiguration(store.configuration, named);
    const names = namesOf(configuration, t);
    const filter = readFilter(req, timeZone, now);
    const page = await store.callbacks.list(filter);
    const dayEndsAt = DateTime.fromMillis(now, { zone: timeZone }).endOf('day').toMillis() + 1;
    const figures = await store.callbacks.figures({ overdueBefore: now - overdueMs, until: dayEndsAt });
    const human = configuration.campaigns.flatMap(campaign => (campaign.kind === 'human' ? [campaign] : []));
    const choose = (objects: { id: number; name: string }[], chosen: unknown): object[] =>
      objects
        .map(({ id, name }) => ({ value: id, label: name, selected: id === chosen }))
        .sort((one, other) => one.label.localeCompare(other.label));
    const { state = 'open' } = filter;
    const anyone = { value: 'anyone', label: t('callbacks.anyone'), selected: filter.agentId === 'anyone' };
    const { cursor, overdueBefore: _before, ...chosen } = filter;
    const isOpen = state === 'open' || state === 'overdue';
    site.show(req, res, 'callbacks', {
      title: t('nav.callbacks'),
      script: 'callbacks',
      refreshMs,
      figures: [
        { id: 'open', value: figures.open, href: '/admin/callbacks', icon: 'phone-plus', colour: 'blue' },
        {
          id: 'overdue',
          value: figures.overdue,
          href: '/admin/callbacks?state=overdue',
          ...(figures.overdue > 0
            ? { icon: 'alert-triangle', colour: 'red' }
            : { icon: 'circle-check', colour: 'green' }),
        },
        {
          id: 'today',
          value: figures.dueUntil,
          href: `/admin/callbacks?to=${encodeURIComponent(localInput(dayEndsAt, timeZone))}`,
          icon: 'calendar',
          colour: 'blue',
        },
        { id: 'calling', value: figures.calling, icon: 'phone-call', colour: 'green' },
      ],
      isOpen,
      states: callbackStates.map(value => ({
        value: value === 'open' ? '' : value,
        label: t(`callbacks.filters.${value}`),
        selected: value === state,
      })),
      campaigns: choose(human, filter.campaignId),
      services: choose(configuration.services, filter.serviceId),
      agents: [...(isOpen ? [anyone] : []), ...choose(configuration.agents, filter.agentId)],
      members: configuration.agents.map(({ id, name }) => ({
        value: id,
        label: name,
        campaigns: human
          .filter(({ members }) => members.some(each => each.agentId === id))
          .map(each => each.id),
      })),
      search: filter.search,
      from: localInput(filter.from, timeZone),
      to: localInput(filter.to, timeZone),
      rows: page.items.map(row => presentCallback(row, { names, t, formats, now, timeZone, overdueMs })),
      filtered: Object.values(chosen).some(value => value !== undefined),
      file: `/admin/callbacks.csv${new URL(pathWith(req, { cursor: null }), 'http://page').search}`,
      firstPage: cursor && pathWith(req, { cursor: null }),
      nextPage: page.nextCursor && pathWith(req, { cursor: page.nextCursor }),
    });
  });

  router.get('/admin/callbacks.csv', async (req, res) => {
    const { t, language } = site.locale(req);
    const names = namesOf(await readConfiguration(store.configuration, named), t);
    const filter = readFilter(req, timeZone, Date.now());
    const day = DateTime.now().setZone(timeZone).toFormat('yyyy-LL-dd');
    const file = callbackFile(allOf(filter), { names, t, language, timeZone });
    res.type('text/csv').attachment(`callbacks-${day}.csv`);
    for await (const line of file) res.write(line);
    res.end();
  });

  async function* allOf(filter: CallbackFilter): AsyncGenerator<CallbackRow> {
    let sent = 0;
    let cursor: string | undefined;
    do {
      const page = await store.callbacks.list({ ...filter, limit: rowsAtOnce, ...(cursor && { cursor }) });
      yield* page.items;
      sent += page.items.length;
      cursor = page.nextCursor;
    } while (cursor && sent < mostInFile);
  }
}

function readFilter(req: Request, timeZone: string, now: number): CallbackFilter {
  const filter: CallbackFilter = {};
  const campaign = numberIn(req, 'campaign');
  const service = numberIn(req, 'service');
  const agent = numberIn(req, 'agent');
  const from = instantIn(req, 'from', timeZone);
  const to = instantIn(req, 'to', timeZone);
  const search = textIn(req, 'search').trim();
  const state = callbackStates.find(each => each === textIn(req, 'state'));
  if (state && state !== 'open') filter.state = state;
  if (state === 'overdue') filter.overdueBefore = now - overdueMs;
  if (campaign) filter.campaignId = campaign;
  if (service) filter.serviceId = service;
  if (agent) filter.agentId = agent;
  else if (textIn(req, 'agent') === 'anyone') filter.agentId = 'anyone';
  if (from !== null) filter.from = from;
  if (to !== null) filter.to = to;
  if (search) filter.search = search;
  if (textIn(req, 'cursor')) filter.cursor = textIn(req, 'cursor');
  return filter;
}
