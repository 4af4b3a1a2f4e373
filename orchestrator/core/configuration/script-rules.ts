/** What no single member of a script is wrong about: names that stand twice, ways that lead nowhere, limits that cross. */
import type { ScriptFieldLike, ScriptPageLike } from './script-path.ts';

export interface ScriptContradiction {
  /** In the list of pages. */
  path: (string | number)[];
  code:
    | 'duplicate'
    | 'reservedName'
    | 'laterPage'
    | 'decidingField'
    | 'notAnOption'
    | 'noOptions'
    | 'crossedLimits';
  message: string;
}

const messages: Record<ScriptContradiction['code'], string> = {
  duplicate: 'is there twice',
  reservedName: 'next and end are no names of pages',
  laterPage: 'must be a later page',
  decidingField: 'must be a choice or a yes/no field of this page or an earlier one',
  notAnOption: 'must be a value of the field',
  noOptions: 'there is nothing to choose from',
  crossedLimits: 'must not be below the other limit',
};

export function scriptContradictions(pages: readonly ScriptPageLike[]): ScriptContradiction[] {
  const found: ScriptContradiction[] = [];
  const pageNames = new Set<string>();
  const fields = new Map<string, ScriptFieldLike>();
  for (const [index, page] of pages.entries()) {
    const say: Say = (path, code) => {
      found.push({ path: [index, ...path], code, message: messages[code] });
    };
    if (pageNames.has(page.name)) say(['name'], 'duplicate');
    if (['next', 'end'].includes(page.name)) say(['name'], 'reservedName');
    pageNames.add(page.name);
    for (const [place, field] of page.fields.entries()) {
      if (fields.has(field.name)) say(['fields', place, 'name'], 'duplicate');
      fields.set(field.name, field);
      checkField(field, (path, code) => say(['fields', place, ...path], code));
    }
    checkWays(page, new Set(pages.slice(index + 1).map(({ name }) => name)), fields, say);
  }
  return found;
}

type Say = (path: (string | number)[], code: ScriptContradiction['code']) => void;

function checkField(field: ScriptFieldLike, say: Say): void {
  const chooses = field.kind === 'choice' || field.kind === 'choices';
  if (chooses && field.options.length === 0) say(['options'], 'noOptions');
  if (new Set(field.options).size < field.options.length) say(['options'], 'duplicate');
  if (field.minimum !== null && field.maximum !== null && field.minimum > field.maximum)
    say(['maximum'], 'crossedLimits');
  if (field.earliest !== null && field.latest !== null && field.earliest > field.latest)
    say(['latest'], 'crossedLimits');
}

function checkWays(
  { next, branch }: ScriptPageLike,
  later: ReadonlySet<string>,
  fields: ReadonlyMap<string, ScriptFieldLike>,
  say: Say,
): void {
  const leads = (to: string): boolean => to === 'next' || to === 'end' || later.has(to);
  if (!leads(next)) say(['next'], 'laterPage');
  if (!branch) return;
  const decides = fields.get(branch.field);
  if (decides?.kind !== 'choice' && decides?.kind !== 'yesNo')
    return say(['branch', 'field'], 'decidingField');
  const values = decides.kind === 'yesNo' ? ['yes', 'no'] : decides.options;
  for (const [place, { value, to }] of branch.cases.entries()) {
    if (!values.includes(value)) say(['branch', 'cases', place, 'value'], 'notAnOption');
    if (!leads(to)) say(['branch', 'cases', place, 'to'], 'laterPage');
  }
}
