import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { error, exit, hangup, next, noAnswer } from '../exits.ts';
import { refuse } from '../faults.ts';
import { digit, label, line, rows, seconds, template, text } from '../parameters.ts';

const Parameters = z.strictObject({
  number: template(label('Numero', 'Number'), { required: true, maximum: 200 }),
  lineId: line(label('Linea', 'Line')),
  ringSeconds: seconds(label('Squilla per', 'Rings for'), { initial: 30, minimum: 5, maximum: 120 }),
  maximumSeconds: seconds(label('Durata massima', 'Longest call'), {
    initial: 3600,
    minimum: 10,
    maximum: 14_400,
  }),
  confirmDigit: digit(label('Chi risponde conferma con', 'The called party confirms with'), '', {
    help: label(
      'Evita le segreterie; vuoto = senza conferma.',
      'Keeps answering machines out; empty = none.',
    ),
  }),
  blockedPrefixes: rows(
    label('Prefissi vietati', 'Blocked prefixes'),
    z.strictObject({ prefix: text(label('Prefisso', 'Prefix'), { required: true, maximum: 24 }) }),
  ),
});

/** 00 and + both mean the international prefix. */
const international = (number: string): string => number.replace(/^00/, '+');

export const callForwarding = defineBlock<z.infer<typeof Parameters>, { id: string }>({
  type: 'call-forwarding',
  group: 'contact',
  title: label('Inoltra a numero esterno', 'Call forwarding'),
  help: label(
    'Chiama un numero esterno e mette in comunicazione; Avanti quando la conversazione è finita.',
    'Calls an outside number and connects; Next when the conversation is over.',
  ),
  parameters: Parameters,
  needsCaller: true,
  exits: () => [
    next,
    exit('busy', label('Occupato', 'Busy')),
    noAnswer,
    exit('refused', label('Rifiutata', 'Refused')),
    error,
    hangup,
  ],
  waits: () => true,
  enter(turn, { number: wanted, lineId, ringSeconds, maximumSeconds, confirmDigit, blockedPrefixes }) {
    const number = turn.fill(wanted).replace(/[\s().-]/g, '');
    if (!/^\+?[0-9]{2,24}$/.test(number)) refuse('phoneNumber', { text: number.slice(0, 40) });
    const blocked = blockedPrefixes.find(
      ({ prefix }) => prefix !== '' && international(number).startsWith(international(prefix)),
    );
    if (blocked) refuse('blockedNumber', { prefix: blocked.prefix });
    const id = turn.nextId();
    turn.do({ do: 'leaveQueue' });
    turn.do({
      do: 'forward',
      id,
      number,
      lineId,
      ringMs: ringSeconds * 1000,
      maximumMs: maximumSeconds * 1000,
      confirmDigit,
    });
    return { wait: { id } };
  },
  resume(_turn, _parameters, input, { id }) {
    // Digits during the conversation are no answer to anything here.
    if (input.type === 'digit') return { wait: { id } };
    if (input.type === 'failed' && input.id === id) return { exit: 'error' };
    if (input.type !== 'forwarded' || input.id !== id) return null;
    switch (input.result) {
      case 'talked':
        return { exit: 'next' };
      case 'failed':
        return { exit: 'error' };
      default:
        return { exit: input.result };
    }
  },
});
