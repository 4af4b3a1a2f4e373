/** Italian lengths of time: un'ora, due ore e cinque minuti. "Ora" is feminine and not recorded in the singular. */
import type { Length } from '../calendar.ts';
import { phrase, recorded, type Said, unrecorded } from '../said.ts';
import { and } from './amount.ts';
import { cardinal } from './cardinal.ts';

const un = cardinal(1, 'masculine');
const units = [
  { unit: 'days', one: unrecorded('un giorno'), many: unrecorded('giorni') },
  { unit: 'hours', one: unrecorded("un'ora"), many: recorded('ore', 'digits/hours') },
  {
    unit: 'minutes',
    one: phrase([un, recorded('minuto', 'queue-minute')]),
    many: recorded('minuti', 'queue-minutes'),
  },
  { unit: 'seconds', one: unrecorded('un secondo'), many: recorded('secondi', 'queue-seconds') },
] as const;

export function duration(length: Length): Said {
  const parts = units
    .filter(({ unit }) => length[unit] > 0)
    .map(({ unit, one, many }) => (length[unit] === 1 ? one : phrase([cardinal(length[unit]), many])));
  const last = parts.pop();
  if (!last) return phrase([cardinal(0), recorded('secondi', 'queue-seconds')]);
  return parts.length === 0 ? last : phrase([phrase(parts, ', '), and, last]);
}
