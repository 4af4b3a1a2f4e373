/**
 * Handlebars views with partials and, as `{{#> layout}}`, layouts. Everything is escaped: no view may use
 * the triple brace (a test looks). Views are compiled once, when the pages are made.
 */
import Handlebars from 'handlebars';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Formats } from './shared/formats.ts';
import type { Translate } from './shared/words.ts';

export interface Locale {
  t: Translate;
  formats: Formats;
}

/** `name` is the path below the views folder without ending, e.g. 'contacts/list'. Throws on an unknown one. */
export type Render = (name: string, model: object, locale: Locale) => string;

export function createViews(folder: string): Render {
  const handlebars = Handlebars.create();
  const views = new Map<string, HandlebarsTemplateDelegate>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.hbs')) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path)
      .split(sep)
      .join('/')
      .replace(/\.hbs$/, '');
    const template = handlebars.compile(readFileSync(path, 'utf8'), { preventIndent: true });
    views.set(name, template);
    handlebars.registerPartial(name.replace(/^partials\//, ''), template);
  }
  registerHelpers(handlebars);
  return (name, model, locale) => {
    const view = views.get(name);
    if (!view) throw new Error(`no view ${name}`);
    return view(model, { data: { locale } });
  };
}

const localeOf = (options: Handlebars.HelperOptions): Locale => options.data.locale;

function registerHelpers(handlebars: typeof Handlebars): void {
  handlebars.registerHelper({
    t: (key: string, options: Handlebars.HelperOptions) => localeOf(options).t(key, options.hash),
    dateTime: (at: number, options: Handlebars.HelperOptions) => localeOf(options).formats.dateTime(at),
    time: (at: number, options: Handlebars.HelperOptions) => localeOf(options).formats.time(at),
    duration: (ms: number, options: Handlebars.HelperOptions) => localeOf(options).formats.duration(ms),
    timer: (ms: number, options: Handlebars.HelperOptions) => localeOf(options).formats.timer(ms),
    number: (value: number, options: Handlebars.HelperOptions) => localeOf(options).formats.number(value),
    iso: (at: number) => new Date(at).toISOString(),
    /** For data attributes; escaped like any other value. */
    json: (value: unknown) => JSON.stringify(value),
    eq: (one: unknown, other: unknown) => one === other,
    or: (...values: unknown[]) => values.slice(0, -1).some(Boolean),
    /** Joins its arguments: (concat 'fields.' name). */
    concat: (...values: unknown[]) => values.slice(0, -1).join(''),
    icon: (name: string) => {
      const glyph = handlebars.escapeExpression(name);
      return new handlebars.SafeString(`<i class="ti ti-${glyph}" aria-hidden="true"></i>`);
    },
  });
}
