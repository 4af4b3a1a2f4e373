/**
 * The address of a page of another application, with places to be filled in for a contact: `{caller}`, `{call.order}`.
 * Scheme, host and port stand as they are, so that no value of a caller leads elsewhere; each value is escaped
 * (RFC 3986, 2.1). Pages use this file too.
 */
const names = ['caller', 'name', 'dialled', 'service', 'campaign', 'contact', 'agent', 'extension'] as const;
export type AddressPlace = (typeof names)[number];
export const addressPlaces: readonly AddressPlace[] = names;

export type AddressValues = Record<AddressPlace, string> & {
  callData: Readonly<Record<string, unknown>>;
};
/** address: no web address · brace: one without its other half · unknownPlace: no value has this name */
export type AddressProblem = { code: 'address' } | { code: 'brace' } | { code: 'unknownPlace'; name: string };

const place = /\{([^{}]*)\}/g;
const ofCallData = /^call\.([A-Za-z][A-Za-z0-9_.-]{0,63})$/;
const address = /^https?:\/\/[a-z0-9.-]+(?::[0-9]{1,5})?(?:[/?#][^\s<>"\\^`]*)?$/;

const isName = (text: string): text is AddressPlace => names.some(name => name === text);

/** The first thing that is wrong with a template; null = it can be used. */
export function addressProblem(template: string): AddressProblem | null {
  const bare = template.replace(place, '');
  if (/[{}]/.test(bare)) return { code: 'brace' };
  if (!address.test(template) || !URL.canParse(bare)) return { code: 'address' };
  for (const [, name = ''] of template.matchAll(place))
    if (!isName(name) && !ofCallData.test(name)) return { code: 'unknownPlace', name };
  return null;
}

/** Of a template without problems: `https://crm.example.com`. */
export function originOf(template: string): string {
  return new URL(template.replace(place, '')).origin;
}

/** The address with its places filled in; what the call data does not have is empty. */
export function fillAddress(template: string, values: AddressValues): string {
  return template.replace(place, (_, name: string) => {
    if (isName(name)) return escaped(values[name]);
    const key = ofCallData.exec(name)?.[1] ?? '';
    const value = Object.hasOwn(values.callData, key) ? values.callData[key] : '';
    return escaped(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
  });
}

/**
 * A value of dots alone would lead up in the path, escaped or not (WHATWG URL, double-dot segments); half a surrogate
 * pair cannot be escaped.
 */
function escaped(value: string): string {
  return /^\.+$/.test(value) ? '' : encodeURIComponent(value.replace(/\p{Cs}/gu, '\uFFFD'));
}
