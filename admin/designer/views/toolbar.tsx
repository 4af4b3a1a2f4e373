/** All that one can do with the flow, as buttons; each says its shortcut. */
import { type ReactNode, useContext } from 'react';
import { useDesigner, useSession, SaveContext } from '../context.tsx';
import type { Actions } from '../actions.ts';
import { shortcutOf } from '../shortcuts.ts';
import type { Arrangement } from '../model/arrange.ts';
import { formats, t } from '../words.ts';
import { Icon } from './icon.tsx';
import { Menu } from './menu.tsx';

const alignments: readonly { how: Arrangement; icon: string }[] = [
  { how: 'left', icon: 'layout-align-left' },
  { how: 'centre', icon: 'layout-align-center' },
  { how: 'right', icon: 'layout-align-right' },
  { how: 'top', icon: 'layout-align-top' },
  { how: 'middle', icon: 'layout-align-middle' },
  { how: 'bottom', icon: 'layout-align-bottom' },
  { how: 'distributeAcross', icon: 'layout-distribute-horizontal' },
  { how: 'distributeDown', icon: 'layout-distribute-vertical' },
];

export function Toolbar({ actions }: { actions: Actions }) {
  const undoable = useSession(state => state.history.past.length > 0);
  const redoable = useSession(state => state.history.future.length > 0);
  const chosen = useSession(state => state.selection.length);
  const line = useSession(state => state.line !== null);
  const view = useSession(state => state.view);
  const counting = useSession(state => state.counting);
  const { session } = useDesigner();
  return (
    <div className="designer-toolbar" role="toolbar" aria-label={t('toolbar.label')}>
      <div className="btn-group" role="group" aria-label={t('toolbar.view')}>
        {(['canvas', 'outline'] as const).map(name => (
          <button
            key={name}
            type="button"
            className={`btn btn-sm ${view === name ? 'active' : ''}`}
            aria-pressed={view === name}
            onClick={() => session.set({ view: name })}
          >
            <Icon name={name === 'canvas' ? 'sitemap' : 'list-tree'} />
            {t(`views.${name}`)}
          </button>
        ))}
      </div>
      <div className="btn-group" role="group">
        <Tool name="undo" icon="arrow-back-up" disabled={!undoable} click={actions.undo} />
        <Tool name="redo" icon="arrow-forward-up" disabled={!redoable} click={actions.redo} />
      </div>
      <div className="btn-group" role="group">
        <Tool name="add" icon="plus" click={actions.add} />
        <Tool name="copy" icon="copy" disabled={chosen === 0} click={actions.copyOut} />
        <Tool name="paste" icon="clipboard" click={actions.paste} />
        <Tool name="duplicate" icon="copy-plus" disabled={chosen === 0} click={actions.duplicate} />
        <Tool name="delete" icon="trash" disabled={chosen === 0 && !line} click={actions.delete} />
      </div>
      <div className="btn-group" role="group">
        <Tool name="find" icon="search" click={actions.find} />
        <Tool name="layout" icon="hierarchy" click={actions.layout} />
        <Menu label={t('actions.align')} icon="layout-align-left" disabled={chosen < 2}>
          {alignments.map(({ how, icon }) => (
            <button
              key={how}
              type="button"
              className="dropdown-item"
              disabled={how.startsWith('distribute') && chosen < 3}
              onClick={() => actions.arrange(how)}
            >
              <Icon name={icon} /> {t(`align.${how}`)}
            </button>
          ))}
        </Menu>
        <Menu label={t('actions.files')} icon="download">
          <Entry icon="photo" text={t('actions.png')} click={actions.exportPng} />
          <Entry icon="photo" text={t('actions.svg')} click={actions.exportSvg} />
          <Entry icon="file-code" text={t('actions.json')} click={actions.exportJson} />
          <Entry icon="upload" text={t('actions.import')} click={actions.importJson} />
          <Entry icon="printer" text={t('actions.print')} click={actions.print} />
        </Menu>
        <Tool name="shortcuts" icon="keyboard" click={actions.shortcuts} />
      </div>
      <button
        type="button"
        className={`btn btn-sm ${counting ? 'active' : ''}`}
        aria-pressed={counting}
        title={t('counts.help')}
        onClick={() => session.set({ counting: !counting })}
      >
        <Icon name="users" />
        {t('counts.show')}
      </button>
      <SaveMark />
      <button type="button" className="btn btn-sm btn-primary" onClick={actions.publish}>
        <Icon name="rocket" />
        {t('actions.publish')}
      </button>
    </div>
  );
}

interface ToolProps {
  name: string;
  icon: string;
  disabled?: boolean;
  click(): void;
}

function Tool({ name, icon, disabled = false, click }: ToolProps) {
  const keys = shortcutOf(name);
  const label = t(`actions.${name}`);
  return (
    <button
      type="button"
      className="btn btn-icon btn-sm"
      disabled={disabled}
      aria-label={label}
      title={keys ? `${label} (${keys})` : label}
      onClick={click}
    >
      <Icon name={icon} />
    </button>
  );
}

function Entry({ icon, text, click }: { icon: string; text: ReactNode; click(): void }) {
  return (
    <button type="button" className="dropdown-item" onClick={click}>
      <Icon name={icon} /> {text}
    </button>
  );
}

function SaveMark() {
  const save = useContext(SaveContext);
  const looks = {
    saved: { icon: 'cloud-check', colour: 'text-green' },
    waiting: { icon: 'cloud-upload', colour: 'text-secondary' },
    saving: { icon: 'cloud-upload', colour: 'text-secondary' },
    failed: { icon: 'cloud-off', colour: 'text-red' },
    conflict: { icon: 'alert-triangle', colour: 'text-orange' },
  }[save.state];
  return (
    <span className={`save-mark ${looks.colour}`} data-save={save.state} role="status">
      <Icon name={looks.icon} />{' '}
      {save.state === 'saved' ? t('save.saved', { at: formats.time(save.at) }) : t(`save.${save.state}`)}
    </span>
  );
}
