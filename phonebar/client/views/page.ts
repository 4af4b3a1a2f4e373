/** The whole page. */
import { createActionsBar } from './actions-bar.ts';
import { codeOf } from '../api.ts';
import { createCallbacks } from './callbacks.ts';
import { createCallDialog } from './call-dialog.ts';
import { createNotices } from './banner-list.ts';
import { createContactCard } from './contact-card.ts';
import { createSettingsDialog, createShortcutsDialog } from './dialogs.ts';
import { h, onClick, setAttribute, setHidden, setText } from './dom.ts';
import { icon } from './icons.ts';
import { createIdle } from './idle.ts';
import { createMessages } from './messages.ts';
import { createMyDay } from './my-day.ts';
import { createQualityBar } from './quality-bar.ts';
import { createReportDialog } from './report-dialog.ts';
import { createShiftStart } from './shift-start.ts';
import { createStatus } from './status.ts';
import type { Quality } from '../audio/quality.ts';
import type { Translate } from '../i18n.ts';
import type { QualityKeeper } from '../quality-keeper.ts';
import type { PageModel } from '../session/present.ts';
import type { AgentDay, CallDirectory } from '../session/protocol.ts';
import type { PageCommand } from '../shortcuts.ts';
import type { CallbackCommands } from './callbacks.ts';
import type { CallMode } from './call-dialog.ts';
import type { ContactOptions } from './contact-card.ts';
import type { DialogOptions } from './dialogs.ts';
import type { Intents } from './intents.ts';

export interface Page {
  update(model: PageModel, quality: Quality | null): void;
  togglePauses(): void;
  toggleKeypad(): void;
  /** What a key of its own opens. */
  command(command: PageCommand): void;
  /** Whom to call, consult or transfer to. */
  openCall(mode: CallMode): void;
  /** Closes dialogs and gives the devices back, before another page takes the place of this one. */
  remove(): void;
}

export interface PageOptions extends DialogOptions, Pick<ContactOptions, 'earlier'> {
  directory(): Promise<CallDirectory>;
  day(): Promise<AgentDay>;
  callbacks: CallbackCommands;
  /** How the contact at hand sounds. */
  judgement: QualityKeeper['judgement'];
  report: QualityKeeper['report'];
}

/** Builds the page into `root`, replacing what was there. */
export function createPage(root: HTMLElement, t: Translate, intents: Intents, options: PageOptions): Page {
  const agent = h('span', { class: 'agent' });
  const extension = h('span', { class: 'extension' });
  const settings = createSettingsDialog(t, intents, options);
  const shortcuts = createShortcutsDialog(t, intents, options);
  const day = createMyDay(t, options.language, options.day);
  const messages = createMessages(t, options.language, id => intents.read(id));
  const callbacks = createCallbacks(t, options.language, options.callbacks, codeOf);
  const header = h(
    'header',
    { class: 'top' },
    h('h1', { class: 'unseen' }, t('title')),
    h('span', { class: 'who-am-i' }, agent, extension),
    iconButton(t('tooltipKey', { action: t('day.title'), key: 'd' }), 'day', () => day.open()),
    messages.opener,
    iconButton(t('tooltipKey', { action: t('callbacks.title'), key: 'b' }), 'callbacks', () =>
      callbacks.open(),
    ),
    iconButton(t('shortcuts'), 'keyboard', () => shortcuts.open()),
    iconButton(t('settings'), 'settings', () => settings.open()),
  );
  const notices = createNotices(t, intents);
  const message = h('p', { class: 'message', role: 'status' });
  const shiftStart = createShiftStart(t, intents, options);
  const status = createStatus(t);
  const contact = createContactCard(t, intents, { ...options, openCallbacks: () => callbacks.open() });
  const idle = createIdle(t);
  const actions = createActionsBar(t, intents);
  const report = createReportDialog(t, options.report);
  const quality = createQualityBar(t, () => report.open());
  const calls = createCallDialog(t, { directory: options.directory, ask: request => intents.ask(request) });
  const main = h(
    'div',
    { class: 'main' },
    status.element,
    contact.element,
    idle.element,
    actions.element,
    quality.element,
  );
  root.replaceChildren(
    header,
    notices.element,
    messages.element,
    quality.notice,
    message,
    shiftStart.element,
    main,
    settings.element,
    shortcuts.element,
    calls.element,
    day.element,
    messages.dialog,
    callbacks.element,
    report.element,
  );
  const commands: Record<PageCommand, () => void> = {
    shortcuts: () => shortcuts.open(),
    day: () => day.open(),
    messages: () => messages.open(),
    callbacks: () => callbacks.open(),
  };

  return {
    update(model, measured) {
      setAttribute(root, 'data-screen', model.screen);
      setAttribute(root, 'data-registered', String(model.phone.registration === 'registered'));
      setAttribute(root, 'data-call', model.phone.call);
      setAttribute(root, 'data-tab', model.phone.tab);
      setText(agent, model.agent?.name ?? '');
      setText(extension, model.agent ? t('extension', { extension: model.agent.extension }) : '');
      notices.update(model);
      messages.update(model.messages);
      setText(message, model.screen === 'loading' || model.screen === 'noAgent' ? t(model.screen) : '');
      setHidden(message, message.textContent === '');
      shiftStart.update({ visible: model.screen === 'shiftStart', login: model.login });
      setHidden(main, model.screen !== 'main');
      status.update(model.status);
      contact.update(model);
      idle.update({ campaigns: model.campaigns, visible: model.contact === null });
      actions.update({
        actions: model.actions,
        pauses: model.pauses,
        keypad: model.contact?.stage === 'talking',
        preferences: options.preferences(),
      });
      const offers = (action: 'call' | 'transfer'): boolean =>
        model.actions.some(offered => offered.action === action && offered.enabled);
      day.update({ state: model.status?.kind ?? '', pauses: model.pauses });
      callbacks.update({ contact: model.contact, mayCall: offers('call') });
      calls.update({ call: offers('call'), transfer: offers('transfer') });
      quality.update({
        phone: model.phone,
        quality: measured,
        ...options.judgement(),
        talking: model.contact?.stage === 'talking',
      });
    },
    togglePauses: () => actions.togglePauses(),
    toggleKeypad: () => actions.toggleKeypad(),
    command: command => commands[command](),
    openCall: mode => calls.open(mode),
    remove() {
      calls.element.close();
      contact.remove();
      settings.element.close();
      shortcuts.element.close();
      day.element.close();
      messages.dialog.close();
      callbacks.element.close();
      report.element.close();
      shiftStart.update({
        visible: false,
        login: { phones: [], defaultPhone: 'browser', step: 'idle', connected: false },
      });
    },
  };
}

function iconButton(label: string, name: Parameters<typeof icon>[0], act: () => void): HTMLElement {
  const button = h(
    'button',
    { type: 'button', class: 'small', 'aria-label': label, title: label },
    icon(name),
  );
  onClick(button, act);
  return button;
}
