/** A key for each favourite, with its presence: one press calls. */
import { favouritesNow, targetOf, type Choice } from '../session/call-choices.ts';
import { detailOf } from './choice-words.ts';
import { h, keyed, onClick, setAttribute, setHidden, setText } from './dom.ts';
import type { Translate } from '../i18n.ts';
import type { CallDirectory, CallTarget } from '../session/protocol.ts';
import type { View } from './dom.ts';

export interface QuickKeysModel {
  favourites: readonly CallTarget[];
  /** The operator may call. */
  possible: boolean;
}

export interface QuickKeysParts {
  directory(): Promise<CallDirectory>;
  call(to: CallTarget): void;
}

/** Presence is asked for again this often while the keys are on view. */
const refreshMs = 10_000;

export function createQuickKeys(
  t: Translate,
  parts: QuickKeysParts,
): View<QuickKeysModel> & { stop(): void } {
  const keys = h('div', { class: 'buttons' });
  const element = h(
    'section',
    { class: 'quick-keys', 'aria-label': t('favourites.title') },
    h('h2', {}, t('favourites.title')),
    keys,
  );
  let directory: CallDirectory | null = null;
  let model: QuickKeysModel = { favourites: [], possible: false };
  let shownFor: readonly CallTarget[] | null = null;
  let timer: number | undefined;
  let callable = new Map<string, CallTarget>();
  const show = keyed<Choice>(keys, ({ key }) => key, createKey);

  function createKey({ key }: Choice): View<Choice> {
    const name = h('span', { class: 'quick-name' });
    const detail = h('span', { class: 'quick-detail' });
    const button = h('button', { type: 'button', class: 'quick', 'data-quick': key }, name, detail);
    onClick(button, () => {
      const target = callable.get(key);
      if (target) parts.call(target);
    });
    return {
      element: button,
      update(choice) {
        const words = choice.name || choice.number;
        setText(name, words);
        setText(detail, choice.name ? detailOf(t, choice) : '');
        setAttribute(button, 'title', t('favourites.call', { name: words }));
        setAttribute(button, 'data-presence', choice.state);
        button.disabled = !choice.possible || !model.possible;
      },
    };
  }

  function render(): void {
    const choices = directory ? favouritesNow(directory, model.favourites) : [];
    callable = new Map(choices.map(choice => [choice.key, targetOf(choice)]));
    setHidden(element, choices.length === 0);
    show(choices);
  }

  async function refresh(): Promise<void> {
    if (document.hidden) return;
    try {
      directory = await parts.directory();
    } catch {
      // What was known before stays; the next time it is asked again.
    }
    render();
  }

  function watch(on: boolean): void {
    if (on === (timer !== undefined)) return;
    if (on) timer = window.setInterval(() => void refresh(), refreshMs);
    else {
      window.clearInterval(timer);
      timer = undefined;
      shownFor = null;
    }
  }

  setHidden(element, true);
  return {
    element,
    update(next) {
      model = next;
      const wanted = next.favourites.length > 0 && next.possible;
      watch(wanted);
      if (wanted && shownFor !== next.favourites) {
        shownFor = next.favourites;
        void refresh();
      }
      render();
    },
    stop: () => watch(false),
  };
}
