/** Messages that callers left: the list with its filters, and one message with who listened. Writing goes through the REST API. */
import type { Request, Router } from 'express';
import type {
  Voicemail,
  VoicemailFilter,
  VoicemailRight,
} from '../../orchestrator/runtime/ports/voicemails.ts';
import { readConfiguration } from '../configuration.ts';
import { namesOf, type Names } from '../names.ts';
import type { Site } from '../page.ts';
import { instantIn, localInput, numberIn, pathWith, textIn } from '../query.ts';
import type { Formats } from '../shared/formats.ts';
import { partyText } from '../shared/live-tables.ts';
import type { Translate } from '../shared/words.ts';

const named = ['services', 'campaigns', 'agents'] as const;

export function voicemailRoutes(router: Router, site: Site): void {
  const { store, settings, auth } = site.context;

  /** What whoever looks may do. */
  async function rightOf(req: Request): Promise<VoicemailRight> {
    return auth.account(req)?.role === 'administrator' ? 'delete' : store.voicemails.right();
  }

  router.get('/admin/voicemails', async (req, res) => {
    const { t, formats } = site.locale(req);
    const configuration = await readConfiguration(store.configuration, named);
    const names = namesOf(configuration, t);
    const filter = readFilter(req, settings.timeZone);
    const page = await store.voicemails.list(filter);
    const may = mayDo(await rightOf(req));
    const choose = (objects: { id: number; name: string }[], chosen: number | undefined): object[] =>
      objects
        .map(({ id, name }) => ({ value: id, label: name, selected: id === chosen }))
        .sort((one, other) => one.label.localeCompare(other.label));
    const { cursor, ...chosen } = filter;
    site.show(req, res, 'voicemails/list', {
      title: t('nav.voicemails'),
      script: 'voicemails',
      services: choose(configuration.services, filter.serviceId),
      campaigns: choose(configuration.campaigns, filter.campaignId),
      states: (['new', 'heard'] as const).map(value => ({
        value,
        label: t(`voicemails.states.${value}`),
        selected: filter.heard === (value === 'heard'),
      })),
      search: filter.search,
      from: localInput(filter.from, settings.timeZone),
      to: localInput(filter.to, settings.timeZone),
      rows: page.items.map(message => shown(message, names, t, formats)),
      may,
      filtered: Object.values(chosen).some(value => value !== undefined),
      firstPage: cursor && pathWith(req, { cursor: null }),
      nextPage: page.nextCursor && pathWith(req, { cursor: page.nextCursor }),
      access: auth.account(req)?.role === 'administrator' && accessChoices(await store.voicemails.right(), t),
    });
  });

  router.get('/admin/voicemails/:id', async (req, res, next) => {
    const found = await store.voicemails.get(req.params.id);
    if (!found) return next();
    const { t, formats } = site.locale(req);
    const names = namesOf(await readConfiguration(store.configuration, named), t);
    const message = shown(found.voicemail, names, t, formats);
    return site.show(req, res, 'voicemails/voicemail', {
      title: t('voicemails.title', { caller: message.caller }),
      script: 'voicemails',
      back: { href: '/admin/voicemails', label: t('nav.voicemails') },
      message,
      may: mayDo(await rightOf(req)),
      checksum: found.voicemail.checksum,
      size:
        found.voicemail.bytes === null ? '' : `${formats.number(Math.ceil(found.voicemail.bytes / 1024))} kB`,
      listenings: found.listenings.map(({ at, by, how }) => ({ at, by, how: t(`voicemails.how.${how}`) })),
    });
  });
}

const mayDo = (right: VoicemailRight): { listen: boolean; remove: boolean } => ({
  listen: right !== 'list',
  remove: right === 'delete',
});

function accessChoices(chosen: VoicemailRight, t: Translate): object[] {
  return (['list', 'listen', 'delete'] as const).map(value => ({
    value,
    label: t(`voicemails.rights.${value}`),
    selected: value === chosen,
  }));
}

interface Shown {
  caller: string;
  [member: string]: unknown;
}

function shown(message: Voicemail, names: Names, t: Translate, formats: Formats): Shown {
  const { id, state, boxAgentId, boxCampaignId, lengthMs, heardAt, heardBy } = message;
  const path = `/api/v1/voicemails/${encodeURIComponent(id)}/audio`;
  return {
    id,
    href: `/admin/voicemails/${encodeURIComponent(id)}`,
    contact: `/admin/contacts/${encodeURIComponent(message.contactId)}`,
    leftAt: message.leftAt,
    caller: partyText({ number: message.callerNumber, name: message.callerName }, t),
    service: names.of('services', message.serviceId),
    campaign: names.of('campaigns', message.campaignId),
    box: boxAgentId === null ? names.of('campaigns', boxCampaignId) : names.of('agents', boxAgentId),
    length: lengthMs === null ? '' : formats.duration(lengthMs, true),
    isNew: heardAt === null,
    heard:
      heardAt === null ? '' : t('voicemails.heardBy', { by: heardBy ?? '', at: formats.dateTime(heardAt) }),
    /** Null = nothing can be heard: why, instead. */
    audio: state === 'kept' ? path : null,
    download: `${path}?download=true`,
    missing: state === 'kept' ? '' : t(`voicemails.${state}`),
  };
}

function readFilter(req: Request, timeZone: string): VoicemailFilter {
  const filter: VoicemailFilter = {};
  const service = numberIn(req, 'service');
  const campaign = numberIn(req, 'campaign');
  const from = instantIn(req, 'from', timeZone);
  const to = instantIn(req, 'to', timeZone);
  const search = textIn(req, 'search').trim();
  const state = textIn(req, 'state');
  if (service) filter.serviceId = service;
  if (campaign) filter.campaignId = campaign;
  if (textIn(req, 'contact')) filter.contactId = textIn(req, 'contact');
  if (from !== null) filter.from = from;
  if (to !== null) filter.to = to;
  if (search) filter.search = search;
  if (state === 'new' || state === 'heard') filter.heard = state === 'heard';
  if (textIn(req, 'cursor')) filter.cursor = textIn(req, 'cursor');
  return filter;
}
