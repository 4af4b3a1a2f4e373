/** What the operator can want; the views call these, the driver acts. */
import type { Devices } from '../audio/devices.ts';
import type { Language } from '../i18n.ts';
import type { Preferences } from '../preferences.ts';
import type { Action } from '../session/actions.ts';
import type { Banner } from '../session/banners.ts';
import type { AgentRequest, OperatorPreferences, PhoneKind } from '../session/protocol.ts';

export interface Intents {
  /** A button or its shortcut; `pause` without a reason opens the menu, `keypad` the keypad. */
  press(action: Action): void;
  pause(pauseId: number): void;
  digit(digit: string): void;
  /** A command that needs nothing but to be sent. */
  ask(request: AgentRequest): void;
  typeNote(text: string): void;
  /** The operator leaves the note: save it now. */
  leaveNote(): void;
  choose(dispositionId: number | null): void;
  login(phone: PhoneKind): void;
  cancelLogin(): void;
  remedy(remedy: NonNullable<Banner['remedy']>): void;
  /** A message of a supervisor was read. */
  read(messageId: number): void;
  dismiss(): void;
  setLanguage(language: Language): void;
  setDevices(devices: Devices): void;
  prefer(change: Partial<Preferences>): void;
  /** Kept at the server, for the operator wherever it signs in. */
  preferEverywhere(change: Partial<OperatorPreferences>): void;
}
