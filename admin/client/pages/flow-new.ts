/** A new flow: from nothing, a template, a file, or another flow's draft. The server checks the document. */
import { send } from '../api.ts';
import { find, findAll } from '../dom.ts';
import { checkForm, checkWhileTyping } from '../form/check.ts';
import { showAt, showServerProblems, showSummary } from '../form/problems.ts';
import { fieldProblemText, problemText } from '../problem-words.ts';
import { t } from '../words.ts';

const form = find<HTMLFormElement>('#flow-form');
const fileField = find('[data-file-field]', form);
const file = find<HTMLInputElement>('#flow-file', form);
const name = find<HTMLInputElement>('#flow-name', form);
const kind = find<HTMLSelectElement>('#flow-kind', form);
const description = find<HTMLInputElement>('#flow-description', form);
const saveButton = find<HTMLButtonElement>('[type="submit"]', form);

const templateField = find('[data-template-field]', form);
const template = find<HTMLSelectElement>('#flow-template', form);

type Beginning = { document?: unknown; template?: string } | { failed: string };

const chosen = (): HTMLInputElement => find<HTMLInputElement>('[name="begin"]:checked', form);
for (const choice of findAll<HTMLInputElement>('[name="begin"]', form))
  choice.addEventListener('change', () => {
    fileField.hidden = chosen().value !== 'file';
    templateField.hidden = chosen().value !== 'template';
    if (!templateField.hidden) takeTemplate();
  });
/** The template says what it is; its name stands until one types another. */
function takeTemplate(): void {
  const option = template.selectedOptions[0];
  if (!option) return;
  const names = [...template.options].map(({ dataset }) => dataset.name);
  if (name.value === '' || names.includes(name.value)) name.value = option.dataset.name ?? '';
  kind.value = option.dataset.kind ?? kind.value;
}
template.addEventListener('change', takeTemplate);
checkWhileTyping(form);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

async function readFile(): Promise<unknown> {
  const [given] = file.files ?? [];
  if (!given) return null;
  try {
    const document: unknown = JSON.parse(await given.text());
    return isRecord(document) ? document : null;
  } catch {
    return null;
  }
}

/** The file says what it is called and what it is: what one has typed already stays. */
file.addEventListener('change', () => {
  void readFile().then(document => {
    showAt(fileField, document === null ? t('flows.noFlow') : '');
    if (!isRecord(document)) return;
    if (name.value === '' && typeof document.name === 'string') name.value = document.name;
    if (description.value === '' && typeof document.description === 'string')
      description.value = document.description;
    if (typeof document.kind === 'string' && [...kind.options].some(({ value }) => value === document.kind))
      kind.value = document.kind;
  });
});

async function beginning(): Promise<Beginning> {
  const choice = chosen();
  if (choice.value === 'file') {
    const document = await readFile();
    return document === null ? { failed: t('flows.noFlow') } : { document };
  }
  if (choice.value === 'template') return { template: template.value };
  if (choice.value !== 'copy') return {};
  const draft = await send<{ document: unknown }>('GET', `/flows/${choice.dataset.flow}/draft`);
  return draft.ok ? { document: draft.body.document } : { failed: problemText(draft.problem) };
}

async function create(): Promise<void> {
  if (!checkForm(form)) return showSummary(form);
  saveButton.disabled = true;
  const begun = await beginning();
  if ('failed' in begun) {
    saveButton.disabled = false;
    return showSummary(form, [begun.failed]);
  }
  const reply = await send<{ id: number }>('POST', '/flows', {
    name: name.value,
    kind: kind.value,
    description: description.value,
    ...begun,
  });
  saveButton.disabled = false;
  if (reply.ok) return location.assign(`/admin/flows/${reply.body.id}`);
  const { errors = [] } = reply.problem;
  const ofFields = errors.filter(({ path }) => !path.startsWith('document'));
  // A file may be wrong in many places: each is named by its path.
  const ofFile = errors.filter(({ path }) => path.startsWith('document'));
  if (ofFields.length > 0) return showServerProblems(form, ofFields);
  showSummary(
    form,
    ofFile.length > 0
      ? ofFile.map(problem => `${problem.path}: ${fieldProblemText(problem)}`)
      : [problemText(reply.problem)],
  );
}

form.addEventListener('submit', event => {
  event.preventDefault();
  void create();
});
