/** phones flow: call flows as files, checked, tested and tried in the terminal. */
import { UsageError, type Verb } from './verb.ts';

/** Each action loads only what it needs. */
const actions: Readonly<Record<string, () => Promise<(args: string[]) => Promise<number>>>> = {
  validate: async () => (await import('./flow/validate.ts')).validateFiles,
  test: async () => (await import('./flow/test.ts')).testFiles,
  export: async () => (await import('./flow/export.ts')).exportFlow,
  import: async () => (await import('./flow/import.ts')).importFlows,
  simulate: async () => (await import('./flow/simulate.ts')).simulateFile,
  outline: async () => (await import('./flow/print.ts')).printOutline,
  schema: async () => (await import('./flow/print.ts')).printSchema,
  reference: async () => (await import('./flow/print.ts')).printReference,
};

export const flow: Verb = {
  name: 'flow',
  summary: 'Checks, tests and tries call flows kept as files; takes them in and out of the database',
  help: `
Usage: phones flow validate FILE... [--language it|en]
       phones flow test FILE... [--language it|en]
       phones flow export NAME [--draft | --version N] [--to FILE]
       phones flow import FILE...
       phones flow simulate FILE [--language it|en] [--at 2026-03-02T10:00] [--caller NUMBER]
       phones flow outline FILE [--language it|en]
       phones flow schema
       phones flow reference

validate  Checks flows (.json, .yaml) and prints all that is wrong, each with its block. What only the server
          knows (campaigns, prompts, calendars) is not checked here.
test      Runs flow tests (see docs/flows.md): files of a caller's inputs and what is expected.
export    Prints a flow of the database as JSON: the published version (or the draft of one that never was).
import    Makes files the drafts of flows: of those that have their name, or of new ones. Publishing stays with
          the Call Designer or the API. Ids of campaigns, agents and calendars are those of this instance.
simulate  Plays the caller in the terminal: digits are pressed, outside systems answered, and so on (type help).
outline   Prints a flow as text: each block with its exits, in the order of the way through it.
schema    Prints the JSON Schema of flows (ivr-flows/flow.schema.json), for editors.
reference Prints what blocks and functions there are (docs/flow-reference.md).

Exit status 0 = all is right, 1 = something is wrong, 2 = not understood.
`,
  async run([action, ...args]) {
    const load = action !== undefined && Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (!load) throw new UsageError(`give ${Object.keys(actions).join(', ')}`);
    return (await load())(args);
  },
};
