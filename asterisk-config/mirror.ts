/** Which Debian mirror to take: the one the system's apt takes. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const fallback = 'http://deb.debian.org/debian';

/** The first archive of the system's apt sources that looks like Debian's main one. */
export async function debianMirror(folder = '/etc/apt'): Promise<string> {
  const parts = await readdir(join(folder, 'sources.list.d')).catch((): string[] => []);
  const files = ['sources.list', ...parts.sort().map(name => join('sources.list.d', name))];
  for (const file of files) {
    const text = await readFile(join(folder, file), 'utf8').catch(() => '');
    const found = file.endsWith('.sources') ? fromStanzas(text) : fromLines(text);
    if (found) return found;
  }
  return fallback;
}

/** One-line format (sources.list(5)): deb [options] uri suite component... */
function fromLines(text: string): string | undefined {
  for (const line of text.split('\n')) {
    const uri = /^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+\S+\s+.*\bmain\b/.exec(line)?.[1];
    if (uri && isMainArchive(uri)) return uri;
  }
  return undefined;
}

/** deb822 format: stanzas of "Key: value". */
function fromStanzas(text: string): string | undefined {
  for (const stanza of text.split(/\n\s*\n/)) {
    if (/^Enabled:\s*no\b/im.test(stanza) || !/^Types:.*\bdeb\b/m.test(stanza)) continue;
    const uri = /^URIs:\s*(\S+)/m.exec(stanza)?.[1];
    if (uri && isMainArchive(uri)) return uri;
  }
  return undefined;
}

/** .../debian, but not the security archive nor one of another vendor. A copy's path ends in /debian too. */
function isMainArchive(uri: string): boolean {
  return /^https?:\/\/\S+\/debian\/?$/.test(uri);
}
