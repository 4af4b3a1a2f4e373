/** phones flow test: runs flow tests and prints what failed. */
import { dirname, join } from 'node:path';
import { FlowFault, faultWords } from '../../../ivr-flows/faults.ts';
import { runFlowTest, type TestResult } from '../../../ivr-flows/simulation/flow-test.ts';
import type { Language } from '../../../ivr-flows/values.ts';
import { parse, UsageError } from '../verb.ts';
import { BadFile, readFlow, readFlowTest } from './files.ts';
import { languageOf, languageOption } from './language.ts';

export async function testFiles(args: string[]): Promise<number> {
  const { positionals, values } = parse({ args, allowPositionals: true, options: languageOption });
  const language = languageOf(values.language);
  if (positionals.length === 0) throw new UsageError('give the file of a flow test');
  let passed = 0;
  let failed = 0;
  for (const file of positionals) {
    console.log(file);
    for (const { name, failures } of await resultsOf(file, language)) {
      console.log(`  ${failures.length === 0 ? 'ok  ' : 'FAIL'} ${name}`);
      for (const failure of failures) console.log(`       ${failure}`);
      if (failures.length === 0) passed += 1;
      else failed += 1;
    }
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** The tests of a file; a file that cannot be run is a failed test. */
export async function resultsOf(file: string, language: Language = 'en'): Promise<TestResult[]> {
  try {
    const test = await readFlowTest(file, language);
    const flow = await readFlow(join(dirname(file), test.flow), language);
    return runFlowTest(flow, test, language);
  } catch (error) {
    if (error instanceof BadFile) return [{ name: 'the file', failures: error.problems }];
    if (error instanceof FlowFault)
      return [{ name: 'the flow', failures: [faultWords(error.fault, language)] }];
    throw error;
  }
}
