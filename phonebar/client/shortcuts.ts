/**
 * Ctrl + letter for each action. The usual letters leave alone what editing text needs (A C V X Y Z), what a
 * browser never gives away (N T W) and what operators expect of it (F P R).
 */
import type { Action } from './session/actions.ts';

const usualLetters: Record<Action, string> = {
  ready: 'g',
  pause: 'b',
  answer: 'e',
  reject: 'j',
  hangup: 'h',
  hold: 'o',
  retrieve: 'o',
  mute: 'm',
  unmute: 'm',
  startRecording: 'e',
  stopRecording: 'e',
  pauseRecording: 's',
  resumeRecording: 's',
  keypad: 'k',
  finish: 'd',
  extend: 'i',
  logout: 'u',
  call: 'l',
  transfer: 'l',
  swap: 'o',
  merge: 'i',
  complete: 'd',
  cancel: 'h',
  takeBack: 'j',
};

export const shortcutActions = Object.keys(usualLetters) as Action[];
const reserved = new Set(['a', 'c', 'v', 'x', 'y', 'z', 'n', 't', 'w', 'f', 'p', 'r']);

/** What a key alone opens, while nobody types. */
export type PageCommand = 'shortcuts' | 'day' | 'messages' | 'callbacks' | 'layout';
export const pageKeys: Readonly<Record<PageCommand, string>> = {
  day: 'd',
  messages: 'm',
  callbacks: 'b',
  layout: 'l',
  shortcuts: '?',
};

/** The command of a key press without Ctrl, Alt or Meta, or null. */
export function pageCommandFor(event: KeyPress): PageCommand | null {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  const commands = Object.keys(pageKeys) as PageCommand[];
  return commands.find(command => pageKeys[command] === event.key) ?? null;
}

/** The favourite, counted from 1, that a digit alone means; null = none. */
export function favouriteFor({ key, ctrlKey, altKey, metaKey }: KeyPress): number | null {
  return !ctrlKey && !altKey && !metaKey && /^[1-9]$/.test(key) ? Number(key) : null;
}

/** Letters as changed by the operator. */
export function letterOf(action: Action, changed: Partial<Record<Action, string>>): string {
  return changed[action] ?? usualLetters[action];
}

/** Whether a letter may be chosen for an action: not reserved, not another action's (those that are never on offer together share one). */
export function letterFree(
  letter: string,
  action: Action,
  changed: Partial<Record<Action, string>>,
): boolean {
  if (!/^[a-z]$/.test(letter) || reserved.has(letter)) return false;
  return shortcutActions.every(
    other => partner(other) === partner(action) || letterOf(other, changed) !== letter,
  );
}

/** What matters of a KeyboardEvent. */
export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
}

/** The action that a key press means among those on offer, or null. */
export function actionFor(
  event: KeyPress,
  offered: readonly Action[],
  changed: Partial<Record<Action, string>>,
): Action | null {
  if (!event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return null;
  return offered.find(action => letterOf(action, changed) === event.key.toLowerCase()) ?? null;
}

const partners: Partial<Record<Action, Action>> = {
  retrieve: 'hold',
  swap: 'hold',
  unmute: 'mute',
  startRecording: 'answer',
  stopRecording: 'answer',
  resumeRecording: 'pauseRecording',
  transfer: 'call',
  cancel: 'hangup',
  takeBack: 'reject',
  merge: 'extend',
  complete: 'finish',
};

/** Actions that are never on offer together and share their letter. */
export function partner(action: Action): Action {
  return partners[action] ?? action;
}
