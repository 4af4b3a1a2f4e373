/** Keys of the Call Designer. On a field they are the browser's own, but for saving and finding. */
export type ShortcutAction =
  | 'undo'
  | 'redo'
  | 'copy'
  | 'cut'
  | 'paste'
  | 'duplicate'
  | 'selectAll'
  | 'find'
  | 'save'
  | 'add'
  | 'delete'
  | 'layout'
  | 'fit'
  | 'view'
  | 'clear'
  | 'shortcuts';

export interface Shortcut {
  action: ShortcutAction;
  /** As people read it. */
  keys: string;
  key: string;
  ctrl?: boolean;
  shift?: boolean;
  /** Works while one types too. */
  always?: boolean;
}

export const shortcuts: readonly Shortcut[] = [
  { action: 'undo', keys: 'Ctrl+Z', key: 'z', ctrl: true },
  { action: 'redo', keys: 'Ctrl+Shift+Z', key: 'z', ctrl: true, shift: true },
  { action: 'redo', keys: 'Ctrl+Y', key: 'y', ctrl: true },
  { action: 'copy', keys: 'Ctrl+C', key: 'c', ctrl: true },
  { action: 'cut', keys: 'Ctrl+X', key: 'x', ctrl: true },
  { action: 'paste', keys: 'Ctrl+V', key: 'v', ctrl: true },
  { action: 'duplicate', keys: 'Ctrl+D', key: 'd', ctrl: true },
  { action: 'selectAll', keys: 'Ctrl+A', key: 'a', ctrl: true },
  { action: 'find', keys: 'Ctrl+F', key: 'f', ctrl: true, always: true },
  { action: 'save', keys: 'Ctrl+S', key: 's', ctrl: true, always: true },
  { action: 'add', keys: 'A', key: 'a' },
  { action: 'delete', keys: 'Del', key: 'delete' },
  { action: 'delete', keys: 'Backspace', key: 'backspace' },
  { action: 'layout', keys: 'L', key: 'l' },
  { action: 'fit', keys: 'F', key: 'f' },
  { action: 'view', keys: 'O', key: 'o' },
  { action: 'clear', keys: 'Esc', key: 'escape' },
  { action: 'shortcuts', keys: '?', key: '?', shift: true },
];

/** Keys of an action for its tooltip; '' = none. */
export const shortcutOf = (action: string): string =>
  shortcuts.find(shortcut => shortcut.action === action)?.keys ?? '';

interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

/** The action that a key means; null = none. */
export function actionOf(pressed: Pressed, typing: boolean): ShortcutAction | null {
  if (pressed.altKey) return null;
  const ctrl = pressed.ctrlKey || pressed.metaKey;
  const key = pressed.key.toLowerCase();
  const found = shortcuts.find(
    shortcut =>
      shortcut.key === key &&
      (shortcut.ctrl ?? false) === ctrl &&
      // Where `?` is, and whether it needs Shift, is the keyboard's affair.
      (key === '?' || (shortcut.shift ?? false) === pressed.shiftKey),
  );
  return found && (!typing || found.always) ? found.action : null;
}
