/** What the adapter needs from main.ts. */
import type { Agent, Line } from '../../core/configuration/schemas.ts';
import type { Log } from '../../runtime/log.ts';
import type { Speech } from '../../runtime/ports/speech.ts';

/** An agent with the secret of its SIP phone; '' = it has none. */
export interface AgentAccess {
  agent: Agent;
  sipSecret: string;
}

/** A line with the password of its account at the provider; '' = it has none. */
export interface LineAccess {
  line: Line;
  password: string;
}

export interface AriOptions {
  /** `url` = http://user:password@host:port of Asterisk's HTTP server. */
  nodes: { node: string; url: string }[];
  /** Name of the Stasis application, and beginning of our contact ids (the instance). */
  application: string;
  speech: Speech;
  /** Address of our own to which audio is bound and which is offered for it; null = every address of the machine. */
  mediaAddress?: string | null;
  /**
   * What Asterisk must know, with its secrets. Without ids all are meant; with ids those that exist of them.
   * Read once at the start (again and again until it works) and by provision().
   */
  load: {
    agents(ids?: readonly number[]): Promise<AgentAccess[]>;
    lines(ids?: readonly number[]): Promise<LineAccess[]>;
  };
  log: Pick<Log, 'debug' | 'info' | 'warn' | 'error'>;
  metrics?: AriMetrics;
  /** Epoch ms; default the clock of the machine. */
  now?: () => number;
}

/** What the adapter counts. `label` is one of a bounded set: a node, an event type of ours, a command type. */
export interface AriMetrics {
  count(counter: AriCounter, label: string): void;
}

export type AriCounter =
  /** Event types that this version does not know, by node. */
  | 'unknownEvents'
  /** Messages that are not what ARI promises, by node. */
  | 'malformedMessages'
  /** Exceptions of a handler that were contained, by node. */
  | 'handlerErrors'
  /** Times that a node's link was lost, by node. */
  | 'linksLost'
  /** Commands that failed, by command type. */
  | 'failedCommands'
  /** SIP objects that Asterisk did not take, by node. */
  | 'failedProvisioning';

export const noMetrics: AriMetrics = { count: () => undefined };
