/** Legs that left our application, and nobody has said what became of them: have they ended, or do they live on? */
import { z } from 'zod';
import type { Event } from '../../core/events.ts';
import type { LegId, NodeId } from '../../core/ids.ts';
import { messageOf, statusOf } from './ari-error.ts';
import type { LegBook, LegNotes } from './legs.ts';
import type { AriOptions } from './options.ts';
import { isOurs } from './translate.ts';
import type { Transport } from './transport.ts';

/** How long a leg may take from leaving our application to its end, before it is looked for. */
const lookAfterMs = 250;
const normalClearing = 16;

const Subscriptions = z.object({ channel_ids: z.array(z.string()) });

export interface DepartureParts {
  node: NodeId;
  application: string;
  transport: Transport;
  book: LegBook;
  tell: (event: Event) => void;
  log: AriOptions['log'];
}

/** Returns the function that is called with each such leg; it tells legEnded or legLeft a little later. */
export function createDepartures(parts: DepartureParts): (leg: LegId) => void {
  const { node, application, transport, book, tell, log } = parts;

  async function look(leg: LegId, notes: LegNotes): Promise<void> {
    /** Its end was told meanwhile, or it came back. */
    const settled = (): boolean => book.get(leg) !== notes;
    try {
      if (settled()) return;
      // The end of a caller who hung up is not told of again; a leg that we made is hung up, but not gone.
      const alive = (isOurs(leg) || !notes.hangingUp) && (await exists(leg));
      if (settled()) return;
      if (alive && notes.hangingUp) return later(leg, notes);
      book.delete(leg);
      if (!alive) tell({ type: 'legEnded', node, leg, cause: normalClearing });
      else {
        tell({ type: 'legLeft', node, leg });
        await unsubscribe(leg);
      }
    } catch (error) {
      // The next observation tells.
      log.debug({ node, leg, reason: messageOf(error) }, 'a leg that left could not be looked for');
    }
  }

  async function exists(leg: LegId): Promise<boolean> {
    try {
      await transport.request({ method: 'GET', path: `channels/${encodeURIComponent(leg)}` });
      return true;
    } catch (error) {
      if (statusOf(error) === 404) return false;
      throw error;
    }
  }

  /** Each way in which a leg became ours (we made it, it came into our application) has subscribed to it once. */
  async function unsubscribe(leg: LegId): Promise<void> {
    const source = encodeURIComponent(`channel:${leg}`);
    const path = `applications/${encodeURIComponent(application)}/subscription?eventSource=${source}`;
    for (let tries = 0; tries < 3; tries += 1) {
      const { body } = await transport.request({ method: 'DELETE', path });
      if (!Subscriptions.parse(JSON.parse(body)).channel_ids.includes(leg)) return;
    }
  }

  function later(leg: LegId, notes: LegNotes): void {
    setTimeout(() => void look(leg, notes), lookAfterMs).unref();
  }

  return leg => {
    const notes = book.get(leg);
    if (notes) later(leg, notes);
  };
}
