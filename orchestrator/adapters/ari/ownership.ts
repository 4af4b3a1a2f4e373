/**
 * Who drives a node under the name of our application. Asterisk gives the application to the last socket
 * that came and tells the one before only "ApplicationReplaced". That may be another orchestrator, which is
 * then obeyed (F7), or an attempt of our own that a frozen Asterisk took up late. A global variable of
 * Asterisk, written after each connection, tells the two apart.
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { messageOf } from './ari-error.ts';
import type { AriOptions } from './options.ts';
import type { RequestOptions, Transport } from './transport.ts';

/** After being replaced: when to look for the rival, and how often again. */
const firstLookMs = 1_000;
const lookAgainMs = 30_000;

export interface Ownership {
  /** Says that this process drives the node. Rejects as the transport does. */
  claim(options: RequestOptions): Promise<void>;
  /** We were replaced: `free` is called when no other process drives the node (any more). */
  whenFree(free: () => void): void;
  stop(): void;
}

const Variable = z.object({ value: z.string() });

export function createOwnership(
  node: string,
  application: string,
  transport: Transport,
  log: AriOptions['log'],
): Ownership {
  const ours = randomBytes(9).toString('hex');
  const path = `asterisk/variable?variable=PHONES_OWNER_${application}`;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function hasRival(): Promise<boolean> {
    const { body } = await transport.request({ method: 'GET', path }, { via: 'http' });
    const { value } = Variable.parse(JSON.parse(body));
    // Empty: Asterisk was restarted since.
    return value !== '' && value !== ours;
  }

  async function look(free: () => void, first: boolean): Promise<void> {
    let rival = true;
    try {
      rival = await hasRival();
      if (rival && first)
        log.error(
          { node, application },
          'another orchestrator has taken over this application: this one does nothing with the node any more',
        );
    } catch (error) {
      log.debug({ node, reason: messageOf(error) }, 'who drives the node could not be asked');
    }
    if (stopped) return;
    if (rival) timer = setTimeout(() => void look(free, false), lookAgainMs);
    else free();
  }

  return {
    async claim(options) {
      await transport.request({ method: 'POST', path: `${path}&value=${ours}` }, options);
    },
    whenFree(free) {
      clearTimeout(timer);
      timer = setTimeout(() => void look(free, true), firstLookMs);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
