/**
 * The page in which the agent's phone is has no call, but we believe that one stands. While our server was down
 * the page was reloaded: the leg to the page before it lives on in Asterisk, silent, and nothing says so until
 * Asterisk has heard no audio for a while.
 */
import { agentVanished, targetLeft } from '../calls/leave.ts';
import { targetOfAgent } from '../calls/target.ts';
import { callBackAgent } from '../contacts/talk.ts';
import type { Turn } from '../turn.ts';
import type { AgentSession } from './session.ts';
import { dropStanding, raiseStanding } from './standing.ts';

/** The dead leg is hung up, the customer hears music, and the page is called at once. Otherwise nothing. */
export function callMissing(turn: Turn, session: AgentSession): void {
  if (session.phone !== 'browser') return;
  const contact = session.contactId === null ? undefined : turn.world.contacts.get(session.contactId);
  const talk = contact?.talk?.agentId === session.agentId ? contact.talk : null;
  const target = contact ? targetOfAgent(contact, session.agentId) : null;
  if (contact && talk?.leg) {
    agentVanished(turn, contact, talk, session);
    raiseStanding(turn, session);
    callBackAgent(turn, contact, talk, session);
  } else if (contact && target?.leg && target.stage !== 'calling') {
    dropStanding(turn, session);
    targetLeft(turn, contact, target, 0);
    raiseStanding(turn, session);
  } else if (!contact && session.standing?.up) {
    dropStanding(turn, session);
    raiseStanding(turn, session);
  }
}
