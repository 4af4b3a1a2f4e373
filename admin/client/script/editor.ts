/** Pages and fields of a script as a form: drawn anew after each change of its structure, written into while one types. */
import type { ScriptField, ScriptPage } from '../../../orchestrator/core/configuration/scripts.ts';
import { make, makeIcon } from '../dom.ts';
import { t } from '../words.ts';
import { choiceControl, moveButtons, textControl } from './controls.ts';
import { fieldEditor } from './field-editor.ts';
import { newField, newPage } from './names.ts';

export interface Editor {
  pages: ScriptPage[];
  /** Of the structure: something was added, moved or removed. `removed`: what can be brought back. */
  changed(removed?: { name: string; undo: () => void }): void;
  /** Something was typed. */
  typed(): void;
}

export function drawPages(editor: Editor): HTMLElement[] {
  return editor.pages.map((page, index) => pageCard(editor, page, index));
}

export function addPage(editor: Editor): void {
  editor.pages.push(newPage(editor.pages));
  editor.changed();
}

function pageCard(editor: Editor, page: ScriptPage, index: number): HTMLElement {
  const { pages } = editor;
  const path = `pages.${index}`;
  const title = t('scripts.page', { number: index + 1 });
  const card = make('section', 'card mb-3 script-page');
  card.setAttribute('aria-label', `${title}: ${page.heading}`);
  const head = make('div', 'card-header');
  head.append(
    make('h2', 'card-title', title),
    moveButtons(
      title,
      index,
      pages.length,
      to => {
        pages.splice(index, 1);
        pages.splice(to, 0, page);
        editor.changed();
      },
      () => {
        pages.splice(index, 1);
        editor.changed({ name: page.heading || title, undo: () => pages.splice(index, 0, page) });
      },
    ),
  );
  const body = make('div', 'card-body');
  body.append(
    textControl(`${path}.heading`, { label: t('scripts.heading') }, page.heading, text => {
      page.heading = text;
      editor.typed();
    }),
    textControl(
      `${path}.text`,
      { label: t('scripts.text'), help: t('scripts.textHelp') },
      page.text,
      text => {
        page.text = text;
        editor.typed();
      },
      'area',
    ),
    ...page.fields.map((field, place) => fieldEditor(editor, page, field, `${path}.fields.${place}`, place)),
    addButton(t('scripts.addField'), () => {
      page.fields.push(newField(pages));
      editor.changed();
    }),
    ...ways(editor, page, index, path),
  );
  card.append(head, body);
  return card;
}

function addButton(label: string, act: () => void): HTMLElement {
  const button = make('button', 'btn btn-sm mb-3');
  button.setAttribute('type', 'button');
  button.append(makeIcon('plus'), ` ${label}`);
  button.addEventListener('click', act);
  return button;
}

/** Fields that may decide which page follows. */
function deciders(pages: ScriptPage[], index: number): ScriptField[] {
  return pages
    .slice(0, index + 1)
    .flatMap(({ fields }) => fields)
    .filter(({ kind }) => kind === 'choice' || kind === 'yesNo');
}

/** Which page follows: always, or by a value. */
function ways(editor: Editor, page: ScriptPage, index: number, path: string): HTMLElement[] {
  const { pages } = editor;
  const goals = [
    { value: 'next', label: t('scripts.following') },
    ...pages.slice(index + 1).map((later, place) => ({
      value: later.name,
      label: `${index + place + 2}. ${later.heading || t('scripts.page', { number: index + place + 2 })}`,
    })),
    { value: 'end', label: t('scripts.end') },
  ];
  const choices = deciders(pages, index);
  const { branch } = page;
  const controls = [
    choiceControl(`${path}.next`, { label: t('scripts.then') }, goals, page.next, value => {
      page.next = value;
      editor.typed();
    }),
  ];
  if (choices.length > 0 || branch)
    controls.push(
      choiceControl(
        `${path}.branch.field`,
        { label: t('scripts.branch') },
        [
          { value: '', label: t('scripts.always') },
          ...choices.map(({ name, label }) => ({ value: name, label: label || name })),
        ],
        branch?.field ?? '',
        value => {
          page.branch = value ? { field: value, cases: [] } : null;
          editor.changed();
        },
      ),
    );
  const decides = branch && choices.find(({ name }) => name === branch.field);
  if (branch && decides)
    for (const value of decides.kind === 'yesNo' ? ['yes', 'no'] : decides.options) {
      const place = branch.cases.findIndex(known => known.value === value);
      const shown = decides.kind === 'yesNo' ? t(`common.${value}`) : value;
      controls.push(
        choiceControl(
          `${path}.branch.cases.${place < 0 ? branch.cases.length : place}.to`,
          { label: t('scripts.case', { value: shown }) },
          [{ value: '', label: t('scripts.asAbove') }, ...goals],
          branch.cases[place]?.to ?? '',
          to => {
            branch.cases = branch.cases.filter(known => known.value !== value);
            if (to) branch.cases.push({ value, to });
            editor.typed();
          },
        ),
      );
    }
  const box = make('div', 'script-grid');
  box.append(...controls);
  return [box];
}
