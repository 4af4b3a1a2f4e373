/** Asterisk's configuration syntax, line by line (main/config.c), as far as a check needs it. */

export interface Problem {
  /** Absolute path. */
  file: string;
  /** From 1. */
  line: number;
  message: string;
}

export type Line =
  | { kind: 'section'; line: number; name: string; options: string }
  | { kind: 'entry'; line: number; key: string; value: string }
  | { kind: 'directive'; line: number; name: string; value: string };

/** The lines that mean something, and what is wrong with the others. */
export function parseConfiguration(file: string, text: string): { lines: Line[]; problems: Problem[] } {
  const lines: Line[] = [];
  const problems: Problem[] = [];
  let commentFrom: number | null = null;

  for (const [index, raw] of text.split('\n').entries()) {
    const line = index + 1;
    const { rest, open } = withoutComments(raw, commentFrom !== null);
    commentFrom = open ? (commentFrom ?? line) : null;
    const content = rest.trim();
    if (content === '') continue;
    const parsed = parseLine(content, line);
    if (typeof parsed === 'string') problems.push({ file, line, message: parsed });
    else lines.push(parsed);
  }
  if (commentFrom !== null)
    problems.push({
      file,
      line: commentFrom,
      message: 'the comment that begins with ;-- is not ended by --;',
    });
  return { lines, problems };
}

/** A line without `; comments` and `;-- comments --;` that may go over several lines. */
function withoutComments(raw: string, inside: boolean): { rest: string; open: boolean } {
  let rest = '';
  let open = inside;
  for (let i = 0; i < raw.length; i++) {
    if (open) {
      if (raw.startsWith('--;', i)) {
        open = false;
        i += 2;
      }
    } else if (raw[i] === '\\' && raw[i + 1] === ';') {
      rest += ';';
      i += 1;
    } else if (raw[i] === ';') {
      // ;--- is an ordinary comment.
      if (!raw.startsWith(';--', i) || raw[i + 3] === '-') break;
      open = true;
      i += 2;
    } else rest += raw[i];
  }
  return { rest, open };
}

/** The line, or what is wrong with it. */
function parseLine(content: string, line: number): Line | string {
  if (content.startsWith('[')) {
    const section = /^\[([^\]]*)\]\s*(?:\(([^)]*)\))?/.exec(content);
    if (!section) return 'the bracket of this [section] is not closed';
    return { kind: 'section', line, name: section[1] ?? '', options: section[2] ?? '' };
  }
  if (content.startsWith('#')) {
    const directive = /^#(\w+)\s*(?:=>?)?\s*[<"]?([^>"]*)[>"]?/.exec(content);
    const name = directive?.[1] ?? '';
    if (!['include', 'tryinclude', 'exec'].includes(name))
      return `#${name} is unknown; is it a comment? Those begin with ;`;
    return { kind: 'directive', line, name, value: directive?.[2]?.trim() ?? '' };
  }
  const at = content.indexOf('=');
  if (at < 0) return 'there is no = or => in this line';
  const value = content.slice(content[at + 1] === '>' ? at + 2 : at + 1).trim();
  return { kind: 'entry', line, key: content.slice(0, at).trim(), value };
}
