/** What callbacks of libraries hand over as an error, as an Error. */
export const asError = (value: unknown): Error =>
  value instanceof Error ? value : new Error('failed without an error', { cause: value });
