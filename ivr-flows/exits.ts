/** Exits that many blocks have. */
import type { CheckContext, Exit } from './block.ts';
import { label } from './parameters.ts';
import type { Localized } from './values.ts';

export const exit = (name: string, title: Localized): Exit => ({ name, title, required: true });
const optional = (name: string, title: Localized): Exit => ({ name, title, required: false });

export const next = exit('next', label('Avanti', 'Next'));
export const error = optional('error', label('Errore', 'Error'));
export const hangup = optional('hangup', label('Riagganciato', 'Hung up'));
export const yes = exit('yes', label('Sì', 'Yes'));
export const no = exit('no', label('No', 'No'));
export const timeout = exit('timeout', label('Tempo scaduto', 'Time is up'));
export const invalid = exit('invalid', label('Non valido', 'Invalid'));
export const otherwise = exit('otherwise', label('Altrimenti', 'Otherwise'));
export const noAnswer = exit('noAnswer', label('Nessuna risposta', 'No answer'));

/** Exits of every block that rows may not take; the same name twice unless `unique` is false. */
export function checkExitNames(
  rows: readonly { exit: string }[],
  found: CheckContext,
  unique: boolean,
  path = 'cases',
): void {
  rows.forEach((row, index) => {
    const double = unique && rows.findIndex(other => other.exit === row.exit) < index;
    if (double || reserved.has(row.exit))
      found.problem(`${path}.${index}.exit`, 'exitName', { exit: row.exit });
  });
}

const reserved = new Set(['next', 'error', 'hangup', 'otherwise', 'timeout', 'invalid']);
