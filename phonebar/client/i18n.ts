/** Texts of the page in the operator's language. */
import { createInstance } from 'i18next';

export type Language = 'it' | 'en';
/** Text of a key (of the first that there is), with its `{{values}}`; `count` chooses the plural. */
export type Translate = (key: string | string[], values?: Record<string, string | number>) => string;

/** Fetches the texts of that language alone. Rejects when they cannot be had. */
export async function loadTranslate(language: Language): Promise<Translate> {
  const texts = language === 'it' ? await import('../locales/it.json') : await import('../locales/en.json');
  const i18n = createInstance();
  void i18n.init({
    lng: language,
    initAsync: false,
    // Texts are set as text nodes and attributes, never as markup.
    interpolation: { escapeValue: false },
    resources: { [language]: { translation: texts.default } },
  });
  return (key, values) => i18n.t(key, { ...values });
}
