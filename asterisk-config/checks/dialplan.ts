/** What can be wrong with a dialplan, beyond the syntax: much of it Asterisk would only notice during a call. */
import type { Line, Problem } from './parse.ts';

const words = new Set([
  'exten',
  'same',
  'include',
  'switch',
  'lswitch',
  'eswitch',
  'ignorepat',
  'autohints',
  'keepold',
]);
/** 1, n, n(label), n+2, s, same, hint. */
const priority = /^(?:[0-9]+|n|s|same|hint)(?:\+[0-9]+)?(?:\([A-Za-z0-9_-]+\))?$/;

/** `applications`: names in lower case, of those that are loaded; null = not known, not checked. */
export function checkDialplan(
  file: string,
  lines: Line[],
  applications: ReadonlySet<string> | null,
): Problem[] {
  const problems: Problem[] = [];
  let section = '';
  let extension = '';
  for (const item of lines) {
    const wrong = (message: string): void => void problems.push({ file, line: item.line, message });
    if (item.kind === 'section') [section, extension] = [item.name, ''];
    if (item.kind !== 'entry') continue;
    if (section === '') {
      wrong('this line stands before any [context]');
      continue;
    }
    if (section === 'general' || section === 'globals') continue;
    const key = item.key.toLowerCase();
    if (!words.has(key)) wrong(`"${item.key}" is unknown here; exten, same, include are known`);
    if (key !== 'exten' && key !== 'same') continue;
    if (key === 'same' && extension === '') {
      wrong('"same" without an "exten" before it');
      continue;
    }

    const [name, rest] = key === 'exten' ? cut(item.value) : [extension, item.value];
    extension = name;
    const [step, application] = cut(rest);
    if (name === '') wrong('the extension is missing: exten => extension,priority,application');
    else if (!priority.test(step)) wrong(`"${step}" is no priority: exten => extension,priority,application`);
    else if (!step.startsWith('hint')) checkApplication(application, applications, wrong);
  }
  return problems;
}

/** Up to the first comma that stands in no bracket, and the rest. */
function cut(text: string): [string, string] {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '[') depth += 1;
    if (text[i] === ']') depth -= 1;
    if (text[i] === ',' && depth <= 0) return [text.slice(0, i).trim(), text.slice(i + 1).trim()];
  }
  return [text.trim(), ''];
}

function checkApplication(
  text: string,
  applications: ReadonlySet<string> | null,
  wrong: (message: string) => void,
): void {
  const name = /^[^(\s]*/.exec(text)?.[0] ?? '';
  if (name === '') wrong('the application is missing: exten => extension,priority,application');
  else if (!name.includes('${') && applications && !applications.has(name.toLowerCase()))
    wrong(`there is no application "${name}", or its module is not loaded (modules_custom.conf)`);
  if (text.includes('(') && !text.endsWith(')')) wrong('the parenthesis of the application is not closed');
  if (count(text, '${') > count(text, '}')) wrong('the brace of a variable ${...} is not closed');
  if (count(text, '$[') > count(text, ']')) wrong('the bracket of an expression $[...] is not closed');
}

const count = (text: string, part: string): number => text.split(part).length - 1;
