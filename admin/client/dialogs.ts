/** Native dialogs: opened by us, closed by their buttons, Escape or a click beside them. */
import { findAll } from './dom.ts';

export function openDialog(dialog: HTMLDialogElement): void {
  if (!dialog.dataset.ready) {
    dialog.dataset.ready = 'yes';
    for (const button of findAll('[data-close]', dialog))
      button.addEventListener('click', () => dialog.close());
    dialog.addEventListener('click', event => {
      if (event.target === dialog) dialog.close();
    });
  }
  dialog.showModal();
}
