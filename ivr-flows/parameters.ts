/**
 * Parameters of blocks: zod schemas that also say how they look in a form. Every parameter has a default, so
 * that a new block begins with `{}`; what must be filled in says `required` and is missed by validate.ts.
 */
import { z } from 'zod';
import { PropertyName } from './document.ts';
import type { Type } from './expressions/index.ts';
import { fitting, patterns } from './patterns.ts';
import { SpokenOptions } from './speech/spoken.ts';
import { Language, Localized, Value } from './values.ts';

export type Widget =
  | 'text'
  | 'number'
  | 'seconds'
  | 'toggle'
  | 'choice'
  | 'language'
  /** Several lines of text. */
  | 'long'
  /** A list of what is played: see PlayItem. */
  | 'playList'
  /** Name of a prompt of the library. */
  | 'prompt'
  | 'expression'
  /** Text with `{expression}`. */
  | 'template'
  /** A template for each language. */
  | 'localizedTemplate'
  | 'campaign'
  | 'agent'
  | 'calendar'
  | 'line'
  /** One of 0-9, *, #; '' = none. */
  | 'digit'
  /** Any of them, as a text. */
  | 'digits'
  /** A transfer property to be written; '' = none. */
  | 'property'
  /** A name in the call data; '' = none. */
  | 'callData'
  | 'connection'
  /** Name of a skill. */
  | 'skill'
  /** How a value is spoken: see speech/spoken.ts. */
  | 'spokenOptions'
  /** A list of rows with members of their own. */
  | 'rows'
  | 'value';

export interface FieldForm {
  title: Localized;
  help: Localized;
  widget: Widget;
  /** Must not stay empty. */
  required: boolean;
  /** Names of the choices. */
  options?: Record<string, Localized>;
  /** Kind of a connection. */
  connection?: 'http' | 'sql' | 'mail';
  /** What expressions may name here besides properties: `input`. */
  names?: Readonly<Record<string, Type>>;
}

export const label = (it: string, en: string): Localized => ({ it, en });
const NOTHING = label('', '');

interface More {
  help?: Localized;
  required?: boolean;
  names?: FieldForm['names'];
}

/** The schema with its form; English becomes `title` and `description` of the JSON Schema. */
export function withForm<S extends z.ZodType>(schema: S, form: FieldForm): S {
  const described = form.help.en ? { description: form.help.en } : {};
  return schema.meta({ title: form.title.en, ...described, form });
}

/** How a parameter looks in a form; null = it says nothing. */
export function formOf(schema: z.ZodType): FieldForm | null {
  const form = schema.meta()?.['form'];
  return isForm(form) ? form : null;
}

function isForm(value: unknown): value is FieldForm {
  return typeof value === 'object' && value !== null && 'widget' in value;
}

function field<S extends z.ZodType>(
  schema: S,
  widget: Widget,
  title: Localized,
  more: More & Pick<FieldForm, 'options' | 'connection'> = {},
): S {
  return withForm(schema, {
    ...more,
    title,
    widget,
    help: more.help ?? NOTHING,
    required: more.required ?? false,
  });
}

const Digit = fitting(patterns.digit);
const Digits = fitting(patterns.digits);
const Reference = z.int().positive().nullable().default(null);
const OptionalName = z.union([z.literal(''), PropertyName]);

/** A text as it stands. */
export const text = (title: Localized, more: More & { initial?: string; maximum?: number } = {}) =>
  field(
    z
      .string()
      .max(more.maximum ?? 200)
      .default(more.initial ?? ''),
    'text',
    title,
    more,
  );

export const number = (
  title: Localized,
  more: More & { minimum: number; maximum: number; initial: number; whole?: boolean },
) =>
  field(
    (more.whole === false ? z.number() : z.int()).min(more.minimum).max(more.maximum).default(more.initial),
    'number',
    title,
    more,
  );

export const seconds = (
  title: Localized,
  more: More & { minimum?: number; maximum?: number; initial: number },
) =>
  field(
    z
      .number()
      .min(more.minimum ?? 0)
      .max(more.maximum ?? 86_400)
      .default(more.initial),
    'seconds',
    title,
    more,
  );

export const toggle = (title: Localized, initial: boolean, help?: Localized) =>
  field(z.boolean().default(initial), 'toggle', title, { help });

export function choice<const K extends string>(
  title: Localized,
  options: Record<K, Localized>,
  initial: NoInfer<K>,
  more: More = {},
) {
  const names = Object.keys(options).filter((name): name is K => name in options);
  return field(z.enum(names).default(initial), 'choice', title, { ...more, options });
}

/** Several lines as they stand. */
export const long = (title: Localized, more: More & { maximum?: number } = {}) =>
  field(
    z
      .string()
      .max(more.maximum ?? 10_000)
      .default(''),
    'long',
    title,
    more,
  );

/** Name of an exit that a row makes. */
export const exitName = (title: Localized) =>
  field(fitting(patterns.exitName).default('a'), 'text', title, { required: true });

export const language = (title: Localized) => field(Language.default('it'), 'language', title);

/** An expression; its value is used. */
export const expression = (title: Localized, more: More & { initial?: string } = {}) =>
  field(
    z
      .string()
      .max(2000)
      .default(more.initial ?? ''),
    'expression',
    title,
    more,
  );

/** A text with `{expression}` in it. */
export const template = (title: Localized, more: More & { initial?: string; maximum?: number } = {}) =>
  field(
    z
      .string()
      .max(more.maximum ?? 2000)
      .default(more.initial ?? ''),
    'template',
    title,
    more,
  );

export const localizedTemplate = (title: Localized, more: More = {}) =>
  field(Localized.default({ it: '', en: '' }), 'localizedTemplate', title, more);

export const campaign = (title: Localized, more: More = {}) => field(Reference, 'campaign', title, more);
export const agent = (title: Localized, more: More = {}) => field(Reference, 'agent', title, more);
export const calendar = (title: Localized, more: More = {}) => field(Reference, 'calendar', title, more);
export const line = (title: Localized, more: More = {}) => field(Reference, 'line', title, more);

export const digit = (title: Localized, initial = '', more: More = {}) =>
  field(Digit.default(initial), 'digit', title, more);
export const digits = (title: Localized, initial = '', more: More = {}) =>
  field(Digits.default(initial), 'digits', title, more);

export const property = (title: Localized, more: More = {}) =>
  field(OptionalName.default(''), 'property', title, more);
export const callData = (title: Localized, more: More = {}) =>
  field(z.string().max(100).default(''), 'callData', title, more);

export const connection = (title: Localized, kind: 'http' | 'sql' | 'mail', more: More = {}) =>
  field(z.string().max(100).default(''), 'connection', title, { ...more, connection: kind });

export const skill = (title: Localized, more: More = {}) =>
  field(z.string().max(100).default(''), 'skill', title, more);

export const value = (title: Localized, more: More = {}) => field(Value.default(null), 'value', title, more);

/** A list of rows, each with members of its own. */
export const rows = <S extends z.ZodType>(title: Localized, row: S, more: More & { maximum?: number } = {}) =>
  field(
    z
      .array(row)
      .max(more.maximum ?? 100)
      .default([]),
    'rows',
    title,
    more,
  );

export const spokenKinds = {
  number: label('numero', 'number'),
  ordinal: label('ordinale', 'ordinal'),
  amount: label('importo', 'amount'),
  date: label('data', 'date'),
  time: label('ora', 'time'),
  characters: label('carattere per carattere', 'character by character'),
  digits: label('cifra per cifra', 'digit by digit'),
  duration: label('durata in secondi', 'duration in seconds'),
};

/** One thing that is played. */
export const PlayItem = z
  .discriminatedUnion('play', [
    z.strictObject({
      play: z.literal('prompt'),
      prompt: field(z.string().max(100).default(''), 'prompt', label('Messaggio', 'Prompt'), {
        required: true,
      }),
    }),
    z.strictObject({
      play: z.literal('text'),
      text: localizedTemplate(label('Testo', 'Text'), { required: true }),
    }),
    z.strictObject({
      play: z.literal('say'),
      as: choice(label('Pronunciato come', 'Spoken as'), spokenKinds, 'number'),
      value: expression(label('Valore', 'Value'), { required: true }),
      options: field(SpokenOptions.default({}), 'spokenOptions', label('Come', 'How')),
    }),
    z.strictObject({
      play: z.literal('silence'),
      seconds: seconds(label('Secondi', 'Seconds'), { initial: 1, maximum: 60 }),
    }),
  ])
  .meta({ id: 'PlayItem' });
export type PlayItem = z.infer<typeof PlayItem>;

export const playList = (title: Localized, more: More & { initial?: PlayItem[] } = {}) =>
  field(
    z
      .array(PlayItem)
      .max(50)
      .default(more.initial ?? []),
    'playList',
    title,
    more,
  );

/** A list that plays one text. */
export const saying = (it: string, en: string): PlayItem[] => [{ play: 'text', text: { it, en } }];
