/** What belongs to the flow as a whole: languages and transfer properties. */
import { useDesigner, useFlow, useSession } from '../context.tsx';
import { ProblemTexts } from '../forms/problem-text.tsx';
import { Language, type Value, ValueType } from '../../../ivr-flows/values.ts';
import type { FlowProperty } from '../../../ivr-flows/document.ts';
import { t } from '../words.ts';
import { Icon } from './icon.tsx';

export function FlowForm() {
  const { session } = useDesigner();
  const flow = useFlow();
  const problems = useSession(state => state.problems).filter(({ block }) => block === null);
  const setProperties = (properties: FlowProperty[]): void =>
    session.run({ do: 'setProperties', properties });
  const changeAt = (index: number, changes: Partial<FlowProperty>): void =>
    setProperties(flow.properties.map((one, at) => (at === index ? { ...one, ...changes } : one)));
  return (
    <div className="inspector" data-inspector="">
      <p className="form-hint">{t('inspector.nothing')}</p>
      <ProblemTexts id="flow-problems" problems={problems} />
      <fieldset className="parameter">
        <legend className="form-label">{t('flow.languages')}</legend>
        {Language.options.map(language => (
          <label key={language} className="form-check">
            <input
              type="checkbox"
              className="form-check-input"
              checked={flow.languages.includes(language)}
              disabled={flow.languages.length === 1 && flow.languages.includes(language)}
              onChange={({ target }) =>
                session.run({
                  do: 'setLanguages',
                  languages: Language.options.filter(one =>
                    one === language ? target.checked : flow.languages.includes(one),
                  ),
                })
              }
            />
            <span className="form-check-label">{t(`languages.${language}`)}</span>
          </label>
        ))}
      </fieldset>
      <fieldset className="parameter">
        <legend className="form-label">{t('properties.title')}</legend>
        <p className="form-hint">{t('properties.help')}</p>
        <ol className="parameter-rows">
          {flow.properties.map((property, index) => (
            // A name is typed here: it cannot be the key.
            <li key={index} className="parameter-row property-row">
              <input
                className="form-control form-control-sm"
                aria-label={t('properties.name', { number: index + 1 })}
                value={property.name}
                spellCheck={false}
                maxLength={40}
                onChange={({ target }) =>
                  changeAt(index, { name: target.value.replace(/[^A-Za-z0-9_]/g, '') })
                }
              />
              <select
                className="form-select form-select-sm"
                aria-label={t('properties.type', { name: property.name })}
                value={property.type}
                onChange={({ target }) => {
                  const type = ValueType.safeParse(target.value);
                  if (type.success) changeAt(index, { type: type.data, initial: null });
                }}
              >
                {ValueType.options.map(type => (
                  <option key={type} value={type}>
                    {t(`types.${type}`)}
                  </option>
                ))}
              </select>
              <input
                className="form-control form-control-sm"
                aria-label={t('properties.initial', { name: property.name })}
                placeholder={t('properties.noInitial')}
                value={shown(property.initial)}
                onChange={({ target }) => changeAt(index, { initial: valueIn(target.value, property.type) })}
              />
              <button
                type="button"
                className="btn btn-icon btn-sm"
                aria-label={t('properties.remove', { name: property.name })}
                onClick={() => setProperties(flow.properties.filter((_one, at) => at !== index))}
              >
                <Icon name="trash" />
              </button>
            </li>
          ))}
        </ol>
        <button
          type="button"
          className="btn btn-sm"
          onClick={() =>
            setProperties([
              ...flow.properties,
              { name: freeName(flow.properties), type: 'text', initial: null, description: '' },
            ])
          }
        >
          <Icon name="plus" />
          {t('properties.add')}
        </button>
      </fieldset>
    </div>
  );
}

function freeName(properties: readonly FlowProperty[]): string {
  for (let number = properties.length + 1; ; number++)
    if (properties.every(({ name }) => name !== `property${number}`)) return `property${number}`;
}

const shown = (value: Value): string =>
  value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** What cannot be read as the type stays text: the check says so. */
function valueIn(text: string, type: ValueType): Value {
  if (text === '') return null;
  if (type === 'text' || type === 'date') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
