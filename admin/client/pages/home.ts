/** Home: keeps the figures up to date. */
import type { LiveView } from '../../../orchestrator/core/views.ts';
import {
  agentStateNames,
  computeFigures,
  countByState,
  toneIcons,
  type Figure,
} from '../../shared/figures.ts';
import { presentServices, refusedLately } from '../../shared/live-tables.ts';
import { find, findAll, makeIcon } from '../dom.ts';
import { watchLive } from '../live-stream.ts';
import { adoptTable } from '../live-table.ts';
import { formats, t } from '../words.ts';

const page = find('#home');
let latest: LiveView = JSON.parse(page.dataset.live ?? '');
const services = adoptTable(find<HTMLTableElement>('#table-services'), () => true, showServices);

function showServices(): void {
  services.update(presentServices(latest, t, formats));
}

function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

function showFigure(figure: Figure): void {
  const place = find(`[data-figure="${figure.id}"]`);
  const value = find('[data-value]', place);
  if (figure.since === null) delete value.dataset.since;
  else value.dataset.since = String(figure.since);
  setText(value, figure.value);
  const note = place.querySelector('[data-note]');
  if (note) setText(note, figure.note ? t(figure.note.key, figure.note.values) : '');
  const word = place.querySelector('[data-tone-word]');
  if (!word || place.classList.contains(`tone-${figure.tone}`)) return;
  place.className = place.className.replace(/tone-\w+/, `tone-${figure.tone}`);
  setText(word, t(`tones.${figure.tone}`));
  find('[data-tone-icon]', place).replaceChildren(makeIcon(toneIcons[figure.tone]));
}

watchLive(latest, view => {
  latest = view;
  computeFigures(view, formats).forEach(showFigure);
  const counts = new Map(countByState(view).map(({ state, count }) => [state, count]));
  for (const state of agentStateNames) {
    const line = find(`[data-state="${state}"]`);
    const count = counts.get(state) ?? 0;
    setText(find('[data-count]', line), formats.number(count));
    const bar = find<HTMLProgressElement>('progress', line);
    bar.max = Math.max(1, view.agents.length);
    bar.value = count;
  }
  for (const alarm of findAll('#node-alarm')) alarm.hidden = view.nodes.every(node => node.up);
  const refused = refusedLately(view);
  find('#toll-alarm').hidden = refused === 0;
  setText(find('#toll-alarm [data-words]'), t('home.refused', { count: refused }));
  const none = view.services.length === 0;
  find('#services').hidden = none;
  for (const invitation of findAll('#no-service')) invitation.hidden = !none;
  showServices();
});
