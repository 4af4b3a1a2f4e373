/** The views of the world that pages show. Read only; nothing here changes anything. */
import { campaignsOf, phoneReachable, reachable, type AgentSession } from './agents/session.ts';
import { humanCampaign } from './configuration/lookup.ts';
import { takeable } from './calls/take-back.ts';
import { hasCustomer, targetOfAgent } from './calls/target.ts';
import type { Callback } from './contacts/calling-back.ts';
import type { Contact, Talk } from './contacts/contact.ts';
import { emptyCounters } from './counters.ts';
import { liveSynthetic } from './flows/live.ts';
import type { Party } from './events.ts';
import type { Fact } from './facts.ts';
import type { AgentId } from './ids.ts';
import { scriptView } from './scripts/versions.ts';
import { scriptOf } from './scripts/work.ts';
import { positionOf } from './routing/waiting.ts';
import type {
  AgentContactView,
  AgentView,
  LiveAgent,
  LiveCampaign,
  LiveContact,
  LiveService,
  LiveView,
  PartyView,
  WrapUpView,
} from './views.ts';
import type { World } from './world.ts';

/** Most contacts in one live view; more than that nobody reads. */
const MOST_CONTACTS = 500;

/** What the PhoneBar of an agent shows; null when there is no such agent. */
export function agentView(world: World, agentId: AgentId): AgentView | null {
  const agent = world.configuration.agents.get(agentId);
  if (!agent) return null;
  const session = world.sessions.get(agentId);
  const campaigns = session
    ? campaignsOf(world, session)
    : (world.configuration.memberships.get(agentId) ?? []);
  return {
    agentId,
    name: agent.name,
    extension: agent.extension,
    state: session?.state ?? 'loggedOut',
    since: session?.since ?? 0,
    pauseId: session?.pauseId ?? null,
    next: session?.next ? { state: session.next.state, pauseId: session.next.pauseId } : null,
    phone: session?.phone ?? null,
    pageConnected: world.pages.has(agentId),
    phoneReachable: session ? phoneReachable(world, session) : false,
    standing: session?.standing ? (session.standing.up ? 'up' : 'calling') : 'off',
    campaigns: campaigns.map(({ campaignId: id }) => ({
      ...named(world, 'campaigns', id),
      ...queueLength(world, id),
    })),
    contact: session ? agentContact(world, session) : null,
    wrapUp: session ? wrapUpView(world, session) : null,
    notReached: session?.notReached ?? null,
    away: session?.away ?? null,
  };
}

function named(world: World, collection: 'services' | 'campaigns', id: number): { id: number; name: string } {
  return { id, name: world.configuration[collection].get(id)?.name ?? `#${id}` };
}

function queueLength(world: World, campaignId: number): { waiting: number; longestWaitSince: number | null } {
  const waiting = world.waiting.get(campaignId) ?? [];
  let longest: number | null = null;
  for (const id of waiting) {
    const since = world.contacts.get(id)?.waitingSince ?? null;
    if (since !== null && (longest === null || since < longest)) longest = since;
  }
  return { waiting: waiting.length, longestWaitSince: longest };
}

function dispositionsOf(world: World, campaignId: number): { id: number; name: string }[] {
  const ids = humanCampaign(world.configuration, campaignId)?.dispositionIds ?? [];
  return ids.flatMap(id => {
    const disposition = world.configuration.dispositions.get(id);
    return disposition ? [{ id, name: disposition.name }] : [];
  });
}

function agentContact(world: World, session: AgentSession): AgentContactView | null {
  const contact = session.contactId === null ? undefined : world.contacts.get(session.contactId);
  if (!contact) return null;
  const talk = contact.talk?.agentId === session.agentId ? contact.talk : null;
  const offered = contact.offer?.agentId === session.agentId ? contact.offer : null;
  const part = partOf(world, contact, session, talk);
  const campaignId = contact.talk?.campaignId || (offered?.campaignId ?? contact.transfer?.campaignId ?? 0);
  return {
    contactId: contact.id,
    caller: contact.caller,
    dialled: contact.dialled,
    service: contact.serviceId > 0 ? named(world, 'services', contact.serviceId) : nothing,
    campaign: campaignId > 0 ? named(world, 'campaigns', campaignId) : nothing,
    autoAnswer:
      talk !== null ||
      (offered?.asked ?? humanCampaign(world.configuration, campaignId)?.autoAnswer ?? false),
    arrivedAt: contact.arrivedAt,
    waitMs: talk
      ? contact.waitMs
      : (offered?.since ?? world.at) - (contact.waitingSince ?? contact.arrivedAt),
    offeredAt: offered?.since ?? talk?.since ?? contact.stageSince,
    connectedAt: talk?.since ?? null,
    heldSince: talk?.heldSince ?? null,
    muted: talk?.muted ?? false,
    recording: recordingView(world, contact, campaignId),
    note: contact.note,
    callData: contact.callData,
    script: talk ? scriptView(world, scriptOf(contact, talk.campaignId)) : null,
    dispositionId: contact.dispositionId,
    dispositions: dispositionsOf(world, campaignId),
    direction: contact.direction,
    customer: hasCustomer(contact),
    dialling: contact.stage === 'dialling',
    parties: partiesOf(world, contact, session.agentId),
    aside: contact.aside?.agentHere ?? false,
    returned: contact.returned,
    ...part,
  };
}

/** Of a campaign that never records, an operator hears nothing of it. */
function recordingView(
  { configuration }: World,
  { recording }: Contact,
  campaignId: number,
): AgentContactView['recording'] {
  const onDemand = humanCampaign(configuration, campaignId)?.recording.when === 'onDemand';
  if (!recording || recording.startedAt === null) return { state: 'off', onDemand, byFlow: false };
  const state = recording.pausedSince === null ? 'on' : 'paused';
  return { state, onDemand: recording.onDemand, byFlow: recording.pauses.includes('flow') };
}

const nothing = { id: 0, name: '' };

/** What is different for the one who leads, who calls somebody back, who was called in, and who called a service. */
function partOf(
  world: World,
  contact: Contact,
  session: AgentSession,
  talk: Talk | null,
): Pick<AgentContactView, 'role' | 'stage'> & Partial<AgentContactView> {
  const target = targetOfAgent(contact, session.agentId);
  if (target) {
    const up = target.stage === 'aside' || target.stage === 'joined';
    return {
      role: 'guest',
      dialling: false,
      stage: up ? 'talking' : 'offered',
      autoAnswer: false,
      waitMs: 0,
      offeredAt: target.since,
      connectedAt: up ? target.since : null,
      heldSince: null,
      muted: target.muted,
      aside: target.stage === 'aside',
    };
  }
  if (!talk && contact.callerAgentId === session.agentId)
    return {
      role: 'caller',
      caller: called(world, contact),
      stage: 'talking',
      autoAnswer: false,
      waitMs: 0,
      connectedAt: contact.talk?.since ?? null,
    };
  const { callback, offer } = contact;
  if (callback?.leg && offer?.agentId === session.agentId)
    return {
      role: 'lead',
      caller: { number: callback.number, name: contact.caller.name },
      stage: 'talking',
      customer: false,
      dialling: true,
      autoAnswer: false,
    };
  const stage = talk?.leg ? (talk.heldSince === null ? 'talking' : 'held') : 'offered';
  return { role: 'lead', stage, ...(contact.direction === 'internal' && { caller: called(world, contact) }) };
}

/** Whom an operator called inside: a colleague or a service. */
function called(world: World, { targets, serviceId, dialled }: Contact): Party {
  const [first] = targets;
  if (first?.whom?.kind === 'agent') return colleague(world, first.whom.agentId);
  return { number: dialled, name: serviceId > 0 ? named(world, 'services', serviceId).name : '' };
}

/** The others besides customer and the agent itself. */
function partiesOf(world: World, contact: Contact, agentId: AgentId): PartyView[] {
  const others = contact.targets.filter(({ whom }) => whom?.kind !== 'agent' || whom.agentId !== agentId);
  const parties = others.map(({ id, whom, campaignId, stage, since, muted, purpose }): PartyView => {
    const consult = purpose === 'consult' && stage !== 'joined';
    const where = { id, stage, since, muted, consult };
    if (whom?.kind === 'agent') return { ...where, ...colleague(world, whom.agentId) };
    if (whom) return { ...where, name: '', number: whom.number };
    return { ...where, name: named(world, 'campaigns', campaignId ?? 0).name, number: '' };
  });
  const { talk } = contact;
  if (!talk || talk.agentId === agentId) return parties;
  const { since, muted } = talk;
  return [
    { id: 'lead', stage: 'leads', since, muted, consult: false, ...colleague(world, talk.agentId) },
    ...parties,
  ];
}

function colleague({ configuration }: World, agentId: AgentId): { name: string; number: string } {
  const agent = configuration.agents.get(agentId);
  return { name: agent?.name ?? '', number: agent?.extension ?? '' };
}

function wrapUpView(world: World, session: AgentSession): WrapUpView | null {
  const { wrapUp } = session;
  if (!wrapUp) return null;
  const campaign = humanCampaign(world.configuration, wrapUp.campaignId);
  return {
    contactId: wrapUp.contactId,
    caller: wrapUp.caller,
    service: named(world, 'services', wrapUp.serviceId),
    campaign: named(world, 'campaigns', wrapUp.campaignId),
    startedAt: wrapUp.startedAt,
    untilAt: wrapUp.untilAt,
    maximumAt: wrapUp.startedAt + (campaign?.wrapUp.maximumSeconds ?? 0) * 1000,
    minimumAt: wrapUp.startedAt + (campaign?.wrapUp.minimumSeconds ?? 0) * 1000,
    dispositionRequired: campaign?.dispositionRequired ?? false,
    dispositionId: wrapUp.dispositionId,
    note: wrapUp.note,
    callData: wrapUp.callData,
    script: scriptView(world, wrapUp.script),
    dispositions: dispositionsOf(world, wrapUp.campaignId),
    canTakeBack: takeable(world, session) !== null,
  };
}

/** Everything the supervisors' live pages show. */
export function liveView(world: World): LiveView {
  const contacts = [...world.contacts.values()];
  return {
    at: world.at,
    seq: world.seq,
    agents: [...world.configuration.agents.keys()].flatMap(id => liveAgent(world, id) ?? []),
    campaigns: liveCampaigns(world),
    services: liveServices(world, contacts),
    synthetic: liveSynthetic(world),
    contacts: contacts.slice(0, MOST_CONTACTS).map(contact => liveContact(world, contact)),
    nodes: [...world.nodes].map(([node, { up, version }]) => ({ node, up, version })),
    refusals: world.refusals.map(({ agentId, ...refused }) => ({
      ...refused,
      line: world.configuration.lines.get(refused.lineId)?.name ?? `#${refused.lineId}`,
      agent: world.configuration.agents.get(agentId ?? 0)?.name ?? '',
    })),
  };
}

function liveAgent(world: World, id: AgentId): LiveAgent | null {
  const agent = world.configuration.agents.get(id);
  if (!agent) return null;
  const session = world.sessions.get(id);
  const contact = session?.contactId ? world.contacts.get(session.contactId) : undefined;
  return {
    id,
    name: agent.name,
    extension: agent.extension,
    state: session?.state ?? 'loggedOut',
    since: session?.since ?? 0,
    pauseId: session?.pauseId ?? null,
    phone: session?.phone ?? null,
    reachable: session ? reachable(world, session) : false,
    contactId: contact?.id ?? session?.wrapUp?.contactId ?? null,
    caller: contact?.caller.number ?? session?.wrapUp?.caller.number ?? null,
    serviceId: (contact?.serviceId ?? session?.wrapUp?.serviceId) || null,
    campaignIds: (session
      ? campaignsOf(world, session)
      : (world.configuration.memberships.get(id) ?? [])
    ).map(m => m.campaignId),
  };
}

const inTalk: ReadonlySet<string> = new Set(['talking', 'onHold', 'consulting', 'conference']);

function liveCampaigns(world: World): LiveCampaign[] {
  const views = new Map<number, LiveCampaign>();
  for (const campaign of world.configuration.campaigns.values()) {
    if (campaign.kind !== 'human') continue;
    const counts = { loggedIn: 0, ready: 0, talking: 0, wrapUp: 0, pause: 0 };
    views.set(campaign.id, {
      id: campaign.id,
      name: campaign.name,
      ...queueLength(world, campaign.id),
      ...counts,
    });
  }
  for (const session of world.sessions.values()) {
    for (const { campaignId } of campaignsOf(world, session)) {
      const view = views.get(campaignId);
      if (!view) continue;
      view.loggedIn += 1;
      const { state } = session;
      if (state === 'ready' || state === 'wrapUp') view[state] += 1;
      else if (inTalk.has(state)) view.talking += 1;
      else if (state === 'pause' || state === 'noAnswer') view.pause += 1;
    }
  }
  return [...views.values()];
}

function liveServices(world: World, contacts: Contact[]): LiveService[] {
  const views = new Map<number, LiveService>();
  for (const { id, name } of world.configuration.services.values()) {
    const counters = world.day.services.get(id) ?? emptyCounters();
    const divisor = counters.handled + counters.abandoned;
    const serviceLevel = divisor > 0 ? counters.handledWithin / divisor : null;
    views.set(id, { id, name, ...counters, serviceLevel, active: 0, waiting: 0 });
  }
  for (const contact of contacts) {
    const view = views.get(contact.serviceId);
    if (!view) continue;
    view.active += 1;
    if (contact.stage === 'waiting') view.waiting += 1;
  }
  return [...views.values()];
}

function liveContact(world: World, contact: Contact): LiveContact {
  const position = contact.distributedBy === null ? 0 : positionOf(world, contact.distributedBy, contact);
  return {
    id: contact.id,
    stage: contact.stage,
    caller: contact.caller,
    dialled: contact.dialled,
    serviceId: contact.serviceId || null,
    campaignId: contact.distributedBy ?? contact.campaignId,
    agentId: contact.talk?.agentId ?? contact.offer?.agentId ?? null,
    arrivedAt: contact.arrivedAt,
    stageSince: contact.stageSince,
    position: position > 0 ? position : null,
    callback: contact.callback?.waits ? callbackView(contact.callback) : null,
  };
}

function callbackView({ number, attempts, nextAt }: Callback): LiveContact['callback'] {
  return { number, attempts, nextAt };
}

/** Agents whose own view may differ after these facts; a queue that changed concerns everybody who works in it. */
export function affectedAgents(world: World, facts: readonly Fact[]): Set<AgentId> {
  const agents = new Set<AgentId>();
  const campaigns = new Set<number>();
  for (const fact of facts) {
    if ('agentId' in fact && fact.agentId !== null) agents.add(fact.agentId);
    if (
      'toAgentId' in fact ||
      'recording' in fact ||
      fact.type === 'customerLeft' ||
      fact.type === 'contactConnected' ||
      fact.type === 'callDataChanged' ||
      fact.type === 'scriptChanged'
    )
      for (const agentId of partiesAt(world, fact.contactId)) agents.add(agentId);
    if (
      fact.type === 'contactQueued' ||
      fact.type === 'contactOffered' ||
      fact.type === 'offerEnded' ||
      fact.type === 'contactEnded'
    )
      if (fact.campaignId !== null) campaigns.add(fact.campaignId);
  }
  for (const session of world.sessions.values()) {
    if (agents.has(session.agentId)) continue;
    if (campaignsOf(world, session).some(({ campaignId }) => campaigns.has(campaignId)))
      agents.add(session.agentId);
  }
  return agents;
}

/** The agents in a contact, and the one to whom it is offered. */
function partiesAt({ contacts }: World, contactId: string): AgentId[] {
  const contact = contacts.get(contactId);
  if (!contact) return [];
  const { talk, offer, targets } = contact;
  return [
    talk?.agentId,
    offer?.agentId,
    ...targets.map(({ whom }) => whom?.kind === 'agent' && whom.agentId),
  ].filter(agentId => typeof agentId === 'number');
}
