/** What this browser remembers for its operator. Nothing secret, nothing that the server must know. */
import type { Devices } from './audio/devices.ts';
import type { Action } from './session/actions.ts';

export interface Preferences {
  devices: Devices;
  theme: 'auto' | 'light' | 'dark';
  shortcuts: boolean;
  /** Letters other than the usual ones. */
  letters: Partial<Record<Action, string>>;
}

const key = 'phonebar';
const usual: Preferences = {
  devices: { microphone: '', speaker: '', ringer: '' },
  theme: 'auto',
  shortcuts: true,
  letters: {},
};

export function loadPreferences(): Preferences {
  try {
    const stored = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Preferences>;
    return { ...usual, ...stored, devices: { ...usual.devices, ...stored.devices } };
  } catch {
    return usual;
  }
}

export function savePreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(key, JSON.stringify(preferences));
  } catch {
    // A browser that stores nothing (private window, full disk) still works, it only forgets.
  }
}
