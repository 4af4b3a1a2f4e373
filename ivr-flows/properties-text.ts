/**
 * Properties and call data as operator applications of #phones exchange them: `P1=V1}{P2=V2`, where `#` and
 * `$` in a value are doubled. Everything is text.
 */
import { FlowFault } from './block.ts';
import { asText } from './expressions/index.ts';
import type { Value } from './values.ts';

const BETWEEN = '}{';

/** Lists and objects are written as JSON. Throws FlowFault for what this form cannot hold. */
export function writeProperties(properties: Readonly<Record<string, Value>>): string {
  return Object.entries(properties)
    .map(([name, value]) => {
      const written = asText(value)
        .replaceAll('#', '##')
        .replaceAll('$', () => '$$');
      if (name === '' || name.includes('=') || name.includes(BETWEEN) || written.includes(BETWEEN))
        throw new FlowFault(
          'unwritable',
          `${name}: a name with = or a text with }{ cannot be written in this form`,
        );
      return `${name}=${written}`;
    })
    .join(BETWEEN);
}

/** A part without `=` is a name without a value. The last of a name that comes twice counts. */
export function readProperties(text: string): Record<string, string> {
  const properties = new Map<string, string>();
  for (const part of text === '' ? [] : text.split(BETWEEN)) {
    const equals = part.indexOf('=');
    const name = equals < 0 ? part : part.slice(0, equals);
    const value = equals < 0 ? '' : part.slice(equals + 1);
    if (name !== '')
      properties.set(
        name,
        value.replaceAll('##', '#').replaceAll('$$', () => '$'),
      );
  }
  return Object.fromEntries(properties);
}
