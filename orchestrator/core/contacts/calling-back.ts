/** What a contact remembers of being called back; see callback.ts. */
import type { AgentId, LegId } from '../ids.ts';
import { command, type Turn } from '../turn.ts';
import type { Contact } from './contact.ts';

export interface Callback {
  campaignId: number;
  number: string;
  /** The caller has hung up: the contact waits without a leg. */
  waits: boolean;
  /** The call to the number. */
  leg: LegId | null;
  /** Calls to the number that were begun. */
  attempts: number;
  /** When the number is called again at the earliest, epoch ms; null = as soon as it is the contact's turn. */
  nextAt: number | null;
  /** Who is to call, if that operator is at work and has time; absent or null = anyone. */
  agentId?: AgentId | null;
}

/** The operator is gone, or the contact ends: the call to the number is given up. */
export function giveUpCalling(turn: Turn, contact: Contact): void {
  const { callback, node } = contact;
  if (!callback?.leg) return;
  if (turn.world.legs.has(callback.leg))
    command(turn, { type: 'hangup', node, leg: callback.leg, reason: 'normal' });
  callback.leg = null;
}
