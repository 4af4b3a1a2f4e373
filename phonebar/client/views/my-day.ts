/** What the operator did today, each figure with its definition; the supervisor sees the same. */
import { formatDuration } from '../session/clock.ts';
import { createDialog } from './dialog.ts';
import { h, setHidden, setText } from './dom.ts';
import type { Language, Translate } from '../i18n.ts';
import type { AgentDay } from '../session/protocol.ts';
import type { Dialog } from './dialog.ts';

export interface MyDay extends Dialog {
  /** Asks again when the state is another one; the pauses name the reasons. */
  update(model: { state: string; pauses: readonly { id: number; name: string }[] }): void;
}

/** Besides each change of state; durations go on meanwhile. */
const refreshMs = 10_000;
const figures = [
  'contacts',
  'talk',
  'hold',
  'wrapUp',
  'aht',
  'occupancy',
  'ready',
  'offered',
  'away',
  'pause',
  'loggedIn',
] as const;
type Figure = (typeof figures)[number];

export function createMyDay(t: Translate, language: Language, read: () => Promise<AgentDay>): MyDay {
  const failed = h('p', { class: 'hint', role: 'status', hidden: true });
  const asOf = h('p', { class: 'hint' });
  const reasons = h('ul', { class: 'reasons', hidden: true });
  const values = new Map(figures.map(figure => [figure, h('strong', { 'data-figure': figure }, '–')]));
  const list = h('dl', { class: 'day' }, ...figures.flatMap(figure => row(figure)));
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  const clock = new Intl.DateTimeFormat(language, { timeStyle: 'medium' });
  let pauses: readonly { id: number; name: string }[] = [];
  let state = '';
  let timer: number | undefined;

  function row(figure: Figure): HTMLElement[] {
    const help = h('small', {}, t(`day.${figure}.help`));
    const value = h('dd', {}, values.get(figure) ?? '', help);
    if (figure === 'pause') value.append(reasons);
    return [h('dt', {}, t(`day.${figure}.name`)), value];
  }

  const dialog = createDialog(t, t('day.title'), [failed, list, asOf], {
    opened() {
      void refresh();
      timer = window.setInterval(() => void refresh(), refreshMs);
    },
    closed: () => window.clearInterval(timer),
  });
  dialog.element.classList.add('my-day');

  async function refresh(): Promise<void> {
    try {
      show(await read());
      setHidden(failed, true);
    } catch {
      setText(failed, t('day.failed'));
      setHidden(failed, false);
    }
  }

  function show(day: AgentDay): void {
    const paused = day.pauses.reduce((sum, { ms }) => sum + ms, 0);
    const shown: Record<Figure, string> = {
      contacts: String(day.contacts),
      talk: formatDuration(day.talkMs),
      hold: formatDuration(day.holdMs),
      wrapUp: formatDuration(day.wrapUpMs),
      aht: day.averageHandlingMs === null ? '–' : formatDuration(day.averageHandlingMs),
      occupancy: day.occupancy === null ? '–' : percent.format(day.occupancy),
      ready: formatDuration(day.readyMs),
      offered: formatDuration(day.offeredMs),
      away: formatDuration(day.awayMs),
      pause: formatDuration(paused),
      loggedIn: formatDuration(day.loggedInMs),
    };
    for (const figure of figures) setText(values.get(figure) ?? list, shown[figure]);
    reasons.replaceChildren(
      ...day.pauses.map(({ pauseId, ms }) => h('li', {}, `${nameOf(pauseId)}: ${formatDuration(ms)}`)),
    );
    setHidden(reasons, day.pauses.length === 0);
    setText(asOf, t('day.asOf', { time: clock.format(day.at) }));
  }

  function nameOf(pauseId: number | null): string {
    if (pauseId === null) return t('day.noReason');
    return pauses.find(({ id }) => id === pauseId)?.name ?? `#${pauseId}`;
  }

  return {
    element: dialog.element,
    open: () => dialog.open(),
    update(model) {
      pauses = model.pauses;
      if (model.state === state) return;
      state = model.state;
      if (dialog.element.open) void refresh();
    },
  };
}
