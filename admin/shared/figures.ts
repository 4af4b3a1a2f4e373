/** The figures of the home page, from a live view. Definitions: docs/figures.md, words under `figures.<id>`. */
import type { AgentState } from '../../orchestrator/core/agents/state.ts';
import type { LiveView } from '../../orchestrator/core/views.ts';
import type { Formats } from './formats.ts';

/** good and worse: by colour and by shape (icon); calm: nothing to judge. */
export type Tone = 'good' | 'warning' | 'bad' | 'calm';

export const toneIcons: { readonly [T in Tone]: string } = {
  good: 'circle-check',
  warning: 'alert-triangle',
  bad: 'alert-octagon',
  calm: 'circle-dashed',
};

/** From `warning` on a figure wants a look, from `bad` on it wants action. Service level counts downwards. */
export const thresholds = {
  waiting: { warning: 1, bad: 5 },
  longestWaitMs: { warning: 20_000, bad: 60_000 },
  serviceLevel: { warning: 0.8, bad: 0.6 },
  abandonment: { warning: 0.05, bad: 0.1 },
} as const;

export interface Figure {
  id: FigureId;
  value: string;
  tone: Tone;
  /** Epoch ms since when it counts up; null = a fixed value. */
  since: number | null;
  /** Second line, as key and values of a text; null = none. */
  note: { key: string; values: Record<string, string> } | null;
  /** Page with what is behind the figure. */
  href: string;
}

export const headFigures = ['waiting', 'longestWait', 'serviceLevel', 'abandoned'] as const;
export const dayFigures = ['offered', 'handled', 'asa', 'aht', 'short'] as const;
export type FigureId = (typeof headFigures)[number] | (typeof dayFigures)[number];

const atMost = (value: number, limit: { warning: number; bad: number }): Tone =>
  value >= limit.bad ? 'bad' : value >= limit.warning ? 'warning' : 'good';
const atLeast = (value: number | null, limit: { warning: number; bad: number }): Tone =>
  value === null ? 'calm' : value < limit.bad ? 'bad' : value < limit.warning ? 'warning' : 'good';
const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

export function computeFigures(view: LiveView, formats: Formats): Figure[] {
  const sum = (
    member:
      | 'offered'
      | 'handled'
      | 'handledWithin'
      | 'abandoned'
      | 'short'
      | 'waitMsHandled'
      | 'talkMs'
      | 'holdMs'
      | 'wrapUpMs',
  ): number => view.services.reduce((total, service) => total + service[member], 0);
  const waiting = view.campaigns.reduce((total, campaign) => total + campaign.waiting, 0);
  const waits = view.campaigns.map(campaign => campaign.longestWaitSince).filter(since => since !== null);
  const since = waits.length > 0 ? Math.min(...waits) : null;
  const handled = sum('handled');
  const abandoned = sum('abandoned');
  const abandonment = share(abandoned, handled + abandoned);
  const serviceLevel = share(sum('handledWithin'), handled + abandoned);
  const asa = share(sum('waitMsHandled'), handled);
  const aht = share(sum('talkMs') + sum('holdMs') + sum('wrapUpMs'), handled);
  const today = (state: string): string => `/admin/contacts?day=today&state=${state}`;
  const calm = (id: FigureId, value: string, href: string): Figure => ({
    id,
    value,
    tone: 'calm',
    since: null,
    note: null,
    href,
  });
  return [
    {
      id: 'waiting',
      value: formats.number(waiting),
      tone: atMost(waiting, thresholds.waiting),
      since: null,
      note: null,
      href: '/admin/live#campaigns',
    },
    {
      id: 'longestWait',
      value: since === null ? '–' : formats.timer(view.at - since),
      tone: since === null ? 'good' : atMost(view.at - since, thresholds.longestWaitMs),
      since,
      note: null,
      href: '/admin/live#contacts',
    },
    {
      id: 'serviceLevel',
      value: formats.percent(serviceLevel),
      tone: atLeast(serviceLevel, thresholds.serviceLevel),
      since: null,
      note: {
        key: 'figures.serviceLevel.note',
        values: { within: formats.number(sum('handledWithin')), all: formats.number(handled + abandoned) },
      },
      href: today('handled'),
    },
    {
      id: 'abandoned',
      value: formats.number(abandoned),
      tone: abandonment === null ? 'calm' : atMost(abandonment, thresholds.abandonment),
      since: null,
      note: { key: 'figures.abandoned.note', values: { share: formats.percent(abandonment) } },
      href: today('abandoned'),
    },
    calm('offered', formats.number(sum('offered')), '/admin/contacts?day=today'),
    calm('handled', formats.number(handled), today('handled')),
    calm('asa', asa === null ? '–' : formats.duration(asa), today('handled')),
    calm('aht', aht === null ? '–' : formats.duration(aht), today('handled')),
    calm('short', formats.number(sum('short')), today('short')),
  ];
}

/** Look of each state of an agent, in the order in which pages show them. */
export const agentStates: { readonly [S in AgentState]: { icon: string; colour: string } } = {
  ready: { icon: 'circle-check', colour: 'green' },
  offered: { icon: 'bell-ringing', colour: 'azure' },
  talking: { icon: 'phone-call', colour: 'blue' },
  onHold: { icon: 'player-pause', colour: 'indigo' },
  consulting: { icon: 'messages', colour: 'cyan' },
  conference: { icon: 'users-group', colour: 'blue' },
  wrapUp: { icon: 'pencil', colour: 'purple' },
  pause: { icon: 'coffee', colour: 'yellow' },
  noAnswer: { icon: 'phone-off', colour: 'orange' },
  unreachable: { icon: 'plug-connected-x', colour: 'red' },
  loggedOut: { icon: 'logout', colour: 'gray' },
};

export const agentStateNames = Object.keys(agentStates).filter(
  (name): name is AgentState => name in agentStates,
);

export function countByState(view: LiveView): { state: AgentState; count: number }[] {
  return agentStateNames.map(state => ({
    state,
    count: view.agents.filter(agent => agent.state === state).length,
  }));
}
