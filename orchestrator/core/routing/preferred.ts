/**
 * The preferred ("sticky") agent: who talked to the same caller last. A campaign says for how many days that
 * counts, and for how long a contact waits for that agent before all others may take it.
 */
import { humanCampaign } from '../configuration/lookup.ts';
import type { Contact } from '../contacts/contact.ts';
import type { AgentId } from '../ids.ts';
import type { World } from '../world.ts';

/** So many callers are remembered; those who called longest ago go first. */
const MOST_CALLERS = 20_000;
const DAY_MS = 86_400_000;

/** The agent begins to talk to the caller. Only kept where a campaign asks for it. */
export function rememberAgent(world: World, contact: Contact, agentId: AgentId, campaignId: number): void {
  const { number } = contact.caller;
  if (number === '' || !humanCampaign(world.configuration, campaignId)?.preferredAgent) return;
  const { lastAgents } = world;
  lastAgents.delete(number);
  lastAgents.set(number, { agentId, at: world.at });
  if (lastAgents.size <= MOST_CALLERS) return;
  const [oldest = ''] = lastAgents.keys();
  lastAgents.delete(oldest);
}

/** Whom a contact that begins to wait for the campaign prefers; null = nobody. */
export function preferredAgent(world: World, contact: Contact, campaignId: number): Contact['preferred'] {
  const rule = humanCampaign(world.configuration, campaignId)?.preferredAgent;
  const last = rule ? world.lastAgents.get(contact.caller.number) : undefined;
  if (!rule || !last || world.at - last.at > rule.days * DAY_MS) return null;
  return { agentId: last.agentId, untilAt: world.at + rule.seconds * 1000 };
}
