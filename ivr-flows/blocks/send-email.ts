import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { error, next } from '../exits.ts';
import { noteFailure } from '../note-failure.ts';
import { refuse } from '../faults.ts';
import { asText } from '../expressions/index.ts';
import { connection, expression, label, rows, template } from '../parameters.ts';

const Parameters = z.strictObject({
  connection: connection(label('Connessione', 'Connection'), 'mail', { required: true }),
  to: template(label('A', 'To'), { required: true, maximum: 500 }),
  subject: template(label('Oggetto', 'Subject'), { required: true, maximum: 500 }),
  text: template(label('Testo', 'Text'), { maximum: 2000 }),
  attach: rows(
    label('Registrazioni allegate', 'Recordings attached'),
    z.strictObject({ recording: expression(label('Registrazione', 'Recording'), { required: true }) }),
    { maximum: 10 },
  ),
});

export const sendEmail = defineBlock<z.infer<typeof Parameters>, { id: string }>({
  type: 'send-email',
  group: 'contact',
  title: label('Invia e-mail', 'Send e-mail'),
  help: label('Invia un’e-mail, anche con registrazioni.', 'Sends an e-mail, with recordings if wanted.'),
  parameters: Parameters,
  needsCaller: false,
  exits: () => [next, error],
  waits: () => true,
  enter(turn, { connection: name, to, subject, text, attach }) {
    const address = turn.fill(to).trim();
    // One address a word, no control characters: a header cannot be added through it.
    if (!/^[^\s@,;<>]+@[^\s@,;<>]+$/.test(address)) refuse('address', { text: address.slice(0, 60) });
    const id = turn.nextId();
    const recordings = attach.map(({ recording }) => asText(turn.evaluate(recording)));
    turn.do({
      do: 'sendEmail',
      id,
      connection: name,
      to: address,
      subject: turn.fill(subject).replace(/\s+/g, ' ').slice(0, 300),
      text: turn.fill(text),
      attach: recordings.filter(recording => recording !== ''),
    });
    return { wait: { id } };
  },
  resume(turn, _parameters, input, { id }) {
    if (input.type === 'failed' && input.id === id) {
      noteFailure(turn, input);
      return { exit: 'error' };
    }
    return input.type === 'answered' && input.id === id ? { exit: 'next' } : null;
  },
});
