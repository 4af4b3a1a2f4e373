/** Invariants of the world that must hold after every step (I1, I2, I6 and the routing invariant). */
import { isAtWork } from '../../orchestrator/core/agents/state.ts';
import { campaignsOf } from '../../orchestrator/core/agents/session.ts';
import { before } from '../../orchestrator/core/routing/order.ts';
import type { Contact } from '../../orchestrator/core/contacts/contact.ts';
import { meets, worksIn } from '../../orchestrator/core/routing/demand.ts';
import { demandOf } from '../../orchestrator/core/routing/timeline.ts';
import { countIdle, firstIdle, idleAgents, isFree } from '../../orchestrator/core/routing/idle.ts';
import { poolsOf } from '../../orchestrator/core/routing/pools.ts';
import type { World } from '../../orchestrator/core/world.ts';

/** Throws with the first invariant that does not hold. */
export function checkInvariants(world: World): void {
  const fail = (what: string): never => {
    throw new Error(`invariant broken: ${what}`);
  };
  const engaged = new Map<number, string>();
  for (const contact of world.contacts.values()) {
    const targets = contact.targets.flatMap(({ whom, stage }) =>
      whom?.kind === 'agent' && stage !== 'waiting' ? [whom.agentId] : [],
    );
    const { callerAgentId } = contact;
    for (const agentId of new Set([
      contact.offer?.agentId,
      contact.talk?.agentId,
      callerAgentId,
      ...targets,
    ])) {
      if (agentId === undefined || agentId === null) continue;
      // I2: at most one active real-time contact per agent
      if (engaged.has(agentId)) fail(`I2: agent ${agentId} has ${engaged.get(agentId)} and ${contact.id}`);
      engaged.set(agentId, contact.id);
    }
    // A flow may finish something after its caller has hung up.
    checkParties(world, contact, fail);
    const among = contact.callerLeg === '' && (contact.targets.length > 0 || contact.stage === 'dialling');
    if (!world.legs.has(contact.callerLeg) && contact.left === null && !contact.callback?.waits && !among)
      fail(`${contact.id} has no caller's leg`);
    if ((contact.stage === 'waiting') !== isListed(world, contact.id))
      fail(`${contact.id} is ${contact.stage} and its place in the queue does not fit`);
    if (contact.stage === 'offered' && !contact.offer) fail(`${contact.id} is offered to nobody`);
    if ((contact.stage === 'talking' || contact.stage === 'held') && !contact.talk?.leg)
      fail(`${contact.id} talks to nobody`);
  }
  checkSyntheticAgents(world, fail);
  checkCounted(world, fail);
  for (const session of world.sessions.values()) {
    const { contactId, state, agentId } = session;
    if (contactId !== null && engaged.get(agentId) !== contactId)
      fail(`agent ${agentId} thinks it has ${contactId}`);
    if (contactId === null && engaged.has(agentId))
      fail(`agent ${agentId} does not know its contact ${engaged.get(agentId)}`);
    if (['offered', 'talking', 'onHold', 'consulting', 'conference'].includes(state) && contactId === null)
      fail(`agent ${agentId} is ${state} without contact`);
    if (state === 'wrapUp' && !session.wrapUp) fail(`agent ${agentId} wraps nothing up`);
    const listed = campaignsOf(world, session).filter(m =>
      idleAgents(world, m.campaignId).includes(agentId),
    ).length;
    const expected = isFree(world, session) ? campaignsOf(world, session).length : 0;
    if (listed !== expected)
      fail(`agent ${agentId} (${state}) is listed idle in ${listed} of ${expected} campaigns`);
  }
  for (const [campaignId, pools] of poolsOf(world.configuration).of)
    for (const key of pools.keys()) {
      const free = idleAgents(world, campaignId, key);
      if (key === '' && free.length !== countIdle(world, campaignId))
        fail(`campaign ${campaignId} counts ${countIdle(world, campaignId)} free agents: ${free.join()}`);
      const expected = idleAgents(world, campaignId).filter(agentId => meets(world, agentId, demandOf(key)));
      if (expected.join() !== free.join())
        fail(`campaign ${campaignId} lists ${free.join()} for "${key}", not ${expected.join()}`);
    }
  for (const [campaignId, waiting] of world.waiting) {
    const contacts = waiting.map(
      id => world.contacts.get(id) ?? fail(`I1: ${id} waits although it has ended`),
    );
    for (const [index, contact] of contacts.entries()) {
      const next = contacts[index + 1];
      // I6: order in the queue is kept
      if (next && before(contact, next) > 0) fail(`I6: ${contact.id} stands before ${next.id}`);
    }
    for (const contact of contacts) {
      const agent = firstIdle(world, campaignId, demandOf(contact.demand));
      if (agent)
        fail(`campaign ${campaignId}: ${contact.id} waits and agent ${agent.agentId} is free for it`);
    }
    checkDemands(world, campaignId, contacts, fail);
  }
}

/** As many synthetic agents are at work as contacts run their campaign's flow; old flows are kept for somebody. */
/** Who is at work in each campaign, and who of them meets each demand, is what a count from the beginning gives. */
function checkCounted(world: World, fail: (what: string) => never): void {
  for (const [campaignId, { agents, able, widest, groups, others }] of world.paces) {
    const members = [...world.sessions.values()].filter(
      session => isAtWork(session.state) && worksIn(world, session, campaignId),
    );
    const counted = [...(world.configuration.asked.get(campaignId) ?? []), ...others].map(
      key => members.filter(({ agentId }) => meets(world, agentId, demandOf(key))).length,
    );
    if (agents !== members.length || counted.join() !== groups.join())
      fail(
        `campaign ${campaignId}: ${members.length} at work, ${counted.join()} of them; ${agents}, ${groups.join()}`,
      );
    const asked = (world.demands.lists.get(campaignId)?.open ?? []).map(
      ({ group }) => groups[group] ?? agents,
    );
    const largest = asked.length > 0 ? Math.max(...asked) : agents;
    if (able !== largest || able !== (groups[widest] ?? agents))
      fail(`campaign ${campaignId}: ${able} agents are of use to those who wait, not ${largest}`);
  }
}

function checkSyntheticAgents(world: World, fail: (what: string) => never): void {
  const running = new Map<number, number>();
  const keys = new Set<string>();
  for (const { flow } of world.contacts.values()) {
    if (!flow) continue;
    running.set(flow.campaignId, (running.get(flow.campaignId) ?? 0) + 1);
    keys.add(flow.key);
  }
  for (const campaignId of new Set([...running.keys(), ...world.serving.keys()]))
    if (running.get(campaignId) !== world.serving.get(campaignId))
      fail(
        `campaign ${campaignId}: ${world.serving.get(campaignId)} synthetic agents serve ${running.get(campaignId)}`,
      );
  for (const key of world.oldFlows.keys()) if (!keys.has(key)) fail(`${key} is kept for nobody`);
}

/** Those who ask for the same stand together, each once and in the order of the queue. */
function checkDemands(
  world: World,
  campaignId: number,
  contacts: readonly Contact[],
  fail: (what: string) => never,
): void {
  const lists = world.demands.lists.get(campaignId);
  const found = new Map<string, string[]>();
  for (const { demand, contacts: listed } of [...(lists?.open ?? []), ...(lists?.personal.values() ?? [])])
    found.set(
      demand.key,
      listed.map(({ id }) => id),
    );
  const expected = new Map<string, string[]>();
  for (const { id, demand } of contacts) expected.set(demand, [...(expected.get(demand) ?? []), id]);
  for (const key of new Set([...found.keys(), ...expected.keys()])) {
    const [listed, waiting] = [found, expected].map(each => (each.get(key) ?? []).join(' '));
    if (listed !== waiting)
      fail(`campaign ${campaignId}, demand "${key}": "${listed}" are listed, "${waiting}" wait`);
  }
}

/** Parties of a contact: at most one is not in the conversation, each has its leg, nobody is left alone with nobody. */
function checkParties(world: World, contact: Contact, fail: (what: string) => never): void {
  const open = contact.targets.filter(({ stage }) => stage !== 'joined');
  if (open.length > 1) fail(`${contact.id} calls ${open.length} targets at once`);
  for (const { id, stage, leg, whom } of contact.targets) {
    if ((stage === 'aside' || stage === 'joined') && (leg === null || !world.legs.has(leg)))
      fail(`${id} is ${stage} without a leg`);
    if (stage === 'waiting' && whom !== null && contact.stage !== 'dialling')
      fail(`${id} waits to be called`);
  }
  const [first] = open;
  if (first?.stage === 'aside' && !contact.aside) fail(`${first.id} is aside without a bridge`);
  if (contact.aside && contact.talk && !first) fail(`${contact.id} has a bridge aside for nobody`);
  if (contact.aside && !contact.talk && contact.stage !== 'forwarded')
    fail(`${contact.id} is aside of nothing`);
  const asked = world.asked.filter(id => id === contact.id).length;
  if (asked !== (first?.stage === 'waiting' && contact.stage !== 'dialling' ? 1 : 0))
    fail(`${contact.id} is asked for ${asked} times`);
  const alone = contact.callerLeg === '' && contact.targets.length === 0;
  if (alone && contact.stage === 'talking') fail(`${contact.id}: its agent talks to nobody`);
  if (contact.stage === 'forwarded' && contact.targets.length === 0)
    fail(`${contact.id} is forwarded to nobody`);
}

function isListed(world: World, contactId: string): boolean {
  return [...world.waiting.values()].some(list => list.includes(contactId));
}
