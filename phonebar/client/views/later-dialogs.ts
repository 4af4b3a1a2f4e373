/** The dialogs that nobody needs to take a call: one part, fetched once the page stands. */
import { createCallDialog } from './call-dialog.ts';
import { createCallbacks } from './callbacks.ts';
import { createSettingsDialog, createShortcutsDialog } from './dialogs.ts';
import { createMyDay } from './my-day.ts';
import { createQuickKeys } from './quick-keys.ts';
import { createReportDialog } from './report-dialog.ts';
import { codeOf } from '../api.ts';
import type { Translate } from '../i18n.ts';
import type { PageModel } from '../session/present.ts';
import type { CallMode } from './call-dialog.ts';
import type { Intents } from './intents.ts';
import type { PageOptions } from './page.ts';

export interface LaterDialogs {
  elements: HTMLDialogElement[];
  /** Stands among what an operator without a contact sees. */
  quickKeys: HTMLElement;
  open(name: 'shortcuts' | 'settings' | 'day' | 'callbacks' | 'report'): void;
  /** Whom to call, consult or transfer to. */
  openCall(mode: CallMode, favourite?: number): void;
  update(model: PageModel): void;
  remove(): void;
}

export function createLaterDialogs(t: Translate, intents: Intents, options: PageOptions): LaterDialogs {
  const day = createMyDay(t, options.language, options.day);
  const callbacks = createCallbacks(t, options.language, options.callbacks, codeOf);
  const calls = createCallDialog(t, {
    directory: options.directory,
    ask: request => intents.ask(request),
    setFavourites: favourites => intents.preferEverywhere({ favourites }),
  });
  const quickKeys = createQuickKeys(t, {
    directory: options.directory,
    call: to => intents.ask({ type: 'call', to }),
  });
  const dialogs = {
    shortcuts: createShortcutsDialog(t, intents, options),
    settings: createSettingsDialog(t, intents, options),
    day,
    callbacks,
    report: createReportDialog(t, options.report),
  };
  const elements = [...Object.values(dialogs), calls].map(({ element }) => element);
  return {
    elements,
    quickKeys: quickKeys.element,
    open: name => dialogs[name].open(),
    openCall: (mode, favourite) => calls.open(mode, favourite),
    update(model) {
      const offers = (action: CallMode): boolean =>
        model.actions.some(offered => offered.action === action && offered.enabled);
      day.update({ state: model.status?.kind ?? '', pauses: model.pauses });
      callbacks.update({ contact: model.contact, mayCall: offers('call') });
      const { favourites } = model.preferences;
      calls.update({ possible: { call: offers('call'), transfer: offers('transfer') }, favourites });
      quickKeys.update({ favourites, possible: offers('call') });
    },
    remove() {
      quickKeys.stop();
      for (const element of elements) element.close();
    },
  };
}
