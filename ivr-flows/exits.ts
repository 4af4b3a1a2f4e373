/** Exits that many blocks have. */
import type { Exit } from './block.ts';
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
