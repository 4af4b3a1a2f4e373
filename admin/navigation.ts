/** The pages in the side bar, and who sees them. */
import type { Role } from '../orchestrator/runtime/ports/store.ts';

interface Section {
  /** Key of the section's heading; null = none. */
  title: string | null;
  items: { key: string; path: string; icon: string; roles?: Role[] }[];
}

const sections: Section[] = [
  {
    title: null,
    items: [
      { key: 'home', path: '/admin', icon: 'home' },
      { key: 'live', path: '/admin/live', icon: 'activity' },
      { key: 'contacts', path: '/admin/contacts', icon: 'messages' },
      { key: 'recordings', path: '/admin/recordings', icon: 'player-record' },
      { key: 'callbacks', path: '/admin/callbacks', icon: 'phone-plus' },
    ],
  },
  {
    title: 'resources',
    items: [
      { key: 'services', path: '/admin/services', icon: 'headset' },
      { key: 'campaigns', path: '/admin/campaigns', icon: 'stack-2' },
      { key: 'agents', path: '/admin/agents', icon: 'users' },
      { key: 'skills', path: '/admin/skills', icon: 'star' },
      { key: 'lines', path: '/admin/lines', icon: 'route' },
      { key: 'pauses', path: '/admin/pauses', icon: 'coffee' },
      { key: 'dispositions', path: '/admin/dispositions', icon: 'tags' },
      { key: 'scripts', path: '/admin/scripts', icon: 'list-check' },
      { key: 'calendars', path: '/admin/calendars', icon: 'calendar' },
    ],
  },
  {
    title: 'messengerSection',
    items: [
      { key: 'messenger', path: '/admin/messenger', icon: 'robot' },
      { key: 'monitor', path: '/admin/messenger/monitor', icon: 'device-desktop-analytics' },
      { key: 'voicemails', path: '/admin/voicemails', icon: 'message' },
      { key: 'flows', path: '/admin/flows', icon: 'sitemap' },
      { key: 'prompts', path: '/admin/prompts', icon: 'volume' },
      { key: 'connections', path: '/admin/connections', icon: 'plug', roles: ['administrator'] },
    ],
  },
  {
    title: 'system',
    items: [
      { key: 'accounts', path: '/admin/accounts', icon: 'key', roles: ['administrator'] },
      { key: 'driver', path: '/admin/driver', icon: 'app-window', roles: ['administrator'] },
      { key: 'audit', path: '/admin/audit', icon: 'history', roles: ['administrator'] },
      { key: 'help', path: '/admin/help', icon: 'help-circle' },
    ],
  },
];

/** Items with others below them: they are current on their own address alone. */
const pathsBelow = new Set(['/admin', '/admin/messenger']);

export function navigationFor(role: Role, path: string): object[] {
  const current = (item: string): boolean =>
    path === item || (path.startsWith(`${item}/`) && !pathsBelow.has(item));
  return sections.map(section => ({
    title: section.title && `nav.${section.title}`,
    items: section.items
      .filter(item => !item.roles || item.roles.includes(role))
      .map(item => ({
        label: `nav.${item.key}`,
        path: item.path,
        icon: item.icon,
        current: current(item.path),
      })),
  }));
}
