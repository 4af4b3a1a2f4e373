/** The inputs of single values, by widget. */
import { useDesigner, useFlow } from '../context.tsx';
import type { Json } from '../model/commands.ts';
import { said, t } from '../words.ts';
import { ExpressionInput } from './expression-input.tsx';
import { digits } from './digits.ts';
import type { InputProps } from './props.ts';
import { choicesOf } from './fields.ts';
import { PromptInput, Hear } from './prompt-input.tsx';
import { Choice, Named } from './selects.tsx';

const asText = (value: Json): string =>
  typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);

export function Simple(props: InputProps) {
  const { field, value, path, change, id, describedBy, invalid } = props;
  const { references } = useDesigner();
  const flow = useFlow();
  const common = {
    id,
    className: `form-control form-control-sm ${invalid ? 'is-invalid' : ''}`,
    'aria-describedby': describedBy || undefined,
    'aria-invalid': invalid || undefined,
    required: field.form.required,
  };
  const text = {
    ...common,
    value: asText(value),
    maxLength: field.maximum ?? undefined,
    onChange: (event: { target: { value: string } }) => change(path, event.target.value),
  };
  switch (field.form.widget) {
    case 'number':
    case 'seconds':
      return (
        <div className="input-group input-group-sm number-field">
          <input
            {...common}
            type="number"
            step={field.form.widget === 'seconds' ? 'any' : 1}
            min={field.minimum ?? undefined}
            max={field.maximum ?? undefined}
            value={typeof value === 'number' ? value : ''}
            onChange={({ target }) => change(path, target.value === '' ? null : Number(target.value))}
          />
          {field.form.widget === 'seconds' && <span className="input-group-text">{t('units.seconds')}</span>}
        </div>
      );
    case 'toggle':
      return (
        <label className="form-check form-switch">
          <input
            id={id}
            type="checkbox"
            className="form-check-input"
            aria-describedby={describedBy || undefined}
            checked={value === true}
            onChange={({ target }) => change(path, target.checked)}
          />
          <span className="form-check-label">{said(field.form.title)}</span>
        </label>
      );
    case 'choice':
      return (
        <Choice
          {...props}
          options={choicesOf(field).map(name => {
            const named = field.form.options?.[name];
            return { value: name, label: named ? said(named) : name };
          })}
        />
      );
    case 'language':
      return (
        <Choice
          {...props}
          options={flow.languages.map(name => ({ value: name, label: t(`languages.${name}`) }))}
        />
      );
    case 'digit':
      return (
        <Choice
          {...props}
          options={[
            ...(field.form.required ? [] : [{ value: '', label: t('none') }]),
            ...digits.map(digit => ({ value: digit, label: digit })),
          ]}
        />
      );
    case 'campaign':
    case 'agent':
    case 'calendar':
    case 'line':
      return <Named {...props} names={references[`${field.form.widget}s`]} />;
    case 'skill':
      return (
        <Choice
          {...props}
          options={[
            { value: '', label: t('none') },
            ...[...(references.skills?.values() ?? [])].map(name => ({ value: name, label: name })),
          ]}
        />
      );
    case 'connection': {
      const fitting = [...(references.connections ?? [])].filter(
        ([, kind]) => kind === field.form.connection,
      );
      return (
        <Choice
          {...props}
          options={[
            { value: '', label: t('none') },
            ...fitting.map(([name]) => ({ value: name, label: name })),
          ]}
        />
      );
    }
    case 'prompt':
      return <PromptInput {...props} />;
    case 'expression':
    case 'template':
      return <ExpressionInput {...props} />;
    case 'property':
      return <PropertyInput {...props} />;
    case 'long':
      return <textarea {...text} rows={4} />;
    case 'value':
      return <textarea {...text} rows={2} onChange={({ target }) => change(path, valueIn(target.value))} />;
    case 'digits':
      return <input {...text} inputMode="tel" />;
    case 'text':
    case 'callData':
    case 'localizedTemplate':
    case 'playList':
    case 'spokenOptions':
    case 'rows':
      return <input {...text} type="text" />;
  }
}

/** A number, true, false or JSON where it is one, else a text. */
function valueIn(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A template in each language of the flow, each to be heard. */
export function Localized(props: InputProps) {
  const { field, value, path, id } = props;
  const { languages } = useFlow();
  const texts = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  const textOf = (language: string): string => {
    const text = texts[language];
    return typeof text === 'string' ? text : '';
  };
  return languages.map(language => (
    <div key={language} className="localized">
      <label className="localized-language" htmlFor={`${id}-${language}`}>
        {t(`languages.${language}`)}
      </label>
      <div className="localized-input">
        <ExpressionInput
          {...props}
          field={{ ...field, form: { ...field.form, widget: 'template' } }}
          id={`${id}-${language}`}
          value={textOf(language)}
          path={[...path, language]}
          language={language}
        />
        <Hear text={textOf(language)} language={language} />
      </div>
    </div>
  ));
}

/** Name of a property of the flow; one that is not there yet can be made. */
function PropertyInput({ value, path, change, id, describedBy, invalid }: InputProps) {
  const { session } = useDesigner();
  const { properties } = useFlow();
  const name = typeof value === 'string' ? value : '';
  const unknown = /^[A-Za-z_][A-Za-z0-9_]{0,39}$/.test(name) && !properties.some(one => one.name === name);
  return (
    <div className="property-input">
      <input
        id={id}
        className={`form-control form-control-sm ${invalid ? 'is-invalid' : ''}`}
        aria-describedby={describedBy || undefined}
        aria-invalid={invalid || undefined}
        list={`${id}-names`}
        value={name}
        spellCheck={false}
        autoComplete="off"
        onChange={({ target }) => change(path, target.value)}
      />
      <datalist id={`${id}-names`}>
        {properties.map(one => (
          <option key={one.name} value={one.name} />
        ))}
      </datalist>
      {unknown && (
        <button
          type="button"
          className="btn btn-sm"
          onClick={() =>
            session.run({
              do: 'setProperties',
              properties: [...properties, { name, type: 'text', initial: null, description: '' }],
            })
          }
        >
          {t('properties.create', { name })}
        </button>
      )}
    </div>
  );
}
