/** Accounts and tokens: create, new password, delete. */
import { send, type Reply } from '../api.ts';
import { openDialog } from '../dialogs.ts';
import { find, findAll, toastOnNextPage } from '../dom.ts';
import { checkForm, checkWhileTyping } from '../form/check.ts';
import { showServerProblems } from '../form/problems.ts';
import { problemText } from '../problem-words.ts';
import { t } from '../words.ts';

/** Members of a small form by their field names. */
function readFields(form: HTMLElement): Record<string, string> {
  return Object.fromEntries(
    findAll('[data-field]', form).map(field => [
      field.dataset.field ?? '',
      find<HTMLInputElement | HTMLSelectElement>('input, select', field).value,
    ]),
  );
}

function reloadWith(text: string): void {
  toastOnNextPage(text);
  location.reload();
}

/** Shows why it failed; true when it did. */
function showFailure<T>(within: HTMLElement, reply: Reply<T>): reply is Extract<Reply<T>, { ok: false }> {
  if (reply.ok) return false;
  const summary = find('[data-summary]', within);
  if (reply.problem.errors?.length) showServerProblems(within, reply.problem.errors);
  else {
    summary.textContent = problemText(reply.problem);
    summary.hidden = false;
  }
  return true;
}

/** Checks a form when it is sent and hands its members on. */
function onSubmit(form: HTMLFormElement, act: (members: Record<string, string>) => Promise<void>): void {
  checkWhileTyping(form);
  form.addEventListener('submit', event => {
    event.preventDefault();
    if (checkForm(form)) void act(readFields(form));
  });
}

const newAccount = find<HTMLFormElement>('#new-account');
onSubmit(newAccount, async members => {
  const reply = await send('POST', '/accounts', members);
  if (!showFailure(newAccount, reply)) reloadWith(t('form.saved', { name: members.username }));
});

const newToken = find<HTMLFormElement>('#new-token');
onSubmit(newToken, async members => {
  const reply = await send<{ token: string }>('POST', '/tokens', members);
  if (showFailure(newToken, reply)) return;
  find('[data-token-text]').textContent = reply.body.token;
  find('[data-token-made]').hidden = false;
  newToken.reset();
});

const passwordDialog = find<HTMLDialogElement>('#password-dialog');
const passwordForm = find<HTMLFormElement>('form', passwordDialog);
let account = '';
for (const button of findAll('[data-new-password]')) {
  button.addEventListener('click', () => {
    const row = button.closest<HTMLElement>('[data-account]');
    account = row?.dataset.account ?? '';
    find('#password-title').textContent = t('accounts.newPasswordOf', { name: row?.dataset.name });
    passwordForm.reset();
    // For password managers.
    find<HTMLInputElement>('[data-password-of]', passwordForm).value = row?.dataset.name ?? '';
    openDialog(passwordDialog);
  });
}
onSubmit(passwordForm, async members => {
  const reply = await send('PUT', `/accounts/${account}/password`, members);
  if (!showFailure(passwordDialog, reply)) reloadWith(t('accounts.passwordChanged'));
});

const removeDialog = find<HTMLDialogElement>('#remove-dialog');
let removed = '';
for (const button of findAll('[data-remove-account], [data-remove-token]')) {
  button.addEventListener('click', () => {
    const row = button.closest<HTMLElement>('tr');
    removed = row?.dataset.account ? `/accounts/${row.dataset.account}` : `/tokens/${row?.dataset.token}`;
    find('#remove-title').textContent = t('form.deleteTitle', { name: row?.dataset.name });
    find('[data-summary]', removeDialog).hidden = true;
    openDialog(removeDialog);
  });
}
async function remove(): Promise<void> {
  const reply = await send('DELETE', removed);
  if (!showFailure(removeDialog, reply)) reloadWith(t('form.deleted'));
}
find('[data-confirm]', removeDialog).addEventListener('click', () => void remove());
