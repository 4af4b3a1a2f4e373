/** One step in progress: the world, the moment, and what comes of the event. Handlers write into it. */
import type { Input } from '../../ivr-flows/effects.ts';
import type { Command } from './commands.ts';
import type { Fact } from './facts.ts';
import type { AgentId, ContactId } from './ids.ts';
import type { World } from './world.ts';

export interface Turn {
  readonly world: World;
  /** Epoch ms of the event. */
  readonly at: number;
  readonly commands: Command[];
  readonly facts: Fact[];
  /** What parts of the event threw and was contained (quarantine.ts). */
  readonly errors: Error[];
  /** What `settle` looks at when the handler is done: agents about whom something changed, */
  readonly agents: Set<AgentId>;
  /** agents that are not at work any more, */
  readonly gone: Set<AgentId>;
  /** contacts that were put into a waiting list, */
  readonly arrivals: Set<ContactId>;
  /** contacts that their agent's standing leg takes at once, */
  readonly pickups: Set<ContactId>;
  /** campaigns that an agent left, or whose contacts may ask for somebody who is not there any more, */
  readonly thinned: Set<number>;
  /** and what the flows of contacts are told, in order; null = the flow begins. */
  readonly inputs: { contactId: ContactId; input: Input | null }[];
}

export function createTurn(world: World, at: number): Turn {
  return {
    world,
    at,
    commands: [],
    facts: [],
    errors: [],
    agents: new Set(),
    gone: new Set(),
    arrivals: new Set(),
    pickups: new Set(),
    thinned: new Set(),
    inputs: [],
  };
}

export function command(turn: Turn, ...commands: Command[]): void {
  turn.commands.push(...commands);
}

export function record(turn: Turn, fact: Fact): void {
  turn.facts.push(fact);
}

/** Kinds of timers; the id is `<kind>:<what it is for>`. */
export type TimerKind =
  | 'offer'
  | 'wrapUp'
  | 'gone'
  | 'restart'
  | 'lost'
  | 'recall'
  | 'wait'
  | 'redirect'
  | 'callback'
  /** What a waiting contact asks for changes. */
  | 'step'
  | 'rest'
  /** `flow:<contact>/<effect>` */
  | 'flow'
  | 'standing'
  /** A promised call-back is due. */
  | 'promise'
  /** The target of a contact that rings. */
  | 'target'
  /** A call over a line that has a longest duration; `longest:<leg>`. */
  | 'longest'
  /** A phone that is called for a prompt rings, or nobody chooses. */
  | 'dictation';

export function timerId(kind: TimerKind, subject: string | number): string {
  return `${kind}:${subject}`;
}

/** Fires once at `at`; setting the same timer again replaces it. */
export function setTimer(turn: Turn, kind: TimerKind, subject: string | number, at: number): void {
  const id = timerId(kind, subject);
  turn.world.timers.set(id, at);
  command(turn, { type: 'setTimer', timerId: id, at });
}

/** The runtime may still fire it; step ignores a timer that the world does not know. */
export function clearTimer(turn: Turn, kind: TimerKind, subject: string | number): void {
  turn.world.timers.delete(timerId(kind, subject));
}

/** Ends the waiting in the queue: its longest wait, its redirection by time. Only a contact that queues has these timers. */
export function clearQueueTimers(turn: Turn, contact: { id: ContactId; queued: boolean }): void {
  if (!contact.queued) return;
  clearTimer(turn, 'wait', contact.id);
  clearTimer(turn, 'redirect', contact.id);
}
