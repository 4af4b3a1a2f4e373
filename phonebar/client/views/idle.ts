/** Without a contact: what waits in the operator's campaigns. */
import { formatDuration } from '../session/clock.ts';
import { h, keyed, setHidden, setText } from './dom.ts';
import type { Translate } from '../i18n.ts';
import type { PageModel } from '../session/present.ts';
import type { View } from './dom.ts';

type Campaign = PageModel['campaigns'][number];

export function createIdle(t: Translate): View<{ campaigns: Campaign[]; visible: boolean }> {
  const rows = h('tbody');
  const table = h(
    'table',
    {},
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ...['campaign', 'waiting', 'longest'].map(key => h('th', { scope: 'col' }, t(`idle.${key}`))),
      ),
    ),
    rows,
  );
  const none = h('p', { class: 'hint' }, t('idle.none'));
  const show = keyed<Campaign>(
    rows,
    campaign => String(campaign.id),
    () => {
      const [name, waiting, longest] = [h('td'), h('td'), h('td')];
      return {
        element: h('tr', {}, name, waiting, longest),
        update(campaign) {
          setText(name, campaign.name);
          setText(waiting, String(campaign.waiting));
          setText(longest, campaign.longestWaitMs === null ? '–' : formatDuration(campaign.longestWaitMs));
        },
      };
    },
  );
  const element = h(
    'section',
    { class: 'idle', 'aria-label': t('idle.title'), tabindex: '0' },
    h('h2', {}, t('idle.title')),
    table,
    none,
  );
  return {
    element,
    update({ campaigns, visible }) {
      setHidden(element, !visible);
      setHidden(table, campaigns.length === 0);
      setHidden(none, campaigns.length > 0);
      show(campaigns);
    },
  };
}
