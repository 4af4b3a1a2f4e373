/** The state of the operator: colour, icon, text, timer, what is under way and what comes then. */
import { formatDuration } from '../session/clock.ts';
import { h, setAttribute, setHidden, setText } from './dom.ts';
import { icon } from './icons.ts';
import type { Translate } from '../i18n.ts';
import type { StatusModel } from '../session/present.ts';
import type { View } from './dom.ts';
import type { IconName } from './icons.ts';

const icons: Record<StatusModel['kind'], IconName> = {
  ready: 'ready',
  offered: 'offered',
  talking: 'talking',
  onHold: 'onHold',
  consulting: 'consult',
  conference: 'conference',
  wrapUp: 'wrapUp',
  pause: 'pause',
  noAnswer: 'noAnswer',
  unreachable: 'unreachable',
};

export function createStatus(t: Translate): View<StatusModel | null> {
  const picture = h('span', { class: 'state-icon' });
  const text = h('strong', { class: 'state-text' });
  const next = h('span', { class: 'state-next' });
  const pending = h('span', { class: 'state-pending' });
  // A timer is a live region that keeps silent: it does not make the status speak each second.
  const timer = h('span', { class: 'state-timer', role: 'timer', 'aria-label': t('state.elapsed') });
  const element = h(
    'div',
    { class: 'state', role: 'status' },
    picture,
    h('span', { class: 'state-words' }, text, next, pending),
    timer,
  );
  let shown: IconName | null = null;
  return {
    element,
    update(model) {
      setHidden(element, model === null);
      if (!model) return;
      setAttribute(element, 'data-state', model.kind);
      setAttribute(element, 'data-next', model.next?.state ?? null);
      setAttribute(element, 'data-pending', model.pending);
      if (shown !== icons[model.kind]) {
        shown = icons[model.kind];
        picture.replaceChildren(icon(shown));
      }
      setText(
        text,
        model.kind === 'pause' && model.pause
          ? t('state.pauseNamed', { pause: model.pause })
          : t(`state.${model.kind}`),
      );
      setText(next, model.next ? thenText(t, model.next) : '');
      setText(pending, model.pending ? t(`pending.${model.pending}`) : '');
      setText(timer, formatDuration(model.elapsedMs));
    },
  };
}

function thenText(t: Translate, next: NonNullable<StatusModel['next']>): string {
  return next.state === 'pause' && next.pause
    ? t('then.pauseNamed', { pause: next.pause })
    : t(`then.${next.state}`);
}
