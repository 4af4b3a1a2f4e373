/**
 * Texts by name as one line: `P1=V1}{P2=V2`, where `#` and `$` in a value are doubled. The one reader and the one
 * writer of that form; the driver's package takes this file in, so it imports nothing.
 */

const BETWEEN = '}{';

/** This form cannot hold the value called `pair`. */
export class Unwritable extends Error {
  readonly pair: string;
  constructor(pair: string) {
    super(`${pair}: a name with = or a text with }{ cannot be written in this form`);
    this.pair = pair;
  }
}

/** Throws Unwritable for the first value of which that is so. */
export function writePairs(pairs: Iterable<readonly [name: string, value: string]>): string {
  return [...pairs]
    .map(([name, value]) => {
      if (name === '' || name.includes('=') || name.includes(BETWEEN) || value.includes(BETWEEN))
        throw new Unwritable(name);
      return `${name}=${value.replaceAll('#', '##').replaceAll('$', () => '$$')}`;
    })
    .join(BETWEEN);
}

/** A part without `=` is a name without a value, one without a name is left out. The last of a name that comes twice counts. */
export function readPairs(text: string): Record<string, string> {
  const pairs = new Map<string, string>();
  for (const part of text === '' ? [] : text.split(BETWEEN)) {
    const equals = part.indexOf('=');
    const name = equals < 0 ? part : part.slice(0, equals);
    const value = equals < 0 ? '' : part.slice(equals + 1);
    if (name !== '')
      pairs.set(
        name,
        value.replaceAll('##', '#').replaceAll('$$', () => '$'),
      );
  }
  return Object.fromEntries(pairs);
}
