/** Menu of pause reasons (WAI-ARIA menu button pattern). */
import { h, keyed, onClick, setHidden, setText } from './dom.ts';
import type { Translate } from '../i18n.ts';
import type { View } from './dom.ts';

export interface MenuModel {
  pauses: { id: number; name: string }[];
  possible: boolean;
  /** Where the focus goes back to. */
  opener: HTMLElement | null;
}

export interface Menu extends View<MenuModel> {
  toggle(): void;
  isOpen(): boolean;
}

export function createMenu(t: Translate, choose: (pauseId: number) => void): Menu {
  const element = h('div', { class: 'menu', role: 'menu', 'aria-label': t('pauseMenu') });
  element.hidden = true;
  const empty = h(
    'div',
    { class: 'menu-empty', role: 'menuitem', 'aria-disabled': 'true', tabindex: '-1' },
    t('noPauses'),
  );
  let opener: HTMLElement | null = null;
  const items = (): HTMLElement[] => [...element.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const close = (): void => {
    if (element.hidden) return;
    const within = element.contains(document.activeElement);
    element.hidden = true;
    if (within) opener?.focus();
  };
  const show = keyed<{ id: number; name: string }>(
    element,
    pause => String(pause.id),
    ({ id }) => {
      const item = h('button', {
        type: 'button',
        role: 'menuitem',
        tabindex: '-1',
        'data-pause': String(id),
      });
      onClick(item, () => {
        close();
        choose(id);
      });
      return { element: item, update: pause => setText(item, pause.name) };
    },
  );
  element.addEventListener('keydown', event => {
    const all = items();
    const at = all.findIndex(item => item === document.activeElement);
    const to = moveIn(event.key, at, all);
    if (event.key === 'Escape') close();
    else if (to === null) return;
    else all[to]?.focus();
    event.preventDefault();
    event.stopPropagation();
  });
  element.addEventListener('focusout', event => {
    if (
      event.relatedTarget instanceof Node &&
      (element.contains(event.relatedTarget) || event.relatedTarget === opener)
    )
      return;
    close();
  });
  return {
    element,
    update(model) {
      opener = model.opener;
      show(model.pauses);
      if (model.pauses.length === 0) element.append(empty);
      else empty.remove();
      if (!model.possible) close();
    },
    toggle() {
      if (!element.hidden) close();
      else {
        setHidden(element, false);
        items()[0]?.focus();
      }
    },
    isOpen: () => !element.hidden,
  };
}

/** Index of the item that a key moves to (arrows, Home, End, first letter), or null. */
function moveIn(key: string, at: number, items: HTMLElement[]): number | null {
  const last = items.length - 1;
  switch (key) {
    case 'ArrowDown':
      return at >= last ? 0 : at + 1;
    case 'ArrowUp':
      return at <= 0 ? last : at - 1;
    case 'Home':
      return 0;
    case 'End':
      return last;
    default: {
      if (key.length !== 1 || key === ' ') return null;
      const after = [...items.keys()].map(i => (at + 1 + i) % items.length);
      return after.find(i => items[i]?.textContent?.toLowerCase().startsWith(key.toLowerCase())) ?? null;
    }
  }
}
