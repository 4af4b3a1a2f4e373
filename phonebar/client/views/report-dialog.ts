/** "Report a problem" with the audio: a note, sent with the figures of the last minute. */
import { createDialog } from './dialog.ts';
import { h, setAttribute, setText } from './dom.ts';
import type { Translate } from '../i18n.ts';
import type { Dialog } from './dialog.ts';

export function createReportDialog(t: Translate, send: (note: string) => Promise<void>): Dialog {
  const note = h('textarea', { id: 'report-note', rows: '3', maxlength: '500' });
  const outcome = h('p', { class: 'hint', role: 'status' });
  const say = (words: string, failed: boolean): void => {
    setText(outcome, words);
    setAttribute(outcome, 'data-failed', failed);
  };
  const submit = h('button', { type: 'submit', class: 'action primary' }, t('report.send'));
  const form = h(
    'form',
    { class: 'call-form' },
    h('p', { class: 'hint' }, t('report.about')),
    h('label', { for: 'report-note' }, t('report.note')),
    note,
    outcome,
    submit,
  );
  const dialog = createDialog(t, t('report.title'), [form], {
    opened() {
      note.value = '';
      say('', false);
      submit.disabled = false;
      note.focus();
    },
    closed: () => undefined,
  });
  form.addEventListener('submit', event => {
    event.preventDefault();
    submit.disabled = true;
    send(note.value).then(
      () => say(t('report.sent'), false),
      () => {
        say(t('report.failed'), true);
        submit.disabled = false;
      },
    );
  });
  return dialog;
}
