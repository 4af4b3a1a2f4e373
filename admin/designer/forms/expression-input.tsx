/** Expressions and texts with expressions: names can be put in at the cursor. */
import { useRef } from 'react';
import { useFlow } from '../context.tsx';
import { callNames } from '../call-names.ts';
import { t } from '../words.ts';
import type { InputProps } from './props.ts';

export function ExpressionInput({
  field,
  value,
  path,
  change,
  id,
  describedBy,
  invalid,
  language,
}: InputProps & { language?: string }) {
  const { properties } = useFlow();
  const input = useRef<HTMLTextAreaElement>(null);
  const text = typeof value === 'string' ? value : '';
  const template = field.form.widget === 'template';
  const insert = (name: string): void => {
    const from = input.current?.selectionStart ?? text.length;
    const to = input.current?.selectionEnd ?? text.length;
    change(path, `${text.slice(0, from)}${template ? `{${name}}` : name}${text.slice(to)}`);
    input.current?.focus();
  };
  return (
    <div className="expression">
      <textarea
        ref={input}
        id={id}
        rows={template ? 2 : 1}
        lang={language}
        className={`form-control form-control-sm ${template ? '' : 'expression-text'} ${invalid ? 'is-invalid' : ''}`}
        aria-describedby={describedBy || undefined}
        aria-invalid={invalid || undefined}
        spellCheck={template}
        value={text}
        maxLength={field.maximum ?? undefined}
        onChange={({ target }) => change(path, target.value)}
      />
      <select
        className="form-select form-select-sm expression-names"
        aria-label={t('expression.insert')}
        title={t('expression.insert')}
        value=""
        onChange={({ target }) => insert(target.value)}
      >
        <option value="">+</option>
        {properties.length > 0 && (
          <optgroup label={t('properties.title')}>
            {properties.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </optgroup>
        )}
        {field.form.names && (
          <optgroup label={t('expression.here')}>
            {Object.keys(field.form.names).map(name => (
              <option key={name}>{name}</option>
            ))}
          </optgroup>
        )}
        <optgroup label={t('expression.call')}>
          {callNames.map(name => (
            <option key={name}>{`call.${name}`}</option>
          ))}
        </optgroup>
      </select>
    </div>
  );
}
