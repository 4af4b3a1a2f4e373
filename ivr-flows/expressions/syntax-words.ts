/** What cel-js says of text that is no expression, in both languages. */
import type { ParseError } from '@marcbachmann/cel-js';
import type { Localized } from '../values.ts';

/** By `code` of its errors (lib/parser.js of 8.0.0); `found` is the text at fault. */
const italian: Readonly<Record<string, (found: string) => string>> = {
  unexpected_character: found => `${found} qui non ci sta`,
  unexpected_token: found => (found ? `${found} qui non ci sta` : 'manca qualcosa alla fine'),
  expected_token: found => `manca qualcosa prima ${found ? `di ${found}` : 'della fine'}`,
  reserved_identifier: found => `${found} è una parola riservata`,
  invalid_number: found => `${found} non è un numero`,
  invalid_integer: found => `${found} non è un numero intero`,
  invalid_hex_integer: found => `${found} non è un numero esadecimale`,
  invalid_exponent: found => `${found} non è un esponente`,
  unterminated_string: () => 'un testo tra virgolette non è chiuso',
  unterminated_triple_quoted_string: () => 'un testo tra virgolette non è chiuso',
  newline_in_string: () => 'un testo tra virgolette sta su una riga sola',
  limit_exceeded: () => 'è troppo lunga o troppo intricata',
  invalid_macro_argument: () => 'serve il nome di una variabile per ogni voce',
};

export function syntaxWords({ code, summary }: ParseError, found: string): Localized {
  const inItalian = italian[code];
  const it = inItalian
    ? inItalian(found.trim())
    : /escape|surrogate/.test(code)
      ? `dopo \\ non può stare ${found.replace(/^\\/, '')}`
      : 'non si capisce';
  return { it, en: summary };
}
