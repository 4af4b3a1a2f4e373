/** The Messenger Monitor: tables that follow the stream, synthetic agents that are stopped and started. */
import type { LiveSynthetic, LiveView } from '../../../orchestrator/core/views.ts';
import { presentMonitor, type MonitorNames } from '../../shared/monitor-tables.ts';
import { send } from '../api.ts';
import { openDialog } from '../dialogs.ts';
import { find, findAll, toast } from '../dom.ts';
import { watchLive } from '../live-stream.ts';
import { adoptTable, type LiveTable } from '../live-table.ts';
import { problemText } from '../problem-words.ts';
import { formats, t } from '../words.ts';

type NameList = Record<string, string>;
interface Given {
  services?: NameList;
  flows?: NameList;
  blocks: Record<string, NameList>;
}

const page = find('#monitor');
let given: Given = JSON.parse(page.dataset.names ?? '{"blocks":{}}');
let latest: LiveView = JSON.parse(page.dataset.live ?? '');

const names: MonitorNames = {
  service: id =>
    latest.services.find(service => service.id === id)?.name ??
    given.services?.[id] ??
    t('common.deleted', { id }),
  flow: id => given.flows?.[id] ?? t('common.deleted', { id }),
  block: (flowId, block) => given.blocks[flowId]?.[block] ?? block,
};

const tables = new Map<string, LiveTable>();
for (const section of findAll('.live-section', page))
  tables.set(
    section.id,
    adoptTable(find<HTMLTableElement>('table', section), () => true, show),
  );

function show(): void {
  for (const table of presentMonitor(latest, names, t, formats)) {
    tables.get(table.id)?.update(table);
    const section = find(`#${table.id}`);
    find('[data-count]', section).textContent = formats.number(table.rows.length);
    find('.live-empty', section).hidden = table.rows.length > 0;
  }
}

const dialog = find<HTMLDialogElement>('#stop-dialog');
const problem = find('[data-problem]', dialog);
const confirm = find<HTMLButtonElement>('[data-confirm]', dialog);
let chosen: LiveSynthetic | null = null;

async function setStopped({ id, name }: LiveSynthetic, stopped: boolean): Promise<void> {
  confirm.disabled = true;
  const reply = await send('PATCH', `/campaigns/${id}`, { stopped });
  confirm.disabled = false;
  if (reply.ok) {
    dialog.close();
    // The stream says so too, with its next picture.
    const { synthetic } = latest;
    latest = {
      ...latest,
      synthetic: synthetic.map(other => (other.id === id ? { ...other, stopped } : other)),
    };
    show();
    return toast(t(stopped ? 'monitor.nowStopped' : 'monitor.nowStarted', { name }));
  }
  problem.textContent = problemText(reply.problem);
  problem.hidden = false;
  if (!dialog.open) toast(problem.textContent);
}

find('#table-synthetic').addEventListener('click', event => {
  const button = event.target instanceof Element ? event.target.closest('[data-act]') : null;
  const key = button?.closest('tr')?.dataset.key;
  chosen = latest.synthetic.find(({ id }) => String(id) === key) ?? null;
  if (!chosen) return;
  problem.hidden = true;
  if (chosen.stopped) return void setStopped(chosen, false);
  find('#stop-title').textContent = t('monitor.stopTitle', { name: chosen.name });
  openDialog(dialog);
});
confirm.addEventListener('click', () => void (chosen && setStopped(chosen, true)));

const versionsIn = ({ synthetic }: LiveView): string[] =>
  synthetic.flatMap(({ agents, ...campaign }) =>
    [campaign, ...agents].map(({ flowId, version }) => `${flowId} ${version}`),
  );
const asked = new Set(versionsIn(latest));

/** The stream names no flow and no block: of a version that came since, the page that the server makes now tells. */
async function learnNames(): Promise<void> {
  const versions = versionsIn(latest).filter(version => !asked.has(version));
  if (versions.length === 0) return;
  for (const version of versions) asked.add(version);
  const reply = await fetch(location.href).catch(() => null);
  const fresh = reply?.ok && new DOMParser().parseFromString(await reply.text(), 'text/html');
  const text = fresh && fresh.querySelector<HTMLElement>('#monitor')?.dataset.names;
  if (!text) {
    for (const version of versions) asked.delete(version);
    return;
  }
  given = JSON.parse(text);
  show();
}

watchLive(latest, view => {
  latest = view;
  show();
  void learnNames();
});
