/** What the running server says of itself. */
import { get as httpGet, type IncomingMessage } from 'node:http';
import { get as httpsGet } from 'node:https';
import { z } from 'zod';
import type { Settings } from '../../runtime/settings.ts';
import { homeHolder } from '../lock.ts';
import { type Finding, fine, problem, reason } from './finding.ts';

const timeoutMs = 5000;

/** The part of /readyz that matters here. */
const Readiness = z.object({
  ready: z.boolean(),
  version: z.string(),
  nodes: z.array(z.object({ node: z.string(), up: z.boolean() })),
  database: z.object({ ok: z.boolean() }),
  journal: z.object({ ok: z.boolean(), message: z.string() }),
  engine: z.object({ loopLagMs: z.number() }),
  problems: z.array(z.string()),
});

/** The body of a local address; our own certificate is not asked for its signature. */
function fetchLocal({ http, tls }: Settings, path: string): Promise<string> {
  const host = http.host === '0.0.0.0' ? '127.0.0.1' : http.host === '::' ? '::1' : http.host;
  const target = { host, port: http.port, path, timeout: timeoutMs };
  return new Promise((resolve, reject) => {
    const take = (response: IncomingMessage): void => {
      let body = '';
      response.setEncoding('utf8').on('data', chunk => (body += String(chunk)));
      response.on('end', () => resolve(body)).on('error', reject);
    };
    const request =
      tls.kind === 'off' ? httpGet(target, take) : httpsGet({ ...target, rejectUnauthorized: false }, take);
    request.on('error', reject);
    request.on('timeout', () => request.destroy(new Error(`no answer in ${timeoutMs} ms`)));
  });
}

export async function checkServer(settings: Settings): Promise<Finding> {
  const subject = 'Server';
  const pid = await homeHolder(settings.home);
  if (pid === null) return fine(subject, 'stopped');
  try {
    const { ready, version, nodes, database, journal, engine, problems } = Readiness.parse(
      JSON.parse(await fetchLocal(settings, '/readyz')),
    );
    if (ready) return fine(subject, `version ${version}, process ${pid}, ready`);
    const wrong = [
      ...nodes.filter(({ up }) => !up).map(({ node }) => `Asterisk ${node} is not connected`),
      ...(database.ok ? [] : ['the database does not answer']),
      ...(journal.ok ? [] : [`the journal cannot be written (${journal.message})`]),
      ...(problems.includes('eventLoop') ? [`it was held up for ${engine.loopLagMs} ms`] : []),
    ];
    return problem(subject, `process ${pid} is not ready: ${wrong.join(', ')}`, 'see below, and the log');
  } catch (error) {
    return problem(
      subject,
      `process ${pid} does not answer at ${settings.http.host}:${settings.http.port} (${reason(error)})`,
      'is it still starting, or running with other settings? Give doctor the same PHONES_* as the server',
    );
  }
}
