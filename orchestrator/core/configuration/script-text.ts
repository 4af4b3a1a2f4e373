/**
 * Texts of scripts with the contact's data by name: `{caller}`, `{name}`, `{dialled}`, `{service}`, `{campaign}`,
 * `{contact}`, `{call.customer}` for the call data `customer`, `{script.order}` for a value of the script. What comes
 * of it is text, never markup: pages show it as such.
 */
export interface ScriptTextSource {
  caller: string;
  name: string;
  dialled: string;
  service: string;
  campaign: string;
  contact: string;
  callData: Readonly<Record<string, unknown>>;
  values: Readonly<Record<string, string | string[]>>;
}

const plain = ['caller', 'name', 'dialled', 'service', 'campaign', 'contact'] as const;

/** A name that is not known stays as it is written, so that it is seen; a value that is missing is empty. */
export function scriptText(text: string, source: ScriptTextSource): string {
  return text.replaceAll(/\{([A-Za-z][A-Za-z0-9_.-]*)\}/g, (written, name: string) => {
    const known = plain.find(one => one === name);
    if (known) return source[known];
    if (name.startsWith('call.')) return shown(own(source.callData, name.slice('call.'.length)));
    if (name.startsWith('script.')) return shown(own(source.values, name.slice('script.'.length)));
    return written;
  });
}

function own(values: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(shown).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
