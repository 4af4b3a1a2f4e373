/**
 * One parameter in a form: label, input by its widget, help, what is wrong with it. Rows and lists hold fields
 * again, so they stand here too.
 */
import { useId } from 'react';
import type { Json } from '../model/commands.ts';
import { said, t } from '../words.ts';
import { type Field, newRow, rowFields, variantsOf } from './fields.ts';
import { Localized, Simple } from './inputs.tsx';
import { ListTools } from './list-tools.tsx';
import { nextDigit } from './digits.ts';
import { SpokenOptionsInput } from './spoken-options.tsx';
import { ProblemTexts, problemsAt } from './problem-text.tsx';
import type { FieldProps, InputProps } from './props.ts';

export function ParameterField(props: FieldProps) {
  const { field, path, problems } = props;
  const id = useId();
  const own = problemsAt(problems, path);
  const invalid = own.some(({ severity }) => severity === 'error');
  const help = said(field.form.help);
  const describedBy = [help && `${id}-help`, own.length > 0 && `${id}-problem`].filter(Boolean).join(' ');
  const input: InputProps = { ...props, id, describedBy, invalid };
  const name = path.join('.');
  const title = (
    <>
      {said(field.form.title)}
      {field.form.required && <span aria-hidden="true"> *</span>}
    </>
  );
  const below = (
    <>
      <ProblemTexts id={`${id}-problem`} problems={own} />
      {help && (
        <div className="form-hint" id={`${id}-help`}>
          {help}
        </div>
      )}
    </>
  );
  switch (field.form.widget) {
    case 'playList':
    case 'rows':
    case 'localizedTemplate':
    case 'spokenOptions':
      return (
        <fieldset className="parameter" data-parameter={name} aria-describedby={describedBy || undefined}>
          <legend className="form-label">{title}</legend>
          {field.form.widget === 'playList' && <PlayList {...input} />}
          {field.form.widget === 'rows' && <Rows {...input} />}
          {field.form.widget === 'localizedTemplate' && <Localized {...input} />}
          {field.form.widget === 'spokenOptions' && <SpokenOptionsInput {...input} />}
          {below}
        </fieldset>
      );
    case 'toggle':
      return (
        <div className="parameter" data-parameter={name}>
          <Simple {...input} />
          {below}
        </div>
      );
    default:
      return (
        <div className="parameter" data-parameter={name}>
          <label className="form-label" htmlFor={id}>
            {title}
          </label>
          <Simple {...input} />
          {below}
        </div>
      );
  }
}

/** The fields of a record one below the other; what the document leaves out shows its default. */
export function Fields({
  fields,
  value,
  path,
  problems,
  change,
}: Omit<FieldProps, 'field' | 'siblings'> & { fields: readonly Field[] }) {
  const record = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  return fields.map(field => (
    <ParameterField
      key={field.name}
      field={field}
      value={Object.hasOwn(record, field.name) ? (record[field.name] ?? null) : field.initial}
      path={[...path, field.name]}
      siblings={record}
      problems={problems}
      change={change}
    />
  ));
}

/** A list of rows with members of their own. */
function Rows({ field, value, path, problems, change }: InputProps) {
  const rows = Array.isArray(value) ? value : [];
  const fields = rowFields(field);
  return (
    <>
      <ol className="parameter-rows">
        {rows.map((row, index) => (
          // Rows have no name of their own: their place is all that tells them apart.
          <li key={index} className="parameter-row">
            <div className="parameter-row-fields">
              <Fields
                fields={fields}
                value={row}
                path={[...path, index]}
                problems={problems}
                change={change}
              />
            </div>
            <ListTools list={rows} index={index} change={list => change(path, list)} />
          </li>
        ))}
      </ol>
      <button
        type="button"
        className="btn btn-sm"
        onClick={() => change([...path, rows.length], nextDigit(rows, newRow(field)))}
      >
        {t('list.add', { name: said(field.form.title) })}
      </button>
    </>
  );
}

/** What is played: prompts, texts, spoken values, silence, in their order, each to be heard. */
function PlayList({ field, value, path, problems, change }: InputProps) {
  const items = Array.isArray(value) ? value : [];
  const variants = variantsOf(field.schema, 'play');
  const newItem = (name: string): Json => ({
    play: name,
    ...Object.fromEntries(
      (variants.find(variant => variant.name === name)?.fields ?? []).map(one => [one.name, one.initial]),
    ),
  });
  return (
    <>
      <ol className="parameter-rows">
        {items.map((item, index) => {
          const kind = kindOf(item);
          return (
            // Items have no name of their own: their place is all that tells them apart.
            <li key={index} className="parameter-row" data-play={kind}>
              <div className="parameter-row-fields">
                <select
                  className="form-select form-select-sm"
                  aria-label={t('playList.kind', { number: index + 1 })}
                  value={kind}
                  onChange={event => change([...path, index], newItem(event.target.value))}
                >
                  {variants.map(({ name }) => (
                    <option key={name} value={name}>
                      {t(`playList.${name}`)}
                    </option>
                  ))}
                </select>
                <Fields
                  fields={variants.find(({ name }) => name === kind)?.fields ?? []}
                  value={item}
                  path={[...path, index]}
                  problems={problems}
                  change={change}
                />
              </div>
              <ListTools list={items} index={index} change={list => change(path, list)} />
            </li>
          );
        })}
      </ol>
      <div className="btn-list">
        {variants.map(({ name }) => (
          <button
            key={name}
            type="button"
            className="btn btn-sm"
            onClick={() => change([...path, items.length], newItem(name))}
          >
            {t('list.add', { name: t(`playList.${name}`) })}
          </button>
        ))}
      </div>
    </>
  );
}

const kindOf = (item: Json): string =>
  typeof item === 'object' && item !== null && !Array.isArray(item) && typeof item.play === 'string'
    ? item.play
    : '';
