/** What cel-js finds in a text that is no expression, as a fault of ours. */
import type { ParseError } from '@marcbachmann/cel-js';
import { faultOf, type Fault } from '../faults.ts';

/** By `code` of its errors (lib/parser.js of 8.0.0); `found` is the text at fault. */
const faults: Readonly<Record<string, (found: string) => Fault>> = {
  unexpected_character: found => faultOf('misplaced', { found }),
  unexpected_token: found => (found ? faultOf('misplaced', { found }) : faultOf('unfinished')),
  expected_token: found => (found ? faultOf('missingBefore', { found }) : faultOf('unfinished')),
  reserved_identifier: found => faultOf('reservedWord', { found }),
  invalid_number: found => faultOf('noNumberWritten', { found }),
  invalid_integer: found => faultOf('noNumberWritten', { found }),
  invalid_hex_integer: found => faultOf('noNumberWritten', { found }),
  invalid_exponent: found => faultOf('noNumberWritten', { found }),
  unterminated_string: () => faultOf('quoteOpen'),
  unterminated_triple_quoted_string: () => faultOf('quoteOpen'),
  newline_in_string: () => faultOf('quoteOverLines'),
  limit_exceeded: () => faultOf('tooIntricate'),
  invalid_macro_argument: () => faultOf('loopVariable'),
};

export function syntaxFault({ code }: ParseError, found: string): Fault {
  const known = faults[code];
  if (known) return known(found.trim().slice(0, 40));
  return /escape|surrogate/.test(code)
    ? faultOf('badEscape', { found: found.replace(/^\\/, '').slice(0, 40) })
    : faultOf('unreadable');
}
