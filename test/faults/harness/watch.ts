/** What an instance says of itself without the database: health and metrics. */
import type { Instance } from '../../support/instance.ts';

export interface Readiness {
  status: number;
  ready: boolean;
  nodes: { node: string; up: boolean; roundTripMs: number | null }[];
  database: { ok: boolean };
  journal: { ok: boolean; message: string };
}

export async function readiness({ http }: Instance): Promise<Readiness> {
  const response = await fetch(`${http}/readyz`, { signal: AbortSignal.timeout(10_000) });
  return { ...((await response.json()) as Omit<Readiness, 'status'>), status: response.status };
}

/** The value of a metric (the sum over its labels); 0 when there is none. */
export async function metric({ http }: Instance, name: string): Promise<number> {
  const response = await fetch(`${http}/metrics`, { signal: AbortSignal.timeout(10_000) });
  const text = await response.text();
  if (!response.ok) throw new Error(`/metrics says ${response.status}: ${text}`);
  const values = text
    .split('\n')
    .filter(line => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .map(line => Number(line.slice(line.lastIndexOf(' ') + 1)));
  return values.reduce((sum, value) => sum + value, 0);
}

/** Status and text of a page or of the API. */
export async function answerOf(
  { http }: Instance,
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; text: string }> {
  const response = await fetch(`${http}${path}`, {
    ...init,
    redirect: 'manual',
    signal: AbortSignal.timeout(20_000),
  });
  return { status: response.status, text: await response.text() };
}
