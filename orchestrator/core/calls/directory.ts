/** Whom an operator can reach: colleagues with their presence, campaigns, services, and for whom it may call out. */
import type { AgentState } from '../agents/state.ts';
import { countIdle } from '../routing/idle.ts';
import { mayUse } from '../configuration/lookup.ts';
import type { AgentId } from '../ids.ts';
import type { World } from '../world.ts';
import { callable } from './find.ts';
import { callerIdsOf, outboundServices } from './outgoing.ts';

export interface CallDirectory {
  agents: { id: AgentId; name: string; extension: string; state: AgentState; callable: boolean }[];
  /** Human campaigns to which the agent may give its contact, with how many of their agents are free. */
  campaigns: { id: number; name: string; free: number }[];
  services: { id: number; name: string; extension: string }[];
  /** Services for which this agent may call out, with the numbers that it may present ('' = the provider's default). */
  outbound: { serviceId: number; name: string; callerIds: string[] }[];
  /** What it called last in this session, newest first. */
  redial: string[];
}

export function callDirectory(world: World, agentId: AgentId): CallDirectory {
  const { configuration, sessions } = world;
  const contactId = sessions.get(agentId)?.contactId ?? '';
  const serviceId = world.contacts.get(contactId)?.serviceId ?? 0;
  const byName = (one: { name: string }, other: { name: string }): number =>
    one.name.localeCompare(other.name);
  return {
    agents: [...configuration.agents.values()]
      .filter(({ id }) => id !== agentId)
      .map(({ id, name, extension }) => {
        const session = sessions.get(id);
        const state = session?.state ?? 'loggedOut';
        return { id, name, extension, state, callable: callable(world, session) };
      })
      .sort(byName),
    campaigns: [...configuration.campaigns.values()]
      .filter(({ id, kind }) => kind === 'human' && mayUse(configuration, serviceId, id))
      .map(({ id, name }) => ({ id, name, free: countIdle(world, id) }))
      .sort(byName),
    services: [...configuration.services.values()]
      .map(({ id, name, virtualExtension }) => ({ id, name, extension: virtualExtension ?? '' }))
      .sort(byName),
    outbound: outboundServices(world, agentId).map(service => ({
      serviceId: service.id,
      name: service.name,
      callerIds: callerIdsOf(world, service).map(({ number }) => number),
    })),
    redial: sessions.get(agentId)?.called ?? [],
  };
}
