/** Calls that were recorded: the list with its filters, and one of them with who listened. Writing goes through the REST API. */
import type { Request, Router } from 'express';
import {
  recordingStates,
  type CallRecording,
  type RecordingFilter,
} from '../../orchestrator/runtime/ports/recordings.ts';
import { readConfiguration } from '../configuration.ts';
import { namesOf, type Names } from '../names.ts';
import type { Site } from '../page.ts';
import { instantIn, localInput, numberIn, pathWith, textIn } from '../query.ts';
import { accessChoices, mayDo, presentRecording, traceOf } from '../recordings.ts';
import type { Formats } from '../shared/formats.ts';
import { partyText } from '../shared/live-tables.ts';
import type { Translate } from '../shared/words.ts';

const named = ['services', 'campaigns', 'agents'] as const;
const dayMs = 86_400_000;
/** What is kept no longer than this is pointed out, and can be asked for. */
const soonDays = [7, 30] as const;
/** Choices of length, s: [at least, less than]. */
const lengths: Record<string, [number, number | null]> = {
  short: [0, 10],
  s10: [10, 60],
  m1: [60, 300],
  m5: [300, 900],
  m15: [900, null],
};
/** Of the audit log of one recording. */
const mostListenings = 100;

export function recordingRoutes(router: Router, site: Site): void {
  const { store, settings, auth } = site.context;
  const isAdministrator = (req: Request): boolean => auth.account(req)?.role === 'administrator';

  router.get('/admin/recordings', async (req, res) => {
    const { t, formats } = site.locale(req);
    const configuration = await readConfiguration(store.configuration, named);
    const names = namesOf(configuration, t);
    const filter = readFilter(req, settings.timeZone, Date.now());
    const page = await store.recordings.list(filter);
    const right = await store.recordings.right();
    const choose = (objects: { id: number; name: string }[], chosen: number | undefined): object[] =>
      objects
        .map(({ id, name }) => ({ value: id, label: name, selected: id === chosen }))
        .sort((one, other) => one.label.localeCompare(other.label));
    const pick = (values: readonly string[], name: string, chosen: string | undefined): object[] =>
      values.map(value => ({ value, label: t(`recordings.${name}.${value}`), selected: value === chosen }));
    const { cursor, ...chosen } = filter;
    site.show(req, res, 'recordings/list', {
      title: t('nav.recordings'),
      script: 'recordings',
      services: choose(configuration.services, filter.serviceId),
      campaigns: choose(
        configuration.campaigns.filter(({ kind }) => kind === 'human'),
        filter.campaignId,
      ),
      agents: choose(configuration.agents, filter.agentId),
      states: pick(recordingStates, 'states', filter.state),
      lengths: pick(Object.keys(lengths), 'lengths', textIn(req, 'length')),
      soon: pick(
        soonDays.map(days => `d${days}`),
        'soon',
        textIn(req, 'kept'),
      ),
      search: filter.search,
      from: localInput(filter.from, settings.timeZone),
      to: localInput(filter.to, settings.timeZone),
      rows: page.items.map(recording => presentRow(recording, names, t, formats, Date.now())),
      may: mayDo(isAdministrator(req) ? 'delete' : right),
      filtered: Object.values(chosen).some(value => value !== undefined),
      firstPage: cursor && pathWith(req, { cursor: null }),
      nextPage: page.nextCursor && pathWith(req, { cursor: page.nextCursor }),
      access: isAdministrator(req) && accessChoices(right, t),
    });
  });

  router.get('/admin/recordings/:id', async (req, res, next) => {
    const recording = await store.recordings.get(req.params.id);
    if (!recording) return next();
    const { t, formats } = site.locale(req);
    const names = namesOf(await readConfiguration(store.configuration, named), t);
    const contact = await store.contacts.get(recording.contactId);
    const right = await store.recordings.right();
    const row = presentRow(recording, names, t, formats, Date.now());
    const shown = presentRecording(recording, contact?.steps ?? [], t, formats);
    return site.show(req, res, 'recordings/recording', {
      title: t('recordings.of', { caller: row.caller }),
      script: 'recordings',
      back: { href: '/admin/recordings', label: t('nav.recordings') },
      recordings: [shown],
      recording: { ...shown, ...row },
      channels: t(`recordings.channels.${recording.channels}`),
      begun: t(recording.onDemand ? 'recordings.onDemand' : 'recordings.byRule'),
      checked: recording.checkedAt === null ? '' : formats.dateTime(recording.checkedAt),
      canCheck: recording.state === 'kept',
      may: mayDo(isAdministrator(req) ? 'delete' : right),
      maySeeListenings: isAdministrator(req),
      listenings: isAdministrator(req) ? await listeningsOf(recording.id, t) : [],
    });
  });

  /** What the audit log says of it, the newest first. */
  async function listeningsOf(id: string, t: Translate): Promise<object[]> {
    const { items } = await store.audit.list({ object: `recordings/${id}`, limit: mostListenings });
    return items.map(({ at, by, action, detail }) => ({
      at,
      by,
      how: t(`audit.actions.${action}`, { defaultValue: action }),
      why: typeof detail.reason === 'string' ? detail.reason : '',
    }));
  }
}

interface Row {
  caller: string;
  [member: string]: unknown;
}

function presentRow(
  recording: CallRecording,
  names: Names,
  t: Translate,
  formats: Formats,
  now: number,
): Row {
  const { id, lengthMs, keptUntil, deletion } = recording;
  const state = recording.fault ?? recording.state;
  return {
    id,
    href: `/admin/recordings/${encodeURIComponent(id)}`,
    contact: `/admin/contacts/${encodeURIComponent(recording.contactId)}`,
    startedAt: recording.startedAt,
    caller: partyText({ number: recording.callerNumber, name: recording.callerName }, t),
    service: names.of('services', recording.serviceId),
    campaign: names.of('campaigns', recording.campaignId),
    agent: names.of('agents', recording.agentId),
    length: lengthMs === null ? '' : formats.timer(lengthMs),
    kept: deletion ? '' : keptUntil === null ? t('recordings.forEver') : formats.date(keptUntil),
    goesSoon: !deletion && keptUntil !== null && keptUntil < now + soonDays[0] * dayMs,
    audible: state === 'kept',
    stands: !deletion,
    state: t(`recordings.states.${state}`),
    ...looks[state],
    trace: deletion ? traceOf(deletion, t, formats) : '',
  };
}

/** Colour and shape of each state. */
const looks = {
  coming: { icon: 'clock', colour: 'blue' },
  kept: { icon: 'circle-check', colour: 'green' },
  lost: { icon: 'file-off', colour: 'red' },
  damaged: { icon: 'alert-triangle', colour: 'red' },
  missing: { icon: 'file-off', colour: 'red' },
  deleted: { icon: 'trash', colour: 'gray' },
} as const;

function readFilter(req: Request, timeZone: string, now: number): RecordingFilter {
  const filter: RecordingFilter = {};
  const service = numberIn(req, 'service');
  const campaign = numberIn(req, 'campaign');
  const agent = numberIn(req, 'agent');
  const from = instantIn(req, 'from', timeZone);
  const to = instantIn(req, 'to', timeZone);
  const search = textIn(req, 'search').trim();
  const state = recordingStates.find(each => each === textIn(req, 'state'));
  const [least = 0, below = null] = lengths[textIn(req, 'length')] ?? [];
  const days = soonDays.find(each => `d${each}` === textIn(req, 'kept'));
  if (service) filter.serviceId = service;
  if (campaign) filter.campaignId = campaign;
  if (agent) filter.agentId = agent;
  if (from !== null) filter.from = from;
  if (to !== null) filter.to = to;
  if (search) filter.search = search;
  if (state) filter.state = state;
  if (least > 0) filter.minLengthMs = least * 1000;
  if (below !== null) filter.maxLengthMs = below * 1000;
  if (days) filter.keptBefore = now + days * dayMs;
  if (textIn(req, 'cursor')) filter.cursor = textIn(req, 'cursor');
  return filter;
}
