/** Undo and redo. What one types in a row, and what one moves in a row, is one step. */
import type { Flow } from '../../../ivr-flows/document.ts';
import type { Library } from './blocks.ts';
import { apply, type Command } from './commands.ts';

export interface Step {
  command: Command['do'];
  /** The flow before it. */
  before: Flow;
  /** Commands with the same key that follow quickly join this step; null = never. */
  mergeKey: string | null;
  /** Of its last command, ms. */
  at: number;
}

export interface History {
  present: Flow;
  /** Oldest first. */
  past: readonly Step[];
  /** What was undone, the next to be redone last. */
  future: readonly { command: Command['do']; after: Flow }[];
}

/** Pauses longer than this begin a new step, ms. */
export const MERGE_WITHIN = 1200;
const MOST_STEPS = 200;

export const begin = (flow: Flow): History => ({ present: flow, past: [], future: [] });

function mergeKeyOf(command: Command): string | null {
  switch (command.do) {
    case 'setLabel':
      return `label ${command.block}`;
    case 'setParameter':
      return typeof command.value === 'string' || typeof command.value === 'number'
        ? `parameter ${command.block} ${command.path.join('.')}`
        : null;
    case 'move':
      return `move ${Object.keys(command.to).sort().join(' ')}`;
    case 'setProperties':
      return 'properties';
    case 'add':
    case 'connect':
    case 'delete':
    case 'paste':
    case 'setLanguages':
    case 'replace':
      return null;
  }
}

/** `at`: now, ms. */
export function perform(history: History, command: Command, library: Library, at: number): History {
  const mergeKey = mergeKeyOf(command);
  const present = apply(history.present, command, library);
  const last = history.past.at(-1);
  if (last && mergeKey !== null && last.mergeKey === mergeKey && at - last.at <= MERGE_WITHIN)
    return { present, past: [...history.past.slice(0, -1), { ...last, at }], future: [] };
  const step: Step = { command: command.do, before: history.present, mergeKey, at };
  return { present, past: [...history.past, step].slice(-MOST_STEPS), future: [] };
}

export function undo(history: History): History {
  const step = history.past.at(-1);
  if (!step) return history;
  return {
    present: step.before,
    past: history.past.slice(0, -1),
    future: [...history.future, { command: step.command, after: history.present }],
  };
}

export function redo(history: History): History {
  const undone = history.future.at(-1);
  if (!undone) return history;
  const step: Step = { command: undone.command, before: history.present, mergeKey: null, at: 0 };
  return { present: undone.after, past: [...history.past, step], future: history.future.slice(0, -1) };
}
