/** How a value is spoken: what its kind has to choose; unset = as usual. See SpokenOptions in ivr-flows/speech. */
import { Currency, type SpokenOptions } from '../../../ivr-flows/speech/spoken.ts';
import type { Json } from '../model/commands.ts';
import { t } from '../words.ts';
import type { InputProps } from './props.ts';

type Option = keyof SpokenOptions;

const optionsOf: Readonly<Record<string, readonly Option[] | undefined>> = {
  number: ['gender', 'decimals'],
  ordinal: ['gender'],
  amount: ['currency'],
  date: ['weekday', 'year'],
  time: ['style'],
  characters: ['alphabet', 'group'],
  digits: ['group'],
  duration: ['smallest'],
};

const choices: Readonly<Record<Option, readonly (string | number | boolean)[]>> = {
  gender: ['none', 'masculine', 'feminine'],
  decimals: [0, 1, 2, 3, 4, 5, 6],
  currency: Currency.options,
  weekday: [true, false],
  year: [true, false],
  style: ['exact', 'spoken'],
  alphabet: ['letters', 'spelling'],
  group: [0, 2, 3, 4],
  smallest: ['seconds', 'minutes', 'hours'],
};
/** Choices that speak for themselves. */
const plain: ReadonlySet<Option> = new Set<Option>(['decimals', 'currency', 'group']);

export function SpokenOptionsInput({ value, path, change, id, siblings }: InputProps) {
  const chosen: Record<string, Json> =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  const kind = typeof siblings['as'] === 'string' ? siblings['as'] : '';
  const set = (option: Option, text: string): void => {
    const { [option]: _before, ...others } = chosen;
    const picked = choices[option].find(one => String(one) === text);
    change(path, picked === undefined ? others : { ...others, [option]: picked });
  };
  return (optionsOf[kind] ?? []).map(option => (
    <div key={option} className="spoken-option">
      <label htmlFor={`${id}-${option}`}>{t(`spoken.${option}.title`)}</label>
      <select
        id={`${id}-${option}`}
        className="form-select form-select-sm"
        value={option in chosen ? JSON.stringify(chosen[option]).replaceAll('"', '') : ''}
        onChange={({ target }) => set(option, target.value)}
      >
        <option value="">{t('spoken.usual')}</option>
        {choices[option].map(one => (
          <option key={String(one)} value={String(one)}>
            {plain.has(option) ? String(one) : t(`spoken.${option}.${String(one)}`)}
          </option>
        ))}
      </select>
    </div>
  ));
}
