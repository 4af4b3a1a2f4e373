/** Texts as they are compared, sorted and searched, alike in both dialects: the database compares code points. */

/** Two names with the same key count as the same name. */
export function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** Lower case without accents: a search for "caffe" finds "Caffè". */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Pattern for `like ? escape '!'` that finds `text` anywhere. */
export function containing(text: string): string {
  return `%${text.replace(/[!%_]/g, '!$&')}%`;
}

/** At most `length` UTF-16 units, without cutting a character in two. */
export function clip(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}
