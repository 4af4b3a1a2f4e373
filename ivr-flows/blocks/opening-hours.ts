import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { error, exit } from '../exits.ts';
import { refuse } from '../faults.ts';
import { calendar, label } from '../parameters.ts';

const Parameters = z.strictObject({
  calendarId: calendar(label('Calendario', 'Calendar'), { required: true }),
});

export const openingHours = defineBlock({
  type: 'opening-hours',
  group: 'branch',
  title: label('Orari', 'Opening hours'),
  help: label('Aperto, chiuso o festivo secondo un calendario.', 'Open, closed or holiday by a calendar.'),
  parameters: Parameters,
  needsCaller: false,
  exits: () => [
    exit('open', label('Aperto', 'Open')),
    exit('closed', label('Chiuso', 'Closed')),
    exit('holiday', label('Festivo', 'Holiday')),
    error,
  ],
  waits: () => false,
  enter(turn, { calendarId }) {
    const hours = calendarId === null ? null : turn.environment.hours(calendarId);
    if (hours === null) return refuse('unknownCalendar');
    return { exit: hours };
  },
});
