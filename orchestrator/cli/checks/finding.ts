/** What a check of `phones doctor` found. */
export interface Finding {
  /** What was looked at, e.g. `Ports`. */
  subject: string;
  ok: boolean;
  /** What is the case. */
  message: string;
  /** How to mend it; on problems. */
  remedy?: string;
}

export const fine = (subject: string, message: string): Finding => ({ subject, ok: true, message });

export const problem = (subject: string, message: string, remedy: string): Finding => ({
  subject,
  ok: false,
  message,
  remedy,
});

/** The message of whatever was thrown, with that of its cause. */
export function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
