/**
 * The running core: world, loop, journal, timers, snapshots, audit and projection as one part. The adapters
 * see it through the port ports/engine.ts and submit their events to it.
 */
import { faultOf } from '../../ivr-flows/faults.ts';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { RefusalCode } from '../core/agents/requests.ts';
import type { Configuration, ConfigurationChange } from '../core/configuration/schemas.ts';
import type { Event } from '../core/events.ts';
import type { Fact, PlacedFact } from '../core/facts.ts';
import type { ServiceCommand, SwitchCommand } from '../core/commands.ts';
import { awaitsPlayback } from '../core/contacts/legs.ts';
import { callbacksFor } from '../core/callbacks/by-hand.ts';
import { callDirectory } from '../core/calls/directory.ts';
import { documentOfScript } from '../core/scripts/versions.ts';
import { affectedAgents, agentView, liveView } from '../core/live.ts';
import type { NodeId } from '../core/ids.ts';
import { isNews } from '../core/reconcile.ts';
import type { ServerPulse } from '../core/views.ts';
import { encodeWorld, type World } from '../core/world.ts';
import { createClock } from './clock.ts';
import { createDictationBoard } from './dictations/board.ts';
import { NothingKnown, Refused } from './errors.ts';
import { createIncidents } from './incidents.ts';
import type { Log } from './log.ts';
import { createLoop } from './loop.ts';
import { watchLoopLag } from './loop-lag.ts';
import type { Engine, EngineHealth } from './ports/engine.ts';
import type { Journal } from './ports/journal.ts';
import type { FactStore } from './ports/store.ts';
import type { NodeStatus } from './ports/telephony.ts';
import { startProjector } from './projector.ts';
import { recover } from './recovery.ts';
import { createTimers, type Timers } from './timers.ts';

/** A snapshot is taken when this many events came since the last one, and at a clean stop. */
const SNAPSHOT_EVENTS = 20_000;
const SNAPSHOT_CHECK_MS = 30_000;
const OPEN_RETRY_MS = 1_000;
/** A write that takes longer than this holds up every call: the disk does not answer. */
const STUCK_SECONDS = 5;

export interface EngineOptions {
  instance: string;
  timeZone: string;
  /** Null = the database is away: the journal's stays in force until configurationLoaded. */
  configuration: Configuration | null;
  journal: Journal;
  /** Days that the flight recorder keeps. */
  keepDays: number;
  /** Folder for the ways to events whose handling threw. */
  incidents: string;
  facts: FactStore;
  execute: (command: SwitchCommand) => void;
  /** Asks services outside; absent = there are none. */
  serve?: (command: ServiceCommand) => void;
  /** State of the links, for the live pages. */
  nodes?: () => NodeStatus[];
  log: Log;
}

export interface RunningEngine extends Engine {
  submit(event: Event): void;
  configurationChanged(changes: ConfigurationChange[], by: string): Promise<void>;
  /** Takes the place of all that was known. */
  configurationLoaded(configuration: Configuration): Promise<void>;
  /** Resolves when everything submitted so far is handled and journalled (or the journal has failed). */
  handled(): Promise<void>;
  /** Resolves when everything submitted so far is journalled and projected; not while the database is away. */
  settled(): Promise<void>;
  /** No new contacts from now on; resolves when the last one has ended. */
  drain(by: string): Promise<void>;
  /** Snapshot, then the end. Calls stand. */
  stop(): Promise<void>;
  /** Events replayed at the start, and the snapshot's seq. */
  readonly recovered: { replayed: number; snapshot: number };
}

type Listener = (facts: readonly Fact[], seq: number) => void;

export async function startEngine(options: EngineOptions): Promise<RunningEngine> {
  const { journal, log } = options;
  const { world, replayed, snapshot, anew } = await recover(journal, await projectedSeq(options), log);
  if (!options.configuration && isEmpty(world.configuration.source)) throw new NothingKnown();
  let configurationCurrent = options.configuration !== null;
  const now = createClock(world.at);
  const projector = await startProjector({ store: options.facts, journal, log });
  const lag = watchLoopLag();
  const listeners = new Set<Listener>();
  const waiting = new Map<string, { resolve: () => void; reject: (error: Refused) => void }>();
  /** Nodes that have connected and not yet been observed. */
  const unseen = new Set<NodeId>();

  const reply = (requestId: string, refused: RefusalCode | null): void => {
    const request = waiting.get(requestId);
    waiting.delete(requestId);
    if (refused) request?.reject(new Refused(refused));
    else request?.resolve();
  };
  const dictations = createDictationBoard();
  const publish = (placed: PlacedFact[], upTo: number): void => {
    projector.add(placed, upTo);
    if (placed.length === 0) return;
    const facts = placed.map(({ fact }) => fact);
    dictations.note(facts);
    for (const listener of listeners) notify(listener, facts, upTo, log);
  };
  const refuse = ({ request }: ServiceCommand): void =>
    loop.submit({
      type: 'requestFailed',
      request,
      code: 'unreachable',
      message: 'there is no such service',
      why: faultOf('noService'),
    });
  const incidents = createIncidents(options.incidents, journal, log);
  const loop = createLoop({
    world,
    journal,
    now,
    log,
    execute: options.execute,
    serve: options.serve ?? refuse,
    reply,
    timers: () => timers,
    onFacts: publish,
    onException: (seq, error) => incidents.add(seq, error),
    onGap: () => void snapshots.save(),
  });
  const timers: Timers = createTimers(now, (timerId, dueAt) => {
    // One that was cleared or set anew meanwhile is not worth a line in the journal.
    if (world.timers.get(timerId) === dueAt) loop.submit({ type: 'timerFired', timerId, dueAt });
  });
  const snapshots = createSnapshots(world, journal, options, () => projector.projected());

  const journalHealth = (): EngineHealth['journal'] => {
    const error = loop.journalError();
    const seconds = Math.round(loop.writingMs() / 1000);
    if (error) return { ok: false, message: error };
    if (seconds >= STUCK_SECONDS) return { ok: false, message: `a write has taken ${seconds} s so far` };
    return journal.health();
  };
  const health = (): EngineHealth => {
    return {
      seq: world.seq,
      projectedSeq: projector.projected(),
      journal: journalHealth(),
      unjournalled: loop.unwritten(),
      loopLagMs: lag.lagMs(),
      activeContacts: world.contacts.size,
      configurationCurrent,
      exceptions: loop.exceptions(),
    };
  };
  const pulse = (): ServerPulse => {
    const { seq, projectedSeq, journal: written, unjournalled, loopLagMs } = health();
    return { loopLagMs, journalOk: written.ok, unjournalled, unprojected: seq - projectedSeq };
  };

  loop.submit({ type: 'started', instance: options.instance, timeZone: options.timeZone });
  if (options.configuration)
    loop.submit({ type: 'configurationLoaded', configuration: options.configuration });
  for (const [timerId, at] of world.timers) timers.set(timerId, at);
  await loop.settled();
  let stopping = false;
  if (anew) void endWhatIsOpen();

  /** Contacts of a journal that was lost: what the database says of them is all that is left. */
  async function endWhatIsOpen(): Promise<void> {
    const { epoch } = world;
    await projector.settled();
    while (!stopping) {
      try {
        const { contacts, agents, promises } = await options.facts.leftOpen();
        const isLost = (id: string): boolean => !id.startsWith(`${world.instance}-${epoch}-`);
        const lost = contacts.filter(isLost);
        const promised = promises.filter(({ id }) => isLost(id));
        if (lost.length + agents.length + promised.length === 0) return;
        log.error(
          { contacts: lost.length, agents: agents.length, callbacks: promised.length },
          'the journal was lost: contacts and sessions that it knew are ended in the database, call-backs stand',
        );
        return loop.submit({ type: 'endsMissing', contacts: lost, agents, promises: promised });
      } catch (error) {
        log.warn({ err: error }, 'what the lost journal left open cannot be read yet');
        await pause(OPEN_RETRY_MS, undefined, { ref: false });
      }
    }
  }

  /** Resolves when the core took what was asked for, rejects with Refused. */
  const answered = (requestId: string, event: Event): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting.set(requestId, { resolve, reject });
      loop.submit(event);
    });

  return {
    recovered: { replayed, snapshot },
    submit(event) {
      // An audit that finds what is known already is not worth a line in the journal. The first one after a
      // connection always is: the world may not have heard of the connection yet.
      if (event.type === 'nodeConnected') unseen.add(event.node);
      if (event.type === 'nodeObserved' && !unseen.delete(event.node) && !isNews(world, event)) return;
      if (event.type === 'playbackFinished' && !awaitsPlayback(world, event.playback)) return;
      loop.submit(event);
    },
    request(agentId, request, by) {
      const requestId = randomUUID();
      return answered(requestId, { type: 'agentRequested', requestId, agentId, request, by });
    },
    async dictate(request, by) {
      const requestId = randomUUID();
      await answered(requestId, { type: 'dictationRequested', requestId, request, by });
      return requestId;
    },
    orderCallback(callbackId, order, by) {
      const requestId = randomUUID();
      return answered(requestId, { type: 'callbackOrdered', requestId, callbackId, order, by });
    },
    cancelDictation: (dictationId, by) => loop.submit({ type: 'dictationCancelled', dictationId, by }),
    dictation: id => dictations.find(id),
    pageChanged: (agentId, connected, silentMs) =>
      loop.submit({
        type: 'pageChanged',
        agentId,
        connected,
        ...(silentMs !== undefined && { silentMs: Math.round(silentMs) }),
      }),
    async configurationChanged(changes, by) {
      loop.submit({ type: 'configurationChanged', changes, by });
      await loop.settled();
    },
    async configurationLoaded(configuration) {
      loop.submit({ type: 'configurationLoaded', configuration });
      await loop.settled();
      configurationCurrent = true;
    },
    agentView: agentId => agentView(world, agentId),
    script: (scriptId, version) => documentOfScript(world, { scriptId, version }),
    callbacks: agentId => callbacksFor(world, agentId),
    callDirectory: agentId =>
      world.configuration.agents.has(agentId) ? callDirectory(world, agentId) : null,
    liveView() {
      const view = liveView(world);
      const roundTrips = new Map(options.nodes?.().map(node => [node.node, node.roundTripMs]));
      const nodes = view.nodes.map(node => {
        const roundTripMs = roundTrips.get(node.node) ?? null;
        return node.up && roundTripMs !== null ? { ...node, roundTripMs } : node;
      });
      return { ...view, at: now(), nodes, server: pulse() };
    },
    onFacts(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    affectedAgents: facts => affectedAgents(world, facts),
    health,
    drain(by) {
      loop.submit({ type: 'drainRequested', by });
      return new Promise(resolve => {
        const look = setInterval(() => {
          if (!world.draining || world.contacts.size > 0) return;
          clearInterval(look);
          resolve();
        }, 200);
      });
    },
    handled: () => loop.settled(),
    async settled() {
      await loop.settled();
      await projector.settled();
    },
    async stop() {
      stopping = true;
      timers.stop();
      await loop.settled();
      loop.stop();
      await projector.stop();
      await snapshots.stop();
      lag.stop();
      await journal.close();
    },
  };
}

function isEmpty(configuration: Configuration): boolean {
  return Object.values(configuration).every(objects => objects.length === 0);
}

/** 0 while the database is away: then the journal alone decides. */
async function projectedSeq({ facts }: EngineOptions): Promise<number> {
  return facts.position().catch(() => 0);
}

function notify(listener: Listener, facts: readonly Fact[], seq: number, log: Log): void {
  try {
    listener(facts, seq);
  } catch (error) {
    log.error({ err: error }, 'a listener of facts threw');
  }
}

/** Saves the world now and then, so that a start replays little and old segments can go. */
function createSnapshots(
  world: World,
  journal: Journal,
  options: EngineOptions,
  projected: () => number,
): { save(): Promise<void>; stop(): Promise<void> } {
  let saved = world.seq;
  const save = async (): Promise<void> => {
    try {
      const { seq } = world;
      await journal.saveSnapshot(seq, encodeWorld(world));
      saved = seq;
      await journal.prune(projected(), options.keepDays);
    } catch (error) {
      options.log.error(
        { err: error },
        'the snapshot cannot be saved; the next start replays more of the journal',
      );
    }
  };
  const timer = setInterval(() => {
    if (world.seq - saved >= SNAPSHOT_EVENTS) void save();
  }, SNAPSHOT_CHECK_MS).unref();
  return {
    save,
    async stop() {
      clearInterval(timer);
      if (world.seq > saved) await save();
    },
  };
}
