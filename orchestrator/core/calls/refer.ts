/**
 * A SIP phone transfers by itself (REFER, RFC 3515; attended with Replaces, RFC 3891): handled as if its agent had
 * pressed the button. Asterisk leaves it to us (PJSIP_TRANSFER_HANDLING ari-only) and is told what comes of it.
 */
import { contactWith } from '../contacts/find.ts';
import type { Event } from '../events.ts';
import type { RefusalCode } from '../agents/requests.ts';
import type { Turn } from '../turn.ts';
import { complete } from './consult.ts';
import { transfer } from './transfer.ts';

export function transferAsked(
  turn: Turn,
  { node, leg, number, replaces }: Extract<Event, { type: 'transferAsked' }>,
): void {
  const before = turn.commands.length;
  const refused = act(turn, leg, number, replaces);
  // The phone is told before its legs are hung up.
  const state = refused ? 'declined' : 'answered';
  turn.commands.splice(before, 0, { type: 'transferProgress', node, leg, state });
}

function act(turn: Turn, leg: string, number: string, replaces: string | null): RefusalCode | null {
  const contact = contactWith(turn, leg);
  const talk = contact?.talk;
  if (!contact || !talk) return 'notTalking';
  if (replaces !== null) {
    // From the line of the customer, or from the other one.
    const lines = [talk.leg, contact.aside?.agentLeg];
    return lines.includes(leg) && lines.includes(replaces) ? complete(turn, contact, talk) : 'noConsult';
  }
  return talk.leg === leg ? transfer(turn, contact, talk, { kind: 'number', number }) : 'notTalking';
}
