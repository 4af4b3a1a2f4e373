/** phones flow outline, phones flow schema: what flows look like as text. */
import { flowSchema } from '../../../ivr-flows/json-schema.ts';
import { outlineText } from '../../../ivr-flows/outline.ts';
import { parse, UsageError } from '../verb.ts';
import { readFlow } from './files.ts';
import { languageOf, languageOption } from './language.ts';
import { referenceText } from './reference.ts';

export async function printOutline(args: string[]): Promise<number> {
  const { positionals, values } = parse({
    args,
    allowPositionals: true,
    options: languageOption,
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError('give the file of one flow');
  const language = languageOf(values.language);
  process.stdout.write(outlineText(await readFlow(file), language));
  return 0;
}

export async function printSchema(args: string[]): Promise<number> {
  parse({ args, options: {} });
  return printAll(schemaText());
}

export async function printReference(args: string[]): Promise<number> {
  parse({ args, options: {} });
  return printAll(referenceText());
}

/** Resolves when all of it is out: a pipe takes only so much at once. */
async function printAll(text: string): Promise<number> {
  await new Promise<void>((resolve, reject) =>
    process.stdout.write(text, error => (error ? reject(error) : resolve())),
  );
  return 0;
}

/** What ivr-flows/flow.schema.json holds. */
export function schemaText(): string {
  return `${JSON.stringify(flowSchema(), null, 1)}\n`;
}
