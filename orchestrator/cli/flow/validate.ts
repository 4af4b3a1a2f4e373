/** phones flow validate: prints all that is wrong with flows. */
import { isPublishable, validate } from '../../../ivr-flows/validate.ts';
import { wordsInFile } from '../../../ivr-flows/problems.ts';
import type { Language } from '../../../ivr-flows/values.ts';
import { parse, UsageError } from '../verb.ts';
import { BadFile, readFlow } from './files.ts';
import { languageOf, languageOption } from './language.ts';

export async function validateFiles(args: string[]): Promise<number> {
  const { positionals, values } = parse({ args, allowPositionals: true, options: languageOption });
  const language = languageOf(values.language);
  if (positionals.length === 0) throw new UsageError('give the file of a flow');
  let good = true;
  for (const file of positionals) good = (await validateFile(file, language)) && good;
  return good ? 0 : 1;
}

async function validateFile(file: string, language: Language): Promise<boolean> {
  try {
    const flow = await readFlow(file, language);
    const problems = validate(flow);
    for (const problem of problems) {
      const { severity, block, exit } = problem;
      const place = [block, exit === null ? null : `exit ${exit}`].filter(part => part !== null).join(', ');
      console.log(`${file}: ${severity}: ${place ? `${place}: ` : ''}${wordsInFile(problem, language)}`);
    }
    const good = isPublishable(problems);
    if (good) console.log(`${file}: valid, ${flow.blocks.length} blocks`);
    return good;
  } catch (error) {
    if (!(error instanceof BadFile)) throw error;
    for (const problem of error.problems) console.log(`${file}: error: ${problem}`);
    return false;
  }
}
