/** The values that travel with the contact: the first ones in a line each, all of them whole in a dialog. */
import { createDialog } from './dialog.ts';
import { h, keyed, onClick, setHidden, setText } from './dom.ts';
import type { Translate } from '../i18n.ts';
import type { ContactModel } from '../session/present.ts';
import type { View } from './dom.ts';

type Pair = ContactModel['callData'][number];

/** So many values stand in the card; a longer one than this may be cut off there. */
const mostShown = 3;
const longestShown = 40;

export function createCallData(t: Translate): View<Pair[]> & { close(): void } {
  const shown = createPairs();
  const all = createPairs();
  const button = h('button', { type: 'button', class: 'small', 'aria-haspopup': 'dialog' });
  const dialog = createDialog(t, t('callData.title'), [all.element], { opened() {}, closed() {} });
  dialog.element.classList.add('call-data-dialog');
  onClick(button, () => dialog.open());
  const element = h(
    'div',
    { class: 'call-data', role: 'group', 'aria-label': t('callData.title') },
    shown.element,
    button,
    dialog.element,
  );
  return {
    element,
    update(pairs) {
      setHidden(element, pairs.length === 0);
      if (pairs.length === 0) dialog.element.close();
      shown.update(pairs.slice(0, mostShown));
      all.update(pairs);
      setText(button, t('callData.all', { number: pairs.length }));
      button.dataset.needed = String(pairs.length > mostShown || pairs.some(isLong));
    },
    close: () => dialog.element.close(),
  };
}

function isLong({ name, value }: Pair): boolean {
  return name.length + value.length > longestShown || value.includes('\n');
}

function createPairs(): View<Pair[]> {
  const element = h('dl', { class: 'pairs' });
  const show = keyed<Pair>(
    element,
    ({ name }) => name,
    ({ name }) => {
      const value = h('dd');
      return {
        element: h('div', { class: 'pair' }, h('dt', {}, name), value),
        update: pair => setText(value, pair.value),
      };
    },
  );
  return { element, update: show };
}
