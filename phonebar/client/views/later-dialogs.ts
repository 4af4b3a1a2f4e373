/** The dialogs that nobody needs to take a call: one part, fetched once the page stands. */
import { createCallDialog } from './call-dialog.ts';
import { createCallbacks } from './callbacks.ts';
import { createSettingsDialog, createShortcutsDialog } from './dialogs.ts';
import { createMyDay } from './my-day.ts';
import { createReportDialog } from './report-dialog.ts';
import { codeOf } from '../api.ts';
import type { Translate } from '../i18n.ts';
import type { PageModel } from '../session/present.ts';
import type { CallMode } from './call-dialog.ts';
import type { Intents } from './intents.ts';
import type { PageOptions } from './page.ts';

export interface LaterDialogs {
  elements: HTMLDialogElement[];
  open(name: 'shortcuts' | 'settings' | 'day' | 'callbacks' | 'report'): void;
  /** Whom to call, consult or transfer to. */
  openCall(mode: CallMode): void;
  update(model: PageModel): void;
}

export function createLaterDialogs(t: Translate, intents: Intents, options: PageOptions): LaterDialogs {
  const day = createMyDay(t, options.language, options.day);
  const callbacks = createCallbacks(t, options.language, options.callbacks, codeOf);
  const calls = createCallDialog(t, { directory: options.directory, ask: request => intents.ask(request) });
  const dialogs = {
    shortcuts: createShortcutsDialog(t, intents, options),
    settings: createSettingsDialog(t, intents, options),
    day,
    callbacks,
    report: createReportDialog(t, options.report),
  };
  return {
    elements: [...Object.values(dialogs), calls].map(({ element }) => element),
    open: name => dialogs[name].open(),
    openCall: mode => calls.open(mode),
    update(model) {
      const offers = (action: CallMode): boolean =>
        model.actions.some(offered => offered.action === action && offered.enabled);
      day.update({ state: model.status?.kind ?? '', pauses: model.pauses });
      callbacks.update({ contact: model.contact, mayCall: offers('call') });
      calls.update({ call: offers('call'), transfer: offers('transfer') });
    },
  };
}
