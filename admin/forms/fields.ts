/**
 * The language of the forms: a form is a list of groups of fields, each field one line of data. The words of
 * a field stand in the locales under `fields.<collection>.<name>`: `label`, `help`, and for choices
 * `options.<value>`. Limits repeat those of core/configuration/schemas.ts so that the page can check while
 * one types; a test holds the two together. The server has the last word.
 */
import type { Campaign, Collection } from '../../orchestrator/core/configuration/schemas.ts';

interface FieldCommon {
  /** Member of the input object, dotted where it lies deeper: wrapUp.defaultSeconds. */
  name: string;
  /** Shown only while another field has one of these values. */
  when?: { field: string; values: string[] };
  /** Must differ between two objects: left out of a duplicate. */
  unique?: boolean;
  required?: boolean;
  /** Word key in place of `name`, where one member means different things. */
  words?: string;
}

/** What limits a single line of text. `pattern` is anchored by the page. */
export interface TextLimits {
  maxLength?: number;
  minLength?: number;
  pattern?: string;
  /** Key of `patterns.*`: what the pattern asks for. */
  patternWords?: string;
  inputMode?: 'text' | 'numeric' | 'tel';
}

export type Column = { name: string } & (
  | ({ kind: 'text' } & TextLimits)
  | { kind: 'date' }
  | { kind: 'choice'; options: readonly string[] }
  | { kind: 'number'; min: number; max: number; initial: number }
  /** One object of another collection. */
  | { kind: 'reference'; to: Collection }
);

export type Field = FieldCommon &
  /** `nullable`: empty = null. `preview`: an address with places to be filled in, shown filled in with examples. */
  (
    | ({ kind: 'text'; nullable?: boolean; initial?: string; preview?: 'address' } & TextLimits)
    /** Only ever written: empty = unchanged. */
    | { kind: 'secret'; minLength?: number; maxLength: number }
    /** `unit` is a key of `units.*`. `nullable`: empty = null. */
    | {
        kind: 'number';
        min: number;
        max: number;
        unit?: 'seconds' | 'minutes' | 'days' | 'percent';
        nullable?: boolean;
        initial: number | null;
      }
    | { kind: 'boolean'; initial: boolean }
    /** Yes, no, or null = the server chooses. Words of the options: `options.auto`, `options.true`, `options.false`. */
    | { kind: 'maybe'; initial: boolean | null }
    | { kind: 'choice'; options: readonly string[]; initial: string }
    | { kind: 'timeZone'; initial: string }
    /** One object of another collection, of these kinds only; not required = null when empty. */
    | { kind: 'reference'; to: Collection; ofKind?: Campaign['kind'] }
    /** Any number of objects of another collection. */
    | { kind: 'references'; to: Collection }
    | { kind: 'members' }
    | { kind: 'localized'; maxLength: number }
    /** A list of strings, one per line. */
    | ({ kind: 'lines' } & TextLimits)
    /** Some of the options, in an order that matters. */
    | { kind: 'ordered'; options: readonly string[]; initial: readonly string[] }
    | { kind: 'hours' }
    | { kind: 'rows'; columns: readonly Column[]; ordered?: boolean }
    /** An object that may be missing (null): a switch with fields behind it. */
    | { kind: 'optional'; fields: readonly Field[] }
  );

export type FieldKind = Field['kind'];

export interface Group {
  /** Words under `groups.<name>`. */
  name: string;
  fields: readonly Field[];
}

export interface Form {
  groups: readonly Group[];
  /** Members that are fixed by the choice of the form, e.g. kind of a campaign. */
  fixed?: Record<string, string>;
}

export const nameField: Field = { name: 'name', kind: 'text', maxLength: 100, required: true };
export const description: Field = { name: 'description', kind: 'text', maxLength: 2000 };
export const dialledNumber = {
  maxLength: 25,
  pattern: '\\+?[0-9*#]{1,24}',
  patternWords: 'dialledNumber',
  inputMode: 'tel',
} as const;
export const extension = {
  pattern: '[0-9]{2,8}',
  patternWords: 'extension',
  maxLength: 8,
  inputMode: 'numeric',
} as const;
export const seconds = { kind: 'number', min: 0, max: 86_400, unit: 'seconds' } as const;
/** The page that the PhoneBar opens for a contact. */
export const screenPop: Field = {
  name: 'screenPop',
  kind: 'optional',
  fields: [
    { name: 'screenPop.url', kind: 'text', maxLength: 1000, required: true, preview: 'address' },
    {
      name: 'screenPop.opens',
      kind: 'choice',
      options: ['button', 'offered', 'answered'],
      initial: 'button',
    },
  ],
};
/** Words of campaigns that are said to callers. */
export const spokenText = { kind: 'localized', maxLength: 2000 } as const;

/** The collections whose objects the fields of a form choose from. */
export function collectionsIn(form: Form): Set<Collection> {
  return new Set(form.groups.flatMap(group => group.fields.flatMap(referencedBy)));
}

function referencedBy(field: Field): Collection[] {
  if (field.kind === 'optional') return field.fields.flatMap(referencedBy);
  if (field.kind === 'members') return ['agents'];
  if (field.kind === 'rows')
    return field.columns.flatMap(column => (column.kind === 'reference' ? [column.to] : []));
  return field.kind === 'reference' || field.kind === 'references' ? [field.to] : [];
}
