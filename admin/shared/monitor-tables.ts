/** The tables of the Messenger Monitor: synthetic campaigns, and each synthetic agent at work. See live-tables.ts. */
import type { LiveSynthetic, LiveSyntheticAgent, LiveView } from '../../orchestrator/core/views.ts';
import type { Formats } from './formats.ts';
import { columnsOf, number, partyText, since, text, type Cell, type Table } from './live-tables.ts';
import type { Translate } from './words.ts';

/** Names that the view itself does not have. */
export interface MonitorNames {
  service(id: number): string;
  flow(id: number): string;
  /** Label of a block of the published version, or its id. */
  block(flowId: number, block: string): string;
}

export function presentMonitor(view: LiveView, names: MonitorNames, t: Translate, formats: Formats): Table[] {
  return [presentSynthetic(view, names, t, formats), presentSyntheticAgents(view, names, t, formats)];
}

function flowCell(flowId: number | null, version: number, names: MonitorNames, t: Translate): Cell {
  if (flowId === null) return text(t('messenger.simpleForm'));
  const flow = t('monitor.version', { flow: names.flow(flowId), version });
  return { ...text(flow), href: `/admin/flows/${flowId}` };
}

function stateCell(stopped: boolean, serving: number, t: Translate): Cell {
  if (!stopped) return { ...text(t('monitor.running')), icon: 'player-play', colour: 'green' };
  const state = t(serving > 0 ? 'monitor.stopping' : 'monitor.stopped');
  return { ...text(state), icon: 'player-stop', colour: 'orange' };
}

function presentSynthetic(view: LiveView, names: MonitorNames, t: Translate, formats: Formats): Table {
  const columns = ['campaign', 'kind', 'flow', 'state', 'serving', 'limit', 'actions'];
  return {
    id: 'synthetic',
    columns: columnsOf(t, 'synthetic', columns, ['serving', 'limit']),
    rows: view.synthetic.map(({ id, name, kind, flowId, version, limit, stopped, serving }) => {
      const full = limit > 0 && serving >= limit;
      return {
        key: String(id),
        cells: [
          { ...text(name), href: `/admin/campaigns/${id}` },
          text(t(`campaignKinds.${kind}.name`)),
          flowCell(flowId, version, names, t),
          stateCell(stopped, serving, t),
          {
            ...number(serving, formats),
            ...(full && { icon: 'alert-triangle', colour: 'yellow', hint: t('monitor.full') }),
          },
          limit === 0
            ? { text: t('common.noLimit'), order: Number.MAX_SAFE_INTEGER, number: true }
            : number(limit, formats),
          {
            ...text(''),
            action: t(stopped ? 'monitor.start' : 'monitor.stop', { name }),
            icon: stopped ? 'player-play' : 'player-stop',
          },
        ],
      };
    }),
  };
}

function presentSyntheticAgents(view: LiveView, names: MonitorNames, t: Translate, formats: Formats): Table {
  const columns = ['caller', 'campaign', 'service', 'flow', 'block', 'time', 'total'];
  const row = (campaign: LiveSynthetic, agent: LiveSyntheticAgent): Table['rows'][number] => {
    const { contactId, caller, serviceId, flowId, version, block, blockSince, startedAt } = agent;
    return {
      key: contactId,
      cells: [
        { ...text(partyText(caller, t)), href: `/admin/contacts/${contactId}` },
        text(campaign.name),
        text(names.service(serviceId)),
        flowCell(flowId, version, names, t),
        text(flowId === null ? '' : names.block(flowId, block)),
        since(view, blockSince, formats),
        since(view, startedAt, formats),
      ],
    };
  };
  return {
    id: 'syntheticAgents',
    columns: columnsOf(t, 'syntheticAgents', columns, ['time', 'total']),
    rows: view.synthetic.flatMap(campaign => campaign.agents.map(agent => row(campaign, agent))),
  };
}
