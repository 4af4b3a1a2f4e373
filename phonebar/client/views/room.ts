/**
 * A PhoneBar as narrow as can be needs room when something opens over it: the page around it is told. Dialogs and
 * menus open in many places, so what is open is read off the page.
 */
const open = 'dialog[open], .menu:not([hidden]), .keypad:not([hidden])';

export interface Room {
  /** `narrow`: nothing but what opens needs room. */
  update(narrow: boolean): void;
  stop(): void;
}

export function watchRoom(root: HTMLElement, tell: (needed: boolean) => void): Room {
  let narrow = false;
  const measure = (): void => tell(!narrow || root.querySelector(open) !== null);
  const watch = new MutationObserver(measure);
  watch.observe(root, { subtree: true, attributeFilter: ['open', 'hidden'] });
  return {
    update(next) {
      narrow = next;
      measure();
    },
    stop: () => watch.disconnect(),
  };
}
