/** A password from the terminal, typed twice without echo, or from standard input. Never from the command line. */
import { randomInt } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { UsageError } from './verb.ts';

const minimum = 8;
/** Without those that are easily confused: 0 O 1 l I. */
const alphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A random password of about 93 bits. */
export function generatePassword(): string {
  return Array.from({ length: 16 }, () => alphabet[randomInt(alphabet.length)]).join('');
}

function check(password: string): string {
  if (password.length < minimum) throw new UsageError(`the password needs ${minimum} characters or more`);
  return password;
}

async function fromTerminal(): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  const ask = async (question: string): Promise<string> => {
    process.stderr.write(question);
    const answer = await lines.question('');
    process.stderr.write('\n');
    return answer;
  };
  try {
    const first = check(await ask('Password: '));
    if ((await ask('The same again: ')) !== first) throw new UsageError('the two are not the same');
    return first;
  } finally {
    lines.close();
  }
}

/** Reads a new password: the first line of standard input when that is no terminal, or when told to. */
export async function readPassword(fromStandardInput: boolean): Promise<string> {
  if (process.stdin.isTTY && !fromStandardInput) return fromTerminal();
  let text = '';
  process.stdin.setEncoding('utf8');
  for await (const chunk of process.stdin) text += String(chunk);
  return check(text.split('\n')[0]?.replace(/\r$/, '') ?? '');
}
