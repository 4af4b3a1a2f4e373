/** Texts of the pages in one language; the same type on the server and in the browser. */
import { createInstance, type Resource } from 'i18next';

export type PageLanguage = 'it' | 'en';

/** Text of a key; `values` fill `{{name}}`, `count` chooses the plural, `context` the variant (`key_context`). */
export type Translate = (key: string, values?: Record<string, unknown>) => string;

/** Escaping is left to Handlebars and to textContent. */
export function createTranslate(language: PageLanguage, texts: Resource[string][string]): Translate {
  const words = createInstance();
  void words.init({
    lng: language,
    resources: { [language]: { translation: texts } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  // A large form asks for hundreds of the same texts with each key that is typed.
  const plain = new Map<string, string>();
  return (key, values) => {
    if (values) return words.t(key, { ...values });
    const text = plain.get(key) ?? words.t(key);
    plain.set(key, text);
    return text;
  };
}

/** Whether there is a text for the key (i18next answers with the key itself when there is none). */
export function hasText(t: Translate, key: string): boolean {
  return t(key) !== key;
}
