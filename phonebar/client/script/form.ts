/**
 * The script of the contact at hand: a page at a time, kept while it is typed. What the operator typed is ahead of the
 * server until the server shows it; a reload in between finds it in the tab's storage, but for what is sensitive.
 */
import {
  pageAfter,
  pathOf,
  scriptProblems,
  type ScriptProblem,
  type ScriptValues,
} from '../../../orchestrator/core/configuration/script-path.ts';
import { scriptText, type ScriptTextSource } from '../../../orchestrator/core/configuration/script-text.ts';
import type { ScriptDocument, ScriptPage } from '../../../orchestrator/core/configuration/scripts.ts';
import { h, onClick, setHidden, setText } from '../views/dom.ts';
import type { AgentRequest } from '../session/protocol.ts';
import type { Language } from '../i18n.ts';
import { createField, type FieldValue, type FieldView } from './field.ts';
import { createQuestion } from './question.ts';
import { createUnsaved } from './unsaved.ts';
import { createScriptWords } from './words.ts';

export interface ScriptModel {
  contactId: string;
  name: string;
  page: string;
  values: ScriptValues;
  /** What texts name, but for the values. */
  source: Omit<ScriptTextSource, 'values'>;
}

export interface ScriptFormOptions {
  language: Language;
  document: ScriptDocument;
  ask(request: Extract<AgentRequest, { type: 'script' }>): void;
}

export interface ScriptForm {
  element: HTMLElement;
  update(model: ScriptModel): void;
  /** Sends what is typed and not sent yet. */
  save(): void;
  /** Calls `end` at once, after a question, or never: as the script says. */
  beforeEnding(end: (anyway: boolean) => void): void;
  remove(): void;
}

/** What is typed is kept when the operator stops for so long, ms. */
const saveAfterMs = 400;

export function createScriptForm(first: ScriptModel, options: ScriptFormOptions): ScriptForm {
  const { document: script, language, ask } = options;
  const words = createScriptWords(language);
  let model = first;
  const sensitive = script.pages.flatMap(({ fields }) =>
    fields.filter(field => field.sensitive).map(f => f.name),
  );
  const unsaved = createUnsaved(first.contactId, sensitive);
  /** Ahead of the server. */
  const typed: ScriptValues = unsaved.read();
  const judged = new Set<string>();
  let shown: ScriptPage | null = null;
  let fields: FieldView[] = [];
  let timer = 0;
  let edited = false;

  const heading = h('h3', { tabindex: '-1' });
  const step = h('span', { class: 'script-step' });
  const saved = h('span', { class: 'saved', 'aria-live': 'polite' });
  const text = h('p', { class: 'script-text' });
  const body = h('div', { class: 'script-fields' });
  const standing = h('div', { class: 'script-standing', role: 'status' });
  const back = h('button', { type: 'button', class: 'small' }, words.say('back'));
  const next = h('button', { type: 'button', class: 'small script-next' }, words.say('next'));
  const question = createQuestion(words);
  const element = h(
    'section',
    { class: 'script', 'aria-label': first.name },
    h('header', { class: 'script-head' }, heading, step, saved),
    text,
    body,
    standing,
    h('div', { class: 'script-nav' }, back, next),
    question.element,
  );

  const values = (): ScriptValues => ({ ...model.values, ...typed });
  const path = (): ScriptPage[] => pathOf(script.pages, values());
  const pageNamed = (name: string): ScriptPage | null =>
    script.pages.find(page => page.name === name) ?? null;

  function changed(name: string, value: FieldValue, typing: boolean): void {
    typed[name] = value;
    edited = true;
    unsaved.write(typed);
    clearTimeout(timer);
    if (typing) timer = window.setTimeout(() => send(true), saveAfterMs);
    else send(false);
    show();
  }

  function send(typing: boolean): void {
    clearTimeout(timer);
    timer = 0;
    if (Object.keys(typed).length > 0 && shown)
      ask({ type: 'script', values: { ...typed }, page: shown.name, ...(typing && { typing }) });
  }

  function left(name: string): void {
    judge();
    if (name in typed) send(false);
  }

  function judge(): void {
    const now = values();
    for (const field of fields) field.judge(now[field.name], shown !== null && judged.has(shown.name));
  }

  function open(page: ScriptPage, focus: boolean): void {
    shown = page;
    fields = page.fields.map(field => createField(field, words, { changed, left }));
    body.replaceChildren(...fields.map(field => field.element));
    show();
    if (focus) heading.focus();
  }

  /** Problems are shown where they are met, and hold nobody up: the customer is on the line. */
  function go(page: ScriptPage | null): void {
    if (!page || !shown) return;
    judged.add(shown.name);
    open(page, true);
    ask({ type: 'script', values: { ...typed }, page: page.name });
  }

  back.addEventListener('click', () => {
    const way = path();
    go(way[way.findIndex(page => page === shown) - 1] ?? null);
  });
  onClick(next, () => go(shown && pageAfter(script.pages, shown, values())));
  element.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || next.hidden) return;
    event.preventDefault();
    next.click();
  });

  function show(): void {
    if (!shown) return;
    const now = values();
    const way = path();
    setText(heading, scriptText(shown.heading, { ...model.source, values: now }));
    setText(text, scriptText(shown.text, { ...model.source, values: now }));
    setHidden(text, text.textContent === '');
    const place = way.indexOf(shown);
    setText(step, way.length > 1 ? words.say('step', { number: place + 1, count: way.length }) : '');
    setHidden(back, place <= 0);
    const last = pageAfter(script.pages, shown, now) === null;
    setHidden(next, last);
    for (const field of fields) field.set(now[field.name]);
    judge();
    setText(saved, Object.keys(typed).length > 0 ? words.say('saving') : edited ? words.say('saved') : '');
    showStanding(last ? scriptProblems(script.pages, now) : null);
  }

  let told = '';
  /** On the last page: what is still open, each a way to its field. */
  function showStanding(open: ScriptProblem[] | null): void {
    const elsewhere = open?.filter(({ page }) => page !== shown?.name) ?? [];
    const key = JSON.stringify(elsewhere);
    if (key === told) return;
    told = key;
    standing.replaceChildren(
      ...(elsewhere.length > 0 ? [h('p', {}, words.say('open')), list(elsewhere)] : []),
    );
  }

  function list(open: ScriptProblem[]): HTMLElement {
    return h('ul', {}, ...open.map(problem => h('li', {}, way(problem))));
  }

  function way(problem: ScriptProblem): HTMLElement {
    const page = pageNamed(problem.page);
    const label = page?.fields.find(({ name }) => name === problem.field)?.label ?? problem.field;
    const button = h('button', { type: 'button', class: 'link' }, label);
    onClick(button, () => toField(problem));
    return button;
  }

  function toField({ page, field }: ScriptProblem): void {
    question.close();
    const target = pageNamed(page);
    if (!target) return;
    judged.add(page);
    if (target === shown) show();
    else open(target, false);
    fields.find(({ name }) => name === field)?.focus();
  }

  function update(to: ScriptModel): void {
    model = to;
    // What the server shows is kept.
    for (const [name, value] of Object.entries(typed))
      if (JSON.stringify(to.values[name]) === JSON.stringify(value)) delete typed[name];
    unsaved.write(typed);
    show();
  }

  addStyle();
  open(pageNamed(first.page) ?? script.pages[0] ?? emptyPage, false);
  update(first);
  send(false);

  return {
    element,
    update,
    save: () => send(false),
    beforeEnding(end) {
      send(false);
      const problems = scriptProblems(script.pages, values());
      if (problems.length === 0) return end(false);
      for (const { page } of problems) judged.add(page);
      show();
      question.open(script.ending, list(problems), () => end(true));
    },
    remove() {
      clearTimeout(timer);
      question.close();
      element.remove();
    },
  };
}

/** Fetched with the first script, of the same build as the page. */
function addStyle(): void {
  if (document.getElementById('script-style')) return;
  const page = document.querySelector<HTMLLinkElement>('link[rel=stylesheet]')?.getAttribute('href') ?? '';
  const href = page.replace('style.css', 'script-style.css');
  document.head.append(h('link', { id: 'script-style', rel: 'stylesheet', href }));
}

/** Nobody publishes a script without pages; should one come, nothing stands on it. */
const emptyPage: ScriptPage = { name: 'empty', heading: '', text: '', fields: [], next: 'end', branch: null };
