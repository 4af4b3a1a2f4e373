/** Banners about what is broken, and the last refusal. */
import { h, keyed, onClick, setAttribute, setHidden, setText } from './dom.ts';
import { icon } from './icons.ts';
import type { Translate } from '../i18n.ts';
import type { Banner } from '../session/banners.ts';
import type { Problem } from '../session/session.ts';
import type { View } from './dom.ts';
import type { Intents } from './intents.ts';

export interface NoticesModel {
  banners: Banner[];
  problem: Problem | null;
}

export function createNotices(t: Translate, intents: Intents): View<NoticesModel> {
  const list = h('div', {
    class: 'banners',
    role: 'group',
    'aria-label': t('banner.title'),
    'aria-live': 'polite',
  });
  const problem = h('div', { class: 'problem', role: 'alert' });
  const problemText = h('span');
  const dismiss = h(
    'button',
    { type: 'button', class: 'small', 'aria-label': t('dismiss'), title: t('dismiss') },
    icon('reject'),
  );
  onClick(dismiss, () => intents.dismiss());
  const shown = h('div', { class: 'problem-body' }, icon('warning'), problemText, dismiss);
  const showBanners = keyed<Banner>(
    list,
    banner => `${banner.kind} ${banner.text} ${banner.away?.until ?? ''}`,
    banner => createBanner(t, intents, banner),
  );
  return {
    element: h('div', { class: 'notices' }, list, problem),
    update({ banners, problem: now }) {
      showBanners(banners);
      setHidden(list, banners.length === 0);
      if (now) {
        setText(problemText, problemTextOf(t, now));
        problem.dataset.code = now.code;
        if (!shown.isConnected) problem.append(shown);
      } else shown.remove();
    },
  };
}

/** The text for the code; one that a newer server invented is shown with what the server says of it. */
function problemTextOf(t: Translate, problem: Problem): string {
  const keys = [`refused.${problem.code}`, `problem.${problem.code}`];
  const key = keys.find(candidate => t(candidate) !== candidate);
  return key && problem.code !== 'failed'
    ? t(key, { message: problem.message })
    : t('problem.failed', { message: problem.message || problem.code });
}

function createBanner(t: Translate, intents: Intents, first: Banner): View<Banner> {
  const { kind, works, remedy } = first;
  const text = textOf(t, first);
  const worksText = h('span');
  // The countdown is not read out each second.
  const retry = h('span', { class: 'retry', 'aria-live': 'off' });
  const button = h('button', { type: 'button' });
  if (remedy) {
    setText(button, t(`remedy.${remedy}`));
    onClick(button, () => intents.remedy(remedy));
  }
  const element = h(
    'div',
    { class: 'banner', 'data-banner': kind },
    icon('warning'),
    h('span', { class: 'banner-text' }, h('span', {}, text), ' ', worksText, ' ', retry),
    ...(remedy ? [button] : []),
  );
  setText(worksText, works ? t(`banner.${works}`) : '');
  return {
    element,
    update(banner) {
      setText(worksText, banner.works ? t(`banner.${banner.works}`) : '');
      setText(retry, retryText(t, banner));
      // Where there is room for one line only, the rest of the text is in the tooltip.
      setAttribute(element, 'title', [text, worksText.textContent].join(' ').trim());
    },
  };
}

function textOf(t: Translate, { text, away }: Banner): string {
  if (!away) return t(`banner.${text}`);
  return t(`banner.${text}`, { from: clockTime(away.since), until: clockTime(away.until), who: away.who });
}

function clockTime(at: number): string {
  return new Date(at).toLocaleTimeString(document.documentElement.lang, { timeStyle: 'medium' });
}

function retryText(t: Translate, banner: Banner): string {
  if (banner.retryInMs !== null && banner.retryInMs > 0)
    return t('banner.retryIn', { seconds: Math.ceil(banner.retryInMs / 1000) });
  return banner.kind === 'server' || banner.kind === 'phone' ? t('banner.retryNow') : '';
}
