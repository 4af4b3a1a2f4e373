import { standingSession } from '../agents/standing.ts';
import type { LegId } from '../ids.ts';
import type { Turn } from '../turn.ts';
import type { Contact } from './contact.ts';

/** The contact that a leg belongs to, or that a standing leg serves just now, unless it has ended. */
export function contactWith(turn: Turn, leg: LegId): Contact | null {
  const { world } = turn;
  const contactId = world.legs.get(leg)?.contactId ?? standingSession(world, leg)?.contactId ?? null;
  return contactId === null ? null : (world.contacts.get(contactId) ?? null);
}
