/** Home ("is it going well?") and the real-time page. */
import type { Router } from 'express';
import type { LiveView } from '../../orchestrator/core/views.ts';
import { readConfiguration } from '../configuration.ts';
import { namesOf } from '../names.ts';
import type { Site } from '../page.ts';
import {
  agentStates,
  computeFigures,
  countByState,
  dayFigures,
  headFigures,
  toneIcons,
  type FigureId,
} from '../shared/figures.ts';
import { presentLive, presentServices, refusedLately, type Table } from '../shared/live-tables.ts';

const icons: Partial<Record<Table['id'], string>> = {
  agents: 'users',
  campaigns: 'stack-2',
  contacts: 'messages',
  services: 'headset',
  nodes: 'server',
  refusals: 'phone-off',
};

export function liveRoutes(router: Router, site: Site): void {
  const { engine, store } = site.context;

  router.get('/admin', (req, res) => {
    const { t, formats } = site.locale(req);
    const live = engine.liveView();
    const figures = computeFigures(live, formats).map(figure => ({
      ...figure,
      icon: toneIcons[figure.tone],
      note: figure.note && t(figure.note.key, figure.note.values),
    }));
    const pick = (ids: readonly FigureId[]): object[] => figures.filter(figure => ids.includes(figure.id));
    site.show(req, res, 'home', {
      title: t('home.title'),
      script: 'home',
      live,
      head: pick(headFigures),
      day: pick(dayFigures),
      states: countByState(live).map(({ state, count }) => ({ state, count, ...agentStates[state] })),
      services: presentServices(live, t, formats),
      refusedLately: refusedLately(live),
      downNodes: live.nodes.filter(node => !node.up),
      nothingYet: live.services.length === 0,
    });
  });

  router.get('/admin/live', async (req, res) => {
    const { t, formats } = site.locale(req);
    const names = namesOf(
      await readConfiguration(store.configuration, ['campaigns', 'services', 'pauses', 'agents']),
      t,
    );
    const live = engine.liveView();
    const shown = req.query.loggedOut === undefined ? withoutLoggedOut(live) : live;
    const tables = presentLive(shown, names.of, t, formats);
    site.show(req, res, 'live', {
      title: t('live.title'),
      script: 'live',
      live,
      names: names.toJSON(),
      sections: tables.map(table => ({
        table,
        id: table.id,
        icon: icons[table.id],
        filters: table.id === 'agents',
      })),
    });
  });
}

/** As the page shows it until it is told otherwise. */
function withoutLoggedOut(live: LiveView): LiveView {
  return { ...live, agents: live.agents.filter(agent => agent.state !== 'loggedOut') };
}
