import { mayDial, refusal } from '../calls/outgoing.ts';
import type { Destination } from '../commands.ts';
import type { Agent, Line } from '../configuration/schemas.ts';
import type { Contact } from '../contacts/contact.ts';
import type { AgentId } from '../ids.ts';
import type { Turn } from '../turn.ts';
import type { World } from '../world.ts';
import type { RefusalCode } from './requests.ts';
import type { AgentSession } from './session.ts';

/**
 * Where the agent's phone is, to be called now; null when the configuration has lost it meanwhile, or its number
 * may not be called over its line at this time.
 */
export function phoneFor(turn: Turn, session: AgentSession, contact: Contact | null): Destination | null {
  const { agentId, phone } = session;
  if (phone !== 'outside') return { kind: 'agentPhone', agentId, phone };
  const outside = outsidePhone(turn.world, agentId);
  if (!outside) return null;
  const { line, number } = outside;
  if (mayDial(turn, line, number, contact ? { contact } : {}) !== null) return null;
  return { kind: 'line', lineId: line.id, number };
}

/** Why an agent's number outside cannot be called now; null = it can. */
export function outsidePhoneBarred(turn: Turn, { id }: Agent): RefusalCode | null {
  const outside = outsidePhone(turn.world, id);
  return outside ? refusal(turn, outside.line, outside.number) : 'noSuchPhone';
}

function outsidePhone({ configuration }: World, agentId: AgentId): { line: Line; number: string } | null {
  const outside = configuration.agents.get(agentId)?.outsidePhone;
  const line = outside && configuration.lines.get(outside.lineId);
  return line ? { line, number: outside.number } : null;
}
