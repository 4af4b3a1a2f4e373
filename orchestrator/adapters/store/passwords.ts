/** Passwords: argon2id with the parameters of OWASP's cheat sheet (19 MiB, 2 passes, 1 lane), the library's default. */
import { hash, verify } from '@node-rs/argon2';

export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

let stranger: Promise<string> | null = null;

/**
 * Whether the password fits. Without a hash (no such account, or no password yet) it does the same work and
 * says no, so that the time does not tell which names exist (S8).
 */
export async function checkPassword(passwordHash: string | null, password: string): Promise<boolean> {
  if (passwordHash !== null) return verify(passwordHash, password);
  stranger ??= hash('nobody has this password');
  await verify(await stranger, password);
  return false;
}
