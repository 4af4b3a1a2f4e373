/** What Asterisk itself said about the engineers' files when it read them. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Folders } from '../folders.ts';
import type { Problem } from './parse.ts';

/** `[2026-11-23 02:22:18.825] WARNING[5499] pbx_config.c: Invalid priority/label 'x' at line 30 of FILE` */
const entry = /^\[([0-9-]+ [0-9:]+(?:\.[0-9]+)?)\] (?:WARNING|ERROR)\[[^\]]*\] \S+: (.*)$/;
const place = /,? ?(?:at|in)? ?line ([0-9]+) (?:of|in) (\/\S+)/;

/**
 * Complaints that name a line of a file in `custom`, since the last edit of that file: older ones were about
 * an earlier text. Repeated ones once.
 */
export async function checkLog(folders: Folders): Promise<Problem[]> {
  const text = await readFile(join(folders.log, 'messages.log'), 'utf8').catch(() => '');
  const found = new Map<string, Problem>();
  for (const logged of text.split('\n')) {
    const [, time, message] = entry.exec(logged) ?? [];
    const [where, line, file] = place.exec(message ?? '') ?? [];
    if (!time || !message || !where || !file?.startsWith(`${folders.custom}/`)) continue;
    const edited = await stat(file).catch(() => null);
    if (!edited || Date.parse(time) < edited.mtimeMs) continue;
    found.set(`${file}:${line}`, { file, line: Number(line), message: message.replace(where, '').trim() });
  }
  return [...found.values()];
}
