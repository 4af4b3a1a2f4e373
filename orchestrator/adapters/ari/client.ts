/**
 * ari-client for operations and their parameters, on our own transport. As shipped, its HTTP half never
 * settles when Asterisk is frozen, loses the status of errors, and a second client overwrites the first
 * one's password. It reaches the network only through its swagger-client's SwaggerHttp.execute, which is
 * replaced here: every client gets an address of its own (http://ari-<n>/ari), which never leaves this
 * process and names the transport that its requests go to. `client.start()` is never called: the events
 * come over socket.ts.
 */
import { createRequire } from 'node:module';
import { connect, type Client } from 'ari-client';
import { z } from 'zod';
import { AriError, messageOf, noAnswer } from './ari-error.ts';
import type { NodeAddress } from './address.ts';
import type { AriRequest, Transport } from './transport.ts';

/** Time for reading the description of the API: a dozen requests. */
const readDeadlineMs = 15_000;

/** What swagger-client asks of its HTTP client. */
interface SwaggerRequest {
  url: string;
  method: string;
  body?: string;
  on: {
    response(response: { status: number; data: string; headers: Record<string, string> }): void;
    error(error: unknown): void;
  };
}

interface SwaggerModule {
  SwaggerHttp: { prototype: { execute(request: SwaggerRequest): void } };
  PasswordAuthorization: { prototype: { apply(): boolean } };
}

const transports = new Map<string, Transport>();
let lastClient = 0;
/** The client whose API description is being read: its first request still goes to the node's real address. */
let reading: { host: string; transport: Transport } | null = null;
let lastReading: Promise<unknown> = Promise.resolve();

replaceHttp();

/** Reads the node's API description and makes a client of it. Rejects with AriError. */
export function createClient(address: NodeAddress, transport: Transport): Promise<Client> {
  const mine = lastReading.then(() => readApi(address, transport));
  lastReading = mine.catch(() => undefined);
  return mine;
}

async function readApi(address: NodeAddress, transport: Transport): Promise<Client> {
  lastClient += 1;
  const host = `ari-${lastClient}`;
  transports.set(host, transport);
  reading = { host, transport };
  let timer: NodeJS.Timeout | undefined;
  try {
    const deadline = new Promise<never>((_, reject) => {
      const late = new AriError(noAnswer, `the API was not described in ${readDeadlineMs} ms`);
      timer = setTimeout(() => reject(late), readDeadlineMs);
    });
    // Without credentials: the transport has them.
    return await Promise.race([connect(address.http, '', ''), deadline]);
  } catch (error) {
    transports.delete(host);
    if (error instanceof AriError) throw error;
    throw new AriError(noAnswer, messageOf(error), { cause: error });
  } finally {
    clearTimeout(timer);
    reading = null;
  }
}

/** Forgets a client; its operations fail from now on. */
export function dropClient(transport: Transport): void {
  for (const [host, known] of transports) if (known === transport) transports.delete(host);
}

function replaceHttp(): void {
  const ours = createRequire(import.meta.url);
  // The copy that ari-client uses, wherever npm has put it.
  const swagger: SwaggerModule = createRequire(ours.resolve('ari-client'))('swagger-client');
  swagger.SwaggerHttp.prototype.execute = request => {
    void execute(request);
  };
  // The transport has the credentials. A header without any would cost a millisecond with each command: it is
  // encoded by a function so old that Node looks up on the stack who calls it.
  swagger.PasswordAuthorization.prototype.apply = () => true;
}

async function execute(request: SwaggerRequest): Promise<void> {
  try {
    const data = await answer(request);
    request.on.response({ status: 200, data, headers: {} });
  } catch (error) {
    try {
      request.on.error(error);
    } catch {
      // swagger-client throws a string after it has told its caller that the description cannot be read.
    }
  }
}

/** The body of the answer. Rejects with AriError. */
async function answer({ url, method, body }: SwaggerRequest): Promise<string> {
  const { host, pathname, search } = new URL(url);
  const target = transports.has(host) ? host : reading?.host;
  const transport = target === undefined ? undefined : transports.get(target);
  if (target === undefined || !transport) throw new AriError(noAnswer, 'the client was dropped');
  const path = pathname.replace(/^\/ari\//, '') + search;
  const response = await transport.request({ method: verb(method), path, ...(body ? { body } : {}) });
  return path.startsWith('api-docs/') ? describedAt(target, response.body) : response.body;
}

const Verb = z.enum(['GET', 'POST', 'PUT', 'DELETE']);
const verb = (method: string): AriRequest['method'] => Verb.parse(method.toUpperCase());

/** Points the description at the client's own address. As 1.2, which is read in the same way, it is not complained about on stdout. */
function describedAt(host: string, body: string): string {
  const description = z.looseObject({}).parse(JSON.parse(body));
  return JSON.stringify({ ...description, basePath: `http://${host}/ari`, swaggerVersion: '1.2' });
}
