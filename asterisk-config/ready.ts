/** Whether an Asterisk is up: ARI answers 503 until all modules are loaded. */
import { setTimeout as after } from 'node:timers/promises';

/**
 * What ARI answers at `path`. `url` is the base address with user and password; they go into a header, since
 * addresses end up in messages. Rejects when it does not answer in time or not with 2xx.
 */
export async function askAri(url: string, path: string, timeoutMs: number): Promise<unknown> {
  const { origin, username, password } = new URL(url);
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const response = await fetch(`${origin}/ari/${path}`, {
    headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`${origin} answers ${response.status} ${response.statusText}`);
  return response.json();
}

/** Asterisk's version; rejects as askAri does. */
export async function askVersion(url: string, timeoutMs: number): Promise<string> {
  const { system } = (await askAri(url, 'asterisk/info?only=system', timeoutMs)) as {
    system?: { version?: string };
  };
  return system?.version ?? 'unknown';
}

/** Waits until ARI answers and resolves with the version; null when `stillAlive` says no, or after `timeoutMs`. */
export async function waitUntilReady(
  url: string,
  stillAlive: () => Promise<boolean>,
  timeoutMs: number,
): Promise<string | null> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    const version = await askVersion(url, 2000).catch(() => null);
    if (version !== null) return version;
    if (!(await stillAlive())) return null;
    await after(20);
  }
  return null;
}
