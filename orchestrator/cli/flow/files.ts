/** Flows and flow tests as files: JSON or YAML, read into what they say. */
import { readFile } from 'node:fs/promises';
import { isScalar, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { Flow } from '../../../ivr-flows/document.ts';
import { wordsOf } from '../../../ivr-flows/problems.ts';
import { schemaProblem } from '../../../ivr-flows/schema-problems.ts';
import { FlowTest } from '../../../ivr-flows/simulation/flow-test.ts';
import { sentence } from '../../../ivr-flows/fill-words.ts';
import type { Language, Localized } from '../../../ivr-flows/values.ts';

/** A file that is not what it should be; `problems` are lines for people. */
export class BadFile extends Error {
  readonly problems: string[];
  constructor(file: string, problems: string[]) {
    super(`${file}: ${problems.join('; ')}`);
    this.problems = problems;
  }
}

/** `language`: of what is wrong with it. */
export const readFlow = (file: string, language: Language = 'en'): Promise<Flow> =>
  read(file, Flow, language);
export const readFlowTest = (file: string, language: Language = 'en'): Promise<FlowTest> =>
  read(file, FlowTest, language);

/** Throws BadFile: it is not there, is no JSON or YAML, or says something else. */
async function read<T>(file: string, schema: z.ZodType<T>, language: Language): Promise<T> {
  const parsed = schema.safeParse(parsedText(file, await textOf(file, language)), { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new BadFile(
    file,
    parsed.error.issues.map(
      issue => `${issue.path.join('.') || 'file'}: ${wordsOf(schemaProblem(issue), language)}`,
    ),
  );
}

async function textOf(file: string, language: Language): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new BadFile(file, [fileWords(cause, language)]);
  }
}

/** Why the system did not read or write a file. */
export function fileWords(cause: unknown, language: Language): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const text = systemTexts.get(code);
  return text ? text[language] : cause instanceof Error ? cause.message : String(cause);
}

const systemTexts: ReadonlyMap<string, Localized> = new Map<string, Localized>([
  ['ENOENT', sentence('non c’è', 'is not there')],
  ['EISDIR', sentence('è una cartella', 'is a folder')],
  ['EACCES', sentence('non è permesso', 'is not allowed')],
]);

/** YAML 1.2 contains JSON; aliases are few, so that none can grow into a flood. */
function parsedText(file: string, text: string): unknown {
  const document = parseDocument(text, { prettyErrors: true });
  if (document.errors.length > 0)
    throw new BadFile(
      file,
      document.errors.map(({ message }) => message.split('\n', 1).join('')),
    );
  visit(document, {
    Pair(_, { key, value }) {
      // Digits that are pressed are a text: as a number, 0612 would be 612.
      if (isScalar(key) && key.value === 'press' && isScalar(value) && typeof value.value === 'number')
        value.value = value.source;
    },
  });
  try {
    const value: unknown = document.toJS({ maxAliasCount: 50 });
    return value;
  } catch (cause) {
    if (!(cause instanceof ReferenceError)) throw cause;
    throw new BadFile(file, [cause.message]);
  }
}
