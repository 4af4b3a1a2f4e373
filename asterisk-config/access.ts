/** Port and password of ARI: made at the first start, kept in a file that only this user can read. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { freePort } from './ports.ts';

export interface Access {
  port: number;
  user: string;
  password: string;
}

/** The base address of Asterisk's HTTP server, with credentials: not for logs. */
export const addressOf = ({ user, password, port }: Access): string =>
  `http://${user}:${password}@127.0.0.1:${port}`;

export async function readAccess(file: string): Promise<Access | null> {
  const text = await readFile(file, 'utf8').catch(() => '');
  try {
    const { port, user, password } = JSON.parse(text) as Record<keyof Access, unknown>;
    if (typeof port !== 'number' || typeof user !== 'string' || typeof password !== 'string') return null;
    return { port, user, password };
  } catch {
    // Absent, or cut off by a crash while it was written: made anew.
    return null;
  }
}

/** New access on a free port; `password` of an earlier one stays. */
export async function makeAccess(file: string, earlier: Access | null): Promise<Access> {
  const access: Access = {
    port: await freePort(),
    user: 'phones',
    password: earlier?.password ?? randomBytes(24).toString('base64url'),
  };
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, JSON.stringify(access), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return access;
}
