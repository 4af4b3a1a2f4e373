/** Labelled controls of the script's page; each names the member of the script that it writes. */
import { make, makeIcon } from '../dom.ts';
import { t } from '../words.ts';

let made = 0;

interface Words {
  label: string;
  help?: string;
}

/** A control under its label, with a place for what is wrong. `path`: the member, as the API names it. */
function labelled(path: string, { label, help }: Words, control: HTMLElement): HTMLElement {
  made += 1;
  control.id = `s-${made}`;
  const name = make('label', 'form-label', label);
  name.setAttribute('for', control.id);
  const problem = make('div', 'invalid-feedback script-problem');
  problem.id = `s-${made}-problem`;
  problem.hidden = true;
  const box = make('div', 'script-control');
  box.dataset.path = path;
  box.append(name, control);
  const by = [problem.id];
  if (help) {
    const hint = make('div', 'form-hint', help);
    hint.id = `s-${made}-help`;
    by.push(hint.id);
    box.append(hint);
  }
  box.append(problem);
  control.setAttribute('aria-describedby', by.join(' '));
  return box;
}

export function textControl(
  path: string,
  words: Words,
  value: string,
  write: (text: string) => void,
  kind: 'text' | 'area' | 'date' | 'number' = 'text',
): HTMLElement {
  const control = document.createElement(kind === 'area' ? 'textarea' : 'input');
  control.className = 'form-control';
  if (control instanceof HTMLTextAreaElement) control.rows = 3;
  else control.type = kind === 'number' ? 'text' : kind === 'area' ? 'text' : kind;
  if (kind === 'number') control.inputMode = 'decimal';
  control.value = value;
  control.addEventListener('input', () => write(control.value));
  return labelled(path, words, control);
}

export function choiceControl(
  path: string,
  words: Words,
  options: { value: string; label: string }[],
  value: string,
  write: (value: string) => void,
): HTMLElement {
  const control = document.createElement('select');
  control.className = 'form-select';
  for (const option of options) control.append(new Option(option.label, option.value));
  control.value = value;
  control.addEventListener('change', () => write(control.value));
  return labelled(path, words, control);
}

export function checkControl(
  path: string,
  label: string,
  value: boolean,
  write: (on: boolean) => void,
): HTMLElement {
  const control = document.createElement('input');
  control.type = 'checkbox';
  control.className = 'form-check-input';
  control.checked = value;
  control.addEventListener('change', () => write(control.checked));
  const box = make('label', 'form-check script-control');
  box.dataset.path = path;
  box.append(control, make('span', 'form-check-label', label));
  return box;
}

/** An icon with a name for those who do not see it. */
export function iconButton(
  icon: string,
  label: string,
  act: () => void,
  disabled = false,
): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn btn-icon btn-sm';
  button.disabled = disabled;
  button.setAttribute('aria-label', label);
  button.title = label;
  button.append(makeIcon(icon));
  button.addEventListener('click', act);
  return button;
}

export function moveButtons(
  name: string,
  index: number,
  count: number,
  move: (to: number) => void,
  remove: () => void,
): HTMLElement {
  const box = make('div', 'script-buttons');
  box.append(
    iconButton('arrow-up', t('form.moveUp', { name }), () => move(index - 1), index === 0),
    iconButton('arrow-down', t('form.moveDown', { name }), () => move(index + 1), index === count - 1),
    iconButton('trash', t('scripts.remove', { name }), remove),
  );
  return box;
}
