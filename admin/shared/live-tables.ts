/**
 * The tables of the live pages as data. The server draws them with the partial live-table, the browser with
 * client/live-table.ts; both from what these functions return, so a page looks the same before and after
 * its first update.
 */
import type { LiveView } from '../../orchestrator/core/views.ts';
import { agentStates, thresholds, toneIcons, type Tone } from './figures.ts';
import type { Formats } from './formats.ts';
import type { Translate } from './words.ts';

export interface Cell {
  text: string;
  /** Orders the rows when they are sorted by this column. */
  order: number | string;
  href?: string;
  icon?: string;
  /** What the icon says, for those who do not see it. */
  hint?: string;
  /** Colour of the icon, as in Tabler: green, azure, ... */
  colour?: string;
  /** Epoch ms: the cell counts up from here and `text` is what it showed at first. */
  since?: number;
  number?: boolean;
  /** The cell is a button with this accessible name; it acts on the row's key. */
  action?: string;
}
export interface Row {
  key: string;
  cells: Cell[];
}
export interface Table {
  id:
    | 'agents'
    | 'campaigns'
    | 'services'
    | 'contacts'
    | 'nodes'
    | 'refusals'
    | 'synthetic'
    | 'syntheticAgents';
  /** Labels are `live.<id>.columns.<name>`; `help` where a figure has a definition. */
  columns: { name: string; label: string; help?: string; number?: boolean }[];
  rows: Row[];
}
/** Name of an object, or something to call it by. */
export type NameOf = (
  collection: 'agents' | 'campaigns' | 'services' | 'pauses',
  id: number | null,
) => string;

export const text = (value: string): Cell => ({ text: value, order: value.toLocaleLowerCase() });
export const number = (value: number, formats: Formats): Cell => ({
  text: formats.number(value),
  order: value,
  number: true,
});
const none: Cell = { text: '', order: '' };
const toneColours: { readonly [T in Tone]: string } = {
  good: 'green',
  warning: 'yellow',
  bad: 'red',
  calm: 'gray',
};

export function since(view: LiveView, at: number, formats: Formats): Cell {
  return { text: formats.timer(view.at - at), order: view.at - at, since: at, number: true };
}

export function columnsOf(
  t: Translate,
  id: Table['id'],
  names: readonly string[],
  numbers: readonly string[],
): Table['columns'] {
  return names.map(name => {
    const help = t(`figures.${name}.definition`, { defaultValue: '' });
    return {
      name,
      label: t(`live.${id}.columns.${name}`),
      number: numbers.includes(name),
      ...(help && { help }),
    };
  });
}

export function presentAgents(view: LiveView, nameOf: NameOf, t: Translate, formats: Formats): Table {
  const names = [
    'agent',
    'extension',
    'state',
    'time',
    'contact',
    'service',
    'phone',
    'campaigns',
    'actions',
  ];
  return {
    id: 'agents',
    columns: columnsOf(t, 'agents', names, ['time']),
    rows: view.agents.map(agent => {
      const look = agentStates[agent.state];
      const state = t(`agentStates.${agent.state}`);
      const reason = agent.pauseId === null ? '' : nameOf('pauses', agent.pauseId);
      return {
        key: String(agent.id),
        cells: [
          text(agent.name),
          text(agent.extension),
          {
            text: reason ? `${state}: ${reason}` : state,
            order: Object.keys(agentStates).indexOf(agent.state),
            icon: look.icon,
            colour: look.colour,
          },
          agent.state === 'loggedOut' ? none : since(view, agent.since, formats),
          agent.contactId
            ? { ...text(agent.caller || t('common.withheld')), href: `/admin/contacts/${agent.contactId}` }
            : none,
          text(nameOf('services', agent.serviceId)),
          agent.phone === null
            ? none
            : {
                text: t(`phones.${agent.phone}`),
                order: agent.phone,
                icon: agent.reachable ? 'plug-connected' : 'plug-connected-x',
                colour: agent.reachable ? 'green' : 'red',
                hint: t(agent.reachable ? 'live.reachable' : 'live.unreachable'),
              },
          text(agent.campaignIds.map(id => nameOf('campaigns', id)).join(', ')),
          { text: '', order: '', icon: 'dots', action: t('live.actions.open', { name: agent.name }) },
        ],
      };
    }),
  };
}

export function presentCampaigns(view: LiveView, t: Translate, formats: Formats): Table {
  const names = ['campaign', 'waiting', 'longestWait', 'loggedIn', 'ready', 'talking', 'wrapUp', 'pause'];
  return {
    id: 'campaigns',
    columns: columnsOf(t, 'campaigns', names, names.slice(1)),
    rows: view.campaigns.map(campaign => ({
      key: String(campaign.id),
      cells: [
        { ...text(campaign.name), href: `/admin/campaigns/${campaign.id}` },
        { ...number(campaign.waiting, formats), ...judge(t, campaign.waiting, thresholds.waiting) },
        campaign.longestWaitSince === null
          ? { text: '–', order: -1, number: true }
          : {
              ...since(view, campaign.longestWaitSince, formats),
              ...judge(t, view.at - campaign.longestWaitSince, thresholds.longestWaitMs),
            },
        number(campaign.loggedIn, formats),
        number(campaign.ready, formats),
        number(campaign.talking, formats),
        number(campaign.wrapUp, formats),
        number(campaign.pause, formats),
      ],
    })),
  };
}

export function presentServices(view: LiveView, t: Translate, formats: Formats): Table {
  const names = [
    'service',
    'active',
    'waiting',
    'offered',
    'handled',
    'serviceLevel',
    'abandoned',
    'abandonment',
    'asa',
    'aht',
  ];
  const mean = (sum: number, count: number): Cell =>
    count === 0
      ? { text: '–', order: -1, number: true }
      : { text: formats.duration(sum / count), order: sum / count, number: true };
  return {
    id: 'services',
    columns: columnsOf(t, 'services', names, names.slice(1)),
    rows: view.services.map(service => {
      const all = service.handled + service.abandoned;
      const abandonment = all === 0 ? null : service.abandoned / all;
      const level = service.serviceLevel;
      return {
        key: String(service.id),
        cells: [
          { ...text(service.name), href: `/admin/contacts?day=today&service=${service.id}` },
          number(service.active, formats),
          { ...number(service.waiting, formats), ...judge(t, service.waiting, thresholds.waiting) },
          number(service.offered, formats),
          number(service.handled, formats),
          {
            text: formats.percent(level),
            order: level ?? -1,
            number: true,
            ...(level === null
              ? {}
              : judge(t, 1 - level, {
                  warning: 1 - thresholds.serviceLevel.warning,
                  bad: 1 - thresholds.serviceLevel.bad,
                })),
          },
          number(service.abandoned, formats),
          {
            text: formats.percent(abandonment),
            order: abandonment ?? -1,
            number: true,
            ...(abandonment === null ? {} : judge(t, abandonment, thresholds.abandonment)),
          },
          mean(service.waitMsHandled, service.handled),
          mean(service.talkMs + service.holdMs + service.wrapUpMs, service.handled),
        ],
      };
    }),
  };
}

export function presentContacts(view: LiveView, nameOf: NameOf, t: Translate, formats: Formats): Table {
  const names = ['caller', 'stage', 'time', 'position', 'service', 'campaign', 'agent', 'dialled', 'arrived'];
  return {
    id: 'contacts',
    columns: columnsOf(t, 'contacts', names, ['time', 'position', 'arrived']),
    rows: view.contacts.map(contact => ({
      key: contact.id,
      cells: [
        { ...text(partyText(contact.caller, t)), href: `/admin/contacts/${contact.id}` },
        { ...text(stageText(contact, t, formats)), ...stageLooks[contact.stage] },
        since(view, contact.stageSince, formats),
        contact.position === null ? none : number(contact.position, formats),
        text(nameOf('services', contact.serviceId)),
        text(nameOf('campaigns', contact.campaignId)),
        text(nameOf('agents', contact.agentId)),
        text(contact.dialled),
        { text: formats.time(contact.arrivedAt), order: contact.arrivedAt, number: true },
      ],
    })),
  };
}

/** Who is to be called back is in the queue, or will be again. */
function stageText(
  { stage, callback }: LiveView['contacts'][number],
  t: Translate,
  formats: Formats,
): string {
  const words = t(`stages.${stage}`);
  if (!callback) return words;
  const { number: to, attempts, nextAt } = callback;
  const more = nextAt === null ? t('stages.toCall', { number: to }) : formats.time(nextAt);
  return attempts === 0
    ? `${words}: ${more}`
    : `${words}: ${more} (${t('stages.attempts', { count: attempts })})`;
}

const stageLooks: {
  readonly [S in LiveView['contacts'][number]['stage']]: { icon: string; colour: string };
} = {
  flow: { icon: 'microphone-2', colour: 'azure' },
  waiting: { icon: 'hourglass', colour: 'yellow' },
  callback: { icon: 'phone-calling', colour: 'yellow' },
  offered: { icon: 'bell-ringing', colour: 'azure' },
  talking: { icon: 'phone-call', colour: 'green' },
  held: { icon: 'player-pause', colour: 'indigo' },
  agentLost: { icon: 'plug-connected-x', colour: 'red' },
  dialling: { icon: 'phone-outgoing', colour: 'azure' },
  forwarded: { icon: 'arrow-forward-up', colour: 'blue' },
};

export function presentNodes(view: LiveView, t: Translate, formats: Formats): Table {
  const figures = ['roundTrip', 'loopLag', 'journalLag', 'projectionLag'];
  const state = (up: boolean, word: string): Cell => ({
    ...text(t(`live.nodes.${word}`)),
    icon: up ? 'circle-check' : 'alert-octagon',
    colour: up ? 'green' : 'red',
  });
  const ms = (value: number): Cell => ({ ...number(value, formats), text: `${formats.number(value)} ms` });
  const { server } = view;
  const own: Row[] = server
    ? [
        {
          key: '#phones',
          cells: [
            text('#phones'),
            state(server.journalOk, server.journalOk ? 'running' : 'noJournal'),
            none,
            none,
            ms(server.loopLagMs),
            number(server.unjournalled, formats),
            number(server.unprojected, formats),
          ],
        },
      ]
    : [];
  return {
    id: 'nodes',
    columns: columnsOf(t, 'nodes', ['node', 'state', 'version', ...figures], figures),
    rows: [
      ...view.nodes.map(({ node, up, version, roundTripMs }) => ({
        key: node,
        cells: [
          text(node),
          state(up, up ? 'up' : 'down'),
          text(version),
          roundTripMs === undefined ? none : ms(roundTripMs),
          none,
          none,
          none,
        ],
      })),
      ...own,
    ],
  };
}

/** Calls that a line refused, or made with an alarm. */
export function presentRefusals(view: LiveView, t: Translate, formats: Formats): Table {
  return {
    id: 'refusals',
    columns: columnsOf(t, 'refusals', ['at', 'agent', 'number', 'line', 'why'], ['at']),
    rows: view.refusals.map((refused, index) => ({
      key: `${refused.at}/${index}`,
      cells: [
        { text: formats.time(refused.at), order: refused.at, number: true },
        text(refused.agent || t('live.refusals.nobody')),
        text(refused.number),
        { ...text(refused.line), href: `/admin/lines/${refused.lineId}` },
        {
          ...text(t(refused.went ? `live.refusals.went` : `refused.${refused.code}`)),
          icon: refused.went ? 'alert-triangle' : 'phone-off',
          colour: refused.went ? 'yellow' : 'red',
        },
      ],
    })),
  };
}

const ALARM_MS = 3_600_000;

/** So many calls were refused, or are worth an alarm, in the last hour. */
export function refusedLately({ at, refusals }: LiveView): number {
  return refusals.filter(refused => at - refused.at < ALARM_MS).length;
}

export function presentLive(view: LiveView, nameOf: NameOf, t: Translate, formats: Formats): Table[] {
  return [
    presentAgents(view, nameOf, t, formats),
    presentCampaigns(view, t, formats),
    presentContacts(view, nameOf, t, formats),
    presentServices(view, t, formats),
    presentRefusals(view, t, formats),
    presentNodes(view, t, formats),
  ];
}

/** "Name, number" of a caller; a withheld number is called so. */
export function partyText(party: { number: string; name: string }, t: Translate): string {
  return [party.name, party.number].filter(Boolean).join(', ') || t('common.withheld');
}

/** Icon, colour and word for a value past a threshold; nothing below. */
function judge(t: Translate, value: number, limit: { warning: number; bad: number }): Partial<Cell> {
  if (value < limit.warning) return {};
  const tone: Tone = value >= limit.bad ? 'bad' : 'warning';
  return { icon: toneIcons[tone], colour: toneColours[tone], hint: t(`tones.${tone}`) };
}
