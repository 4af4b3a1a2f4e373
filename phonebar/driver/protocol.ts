/** What a CRM page and the PhoneBar say to each other with postMessage. `phones` is the version of this protocol. */

export const protocolVersion = 1;

/** An action's `name`, or a request with its parameters, as the handbook lists them. */
export interface Command {
  type: string;
  [parameter: string]: unknown;
}

/** Values that travel with a contact. A flow may set more than texts. */
export type CallData = Record<string, unknown>;

export interface DriverScript {
  name: string;
  version: number;
  /** Name of the page seen last; '' = the first. */
  page: string;
  /** By name of the field: text, `yes` or `no`, a date as 2026-03-31; a list for several choices. */
  values: Record<string, string | string[]>;
}

export interface DriverContact {
  id: string;
  /** offered: it rings · held: the caller hears music · wrapUp: it has ended, its after-work has not */
  stage: 'offered' | 'talking' | 'held' | 'wrapUp';
  number: string;
  name: string;
  service: string;
  campaign: string;
  callData: CallData;
  /** What the operator fills in, without what is sensitive; null = there is no script. */
  script: DriverScript | null;
  /** Null while none is chosen. */
  dispositionId: number | null;
  /** Those of the campaign. */
  dispositions: { id: number; name: string }[];
}

export interface Snapshot {
  agent: { name: string; extension: string } | null;
  /** null: the PhoneBar does not know yet */
  state: string | null;
  pauseId: number | null;
  /** What comes after the contact at hand. */
  next: { state: string; pauseId: number | null } | null;
  contact: DriverContact | null;
  /** The buttons of the moment. */
  actions: { name: string; enabled: boolean }[];
}

/** Why a page is to be opened: the contact came, was answered, or the operator pressed the button. */
export type ScreenPopReason = 'offered' | 'answered' | 'button';

/** The page that campaign or service name for the contact, its address filled in. Nothing opens it but you. */
export interface ScreenPop {
  contact: DriverContact;
  url: string;
  reason: ScreenPopReason;
}

export type DriverEvent =
  | { type: 'state' }
  | { type: 'contactOffered' | 'contactConnected' | 'contactEnded'; contact: DriverContact }
  | { type: 'callDataChanged' | 'scriptChanged'; contact: DriverContact }
  | ({ type: 'screenPop' } & ScreenPop);

export type ToPhoneBar =
  | { phones: number; type: 'hello' }
  | { phones: number; type: 'command'; id: string; command: Command };

export type FromPhoneBar =
  /** Answers each hello; `page` changes when the PhoneBar was loaded anew. */
  | { phones: number; type: 'welcome'; page: string; snapshot: Snapshot }
  | { phones: number; type: 'refused'; code: 'version'; message: string }
  | { phones: number; type: 'reply'; id: string; ok: true }
  | { phones: number; type: 'reply'; id: string; ok: false; code: string; message: string }
  /** In the layout `strip`: something is open that needs more than its 64 pixels. */
  | { phones: number; type: 'room'; needed: boolean }
  /** `snapshot`: how everything is after the event. */
  | { phones: number; type: 'event'; event: DriverEvent; snapshot: Snapshot };
