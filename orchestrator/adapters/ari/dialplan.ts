/**
 * A leg goes through a context of the telephony engineers and comes back: our context phones-run calls it as a
 * subroutine and returns to the application. Flows may only run contexts whose names begin with `flow-`, so that
 * nobody who draws a flow reaches a trunk with digits of a caller (S5, S11).
 */
import { z } from 'zod';
import type { SwitchCommand } from '../../core/commands.ts';
import { AriError } from './ari-error.ts';
import type { CommandContext } from './commands.ts';
import { application as applications, channel } from './operations.ts';
import type { AriRequest, AriResponse } from './transport.ts';

const contextName = /^flow-[A-Za-z0-9_-]{1,70}$/;
const extensionName = /^[A-Za-z0-9*#+_-]{1,80}$/;
const variableName = /^[A-Za-z_][A-Za-z0-9_]{0,79}$/;

/** Rejects with AriError; 403 = not a context that flows may run. */
export async function runDialplan(
  { ask, application, away }: Pick<CommandContext, 'ask' | 'application' | 'away'>,
  { leg, context, extension, variables, results }: Extract<SwitchCommand, { type: 'runDialplan' }>,
): Promise<void> {
  if (!contextName.test(context))
    throw new AriError(403, `"${context}" is no context that flows may run: its name must begin with flow-`);
  if (!extensionName.test(extension)) throw new AriError(400, 'not an extension');
  const wrong = [...Object.keys(variables), ...results].find(name => !variableName.test(name));
  if (wrong !== undefined) throw new AriError(400, `"${wrong}" is not the name of a variable`);
  // While it is in the dialplan Asterisk would not tell us that it hangs up.
  await ask(applications.subscribe(application, `channel:${leg}`));
  const all = {
    ...variables,
    PHONES_RUN_CONTEXT: context,
    PHONES_RUN_EXTENSION: extension,
    PHONES_RUN_VARIABLES: results.join('-'),
  };
  for (const [name, value] of Object.entries(all))
    await ask(channel.setVariable(leg, name, value.replace(/\p{Cc}/gu, ' ')));
  away(leg, true);
  try {
    await ask(channel.continueAt(leg, 'phones-run', 's', 1));
  } catch (error) {
    away(leg, false);
    throw error;
  }
}

const Variable = z.object({ value: z.string() });

/** The variables that the flow wants to know; what cannot be read is left out. */
export async function readVariables(
  ask: (request: AriRequest) => Promise<AriResponse>,
  leg: string,
): Promise<Record<string, string>> {
  const read = async (name: string): Promise<string | null> => {
    try {
      return Variable.parse(JSON.parse((await ask(channel.variable(leg, name))).body)).value;
    } catch {
      return null;
    }
  };
  const names = ((await read('PHONES_RUN_VARIABLES')) ?? '').split('-').filter(name => name !== '');
  const variables: Record<string, string> = {};
  for (const name of names) {
    const value = await read(name);
    if (value !== null) variables[name] = value;
  }
  return variables;
}
