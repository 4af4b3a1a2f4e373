/**
 * One Asterisk: its link, what is set up after each connection, its events and its commands.
 *
 *   away -> connecting (claim, client, filter, provisioning, observation) -> up -> away -> ...
 *   up -> replaced (another orchestrator has taken over: nothing is done any more)
 *
 * What Asterisk says while we are connecting waits until nodeConnected was told.
 */
import { setTimeout as after } from 'node:timers/promises';
import type { Client } from 'ari-client';
import type { SwitchCommand } from '../../core/commands.ts';
import type { Event } from '../../core/events.ts';
import type { NodeId } from '../../core/ids.ts';
import type { NodeStatus } from '../../runtime/ports/telephony.ts';
import { nodeAddress } from './address.ts';
import { AriError, messageOf, noAnswer, statusOf } from './ari-error.ts';
import { createClient, dropClient } from './client.ts';
import { keysOf, perform } from './commands.ts';
import { createDepartures } from './departures.ts';
import { readVariables } from './dialplan.ts';
import type { Directory } from './directory.ts';
import { type AriEvent, readMessage } from './envelope.ts';
import { createEntrances } from './entrances.ts';
import { LegBook } from './legs.ts';
import type { LineUse } from './line-use.ts';
import { observe, readLegs, type Seen } from './observation.ts';
import { type AriOptions, noMetrics } from './options.ts';
import { createOrder } from './order.ts';
import { createOwnership } from './ownership.ts';
import { createPresence } from './presence.ts';
import { createProvisioner } from './provision.ts';
import { fetchFile, isBeingMade, removeFile } from './recording.ts';
import { type FoundNode, setUp } from './set-up.ts';
import type { SipEntity } from './sip-objects.ts';
import { createEventSocket } from './socket.ts';
import { translate } from './translate.ts';
import { type AriRequest, type AriResponse, createTransport, requestDeadlineMs } from './transport.ts';

/** 503. */
const unavailable = 503;
/** How long an event may be behind Asterisk's list of channels. */
const eventsLateMs = 100;

export interface AriNode {
  readonly node: NodeId;
  start(): void;
  execute(command: SwitchCommand): void;
  /** Answered by nodeObserved, if the node is up. */
  observe(): void;
  /** Pushes or removes the SIP entities of these names. False = the node is away or did not take all of it. */
  push(names: readonly string[], wanted: readonly SipEntity[]): Promise<boolean>;
  /** A phone is about to register. */
  expectPhone(): void;
  /** Null = there is no such recording. Both reject when the node does not answer. */
  fetchRecording(name: string): Promise<Buffer | null>;
  isRecording(name: string): Promise<boolean>;
  removeRecording(name: string): Promise<void>;
  status(): NodeStatus;
  stop(): Promise<void>;
}

export interface NodeParts {
  node: NodeId;
  url: string;
  options: AriOptions;
  directory: Directory;
  lineUse: LineUse;
  /** All SIP entities that Asterisk must have. */
  wanted: () => SipEntity[];
  /** Entities that stay although they are not among the wanted ones. */
  keep: (name: string) => boolean;
  emit: (event: Event) => void;
}

export function createNode({
  node,
  url,
  options,
  directory,
  lineUse,
  wanted,
  keep,
  emit,
}: NodeParts): AriNode {
  const { application, log, speech } = options;
  const metrics = options.metrics ?? noMetrics;
  const now = options.now ?? Date.now;
  const address = nodeAddress(url);
  const socket = createEventSocket(address, application, { opened, closed, message }, log);
  const transport = createTransport(address, socket);
  const ownership = createOwnership(node, application, transport, log);
  const presence = createPresence(node, transport, directory, tell, log);
  const provisioner = createProvisioner(node, log, metrics);
  const order = createOrder();
  const book = new LegBook();
  const entrances = createEntrances();
  const lookFor = createDepartures({ node, application, transport, book, tell, log });
  const setUpParts = {
    node,
    application,
    transport,
    ownership,
    provisioner,
    client: async () => (client ??= await createClient(address, transport)),
    wanted,
    keep,
    log,
  };

  let client: Client | null = null;
  /** Counts connections: what an earlier one began is void. */
  let session = 0;
  let up = false;
  let observing = false;
  let stopping = false;
  /** Another orchestrator drives the node: nothing goes there any more, over HTTP either (F7). */
  let rival = false;
  let version = '';
  let since = now();
  /** Events that wait for nodeConnected; null = they are told at once. */
  let held: Event[] | null = null;

  function emitSafely(event: Event): void {
    try {
      emit(event);
    } catch (error) {
      metrics.count('handlerErrors', node);
      log.error({ err: error, node, event: event.type }, 'an event was not taken');
    }
  }

  function tell(event: Event): void {
    if (event.type === 'callArrived' && event.lineId !== null) lineUse.add(node, event.leg, event.lineId);
    if (event.type === 'legEnded' || event.type === 'legLeft') lineUse.remove(event.leg);
    if (held) held.push(event);
    else emitSafely(event);
  }

  // The link

  function opened(): void {
    session += 1;
    held ??= [];
    void connect(session);
  }

  function closed(reason: string): void {
    session += 1;
    transport.socketClosed();
    presence.stop();
    if (!up) return;
    up = false;
    since = now();
    if (!stopping) {
      metrics.count('linksLost', node);
      log.warn({ node, address: address.host, reason }, 'the link to Asterisk is lost');
    }
    emitSafely({ type: 'nodeDisconnected', node });
  }

  async function connect(mine: number): Promise<void> {
    try {
      const found = await setUp(setUpParts);
      const standing = new Set(await readLegs(transport, application));
      await after(eventsLateMs);
      await observe(transport, application, seen => {
        // The others have just come in: they are told of by an event.
        const legs = seen.legs.filter(leg => standing.has(leg) || book.get(leg));
        if (mine === session) connected(found, { ...seen, legs });
      });
      if (mine !== session) return;
      socket.healthy();
      presence.start();
      log.info({ node, address: address.host, version }, 'Asterisk is connected');
    } catch (error) {
      if (mine !== session) return;
      log.warn(
        { node, address: address.host, status: statusOf(error), reason: messageOf(error) },
        'Asterisk could not be set up',
      );
      socket.restart('could not be set up');
    }
  }

  function connected(found: FoundNode, seen: Seen): void {
    up = true;
    since = now();
    version = found.version;
    emitSafely({ type: 'nodeConnected', node, version, bootId: found.bootId });
    const waiting = held ?? [];
    held = null;
    for (const event of waiting) emitSafely(event);
    tellObserved(seen);
  }

  function tellObserved({ channels, legs, members, endpoints, recorders }: Seen): void {
    const alive = new Set(channels);
    book.correct(legs, alive);
    lineUse.correct(node, alive);
    const bridges = Object.keys(members);
    const phonesOnline = presence.take(endpoints);
    tell({ type: 'nodeObserved', node, legs, channels, bridges, members, recorders, phonesOnline });
  }

  async function audit(mine: number): Promise<void> {
    observing = true;
    try {
      await observe(transport, application, seen => {
        if (mine === session) tellObserved(seen);
      });
    } catch (error) {
      log.debug({ node, reason: messageOf(error) }, 'the node could not be observed');
    } finally {
      observing = false;
    }
  }

  // Events

  function message(text: string): void {
    const read = readMessage(text);
    switch (read.kind) {
      case 'answer':
        return transport.received(read.message);
      case 'event':
        return read.event.type === 'ApplicationReplaced' ? replaced() : happened(read.event);
      case 'unknown':
        metrics.count('unknownEvents', node);
        return log.debug({ node, type: read.type }, 'an event of an unknown type');
      case 'malformed':
        metrics.count('malformedMessages', node);
        return log.warn({ node, reason: read.reason }, 'a message that is not what ARI promises');
      case 'ignored':
    }
  }

  function happened(event: AriEvent): void {
    const { events, look, back, begun } = translate(node, event, book);
    for (const each of events) tell(each);
    if (begun !== undefined) entrances.came(begun);
    if (look !== undefined) lookFor(look);
    if (back) void returned(back.leg, back.result);
  }

  /** A leg is back from the dialplan. */
  async function returned(leg: string, result: string): Promise<void> {
    const variables = await readVariables(request => transport.request(request), leg);
    tell({ type: 'dialplanReturned', node, leg, variables: { ...variables, PHONES_RESULT: result } });
  }

  /** Somebody else has the application now: we only come back when nobody drives the node any more. */
  function replaced(): void {
    rival = true;
    void socket.stop();
    ownership.whenFree(() => {
      rival = false;
      socket.start();
    });
  }

  // Commands

  const away = (leg: string, leaves: boolean): void => {
    book.of(leg).away = leaves;
  };

  function failed(command: SwitchCommand, error: unknown): void {
    const status = statusOf(error);
    metrics.count('failedCommands', command.type);
    if (status !== 404)
      log.warn({ node, command: command.type, status, reason: messageOf(error) }, 'a command failed');
    tell({ type: 'commandFailed', command, status, message: messageOf(error) });
  }

  async function attempt(
    command: SwitchCommand,
    issuedAt: number,
    ask: (request: AriRequest) => Promise<AriResponse>,
  ): Promise<void> {
    try {
      if (rival) throw new AriError(noAnswer, 'another orchestrator drives the node');
      if (session === 0) throw new AriError(noAnswer, 'the node was never connected');
      if (performance.now() - issuedAt > requestDeadlineMs)
        // A leg that was never asked for is known not to be: nobody has to wait for an observation.
        throw new AriError(
          command.type === 'originate' ? unavailable : noAnswer,
          'the commands before it took too long',
        );
      const parts = { ask, tell, application, directory, lineUse, speech, away, entered: entrances.expect };
      await perform(parts, command);
    } catch (error) {
      failed(command, error);
    }
  }

  /**
   * Returns when the next command of the same contact may follow: with the request on the socket, where
   * Asterisk carries requests out one after another, the next one need not wait for its answer.
   */
  function carryOut(command: SwitchCommand, issuedAt: number): Promise<void> | void {
    let sent = false;
    let follow = (): void => {
      sent = true;
    };
    const done = attempt(command, issuedAt, request => {
      const answered = transport.request(request);
      if (transport.inOrder) follow();
      return answered;
    });
    if (sent) return;
    return new Promise(resolve => {
      follow = resolve;
      void done.then(resolve);
    });
  }

  return {
    node,
    start: () => socket.start(),
    execute(command) {
      const issuedAt = performance.now();
      order.run(keysOf(command), () => carryOut(command, issuedAt));
    },
    observe() {
      if (!up || observing) return;
      void audit(session);
    },
    async push(names, entities) {
      if (!up || !client) return false;
      try {
        return await provisioner.push(client, names, entities);
      } catch (error) {
        log.error({ node, status: statusOf(error), reason: messageOf(error) }, 'provisioning was cut short');
        return false;
      }
    },
    expectPhone: () => presence.expect(),
    fetchRecording: name => fetchFile(transport, name),
    isRecording: name => isBeingMade(transport, name),
    removeRecording: name => removeFile(transport, name),
    status: () => ({ node, up, version, since, roundTripMs: socket.roundTripMs, address: address.host }),
    async stop() {
      stopping = true;
      ownership.stop();
      await socket.stop();
      dropClient(transport);
    },
  };
}
