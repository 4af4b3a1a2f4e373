/** The list of keys. */
import { shortcuts } from '../shortcuts.ts';
import { t } from '../words.ts';
import { Dialog } from './dialog.tsx';

export function Shortcuts({ close }: { close(): void }) {
  const actions = [...new Set(shortcuts.map(({ action }) => action))];
  const more = ['canvasMove', 'canvasSelect', 'outlineKeys'] as const;
  return (
    <Dialog title={t('actions.shortcuts')} close={close}>
      <dl className="shortcut-list">
        {actions.map(action => (
          <div key={action}>
            <dt>
              {shortcuts
                .filter(shortcut => shortcut.action === action)
                .map(({ keys }) => (
                  <kbd key={keys}>{keys}</kbd>
                ))}
            </dt>
            <dd>{t(`actions.${action}`)}</dd>
          </div>
        ))}
        {more.map(name => (
          <div key={name}>
            <dt>
              <kbd>{t(`keys.${name}.keys`)}</kbd>
            </dt>
            <dd>{t(`keys.${name}.text`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
