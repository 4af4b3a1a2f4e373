/** How long pages take from request to last byte, over one kept connection, never faster than the server allows. */
import { createServer, Agent, get, type IncomingHttpHeaders } from 'node:http';
import { once } from 'node:events';

export interface Fetched {
  ms: number;
  status: number;
  bytes: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Pause between two requests, ms: the server takes about 80 a second for ever from one address. */
const paceMs = 25;

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

export async function fetchPage(url: string, headers: Record<string, string> = {}): Promise<Fetched> {
  await new Promise(resolve => setTimeout(resolve, paceMs));
  const from = performance.now();
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, response => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('error', reject);
      response.once('end', () => {
        const body = Buffer.concat(parts);
        const { statusCode: status = 0, headers: answered } = response;
        resolve({ ms: performance.now() - from, status, bytes: body.length, headers: answered, body });
      });
    }).once('error', reject);
  });
}

/** The floor: a file of that many bytes from a bare server in this process. */
export async function fetchFile(bytes: number, times: number): Promise<number[]> {
  const body = Buffer.alloc(bytes, 'x');
  const server = createServer((_, response) => response.end(body)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = server.address();
  const url = `http://127.0.0.1:${at && typeof at === 'object' ? at.port : 0}/`;
  const taken: number[] = [];
  for (let i = 0; i < times; i++) taken.push((await fetchPage(url)).ms);
  server.closeAllConnections();
  server.close();
  return taken;
}
