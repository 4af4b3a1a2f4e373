/** Flows and flow tests as files: JSON or YAML, read into what they say. */
import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { Flow } from '../../../ivr-flows/document.ts';
import { FlowTest } from '../../../ivr-flows/simulation/flow-test.ts';

/** A file that is not what it should be; `problems` are lines for people. */
export class BadFile extends Error {
  readonly problems: string[];
  constructor(file: string, problems: string[]) {
    super(`${file}: ${problems.join('; ')}`);
    this.problems = problems;
  }
}

export const readFlow = (file: string): Promise<Flow> => read(file, Flow);
export const readFlowTest = (file: string): Promise<FlowTest> => read(file, FlowTest);

/** Throws BadFile: it is not there, is no JSON or YAML, or says something else. */
async function read<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(parsedText(file, await textOf(file)));
  if (parsed.success) return parsed.data;
  throw new BadFile(
    file,
    parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'file'}: ${message}`),
  );
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new BadFile(file, [cause instanceof Error ? cause.message : String(cause)]);
  }
}

/** YAML 1.2 contains JSON; aliases are few, so that none can grow into a flood. */
function parsedText(file: string, text: string): unknown {
  const document = parseDocument(text, { prettyErrors: true });
  if (document.errors.length > 0)
    throw new BadFile(
      file,
      document.errors.map(({ message }) => message.split('\n', 1).join('')),
    );
  const value: unknown = document.toJS({ maxAliasCount: 50 });
  return value;
}
