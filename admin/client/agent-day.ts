/** The day of one agent in the dialog of the real-time page: the figures that the agent sees in the PhoneBar. */
import type { AgentDay } from '../../orchestrator/runtime/ports/agent-day.ts';
import { send } from './api.ts';
import { find, make } from './dom.ts';
import { problemText } from './problem-words.ts';
import { formats, t } from './words.ts';

const refreshMs = 10_000;

/** Shows the day of the agent below `dialog`'s `[data-day]` until the dialog closes. */
export function showAgentDay(
  dialog: HTMLDialogElement,
  agentId: number,
  pauseName: (id: number) => string,
): void {
  const place = find('[data-day]', dialog);
  const refresh = async (): Promise<void> => {
    const reply = await send<AgentDay>('GET', `/agents/${agentId}/day`);
    if (!dialog.open) return;
    if (reply.ok) place.replaceChildren(...lines(reply.body, pauseName).map(line));
    else if (place.childElementCount === 0) place.replaceChildren(make('p', '', problemText(reply.problem)));
  };
  place.replaceChildren();
  void refresh();
  const timer = setInterval(() => void refresh(), refreshMs);
  dialog.addEventListener('close', () => clearInterval(timer), { once: true });
}

type Line = [name: string, value: string, definition: string];

function lines(day: AgentDay, pauseName: (id: number) => string): Line[] {
  const figure = (id: string, value: string): Line => [
    t(`agentDay.${id}.name`),
    value,
    t(`agentDay.${id}.definition`),
  ];
  const pauses = day.pauses.map(
    ({ pauseId, ms }): Line => [
      t('agentDay.pause.name', { reason: pauseId === null ? t('agentDay.noReason') : pauseName(pauseId) }),
      formats.duration(ms),
      t('agentDay.pause.definition'),
    ],
  );
  return [
    figure('contacts', formats.number(day.contacts)),
    figure('talk', formats.duration(day.talkMs)),
    figure('hold', formats.duration(day.holdMs)),
    figure('wrapUp', formats.duration(day.wrapUpMs)),
    figure('aht', day.averageHandlingMs === null ? '–' : formats.duration(day.averageHandlingMs)),
    figure('occupancy', formats.percent(day.occupancy)),
    figure('ready', formats.duration(day.readyMs)),
    figure('away', formats.duration(day.awayMs)),
    ...pauses,
    figure('loggedIn', formats.duration(day.loggedInMs)),
  ];
}

function line([name, value, definition]: Line): HTMLElement {
  const element = make('div');
  const described = make('dd', '', value);
  described.append(make('small', 'd-block text-secondary', definition));
  element.append(make('dt', '', name), described);
  return element;
}
