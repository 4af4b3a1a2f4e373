/** The form of a resource: checks, saves through the API, loses nothing, deletes with care. */
import { send, type Dependent } from '../api.ts';
import { openDialog } from '../dialogs.ts';
import { find, findAll, make, toastOnNextPage } from '../dom.ts';
import { previewAddresses } from '../form/address-preview.ts';
import { checkForm, checkWhileTyping, followConditions } from '../form/check.ts';
import { handleMembers } from '../form/members.ts';
import { showServerProblems, showSummary } from '../form/problems.ts';
import { readForm } from '../form/read.ts';
import { handleRows } from '../form/rows.ts';
import { problemText } from '../problem-words.ts';
import { t } from '../words.ts';

const form = find<HTMLFormElement>('#form');
const { collection = '', id = '' } = form.dataset;
const list = `/admin/${collection}`;
const saveButton = find<HTMLButtonElement>('[type="submit"]', form);
const stateLine = find('[data-form-state]', form);
/** Undefined for a new object, and once the user chose to overwrite. */
let revision = form.dataset.revision ? Number(form.dataset.revision) : undefined;
let saved = '';
let leaving = false;

const isChanged = (): boolean => JSON.stringify(readForm(form)) !== saved;
function showState(): void {
  const text = isChanged() ? t('form.unsaved') : '';
  if (stateLine.textContent !== text) stateLine.textContent = text;
}

previewAddresses(form);
checkWhileTyping(form);
followConditions(form);
handleRows(form, showState);
for (const field of findAll('[data-kind="members"]', form)) handleMembers(field);
for (const toggle of findAll<HTMLInputElement>('[data-optional]', form)) {
  toggle.addEventListener('change', () => {
    const inner = toggle.closest('[data-field]')?.querySelector<HTMLElement>('[data-optional-fields]');
    if (inner) inner.hidden = !toggle.checked;
    toggle.setAttribute('aria-expanded', String(toggle.checked));
  });
}
saved = JSON.stringify(readForm(form));
form.addEventListener('input', showState);
form.addEventListener('change', showState);
addEventListener('beforeunload', event => {
  if (!leaving && isChanged()) event.preventDefault();
});

form.addEventListener('submit', event => {
  event.preventDefault();
  void save();
});

async function save(): Promise<void> {
  if (!checkForm(form)) return showSummary(form);
  saveButton.disabled = true;
  stateLine.textContent = t('form.saving');
  const body = readForm(form);
  const reply = await send<{ name: string }>(
    id ? 'PUT' : 'POST',
    id ? `/${collection}/${id}` : `/${collection}`,
    body,
    revision,
  );
  saveButton.disabled = false;
  showState();
  if (reply.ok) {
    leaving = true;
    toastOnNextPage(t('form.saved', { name: reply.body.name }));
    return location.assign(list);
  }
  if (reply.problem.errors?.length) return showServerProblems(form, reply.problem.errors);
  showSummary(form, [problemText(reply.problem)]);
  if (reply.problem.code === 'stale' || reply.problem.code === 'conflict') offerOverwrite();
  if (reply.problem.code === 'unauthenticated') offerLink('/sign-in', t('signIn.title'));
}

/** The object was changed meanwhile: look at it beside this page, or save anyway. */
function offerOverwrite(): void {
  offerLink(location.pathname, t('form.showCurrent'));
  const button = make('button', 'btn btn-sm ms-2', t('form.saveAnyway'));
  button.setAttribute('type', 'button');
  button.addEventListener('click', () => {
    revision = undefined;
    void save();
  });
  find('[data-summary]', form).append(button);
}

function offerLink(href: string, text: string): void {
  const link = make('a', 'btn btn-sm', text);
  link.setAttribute('href', href);
  link.setAttribute('target', '_blank');
  find('[data-summary]', form).append(link);
}

const dialog = find<HTMLDialogElement>('#delete-dialog');
const confirm = find<HTMLButtonElement>('[data-confirm]', dialog);

/** Asks whether to delete, unless something depends on the object. */
async function askToDelete(): Promise<void> {
  explain(t('form.deleteChecking'), []);
  confirm.hidden = true;
  openDialog(dialog);
  const reply = await send<{ items: Dependent[] }>('GET', `/${collection}/${id}/dependents`);
  if (!reply.ok) return explain(problemText(reply.problem), []);
  const dependents = reply.body.items;
  const binding = dependents.filter(({ collection: from, path }) => !(from === 'flows' && path === 'draft'));
  if (binding.length > 0) return explain(t('form.deleteInUse'), binding);
  explain(t(dependents.length > 0 ? 'form.deleteInDrafts' : 'form.deleteText'), dependents);
  confirm.hidden = false;
  confirm.focus();
}

async function remove(): Promise<void> {
  const reply = await send('DELETE', `/${collection}/${id}`);
  if (reply.ok) {
    leaving = true;
    toastOnNextPage(t('form.deleted'));
    return location.assign(list);
  }
  confirm.hidden = true;
  return explain(problemText(reply.problem), reply.problem.dependents ?? []);
}

document.querySelector('[data-delete]')?.addEventListener('click', () => void askToDelete());
confirm.addEventListener('click', () => void remove());

/** Text of the dialog, with the objects that stand in the way, each a link. */
function explain(text: string, dependents: Dependent[]): void {
  find('[data-delete-text]', dialog).textContent = text;
  find('[data-dependents]', dialog).replaceChildren(
    ...groupedById(dependents).map(([dependent, paths]) => {
      const link = make('a', '', dependent.name);
      link.setAttribute('href', `/admin/${dependent.collection}/${dependent.id}`);
      const item = make('li', '', `${t(`nav.${dependent.collection}`)}: `);
      item.append(link);
      if (dependent.collection === 'flows')
        item.append(` (${paths.map(path => t(`flowStandings.${path}`)).join(', ')})`);
      return item;
    }),
  );
}

/** Each object once, with all the members by which it refers. */
function groupedById(dependents: Dependent[]): [Dependent, string[]][] {
  const groups = new Map<string, [Dependent, string[]]>();
  for (const dependent of dependents) {
    const key = `${dependent.collection}/${dependent.id}`;
    groups.set(key, [dependent, [...(groups.get(key)?.[1] ?? []), dependent.path]]);
  }
  return [...groups.values()];
}
