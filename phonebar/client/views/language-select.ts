import { h } from './dom.ts';
import type { Language, Translate } from '../i18n.ts';

const names: Record<Language, string> = { it: 'Italiano', en: 'English' };
let count = 0;

/** Choice of the page's language; each language is named in itself. */
export function createLanguageSelect(
  t: Translate,
  current: Language,
  choose: (language: Language) => void,
): HTMLElement {
  count += 1;
  const id = `language-${count}`;
  const select = h(
    'select',
    { id },
    ...(Object.keys(names) as Language[]).map(language =>
      h('option', { value: language, lang: language, selected: language === current }, names[language]),
    ),
  );
  select.addEventListener('change', () => choose(select.value === 'it' ? 'it' : 'en'));
  return h('div', { class: 'device' }, h('label', { for: id }, t('shift.language')), select);
}
