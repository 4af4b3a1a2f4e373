/** The Messenger Monitor: tables that follow the stream. */
import type { LiveView } from '../../../orchestrator/core/views.ts';
import { presentMonitor, type MonitorNames } from '../../shared/monitor-tables.ts';
import { find, findAll } from '../dom.ts';
import { watchLive } from '../live-stream.ts';
import { adoptTable, type LiveTable } from '../live-table.ts';
import { formats, t } from '../words.ts';

type NameList = Record<string, string>;
interface Given {
  services?: NameList;
  flows?: NameList;
  blocks: Record<string, NameList>;
}

const page = find('#monitor');
const given: Given = JSON.parse(page.dataset.names ?? '{"blocks":{}}');
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

watchLive(latest, view => {
  latest = view;
  show();
});
