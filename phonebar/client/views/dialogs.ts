/** Dialogs that the operator opens: settings and the list of shortcuts. */
import { letterFree, letterOf, pageKeys, partner, shortcutActions } from '../shortcuts.ts';
import { createDeviceCheck } from './device-check.ts';
import { createDialog } from './dialog.ts';
import { h, setText } from './dom.ts';
import { createLanguageSelect } from './language-select.ts';
import { createNotificationRow } from './notification-row.ts';
import type { Language, Translate } from '../i18n.ts';
import type { Preferences } from '../preferences.ts';
import type { Layout } from '../session/protocol.ts';
import type { Dialog } from './dialog.ts';
import type { Intents } from './intents.ts';

export interface DialogOptions {
  language: Language;
  csrfToken: string;
  preferences(): Preferences;
  /** As the operator chose it. */
  layout(): Layout;
}

const themes: Preferences['theme'][] = ['auto', 'light', 'dark'];
const layouts: Layout[] = ['page', 'strip', 'column'];

export function createSettingsDialog(t: Translate, intents: Intents, options: DialogOptions): Dialog {
  const check = createDeviceCheck(t, {
    devices: () => options.preferences().devices,
    choose: devices => intents.setDevices(devices),
    microphone: () => undefined,
  });
  const notifications = createNotificationRow(t, true);
  const theme = h(
    'select',
    { id: 'theme' },
    ...themes.map(value =>
      h('option', { value, selected: value === options.preferences().theme }, t(`appearance.${value}`)),
    ),
  );
  theme.addEventListener('change', () =>
    intents.prefer({ theme: themes.find(value => value === theme.value) ?? 'auto' }),
  );
  const layout = h(
    'select',
    { id: 'layout' },
    ...layouts.map(value => h('option', { value }, t(`layout.${value}`))),
  );
  layout.addEventListener('change', () =>
    intents.preferEverywhere({ layout: layouts.find(value => value === layout.value) ?? 'page' }),
  );
  const signOut = h(
    'form',
    { method: 'post', action: '/sign-out', class: 'sign-out' },
    h('input', { type: 'hidden', name: '_csrf', value: options.csrfToken }),
    h('button', { type: 'submit', class: 'small' }, t('signOut')),
  );
  return createDialog(
    t,
    t('settings'),
    [
      check.element,
      createLanguageSelect(t, options.language, language => intents.setLanguage(language)),
      h('div', { class: 'device' }, h('label', { for: 'theme' }, t('appearance.label')), theme),
      h('div', { class: 'device' }, h('label', { for: 'layout' }, t('layout.label')), layout),
      notifications.element,
      signOut,
    ],
    {
      opened() {
        notifications.refresh();
        layout.value = options.layout();
        void check.start();
      },
      closed: () => check.stop(),
    },
  );
}

export function createShortcutsDialog(t: Translate, intents: Intents, options: DialogOptions): Dialog {
  const enabled = h('input', { type: 'checkbox', id: 'shortcuts-enabled' });
  enabled.addEventListener('change', () => intents.prefer({ shortcuts: enabled.checked }));
  const problem = h('p', { class: 'hint', role: 'status' });
  const rows = shortcutActions
    .filter(action => partner(action) === action)
    .map(action => {
      const twins = shortcutActions.filter(other => other !== action && partner(other) === action);
      const name = [action, ...twins].map(a => t(`action.${a}`)).join(' / ');
      const input = h('input', {
        type: 'text',
        maxlength: '1',
        size: '1',
        autocomplete: 'off',
        'aria-label': t('keys.letter', { action: name }),
      });
      const show = (): void => {
        input.value = letterOf(action, options.preferences().letters).toUpperCase();
      };
      input.addEventListener('focus', () => input.select());
      input.addEventListener('change', () => {
        const letter = input.value.toLowerCase();
        const { letters } = options.preferences();
        const free = letterFree(letter, action, letters);
        setText(problem, free ? '' : t('keys.taken'));
        if (free)
          intents.prefer({
            letters: { ...letters, ...Object.fromEntries([action, ...twins].map(each => [each, letter])) },
          });
        show();
      });
      return {
        show,
        element: h('tr', {}, h('td', {}, name), h('td', {}, h('kbd', {}, 'Ctrl'), ' + ', input)),
      };
    });
  const keysAlone = Object.entries({ ...pageKeys, favourite: '1 – 9' }).map(([command, key]) =>
    h('tr', {}, h('td', {}, t(`keys.${command}`)), h('td', {}, h('kbd', {}, key))),
  );
  return createDialog(
    t,
    t('shortcuts'),
    [
      h('label', { class: 'choice' }, enabled, h('span', {}, t('keys.enabled'))),
      h('table', { class: 'keys' }, h('tbody', {}, ...rows.map(row => row.element))),
      problem,
      h('h3', {}, t('keys.alone')),
      h('table', { class: 'keys' }, h('tbody', {}, ...keysAlone)),
    ],
    {
      opened() {
        enabled.checked = options.preferences().shortcuts;
        setText(problem, '');
        for (const row of rows) row.show();
      },
      closed: () => undefined,
    },
  );
}
