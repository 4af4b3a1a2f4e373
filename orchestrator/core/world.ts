/**
 * The world: all that the core knows. Plain data in Maps and arrays; changed only by `step`. Everything
 * here survives a restart (snapshot + journal), so nothing that belongs to one process may stand here.
 */
import type { AgentSession } from './agents/session.ts';
import type { RefusedCall } from './calls/outgoing.ts';
import type { OutsideCall, Spent } from './calls/spending.ts';
import type { PromisedCallback } from './callbacks/promised.ts';
import type { ConfigurationIndex } from './configuration/lookup.ts';
import { emptyConfiguration, indexConfiguration, upToDate } from './configuration/lookup.ts';
import type { Configuration } from './configuration/schemas.ts';
import type { Contact } from './contacts/contact.ts';
import type { Pending, RunningFlow } from './flows/running.ts';
import type { Flow } from '../../ivr-flows/document.ts';
import { recountGroups } from './queues/expected-wait.ts';
import type { ScriptDocument } from './configuration/scripts.ts';
import { createIdleIndex, rebuildIdle, type IdleIndex } from './routing/idle.ts';
import { dueAt } from './routing/order.ts';
import { createDemandIndex, rebuildWaiting, type DemandIndex } from './routing/waiting.ts';
import type { AgentId, BridgeId, ContactId, LegId, NodeId } from './ids.ts';
import type { Pace } from './queues/pace.ts';
import type { BlockDay } from './counters.ts';
import type { Counters } from './views.ts';

export interface World {
  instance: string;
  /** Start of this world in base 36: the middle part of contact ids. */
  epoch: string;
  timeZone: string;
  /** Takes no new contacts: about to end for good or for an upgrade. */
  draining: boolean;
  /** Place of the last event handled. */
  seq: number;
  at: number;
  /** Number of the last contact made. */
  lastContact: number;
  /** Number of the last standing leg made. */
  lastStanding: number;
  /** Number of the last bridge made. */
  lastBridge: number;
  configuration: ConfigurationIndex;
  /** Contacts that have not ended. */
  contacts: Map<ContactId, Contact>;
  /** Every leg that we know to exist, also those being hung up. */
  legs: Map<LegId, LegOwner>;
  /** Agents that are logged in. */
  sessions: Map<AgentId, AgentSession>;
  /** Agents with at least one PhoneBar page connected. */
  pages: Set<AgentId>;
  /** Reachable phones, `<agentId>/<kind>`, with the node where they are registered. */
  phones: Map<string, NodeId>;
  /** Waiting contacts per human campaign, next one first. */
  waiting: Map<number, ContactId[]>;
  /** The same by what they ask for. Follows from `waiting` and the contacts: no part of snapshots. */
  demands: DemandIndex;
  /** Agents that can take a contact now. Follows from the sessions: no part of snapshots. */
  idle: IdleIndex;
  /** Who talked to a caller last, by the caller's number, the latest at the end (routing/preferred.ts). */
  lastAgents: Map<string, { agentId: AgentId; at: number }>;
  /** How quickly the queues of human campaigns move, for the waits that are announced. */
  paces: Map<number, Pace>;
  /** Call-backs that operators promised for later, by id. */
  promised: Map<ContactId, PromisedCallback>;
  /** Synthetic agents at work, per synthetic campaign. */
  serving: Map<number, number>;
  /** Flows that are not published any more, by key, while contacts finish on them. */
  oldFlows: Map<string, Flow>;
  /** Versions of scripts that are not the published ones any more, while contacts have them. */
  oldScripts: Map<string, ScriptDocument>;
  /** Contacts whose agent waits for a colleague of a campaign, the longest wait first. */
  asked: ContactId[];
  /** When calls went out over lines that limit them, in the last minute (epoch ms). */
  dialled: Map<number, number[]>;
  /** Legs that are called, or talked to, over a line. */
  outside: Map<LegId, OutsideCall>;
  /** Countries (codes of E.164) called over lines that ask for an alarm at the first call. */
  countries: Map<number, string[]>;
  /** The last calls that a line refused, newest first. */
  refusals: RefusedCall[];
  /** Timers that have not fired: id -> due at (epoch ms). */
  timers: Map<string, number>;
  nodes: Map<NodeId, NodeState>;
  day: {
    date: string;
    endsAt: number;
    services: Map<number, Counters>;
    blocks: Map<string, BlockDay>;
    /** What calls over lines came to. */
    spent: Map<number, Spent>;
  };
}

export interface LegOwner {
  node: NodeId;
  /** The contact may have ended already while Asterisk still hangs up; null for a standing leg. */
  contactId: ContactId | null;
  /** The agent whose standing leg it is; null for the legs of contacts. */
  standingOf: AgentId | null;
}

export interface NodeState {
  up: boolean;
  version: string;
  bootId: string;
  /** No observation has come since the link came up: the next one is taken as the truth. */
  fresh: boolean;
  /** Legs and bridges that the last observation found missing or without owner: acted on when seen twice. */
  suspects: Set<LegId | BridgeId>;
}

export function createWorld(): World {
  return {
    instance: 'phones',
    epoch: '',
    timeZone: 'UTC',
    draining: false,
    seq: 0,
    at: 0,
    lastContact: 0,
    lastStanding: 0,
    lastBridge: 0,
    configuration: indexConfiguration(emptyConfiguration()),
    contacts: new Map(),
    legs: new Map(),
    sessions: new Map(),
    pages: new Set(),
    phones: new Map(),
    waiting: new Map(),
    demands: createDemandIndex(),
    idle: createIdleIndex(),
    lastAgents: new Map(),
    paces: new Map(),
    promised: new Map(),
    serving: new Map(),
    oldFlows: new Map(),
    oldScripts: new Map(),
    asked: [],
    dialled: new Map(),
    outside: new Map(),
    countries: new Map(),
    refusals: [],
    timers: new Map(),
    nodes: new Map(),
    day: { date: '', endsAt: 0, services: new Map(), blocks: new Map(), spent: new Map() },
  };
}

/** Version of the snapshot's form; one that this code cannot read is refused by decodeWorld. */
export const SNAPSHOT_VERSION = 2;
/** 1: up to 0.3; without skills, with lists of idle agents in the order of the longest idle. */
const READABLE: ReadonlySet<number> = new Set([1, SNAPSHOT_VERSION]);

/** The world as JSON text; Maps and Sets become tagged arrays. Equal worlds give equal text. */
export function encodeWorld(world: World): string {
  return JSON.stringify(
    {
      version: SNAPSHOT_VERSION,
      world: {
        ...world,
        configuration: world.configuration.source,
        demands: undefined,
        idle: undefined,
      },
    },
    (_, value: unknown) => tagged(value),
  );
}

/** Data of callers and of other servers may hold members named like our tags: such an object is tagged itself. */
function tagged(value: unknown): unknown {
  if (value instanceof Map) return { $map: [...value] };
  if (value instanceof Set) return { $set: [...value] };
  const looksTagged =
    value !== null && typeof value === 'object' && tags.some(tag => Object.hasOwn(value, tag));
  return looksTagged ? { $object: Object.entries(value) } : value;
}

const tags = ['$map', '$set', '$object'] as const;

function untagged(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if ('$map' in value) return new Map(value.$map as [unknown, unknown][]);
  if ('$set' in value) return new Set(value.$set as unknown[]);
  if ('$object' in value) return Object.fromEntries(value.$object as [string, unknown][]);
  return value;
}

/**
 * Reads what encodeWorld wrote. Members that the version which wrote it did not have yet are those of a new
 * world. Throws when the text is damaged or of another form.
 */
export function decodeWorld(text: string): World {
  const read = JSON.parse(text, (_, value: unknown) => untagged(value)) as {
    version: number;
    world: Omit<World, 'configuration'> & { configuration: Configuration };
  };
  if (!READABLE.has(read.version))
    throw new Error(`snapshot of version ${read.version}, this is ${SNAPSHOT_VERSION}`);
  const blank = createWorld();
  for (const [name, value] of Object.entries(blank)) {
    const found: unknown = read.world[name as keyof World];
    if (
      name !== 'configuration' &&
      name !== 'idle' &&
      name !== 'demands' &&
      found !== undefined &&
      kindOf(found) !== kindOf(value)
    )
      throw new Error(`snapshot: ${name} is ${kindOf(found)}, not ${kindOf(value)}`);
  }
  const world: World = {
    ...blank,
    ...read.world,
    day: { ...blank.day, ...read.world.day },
    configuration: indexConfiguration(upToDate(read.world.configuration)),
    demands: createDemandIndex(),
    idle: createIdleIndex(),
  };
  for (const [id, contact] of world.contacts)
    world.contacts.set(id, { ...contact, ...blankOf(world, contact) });
  for (const [id, session] of world.sessions)
    world.sessions.set(id, { ...session, ...blankOfSession(session) });
  for (const [id, pace] of world.paces) updatePace(world, id, pace);
  rebuildWaiting(world);
  rebuildIdle(world);
  return world;
}

/** Members of contacts that came with flows, with the routing by skills, and with the calls of operators. */
function blankOf(world: World, contact: Partial<Contact> & Pick<Contact, 'distributedBy'>): Partial<Contact> {
  const { flow, callData, skills, callback, served, left, clock, due, demand, preferred } = contact;
  const { direction, callerAgentId, targets, aside, transfer, recording, recorded, dictation, scripts } =
    contact;
  return {
    flow: flow ? { ...flow, pending: mapOf(flow.pending) } : null,
    callData: callData ?? {},
    skills: skills ?? [],
    callback: callback
      ? { ...callback, attempts: callback.attempts ?? 0, nextAt: callback.nextAt ?? null }
      : null,
    served: served ?? false,
    left: left ?? null,
    clock: clock ?? clockOf(contact),
    due: due ?? dueAt(world, contact, contact.distributedBy ?? 0),
    demand: demand ?? '',
    preferred: preferred ?? null,
    direction: direction ?? 'inbound',
    callerAgentId: callerAgentId ?? null,
    targets: targets ?? [],
    aside: aside ?? null,
    transfer: transfer ?? null,
    recording: recording ?? null,
    recorded: recorded ?? [],
    dictation: dictation ?? null,
    scripts: scripts ?? [],
  };
}

/** Up to 0.1 what a flow waits for was an object: keys that differ for each contact cost V8 more than all else of a prompt. */
function mapOf(pending: RunningFlow['pending'] | Record<string, Pending>): RunningFlow['pending'] {
  return pending === null || pending instanceof Map ? pending : new Map(Object.entries(pending));
}

/** A contact of an earlier version waits since it began to wait for any agent. */
function clockOf({ distributedBy, waitingSince }: Partial<Contact>): Contact['clock'] {
  if (distributedBy === null || distributedBy === undefined) return null;
  return { campaignId: distributedBy, since: waitingSince ?? 0 };
}

/** Before skills were foreseen all agents at work counted; then they were counted by demand in a Map. */
function updatePace(
  world: World,
  campaignId: number,
  pace: Pace & { able?: number; others?: string[] },
): void {
  pace.able ??= pace.agents;
  if (pace.others === undefined) recountGroups(world, campaignId, pace);
}

function blankOfSession(session: Partial<AgentSession>): Partial<AgentSession> {
  const { readyMs, atWorkMs, work, called, notReached, away, wrapUp } = session;
  return {
    readyMs: readyMs ?? 0,
    atWorkMs: atWorkMs ?? 0,
    work: work ?? new Map(),
    called: called ?? [],
    notReached: notReached ?? null,
    away: away ?? null,
    ...(wrapUp && { wrapUp: { ...wrapUp, callData: wrapUp.callData ?? {}, script: wrapUp.script ?? null } }),
  };
}

function kindOf(value: unknown): string {
  return value instanceof Map ? 'map' : value instanceof Set ? 'set' : typeof value;
}
