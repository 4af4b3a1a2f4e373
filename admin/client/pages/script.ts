/** The page of a script: general settings, pages with fields, draft, publication, versions, deletion. */
import type { Script, ScriptDocument } from '../../../orchestrator/core/configuration/scripts.ts';
import { send, type Dependent, type Problem, type Reply } from '../api.ts';
import { openDialog } from '../dialogs.ts';
import { find, findAll, make, toast, toastOnNextPage } from '../dom.ts';
import { problemText } from '../problem-words.ts';
import { choiceControl, textControl } from '../script/controls.ts';
import { addPage, drawPages, type Editor } from '../script/editor.ts';
import { newPage } from '../script/names.ts';
import { preview } from '../script/preview.ts';
import { clearProblems, showProblems, showSummary } from '../script/problems.ts';
import { t } from '../words.ts';

type Draft = Pick<Script, 'name' | 'description' | 'ending' | 'sensitiveReaders' | 'pages'>;
type Shown = Omit<Script, 'document'> & { revision: number };

const form = find<HTMLFormElement>('#script');
const state = find('[data-form-state]', form);
const undoButton = find<HTMLButtonElement>('[data-undo]', form);
let id = form.dataset.id ?? '';
let revision: number | undefined;
let leaving = false;
let draft: Draft = {
  name: '',
  description: '',
  ending: 'warn',
  sensitiveReaders: 'administrators',
  pages: [newPage([])],
};
let saved = JSON.stringify(draft);

const editor: Editor = {
  get pages() {
    return draft.pages;
  },
  changed(removed) {
    draw();
    undoButton.hidden = !removed;
    if (!removed) return;
    find('[data-undo-text]', undoButton).textContent = t('scripts.undo', { name: removed.name });
    undoButton.onclick = () => {
      removed.undo();
      editor.changed();
      undoButton.hidden = true;
    };
  },
  typed: showState,
};

function showState(): void {
  const text = JSON.stringify(draft) === saved ? '' : t('form.unsaved');
  if (state.textContent !== text) state.textContent = text;
}

/** Where the keyboard was it stays, as far as that place is still there. */
function draw(): void {
  const active = document.activeElement;
  const path = active?.closest<HTMLElement>('[data-path]')?.dataset.path;
  const label = active?.getAttribute('aria-label');
  find('[data-pages]', form).replaceChildren(...drawPages(editor));
  const again = path
    ? form.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"] :is(input, textarea, select)`)
    : label && form.querySelector<HTMLElement>(`[aria-label="${CSS.escape(label)}"]`);
  if (again) again.focus();
  showState();
}

function drawGeneral(): void {
  const card = make('section', 'card mb-3');
  const body = make('div', 'card-body script-grid');
  body.append(
    textControl('name', { label: t('fields.scripts.name.label') }, draft.name, text => {
      draft.name = text;
      showState();
    }),
    textControl('description', { label: t('fields.scripts.description.label') }, draft.description, text => {
      draft.description = text;
      showState();
    }),
    choiceControl(
      'ending',
      { label: t('scripts.ending'), help: t('scripts.endingHelp') },
      (['warn', 'refuse'] as const).map(value => ({ value, label: t(`scripts.endings.${value}`) })),
      draft.ending,
      value => {
        draft.ending = value === 'refuse' ? 'refuse' : 'warn';
        showState();
      },
    ),
    choiceControl(
      'sensitiveReaders',
      { label: t('scripts.readers'), help: t('scripts.readersHelp') },
      (['administrators', 'supervisors'] as const).map(value => ({
        value,
        label: t(`scripts.readerChoices.${value}`),
      })),
      draft.sensitiveReaders,
      value => {
        draft.sensitiveReaders = value === 'supervisors' ? 'supervisors' : 'administrators';
        showState();
      },
    ),
  );
  card.append(body);
  find('[data-general]', form).replaceChildren(card);
}

function take(script: Shown): void {
  const { name, description, ending, sensitiveReaders, pages } = script;
  draft = { name, description, ending, sensitiveReaders, pages };
  saved = JSON.stringify(draft);
  revision = script.revision;
  drawGeneral();
  draw();
}

function fail({ problem }: { problem: Problem }): void {
  if (problem.errors?.length) showProblems(form, draft.pages, problem.errors);
  else showSummary(form, make('p', '', problemText(problem)));
}

/** Null = it was refused, and the page says why. */
async function save(): Promise<Shown | null> {
  clearProblems(form);
  state.textContent = t('form.saving');
  const reply: Reply<Shown> = id
    ? await send('PUT', `/scripts/${id}`, draft, revision)
    : await send('POST', '/scripts', draft);
  showState();
  if (!reply.ok) {
    fail(reply);
    return null;
  }
  saved = JSON.stringify(draft);
  revision = reply.body.revision;
  id = String(reply.body.id);
  showState();
  return reply.body;
}

/** The page of the script as it now is. */
function reload(text: string): void {
  leaving = true;
  toastOnNextPage(text);
  location.assign(`/admin/scripts/${id}`);
}

form.addEventListener('submit', event => {
  event.preventDefault();
  const isNew = id === '';
  void save().then(script => {
    if (!script) return;
    const text = t('form.saved', { name: script.name });
    if (isNew) reload(text);
    else toast(text);
  });
});
find('[data-add-page]', form).addEventListener('click', () => {
  addPage(editor);
  findAll<HTMLElement>('.script-page', form).at(-1)?.querySelector('input')?.focus();
});
find('[data-preview]').addEventListener('click', () => preview(draft.pages));

const publishing = find<HTMLDialogElement>('#publish-dialog');
find('[data-publish]', form).addEventListener('click', () => {
  void save().then(script => script && openDialog(publishing));
});
find('[data-confirm]', publishing).addEventListener('click', () => {
  const note = find<HTMLInputElement>('#publish-note').value;
  publishing.close();
  void send<Shown>('POST', `/scripts/${id}/publish`, { revision, note }).then(reply => {
    if (reply.ok) reload(t('scripts.published', { number: reply.body.version }));
    else fail(reply);
  });
});

for (const button of findAll('[data-show-version]'))
  button.addEventListener('click', () => {
    const path = `/scripts/${id}/versions/${button.dataset.showVersion}`;
    void send<{ document: ScriptDocument }>('GET', path).then(reply => {
      if (reply.ok) preview(reply.body.document.pages);
      else fail(reply);
    });
  });
const takingBack = find<HTMLDialogElement>('#take-back-dialog');
let wanted = 0;
for (const button of findAll('[data-take-back]'))
  button.addEventListener('click', () => {
    wanted = Number(button.dataset.takeBack);
    openDialog(takingBack);
  });
find('[data-confirm]', takingBack).addEventListener('click', () => {
  takingBack.close();
  void send('POST', `/scripts/${id}/take-back`, { version: wanted }).then(reply => {
    if (reply.ok) reload(t('scripts.tookBack', { number: wanted }));
    else fail(reply);
  });
});

const deleting = find<HTMLDialogElement>('#delete-dialog');
const confirmDelete = find<HTMLButtonElement>('[data-confirm]', deleting);
function explain(text: string, dependents: Dependent[]): void {
  find('[data-delete-text]', deleting).textContent = text;
  const items = dependents.map(dependent => {
    const link = make('a', '', dependent.name);
    link.setAttribute('href', `/admin/${dependent.collection}/${dependent.id}`);
    const item = make('li');
    item.append(link);
    return item;
  });
  find('[data-dependents]', deleting).replaceChildren(...items);
}
document.querySelector('[data-delete]')?.addEventListener('click', () => {
  explain(t('form.deleteChecking'), []);
  confirmDelete.hidden = true;
  openDialog(deleting);
  void send<{ items: Dependent[] }>('GET', `/scripts/${id}/dependents`).then(reply => {
    if (!reply.ok) return explain(problemText(reply.problem), []);
    const { items } = reply.body;
    explain(t(items.length > 0 ? 'form.deleteInUse' : 'form.deleteText'), items);
    confirmDelete.hidden = items.length > 0;
  });
});
confirmDelete.addEventListener('click', () => {
  void send('DELETE', `/scripts/${id}`).then(reply => {
    if (!reply.ok) return explain(problemText(reply.problem), reply.problem.dependents ?? []);
    leaving = true;
    toastOnNextPage(t('form.deleted'));
    location.assign('/admin/scripts');
  });
});

addEventListener('beforeunload', event => {
  if (!leaving && JSON.stringify(draft) !== saved) event.preventDefault();
});

async function begin(): Promise<void> {
  const source = id || form.dataset.from;
  drawGeneral();
  draw();
  if (!source) return;
  const reply = await send<Shown>('GET', `/scripts/${source}`);
  if (!reply.ok) return fail(reply);
  take(reply.body);
  if (id) return;
  // A copy is new.
  revision = undefined;
  draft.name = t('form.copyOf', { name: draft.name });
  drawGeneral();
  showState();
}
void begin();
