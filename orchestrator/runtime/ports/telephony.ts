/** What the runtime needs of a PBX. The ARI adapter implements it; test/contract/telephony holds for every implementation. */
import type { SwitchCommand } from '../../core/commands.ts';
import type { Event } from '../../core/events.ts';
import type { AgentId, NodeId } from '../../core/ids.ts';
import type { SwitchRecordings } from './voicemails.ts';

export interface Telephony extends SwitchRecordings {
  /**
   * Connects every node and keeps it connected; returns at once. Whatever happens is told through `emit`
   * in the order in which the node said it. After each (re)connection of a node: provisioning, then
   * nodeConnected, then nodeObserved.
   */
  start(emit: (event: Event) => void): void;
  /**
   * Carries out one command. Never throws and never rejects: what cannot be done comes back as
   * commandFailed. Commands with the same contact id (or, without one, the same leg) keep their order.
   */
  execute(command: SwitchCommand): void;
  /** Asks every connected node for its state; answered by nodeObserved. For the slow audit. */
  observe(): void;
  /** Makes a new SIP secret for the browser phone of an agent and provisions it on its node; the old secret stops working. */
  issueBrowserPhone(agentId: AgentId): Promise<BrowserPhone>;
  /** Withdraws the browser phone of an agent. */
  revokeBrowserPhone(agentId: AgentId): Promise<void>;
  /** Pushes or withdraws what Asterisk must know of changed agents and lines. */
  provision(changed: { agents: number[]; lines: number[] }): Promise<void>;
  status(): NodeStatus[];
  /** Closes the sockets; calls stand. */
  stop(): Promise<void>;
}

export interface NodeStatus {
  node: NodeId;
  up: boolean;
  version: string;
  /** Since when it is as it is, epoch ms. */
  since: number;
  /** Round trip of the last ping, ms; null before the first. */
  roundTripMs: number | null;
  /** host:port of the node's HTTP server, without credentials. */
  address: string;
}

/** What a browser needs to register with JsSIP. */
export interface BrowserPhone {
  uri: string;
  username: string;
  secret: string;
}
