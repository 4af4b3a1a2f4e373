/** The agent takes back what it has just transferred, as long as nobody has answered. */
import { endWrapUp } from '../agents/wrap-up.ts';
import type { RefusalCode } from '../agents/requests.ts';
import type { AgentSession } from '../agents/session.ts';
import type { Contact } from '../contacts/contact.ts';
import { stopFlow } from '../flows/stop.ts';
import { leaveQueue } from '../queues/leave.ts';
import type { Turn } from '../turn.ts';
import type { World } from '../world.ts';
import { comeBack } from './come-back.ts';
import { releaseTarget } from './release.ts';
import { openTarget } from './target.ts';

/** The contact that the agent may take back; null = there is none. */
export function takeable(world: World, session: AgentSession): Contact | null {
  const contact = world.contacts.get(session.wrapUp?.contactId ?? '');
  return contact && !contact.talk && contact.transfer?.agentId === session.agentId ? contact : null;
}

export function takeBack(turn: Turn, session: AgentSession): RefusalCode | null {
  const contact = takeable(turn.world, session);
  if (!contact) return 'nothingToTakeBack';
  // Whatever was asked for meanwhile is for after this contact.
  const { next } = session;
  session.next = null;
  const open = openTarget(contact);
  if (open) releaseTarget(turn, contact, open, 'cancelled');
  stopFlow(turn, contact);
  leaveQueue(turn, contact);
  if (session.wrapUp) endWrapUp(turn, session, 'agent');
  comeBack(turn, contact, 'cancelled');
  session.next = next;
  if (contact.offer?.leg === session.standing?.leg && session.standing) turn.pickups.add(contact.id);
  return null;
}
