/** The telephony engineers' files, looked through without Asterisk. */
import { access, readFile } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import { customFileNames } from '../custom-files.ts';
import type { Folders } from '../folders.ts';
import { checkDialplan } from './dialplan.ts';
import { type Line, parseConfiguration, type Problem } from './parse.ts';

/** Files that are included inside a section of ours, so that lines may come before any section. */
const insideSection = new Set(['rtp_custom.conf', 'modules_custom.conf', 'logger_custom.conf']);
const sipTypes = new Set(
  `acl aor auth contact domain_alias endpoint global identify inbound-publication outbound-publish registration
   resource_list subscription_persistence system transport asterisk-publication`.split(/\s+/),
);

/** Every problem of every file, in order. `applications` as in checkDialplan. */
export async function checkCustomFiles(
  folders: Folders,
  applications: ReadonlySet<string> | null,
): Promise<Problem[]> {
  const found: Problem[] = [];
  for (const name of customFileNames) {
    const file = join(folders.custom, name);
    const text = await readFile(file, 'utf8').catch(() => null);
    // Removed by its owner: it is included only if it is there.
    if (text === null) continue;
    const { lines, problems } = parseConfiguration(file, text);
    found.push(...problems, ...(await checkIncludes(folders, file, lines)));
    if (name === 'extensions_custom.conf') found.push(...checkDialplan(file, lines, applications));
    else if (!insideSection.has(basename(name))) found.push(...checkSections(file, lines));
    if (name === 'pjsip_custom.conf') found.push(...checkSip(file, lines));
  }
  return found.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}

async function checkIncludes(folders: Folders, file: string, lines: Line[]): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const item of lines) {
    if (item.kind !== 'directive' || item.name !== 'include' || /[*?[]/.test(item.value)) continue;
    const target = isAbsolute(item.value) ? item.value : join(folders.etc, item.value);
    const missing = await access(target).then(
      () => false,
      () => true,
    );
    if (missing)
      problems.push({ file, line: item.line, message: `the included file ${target} does not exist` });
  }
  return problems;
}

function checkSections(file: string, lines: Line[]): Problem[] {
  const first = lines.findIndex(({ kind }) => kind === 'section');
  return lines
    .slice(0, first < 0 ? undefined : first)
    .filter(({ kind }) => kind === 'entry')
    .map(({ line }) => ({ file, line, message: 'this line stands before any [section]' }));
}

/** Sections without a type are ignored by Asterisk without a word. */
function checkSip(file: string, lines: Line[]): Problem[] {
  const problems: Problem[] = [];
  let untyped: Extract<Line, { kind: 'section' }> | null = null;
  const close = (): void => {
    // (!) is a template; (+) and (name) take their type from another section.
    if (untyped && untyped.options === '')
      problems.push({ file, line: untyped.line, message: `[${untyped.name}] has no type and is ignored` });
  };
  for (const item of lines) {
    if (item.kind === 'section') {
      close();
      untyped = item;
    } else if (item.kind === 'entry' && item.key === 'type') {
      untyped = null;
      if (!sipTypes.has(item.value))
        problems.push({ file, line: item.line, message: `"${item.value}" is no type of SIP object` });
    }
  }
  close();
  return problems;
}
