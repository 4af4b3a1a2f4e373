/** Recording a prompt by phone: the number, the call, where it stands, and how it ended. */
import type { DictationView } from '../../../orchestrator/runtime/ports/engine.ts';
import { send, type Problem } from '../api.ts';
import { find } from '../dom.ts';
import { problemText } from '../problem-words.ts';
import { language, t } from '../words.ts';

const everyMs = 700;
/** The number that was called last on this browser. */
const remembered = 'phones-record-number';

/** `address`: of the prompt's language in the API. */
export function recordByPhone(
  card: HTMLElement,
  address: string,
  on: { fail(text: string): void; kept(text: string): void },
): void {
  const form = find<HTMLFormElement>('[data-phone]', card);
  const number = find<HTMLInputElement>('[data-phone-number]', form);
  const call = find<HTMLButtonElement>('[data-phone-call]', form);
  const cancel = find<HTMLButtonElement>('[data-phone-cancel]', form);
  const step = find('[data-phone-step]', card);
  let going: string | null = null;
  number.value = localStorage.getItem(remembered) ?? '';

  function show(id: string | null, text: string): void {
    going = id;
    call.disabled = id !== null;
    cancel.hidden = id === null;
    // Said again, it would be read out again.
    if (step.textContent !== text) step.textContent = text;
  }

  function refuse(problem: Problem): void {
    show(null, '');
    on.fail(t(`prompts.phone.refused.${problem.code}`, { defaultValue: '' }) || problemText(problem));
  }

  async function begin(): Promise<void> {
    const asked = number.value.replace(/[\s./()-]/g, '');
    if (asked === '') {
      number.focus();
      return on.fail(t('prompts.phone.noNumber'));
    }
    find('[data-summary]', card).hidden = true;
    show('', t('prompts.phone.steps.calling'));
    cancel.hidden = true;
    const reply = await send<DictationView>('POST', `${address}/record`, { number: asked, speak: language });
    if (!reply.ok) return refuse(reply.problem);
    localStorage.setItem(remembered, asked);
    follow(reply.body);
  }

  function follow({ id, step: at, result }: DictationView): void {
    if (result !== null && at === 'ended') {
      show(null, '');
      if (result === 'kept') on.kept(t('prompts.saved'));
      else if (result === 'cancelled') step.textContent = t('prompts.phone.results.cancelled');
      else on.fail(t(`prompts.phone.results.${result}`));
      return;
    }
    show(id, t(`prompts.phone.steps.${at}`));
    setTimeout(() => void look(id), everyMs);
  }

  /** A page that is offline for a moment goes on looking: the call goes on too. */
  async function look(id: string): Promise<void> {
    const reply = await send<DictationView>('GET', `${address}/record/${id}`);
    if (reply.ok) follow(reply.body);
    else if (reply.problem.status === 0) setTimeout(() => void look(id), everyMs);
    else refuse({ ...reply.problem, code: reply.problem.status === 404 ? 'lost' : reply.problem.code });
  }

  form.addEventListener('submit', event => {
    event.preventDefault();
    void begin();
  });
  cancel.addEventListener('click', () => {
    if (going) void send('DELETE', `${address}/record/${going}`);
  });
}
