import type { AgentId } from '../ids.ts';
import { record, type Turn } from '../turn.ts';
import { outsidePhoneBarred } from './phone.ts';
import type { AgentRequest, RefusalCode } from './requests.ts';
import { setState, type AgentSession } from './session.ts';
import { raiseStanding, wantsStandingLeg } from './standing.ts';

/** Begins a session in pause without reason ("not ready yet"); ready is asked for afterwards. */
export function logIn(
  turn: Turn,
  agentId: AgentId,
  request: Extract<AgentRequest, { type: 'login' }>,
  by: string,
): RefusalCode | null {
  const { world, at } = turn;
  const agent = world.configuration.agents.get(agentId);
  if (!agent) return 'unknownAgent';
  const phone = request.phone ?? agent.defaultPhone;
  if (phone === 'sip' && !agent.sipPhone) return 'noSuchPhone';
  const barred = phone === 'outside' ? outsidePhoneBarred(turn, agent) : null;
  if (barred) return barred;
  const memberships = world.configuration.memberships.get(agentId) ?? [];
  const chosen = request.campaignIds;
  if (chosen?.some(id => !memberships.some(membership => membership.campaignId === id))) return 'notMember';

  const session: AgentSession = {
    agentId,
    loggedInAt: at,
    phone,
    campaignIds: chosen ?? null,
    standing: wantsStandingLeg(world, agentId, phone) ? { leg: null, up: false } : null,
    bridge: null,
    needsPage: world.pages.has(agentId),
    state: 'loggedOut',
    since: at,
    pauseId: null,
    next: null,
    idleSince: at,
    readyMs: 0,
    atWorkMs: 0,
    work: new Map(),
    listed: false,
    resting: false,
    contactId: null,
    wrapUp: null,
    called: [],
    notReached: null,
    away: null,
  };
  world.sessions.set(agentId, session);
  const campaignIds = memberships
    .map(membership => membership.campaignId)
    .filter(id => !chosen || chosen.includes(id));
  record(turn, { type: 'agentLoggedIn', agentId, phone, campaignIds, by });
  setState(turn, session, 'pause');
  raiseStanding(turn, session);
  return null;
}
