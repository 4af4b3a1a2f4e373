/** What stands beside the contact: a button for each panel, of which one at most is open. */
import { h, onClick, setAttribute, setHidden, setText } from './dom.ts';

export interface Panel {
  /** Names the panel and its button in the page: `data-beside`. */
  name: string;
  element: HTMLElement;
  /** Called when it opens. */
  opened?(): void;
}

export interface Beside {
  buttons: HTMLElement;
  /** Where the panels stand. */
  element: HTMLElement;
  /** Text of a panel's button; null = there is nothing to open. */
  offer(name: string, text: string | null): void;
  open(name: string | null): void;
  isOpen(name: string): boolean;
}

export function createBeside(panels: readonly Panel[]): Beside {
  let current: string | null = null;
  const buttons = new Map(
    panels.map(({ name }) => {
      const button = h('button', { type: 'button', class: 'small', 'data-beside': name, hidden: true });
      onClick(button, () => open(current === name ? null : name));
      return [name, button];
    }),
  );
  const row = h('div', { class: 'beside-buttons' }, ...buttons.values());
  const element = h('div', { class: 'beside' }, ...panels.map(panel => panel.element));
  for (const part of [row, element])
    part.addEventListener('keydown', event => {
      if (event.key !== 'Escape' || current === null) return;
      const button = buttons.get(current);
      open(null);
      button?.focus();
      event.stopPropagation();
    });
  open(null);

  function open(name: string | null): void {
    const before = current;
    current = name;
    for (const panel of panels) {
      setHidden(panel.element, panel.name !== name);
      const button = buttons.get(panel.name);
      if (button) setAttribute(button, 'aria-expanded', String(panel.name === name));
    }
    setHidden(element, name === null);
    if (name !== before) panels.find(panel => panel.name === name)?.opened?.();
  }

  return {
    buttons: row,
    element,
    offer(name, text) {
      const button = buttons.get(name);
      if (!button) return;
      setHidden(button, text === null);
      setText(button, text ?? '');
      if (text === null && current === name) open(null);
    },
    open,
    isOpen: name => current === name,
  };
}
