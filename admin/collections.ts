/** The resources that supervisors configure, as the pages show them: one line per column of a list. */
import type { Collection, Configuration } from '../orchestrator/core/configuration/schemas.ts';
import type { Stored } from '../orchestrator/runtime/ports/store.ts';
import { campaignsOfFlow, comingText, publishedText, recordingIn, type ListMore } from './list-more.ts';
import type { Names } from './names.ts';
import type { Formats } from './shared/formats.ts';
import type { Translate } from './shared/words.ts';

export interface Shown {
  t: Translate;
  formats: Formats;
  names: Names;
  more: ListMore;
  configuration: Configuration;
}
export interface ListColumn<C extends Collection> {
  /** Words under `lists.<collection>.<name>`; the first column is always the name. */
  name: string;
  /** Member by which the store sorts; absent = not sortable. */
  sort?: keyof Stored<C> & string;
  number?: boolean;
  text(object: Stored<C>, shown: Shown): string;
}

export const collectionNames = [
  'services',
  'campaigns',
  'flows',
  'prompts',
  'connections',
  'agents',
  'skills',
  'lines',
  'pauses',
  'dispositions',
  'scripts',
  'calendars',
] as const;

export const icons: { readonly [C in Collection]: string } = {
  services: 'headset',
  campaigns: 'stack-2',
  flows: 'sitemap',
  prompts: 'volume',
  connections: 'plug',
  agents: 'users',
  skills: 'star',
  lines: 'route',
  pauses: 'coffee',
  dispositions: 'tags',
  scripts: 'list-check',
  calendars: 'calendar',
};

/** Collections whose names the columns of a list show. */
export const namedInLists: { readonly [C in Collection]: readonly Collection[] } = {
  services: ['campaigns', 'calendars'],
  campaigns: ['campaigns', 'flows'],
  flows: ['campaigns'],
  prompts: [],
  connections: [],
  agents: ['skills'],
  skills: [],
  lines: [],
  pauses: [],
  dispositions: [],
  scripts: [],
  calendars: [],
};

const yesNo = (value: boolean, { t }: Shown): string => t(value ? 'common.yes' : 'common.no');

export const listColumns: { readonly [C in Collection]: readonly ListColumn<C>[] } = {
  services: [
    { name: 'numbers', text: service => service.numbers.join(', ') },
    { name: 'entryCampaign', text: (service, { names }) => names.of('campaigns', service.entryCampaignId) },
    {
      name: 'calendar',
      text: (service, { names, t }) => names.of('calendars', service.calendarId) || t('common.alwaysOpen'),
    },
    {
      name: 'priority',
      sort: 'priority',
      number: true,
      text: (service, { formats }) => formats.number(service.priority),
    },
  ],
  campaigns: [
    { name: 'kind', sort: 'kind', text: (campaign, { t }) => t(`campaignKinds.${campaign.kind}.name`) },
    {
      name: 'members',
      number: true,
      text: (campaign, { formats }) =>
        campaign.kind === 'human' ? formats.number(campaign.members.length) : '',
    },
    {
      name: 'leadsTo',
      text: (campaign, { names }) => {
        if (campaign.kind === 'human') return names.of('campaigns', campaign.queueCampaignId);
        return names.of(
          'campaigns',
          campaign.kind === 'queue' ? campaign.overflowCampaignId : campaign.nextCampaignId,
        );
      },
    },
    {
      name: 'flow',
      text: (campaign, { names }) => (campaign.kind === 'human' ? '' : names.of('flows', campaign.flowId)),
    },
  ],
  flows: [
    { name: 'kind', sort: 'kind', text: (flow, { t }) => t(`campaignKinds.${flow.kind}.name`) },
    {
      name: 'version',
      sort: 'version',
      text: (flow, { t, formats, more }) => publishedText(more.standings.get(flow.id), t, formats),
    },
    {
      name: 'coming',
      text: (flow, { t, formats, more }) => comingText(more.standings.get(flow.id), t, formats),
    },
    {
      name: 'users',
      text: (flow, { configuration }) => campaignsOfFlow(configuration, flow.id).join(', '),
    },
  ],
  prompts: [
    { name: 'description', text: prompt => prompt.description },
    ...(['it', 'en'] as const).map(
      (language): ListColumn<'prompts'> => ({
        name: language,
        text: (prompt, { t, formats, more }) => {
          const recording = recordingIn(more.recordings, prompt.id, language);
          return recording
            ? `${formats.duration(recording.durationMs, true)} (${t(`prompts.made.${recording.made}`)})`
            : t('prompts.missingHere');
        },
      }),
    ),
  ],
  connections: [
    { name: 'kind', sort: 'kind', text: (connection, { t }) => t(`connectionKinds.${connection.kind}.name`) },
    {
      name: 'address',
      text: connection => {
        if (connection.kind === 'http') return connection.baseUrl;
        return connection.kind === 'sql' && connection.engine === 'sqlite'
          ? connection.database
          : connection.host;
      },
    },
    { name: 'description', text: connection => connection.description },
  ],
  agents: [
    { name: 'extension', sort: 'extension', text: agent => agent.extension },
    { name: 'username', sort: 'username', text: agent => agent.username },
    { name: 'phone', text: (agent, { t }) => t(`phones.${agent.defaultPhone}`) },
    { name: 'language', text: (agent, { t }) => t(`languages.${agent.language}`) },
    {
      name: 'skills',
      text: (agent, { names }) =>
        agent.skills.map(({ skillId, level }) => `${names.of('skills', skillId)} ${level}`).join(', '),
    },
  ],
  skills: [{ name: 'description', text: skill => skill.description }],
  lines: [
    { name: 'kind', sort: 'kind', text: (line, { t }) => t(`fields.lines.kind.options.${line.kind}`) },
    { name: 'provider', text: line => (line.kind === 'dialplan' ? line.context : line.host) },
    { name: 'direction', text: (line, { t }) => t(`fields.lines.direction.options.${line.direction}`) },
    {
      name: 'channels',
      sort: 'channels',
      number: true,
      text: (line, { t, formats }) =>
        line.channels === 0 ? t('common.noLimit') : formats.number(line.channels),
    },
  ],
  pauses: [
    { name: 'paid', text: (pause, shown) => yesNo(pause.paid, shown) },
    {
      name: 'maximum',
      number: true,
      text: (pause, { t, formats }) =>
        pause.maximumSeconds === null ? t('common.noLimit') : formats.duration(pause.maximumSeconds * 1000),
    },
  ],
  dispositions: [
    { name: 'positive', text: (disposition, shown) => yesNo(disposition.positive, shown) },
    { name: 'final', text: (disposition, shown) => yesNo(disposition.final, shown) },
    { name: 'recall', text: (disposition, shown) => yesNo(disposition.recall, shown) },
    { name: 'doNotCall', text: (disposition, shown) => yesNo(disposition.doNotCall, shown) },
  ],
  scripts: [
    { name: 'description', text: script => script.description },
    {
      name: 'pages',
      number: true,
      text: (script, { formats }) => formats.number(script.pages.length),
    },
    {
      name: 'version',
      text: (script, { t }) =>
        script.version === 0 ? t('scripts.neverPublished') : t('scripts.version', { number: script.version }),
    },
  ],
  calendars: [
    { name: 'timeZone', text: calendar => calendar.timeZone },
    { name: 'periods', number: true, text: (calendar, { formats }) => formats.number(calendar.hours.length) },
    {
      name: 'holidays',
      number: true,
      text: (calendar, { formats }) => formats.number(calendar.holidays.length),
    },
  ],
};
