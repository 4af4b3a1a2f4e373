/**
 * The peers of B3: the same routing decisions by looking at everybody, as a program without any index makes
 * them; and the floor: heads of the queues that are at hand already, compared with one another.
 */
import type { AgentSession } from '../../../orchestrator/core/agents/session.ts';
import type { Membership } from '../../../orchestrator/core/configuration/lookup.ts';
import type { Contact } from '../../../orchestrator/core/contacts/contact.ts';
import { meets } from '../../../orchestrator/core/routing/demand.ts';
import { demandOf } from '../../../orchestrator/core/routing/timeline.ts';
import { isFree } from '../../../orchestrator/core/routing/idle.ts';
import { before } from '../../../orchestrator/core/routing/order.ts';
import type { World } from '../../../orchestrator/core/world.ts';

/** Who goes before by the agent's own order; those who have waited for too long before all others. */
function rankOf(world: World, { waitingSince, returned }: Contact, membership: Membership): number {
  const urgent =
    returned ||
    world.at - (waitingSince ?? world.at) >= (world.configuration.firstAfterMs[membership.ordinal] ?? 0);
  return urgent ? 0 : membership.priority;
}

/** Looks at every contact: which one does the agent take next? */
export function scanContacts(world: World, session: AgentSession): Contact | null {
  const memberships = new Map(
    (world.configuration.memberships.get(session.agentId) ?? []).map(m => [m.campaignId, m]),
  );
  let best: Contact | null = null;
  let bestRank = Number.POSITIVE_INFINITY;
  for (const contact of world.contacts.values()) {
    if (contact.stage !== 'waiting' || contact.distributedBy === null) continue;
    const membership = memberships.get(contact.distributedBy);
    if (!membership) continue;
    const rank = rankOf(world, contact, membership);
    if (rank > bestRank || (best && rank === bestRank && before(contact, best) > 0)) continue;
    if (!meets(world, session.agentId, demandOf(contact.demand))) continue;
    best = contact;
    bestRank = rank;
  }
  return best;
}

/** Looks at every agent: who takes a contact of the campaign? */
export function scanAgents(world: World, campaignId: number): AgentSession | null {
  let best: AgentSession | null = null;
  for (const session of world.sessions.values()) {
    if (!isFree(world, session)) continue;
    const memberships = world.configuration.memberships.get(session.agentId) ?? [];
    if (!memberships.some(membership => membership.campaignId === campaignId)) continue;
    if (!best || session.idleSince < best.idleSince) best = session;
  }
  return best;
}

export interface Head {
  priority: number;
  contact: Contact;
}

/** The first of each of the lists from which the agent may take somebody, by what it needs to be compared. */
export function headsOf(world: World, session: AgentSession): Head[] {
  return (world.configuration.memberships.get(session.agentId) ?? []).flatMap(membership =>
    (world.demands.lists.get(membership.campaignId)?.open ?? []).flatMap(({ demand, contacts }) => {
      const contact = meets(world, session.agentId, demand) && contacts[0];
      return contact ? [{ priority: rankOf(world, contact, membership), contact }] : [];
    }),
  );
}

export function bestOf(heads: readonly Head[]): Contact | null {
  let best: Head | null = null;
  for (const head of heads) {
    if (
      best &&
      (head.priority > best.priority ||
        (head.priority === best.priority && before(head.contact, best.contact) > 0))
    )
      continue;
    best = head;
  }
  return best?.contact ?? null;
}
