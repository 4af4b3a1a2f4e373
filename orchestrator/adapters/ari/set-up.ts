/** What is done with a node after each connection, before it counts as connected. */
import type { Client } from 'ari-client';
import { z } from 'zod';
import { noAnswer, statusOf } from './ari-error.ts';
import { eventFilter } from './filter.ts';
import { readEndpoints } from './observation.ts';
import type { AriOptions } from './options.ts';
import type { Ownership } from './ownership.ts';
import type { Provisioner } from './provision.ts';
import type { SipEntity } from './sip-objects.ts';
import type { Transport } from './transport.ts';

/** An Asterisk that does not answer over the socket in this time is asked over HTTP. */
const socketProbeMs = 2_000;

export interface SetUpParts {
  node: string;
  application: string;
  transport: Transport;
  ownership: Ownership;
  provisioner: Provisioner;
  /** The client of this node; made at the first connection. */
  client: () => Promise<Client>;
  wanted: () => SipEntity[];
  keep: (name: string) => boolean;
  log: AriOptions['log'];
}

export interface FoundNode {
  version: string;
  bootId: string;
}

const Info = z.object({
  system: z.object({ version: z.string() }),
  status: z.object({ startup_time: z.string() }),
});

/** Claims the node, filters its events, provisions it. Rejects with AriError. */
export async function setUp(parts: SetUpParts): Promise<FoundNode> {
  const { application, transport, provisioner, wanted, keep } = parts;
  await claim(parts);
  const { body } = await transport.request({ method: 'GET', path: 'asterisk/info' });
  const { system, status } = Info.parse(JSON.parse(body));
  const bootId = status.startup_time;
  const client = await parts.client();
  await client.applications.filter({ applicationName: application, filter: eventFilter });
  const endpoints = (await readEndpoints(transport)).map(({ name }) => name);
  await provisioner.pushAll(client, { bootId, endpoints }, wanted(), keep);
  return { version: /^[0-9.]+/.exec(system.version)?.[0] ?? system.version, bootId };
}

/** Also finds out whether Asterisk answers requests over the socket (since 22.4). */
async function claim({ node, transport, ownership, log }: SetUpParts): Promise<void> {
  transport.socketServes = true;
  try {
    await ownership.claim({ via: 'socket', deadlineMs: socketProbeMs });
  } catch (error) {
    if (statusOf(error) !== noAnswer) throw error;
    // A frozen or lost Asterisk rejects here too.
    await ownership.claim({ via: 'http', deadlineMs: socketProbeMs });
    transport.socketServes = false;
    log.warn({ node }, 'Asterisk does not answer over the event socket: HTTP is used');
  }
}
