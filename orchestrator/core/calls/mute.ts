/** What a party says is kept from the others. */
import type { RefusalCode } from '../agents/requests.ts';
import type { Contact } from '../contacts/contact.ts';
import type { AgentId } from '../ids.ts';
import { command, record, type Turn } from '../turn.ts';
import { named, type Target } from './target.ts';

export function muteParty(turn: Turn, contact: Contact, id: string, muted: boolean): RefusalCode | null {
  const target = contact.targets.find(other => other.id === id);
  const { talk } = contact;
  return target && talk ? muteTarget(turn, contact, target, talk.agentId, muted) : 'unknownTarget';
}

export function muteTarget(
  turn: Turn,
  contact: Contact,
  target: Target,
  agentId: AgentId,
  muted: boolean,
): RefusalCode | null {
  if (target.stage === 'waiting' || target.stage === 'calling' || target.leg === null) return 'notTalking';
  if (target.muted === muted) return null;
  target.muted = muted;
  command(turn, { type: muted ? 'mute' : 'unmute', node: contact.node, leg: target.leg });
  record(turn, { type: 'targetMuted', contactId: contact.id, agentId, ...named(target), muted });
  return null;
}
