/** Turns the data of a form and an object into what the one form template shows. */
import type { Campaign, Collection, Configuration } from '../../orchestrator/core/configuration/schemas.ts';
import type { Translate } from '../shared/words.ts';
import { campaignKinds } from './forms.ts';
import type { Column, Field, FieldKind, Form, TextLimits } from './fields.ts';

export interface FormModel {
  groups: { id: string; title: string; help: string; fields: FieldModel[] }[];
  fixed: Record<string, string>;
}

export interface FieldModel {
  kind: FieldKind;
  id: string;
  name: string;
  label: string;
  help: string;
  required: boolean;
  when: { field: string; values: string } | null;
  value: unknown;
  [member: string]: unknown;
}

export interface Option {
  value: string;
  label: string;
  help?: string;
  selected: boolean;
}

interface Presented {
  t: Translate;
  collection: Collection;
  /** What is edited or duplicated; null = a new object. */
  object: object | null;
  /** What fields of kind reference may point to. */
  configuration: Configuration;
  /** The object is the pattern of a new one: its unique members are left out. */
  duplicate: boolean;
}

export function presentForm(form: Form, presented: Presented): FormModel {
  const { t } = presented;
  return {
    groups: form.groups.map(group => ({
      id: `group-${group.name}`,
      title: t(`groups.${group.name}.title`),
      help: t(`groups.${group.name}.help`),
      fields: group.fields.map(field => presentField(field, presented)),
    })),
    fixed: form.fixed ?? {},
  };
}

function presentField(field: Field, presented: Presented): FieldModel {
  const { t, collection, object, duplicate } = presented;
  const words = `fields.${collection}.${field.words ?? field.name}`;
  const stored = object === null || (duplicate && field.unique) ? undefined : memberAt(object, field.name);
  const value = stored === undefined && 'initial' in field ? field.initial : stored;
  return {
    kind: field.kind,
    id: `f-${field.name.replaceAll('.', '-')}`,
    name: field.name,
    label: t(`${words}.label`),
    help: t(`${words}.help`),
    required: field.required ?? false,
    when: field.when ? { field: field.when.field, values: field.when.values.join(' ') } : null,
    value: duplicate && field.name === 'name' ? t('form.copyOf', { name: value }) : (value ?? null),
    ...specifics(field, value, words, presented),
  };
}

function specifics(
  field: Field,
  value: unknown,
  words: string,
  presented: Presented,
): Record<string, unknown> {
  const { t } = presented;
  const choose = (options: readonly string[], selected: (option: string) => boolean): Option[] =>
    options.map(option => ({
      value: option,
      label: t(`${words}.options.${option}`),
      selected: selected(option),
    }));
  switch (field.kind) {
    case 'text':
      return { ...limits(field, t), nullable: field.nullable ?? false, preview: field.preview ?? '' };
    case 'lines':
      return { ...limits(field, t), text: asList(value).join('\n') };
    case 'secret':
      return { minLength: field.minLength, maxLength: field.maxLength };
    case 'number':
      return {
        min: field.min,
        max: field.max,
        nullable: field.nullable ?? false,
        unit: field.unit && t(`units.${field.unit}`),
      };
    case 'boolean':
      return {};
    case 'choice':
      return { options: choose(field.options, option => option === value) };
    case 'maybe':
      return {
        options: choose(
          ['auto', 'true', 'false'],
          option => option === (typeof value === 'boolean' ? String(value) : 'auto'),
        ),
      };
    case 'timeZone':
      return { zones: Intl.supportedValuesOf('timeZone') };
    case 'reference':
      return { groups: referenceGroups(field, value, presented) };
    case 'references':
      return {
        options: manyOptions(field.to, asList(value), presented),
        emptyHref: `/admin/${field.to}/new`,
      };
    case 'members':
      return { agents: memberOptions(asList(value), presented) };
    case 'localized':
      return {
        maxLength: field.maxLength,
        texts: (['it', 'en'] as const).map(language => ({ language, text: memberAt(value, language) ?? '' })),
      };
    case 'ordered': {
      const chosen = asList(value).map(String);
      const rest = field.options.filter(option => !chosen.includes(option));
      return { options: choose([...chosen, ...rest], option => chosen.includes(option)) };
    }
    case 'hours':
      return { weekdays: presentWeek(asList(value), t) };
    case 'rows':
      return {
        ordered: field.ordered ?? false,
        emptyRow: presentCells(field.columns, {}, words, presented),
        rows: asList(value).map(row => ({ cells: presentCells(field.columns, row, words, presented) })),
      };
    case 'optional':
      return {
        present: value !== null && value !== undefined,
        fields: field.fields.map(inner => presentField(inner, presented)),
      };
  }
}

function limits(field: TextLimits, t: Translate): Record<string, unknown> {
  return {
    maxLength: field.maxLength,
    minLength: field.minLength,
    pattern: field.pattern,
    patternProblem: field.patternWords && t(`patterns.${field.patternWords}`),
    inputMode: field.inputMode,
  };
}

/** The objects to choose from by name; campaigns in a group for each kind, of flows those that are published. */
function referenceGroups(
  field: { to: Collection; ofKind?: Campaign['kind'] },
  value: unknown,
  { t, configuration }: Presented,
): { label: string; options: Option[] }[] {
  const options = (objects: { id: number; name: string }[]): Option[] =>
    objects
      .map(({ id, name }) => ({ value: String(id), label: name, selected: id === value }))
      .sort((one, other) => one.label.localeCompare(other.label));
  if (field.to === 'flows') {
    const fitting = configuration.flows.filter(
      flow => flow.id === value || (flow.version > 0 && flow.kind === (field.ofKind ?? flow.kind)),
    );
    return [{ label: '', options: options(fitting) }];
  }
  if (field.to !== 'campaigns') return [{ label: '', options: options(configuration[field.to]) }];
  return campaignKinds
    .filter(kind => !field.ofKind || field.ofKind === kind)
    .map(kind => ({
      label: t(`campaignKinds.${kind}.name`),
      options: options(configuration.campaigns.filter(campaign => campaign.kind === kind)),
    }))
    .filter(group => group.options.length > 0);
}

/** The chosen ones first and in their order, then the others by name. */
function chosenFirst<T extends { id: number; name: string }>(objects: T[], chosen: unknown[]): T[] {
  const place = new Map(chosen.map((id, index) => [id, index]));
  const placeOf = (object: T): number => place.get(object.id) ?? chosen.length;
  return [...objects].sort(
    (one, other) => placeOf(one) - placeOf(other) || one.name.localeCompare(other.name),
  );
}

function manyOptions(to: Collection, chosen: unknown[], presented: Presented): Option[] {
  return chosenFirst<{ id: number; name: string }>(presented.configuration[to], chosen).map(object => ({
    value: String(object.id),
    label: object.name,
    selected: chosen.includes(object.id),
  }));
}

function memberOptions(members: unknown[], presented: Presented): object[] {
  const byAgent = new Map(members.map(member => [memberAt(member, 'agentId'), member]));
  return chosenFirst(presented.configuration.agents, [...byAgent.keys()]).map(agent => ({
    id: agent.id,
    name: agent.name,
    extension: agent.extension,
    selected: byAgent.has(agent.id),
    priority: memberAt(byAgent.get(agent.id), 'priority') ?? 1,
    order: memberAt(byAgent.get(agent.id), 'order') ?? 1,
  }));
}

function presentWeek(periods: unknown[], t: Translate): object[] {
  return [1, 2, 3, 4, 5, 6, 7].map(weekday => ({
    weekday,
    name: t(`weekdays.${weekday}`),
    periods: periods
      .filter(period => memberAt(period, 'weekday') === weekday)
      .map(period => ({ from: memberAt(period, 'from'), to: memberAt(period, 'to') })),
  }));
}

function presentCells(
  columns: readonly Column[],
  row: unknown,
  words: string,
  presented: Presented,
): object[] {
  const { t } = presented;
  return columns.map(column => {
    const stored = memberAt(row, column.name);
    return {
      name: column.name,
      kind: column.kind,
      label: t(`${words}.columns.${column.name}.label`),
      value: stored ?? ('initial' in column ? column.initial : ''),
      isNumber: column.kind === 'number' || column.kind === 'reference',
      ...(column.kind === 'text' ? limits(column, t) : {}),
      ...(column.kind === 'number' ? { min: column.min, max: column.max } : {}),
      options: cellOptions(column, stored, `${words}.columns.${column.name}`, presented),
    };
  });
}

function cellOptions(column: Column, stored: unknown, words: string, presented: Presented): Option[] | false {
  if (column.kind === 'reference')
    return referenceGroups(column, stored, presented).flatMap(group => group.options);
  if (column.kind !== 'choice') return false;
  return column.options.map(option => ({
    value: option,
    label: presented.t(`${words}.options.${option}`),
    selected: stored === option,
  }));
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Member of an object by dotted path; undefined when a step is missing. */
function memberAt(object: unknown, path: string): unknown {
  let value = object;
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}
