/**
 * Which pages of a script an operator goes through, and what is missing there. Without schemas, so that the PhoneBar
 * judges as the server does.
 */
export const scriptFieldKinds = [
  'text',
  'longText',
  'number',
  'date',
  'choice',
  'choices',
  'yesNo',
  'phone',
  'email',
] as const;
export type ScriptFieldKind = (typeof scriptFieldKinds)[number];

export interface ScriptFieldLike {
  name: string;
  kind: ScriptFieldKind;
  label: string;
  required: boolean;
  maximumLength: number;
  minimum: number | null;
  maximum: number | null;
  earliest: string | null;
  latest: string | null;
  options: readonly string[];
}

export interface ScriptPageLike {
  name: string;
  fields: readonly ScriptFieldLike[];
  next: string;
  branch: { field: string; cases: readonly { value: string; to: string }[] } | null;
}

export type ScriptValues = Record<string, string | string[]>;

/** Why a value will not do. */
export type FieldProblem =
  | 'required'
  | 'number'
  | 'tooSmall'
  | 'tooLarge'
  | 'date'
  | 'tooEarly'
  | 'tooLate'
  | 'phone'
  | 'email'
  | 'tooLong'
  | 'unknownOption';

export interface ScriptProblem {
  page: string;
  field: string;
  code: FieldProblem;
}

/** The page after this one; null = it is the last. */
export function pageAfter<P extends ScriptPageLike>(
  pages: readonly P[],
  page: P,
  values: ScriptValues,
): P | null {
  const chosen = page.branch ? values[page.branch.field] : undefined;
  const goal = page.branch?.cases.find(({ value }) => value === chosen)?.to ?? page.next;
  if (goal === 'end') return null;
  const here = pages.indexOf(page);
  if (goal === 'next') return pages[here + 1] ?? null;
  return pages.find(({ name }, index) => index > here && name === goal) ?? null;
}

/** The pages from the first one on, as the values lead. Each page leads to a later one, so it ends. */
export function pathOf<P extends ScriptPageLike>(pages: readonly P[], values: ScriptValues): P[] {
  const path: P[] = [];
  for (let page = pages[0] ?? null; page; page = pageAfter(pages, page, values)) path.push(page);
  return path;
}

/** What is missing or wrong on the pages that the values lead through. */
export function scriptProblems(pages: readonly ScriptPageLike[], values: ScriptValues): ScriptProblem[] {
  return pathOf(pages, values).flatMap(page =>
    page.fields.flatMap(field => {
      const code = fieldProblem(field, values[field.name]);
      return code ? [{ page: page.name, field: field.name, code }] : [];
    }),
  );
}

export function isEmpty(value: string | string[] | undefined): boolean {
  return value === undefined || (Array.isArray(value) ? value.length === 0 : value.trim() === '');
}

export function fieldProblem(
  field: ScriptFieldLike,
  value: string | string[] | undefined,
): FieldProblem | null {
  if (value === undefined || isEmpty(value)) return field.required ? 'required' : null;
  const text = Array.isArray(value) ? '' : value.trim();
  switch (field.kind) {
    case 'text':
    case 'longText':
      return text.length > field.maximumLength ? 'tooLong' : null;
    case 'number':
      return numberProblem(field, text);
    case 'date':
      return dateProblem(field, text);
    case 'choice':
      return field.options.includes(text) ? null : 'unknownOption';
    case 'choices':
      return [value].flat().every(one => field.options.includes(one)) ? null : 'unknownOption';
    case 'yesNo':
      return text === 'yes' || text === 'no' ? null : 'unknownOption';
    case 'phone':
      // As people write numbers; 3 to 24 digits.
      return /^\+?[0-9 ()./-]+$/.test(text) && /^\d{3,24}$/.test(text.replaceAll(/\D/g, '')) ? null : 'phone';
    case 'email':
      return /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/.test(text) ? null : 'email';
  }
}

function numberProblem({ minimum, maximum }: ScriptFieldLike, text: string): FieldProblem | null {
  // A comma is what Italian keyboards give.
  const number = /^[+-]?\d+([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
  if (Number.isNaN(number)) return 'number';
  if (minimum !== null && number < minimum) return 'tooSmall';
  return maximum !== null && number > maximum ? 'tooLarge' : null;
}

function dateProblem({ earliest, latest }: ScriptFieldLike, text: string): FieldProblem | null {
  if (!isDate(text)) return 'date';
  if (earliest !== null && text < earliest) return 'tooEarly';
  return latest !== null && text > latest ? 'tooLate' : null;
}

function isDate(text: string): boolean {
  const parsed = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return parsed !== null && !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}
