/** Choosing one of several. */
import { t } from '../words.ts';
import type { InputProps } from './props.ts';

export function Choice({
  value,
  path,
  change,
  id,
  describedBy,
  invalid,
  options,
}: InputProps & { options: readonly { value: string; label: string }[] }) {
  const chosen = typeof value === 'string' ? value : '';
  const known = options.some(option => option.value === chosen);
  return (
    <select
      id={id}
      className={`form-select form-select-sm ${invalid ? 'is-invalid' : ''}`}
      aria-describedby={describedBy || undefined}
      aria-invalid={invalid || undefined}
      value={chosen}
      onChange={({ target }) => change(path, target.value)}
    >
      {!known && <option value={chosen}>{chosen}</option>}
      {options.map(option => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

/** An object of the configuration by its name; its id is kept. */
export function Named({
  value,
  path,
  change,
  id,
  describedBy,
  invalid,
  names,
}: InputProps & { names: ReadonlyMap<number, string> | null }) {
  const chosen = typeof value === 'number' ? value : null;
  return (
    <select
      id={id}
      className={`form-select form-select-sm ${invalid ? 'is-invalid' : ''}`}
      aria-describedby={describedBy || undefined}
      aria-invalid={invalid || undefined}
      value={chosen ?? ''}
      onChange={({ target }) => change(path, target.value === '' ? null : Number(target.value))}
    >
      <option value="">{t('none')}</option>
      {chosen !== null && !names?.has(chosen) && <option value={chosen}>{t('gone', { id: chosen })}</option>}
      {[...(names ?? [])].map(([one, name]) => (
        <option key={one} value={one}>
          {name}
        </option>
      ))}
    </select>
  );
}
