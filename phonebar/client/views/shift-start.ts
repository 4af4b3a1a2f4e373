/** Start of the shift: phone, devices, connection, language, log in. */
import { checkConnection } from '../connection-check.ts';
import { createDeviceCheck } from './device-check.ts';
import { h, keyed, onClick, setAttribute, setHidden, setText } from './dom.ts';
import { createLanguageSelect } from './language-select.ts';
import { createNotificationRow } from './notification-row.ts';
import type { Translate, Language } from '../i18n.ts';
import type { Preferences } from '../preferences.ts';
import type { LoginModel } from '../session/present.ts';
import type { PhoneKind } from '../session/protocol.ts';
import type { View } from './dom.ts';
import type { Intents } from './intents.ts';

export interface ShiftStartModel {
  visible: boolean;
  login: LoginModel;
}

export interface ShiftStartOptions {
  language: Language;
  preferences(): Preferences;
}

export function createShiftStart(
  t: Translate,
  intents: Intents,
  options: ShiftStartOptions,
): View<ShiftStartModel> {
  const phones = h('div', { class: 'phones' });
  const hint = h('p', { class: 'hint' });
  const connection = h('p', { class: 'check-words', role: 'status' });
  const connectionRow = h(
    'div',
    { class: 'device', 'data-device': 'connection' },
    h('span', { class: 'label' }, t('devices.connection')),
    connection,
  );
  const submit = h('button', { type: 'submit', class: 'action primary' }, t('shift.login'));
  const cancel = h('button', { type: 'button', class: 'action' }, t('shift.cancel'));
  const step = h('p', { class: 'hint', role: 'status' });
  let phone: PhoneKind = 'browser';
  let chosen = false;
  let microphone = false;
  let model: ShiftStartModel = {
    visible: false,
    login: { phones: [], defaultPhone: 'browser', step: 'idle', connected: false },
  };
  let checking = false;
  let connectionChecked = false;

  const check = createDeviceCheck(t, {
    devices: () => options.preferences().devices,
    choose: devices => intents.setDevices(devices),
    microphone(works) {
      microphone = works;
      refresh();
    },
  });
  const notifications = createNotificationRow(t, false);
  const devices = h('fieldset', {}, h('legend', {}, t('devices.title')), check.element, connectionRow);
  const element = h(
    'form',
    { class: 'shift-start', 'aria-label': t('shift.title') },
    h('h2', {}, t('shift.title')),
    h('fieldset', {}, h('legend', {}, t('shift.phone')), phones, hint),
    devices,
    createLanguageSelect(t, options.language, language => intents.setLanguage(language)),
    notifications.element,
    h('div', { class: 'buttons' }, submit, cancel),
    step,
  );
  const show = keyed<PhoneKind>(
    phones,
    kind => kind,
    kind => createChoice(kind),
  );

  function createChoice(kind: PhoneKind): View<PhoneKind> {
    const input = h('input', { type: 'radio', name: 'phone', value: kind });
    input.addEventListener('change', () => {
      phone = kind;
      refresh();
    });
    return {
      element: h('label', { class: 'choice' }, input, h('span', {}, t(`phone.${kind}`))),
      update: () => {
        input.checked = phone === kind;
      },
    };
  }

  function refresh(): void {
    const { visible, login } = model;
    const idle = login.step === 'idle';
    const browser = visible && phone === 'browser' && login.phones.length > 0;
    setHidden(element, !visible);
    setHidden(devices, phone !== 'browser');
    show(login.phones);
    setText(hint, t(login.phones.length === 0 ? 'shift.noPhones' : `shift.phoneHint.${phone}`));
    submit.disabled = !idle || !login.connected || login.phones.length === 0 || (browser && !microphone);
    setHidden(cancel, idle);
    setText(step, stepText(browser));
    watchDevices(browser);
  }

  function stepText(browser: boolean): string {
    if (model.login.step === 'phone') return t('shift.stepPhone');
    if (model.login.step === 'server') return t('shift.stepServer');
    return browser && !microphone ? t('shift.needsMicrophone') : '';
  }

  /** The devices are in use only while they are on view. */
  function watchDevices(on: boolean): void {
    if (on !== checking) {
      checking = on;
      if (on) void check.start();
      else check.stop();
    }
    if (!on) connectionChecked = false;
    else if (model.login.connected && !connectionChecked) {
      connectionChecked = true;
      void showConnection();
    }
  }

  async function showConnection(): Promise<void> {
    say('opening', t('devices.checking'));
    const result = await checkConnection();
    if (result.state === 'ok') say('ok', t('devices.connected', { ms: Math.round(result.roundTripMs) }));
    else say('failed', t(result.state === 'noServer' ? 'devices.noServer' : 'devices.noSwitch'));
  }

  function say(state: 'opening' | 'ok' | 'failed', text: string): void {
    setAttribute(connectionRow, 'data-check', state);
    setText(connection, text);
  }

  element.addEventListener('submit', event => {
    event.preventDefault();
    if (!submit.disabled) intents.login(phone);
  });
  onClick(cancel, () => intents.cancelLogin());

  return {
    element,
    update(next) {
      if (next.visible && !model.visible) notifications.refresh();
      model = next;
      if (!chosen && next.login.phones.length > 0) {
        chosen = true;
        phone = next.login.phones.includes(next.login.defaultPhone)
          ? next.login.defaultPhone
          : (next.login.phones[0] ?? 'browser');
      }
      refresh();
    },
  };
}
