/** The real-time page: tables that follow the stream, filters kept in the address, actions on agents. */
import type { LiveAgent, LiveView } from '../../../orchestrator/core/views.ts';
import type { NameLists } from '../../names.ts';
import { presentLive, type NameOf, type Row, type Table } from '../../shared/live-tables.ts';
import { showAgentDay } from '../agent-day.ts';
import { send } from '../api.ts';
import { openDialog } from '../dialogs.ts';
import { find, findAll, make, toast } from '../dom.ts';
import { liveMessages } from '../live-messages.ts';
import { watchLive } from '../live-stream.ts';
import { adoptTable, type LiveTable } from '../live-table.ts';
import { problemText } from '../problem-words.ts';
import { formats, t } from '../words.ts';

const page = find('#live');
let names: NameLists = JSON.parse(page.dataset.names ?? '{}');
let latest: LiveView = JSON.parse(page.dataset.live ?? '');
const search = find<HTMLInputElement>('[data-search]');
const withLoggedOut = find<HTMLInputElement>('[data-logged-out]');

/** Names from the view itself first: they are newer than the page. */
const nameOf: NameOf = (collection, id) => {
  if (id === null) return '';
  const inView =
    collection === 'pauses' ? undefined : latest[collection].find(object => object.id === id)?.name;
  const name = inView ?? names[collection]?.[id];
  if (name === undefined) void renewNames(`${collection}/${id}`);
  return name ?? t('common.deleted', { id });
};

const askedFor = new Set<string>();
/** Something was created after the page was loaded: asks once for each object that has no name here. */
async function renewNames(unknown: string): Promise<void> {
  if (askedFor.has(unknown)) return;
  askedFor.add(unknown);
  const response = await fetch('/admin/live').catch(() => null);
  if (!response?.ok || response.redirected) return;
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  names = JSON.parse(fresh.querySelector<HTMLElement>('#live')?.dataset.names ?? '{}');
  show();
}

const agentOf = (key: string | undefined): LiveAgent | undefined =>
  latest.agents.find(agent => String(agent.id) === key);

function keepAgent(row: Row): boolean {
  if (!withLoggedOut.checked && agentOf(row.key)?.state === 'loggedOut') return false;
  const wanted = search.value.trim().toLocaleLowerCase();
  return wanted === '' || row.cells.some(cell => cell.text.toLocaleLowerCase().includes(wanted));
}

const tables = new Map<Table['id'], LiveTable>();
for (const section of findAll('.live-section'))
  tables.set(
    section.id as Table['id'],
    adoptTable(
      find<HTMLTableElement>('table', section),
      section.id === 'agents' ? keepAgent : () => true,
      show,
    ),
  );

function show(): void {
  for (const table of presentLive(latest, nameOf, t, formats)) {
    tables.get(table.id)?.update(table);
    const section = find(`#${table.id}`);
    const visible = find<HTMLTableSectionElement>('tbody', section).rows.length;
    const count = find('[data-count]', section);
    const text =
      visible === table.rows.length
        ? formats.number(visible)
        : `${formats.number(visible)} / ${formats.number(table.rows.length)}`;
    if (count.textContent !== text) count.textContent = text;
    find('.live-empty', section).hidden = visible > 0;
  }
}

function keepInAddress(): void {
  const url = new URL(location.href);
  if (search.value) url.searchParams.set('search', search.value);
  else url.searchParams.delete('search');
  if (withLoggedOut.checked) url.searchParams.set('loggedOut', '1');
  else url.searchParams.delete('loggedOut');
  history.replaceState(null, '', url);
  show();
}

const query = new URLSearchParams(location.search);
search.value = query.get('search') ?? '';
withLoggedOut.checked = query.has('loggedOut');
search.addEventListener('input', keepInAddress);
withLoggedOut.addEventListener('change', keepInAddress);

const dialog = find<HTMLDialogElement>('#agent-dialog');
const reasons = find<HTMLSelectElement>('[data-pause]', dialog);
const problem = find('[data-problem]', dialog);
let chosen: LiveAgent | null = null;

find('#table-agents').addEventListener('click', event => {
  const button = event.target instanceof Element ? event.target.closest('[data-act]') : null;
  const agent = agentOf(button?.closest('tr')?.dataset.key);
  if (!agent) return;
  chosen = agent;
  reasons.replaceChildren(...Object.entries(names.pauses ?? {}).map(([id, name]) => new Option(name, id)));
  problem.hidden = true;
  find('#agent-dialog-title').textContent = agent.name;
  find('[data-agent-state]', dialog).replaceChildren(
    make('strong', '', t(`agentStates.${agent.state}`)),
    ` · ${t('live.agents.columns.extension')} ${agent.extension}`,
  );
  find<HTMLButtonElement>('[data-action="pause"]', dialog).disabled = reasons.length === 0;
  find<HTMLButtonElement>('[data-action="loggedOut"]', dialog).disabled = agent.state === 'loggedOut';
  openDialog(dialog);
  showAgentDay(dialog, agent.id, id => nameOf('pauses', id));
});

async function changeState(agent: LiveAgent, button: HTMLButtonElement): Promise<void> {
  const state = button.dataset.action ?? '';
  const body = state === 'pause' ? { state, pauseId: Number(reasons.value) } : { state };
  button.disabled = true;
  const reply = await send('POST', `/agents/${agent.id}/state`, body);
  button.disabled = false;
  if (reply.ok) {
    toast(t('live.actions.done', { name: agent.name }));
    dialog.close();
  } else {
    problem.textContent = problemText(reply.problem);
    problem.hidden = false;
  }
}
for (const button of findAll<HTMLButtonElement>('[data-action]', dialog))
  button.addEventListener('click', () => void (chosen && changeState(chosen, button)));

const messages = liveMessages(() => latest, nameOf);
find('[data-write]', dialog).addEventListener('click', () => {
  dialog.close();
  if (chosen) messages.writeTo(chosen.id);
});

watchLive(
  latest,
  view => {
    latest = view;
    show();
  },
  () => messages.refresh(),
);
