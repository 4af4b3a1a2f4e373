/** Call data as one line of text: `P1=V1}{P2=V2`. A value may hold everything but `}{`. */

/** Throws an Error that names the place when the text has not this form. */
export function parseCallData(text: string): Record<string, string> {
  if (text === '') return {};
  return Object.fromEntries(
    text.split('}{').map((pair, index) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new Error(`value ${index + 1} of the call data has no name: ${pair}`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

/** Throws an Error that names the value which this form cannot hold. */
export function formatCallData(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => {
      const pair = `${name}=${value}`;
      if (name === '' || name.includes('=') || `${pair}{`.includes('}{') || pair.startsWith('{'))
        throw new Error(`the call data ${name} cannot be written as text: it has = in its name, or }{`);
      return pair;
    })
    .join('}{');
}
