/** What supervisors write to agents. Kept in the database: it survives reloads and restarts. */

/** To whom: one agent, those of a human campaign, or all. */
export type MessageTarget =
  | { kind: 'agent'; agentId: number }
  | { kind: 'campaign'; campaignId: number }
  | { kind: 'all' };

interface Message {
  id: number;
  /** Epoch ms. */
  at: number;
  by: string;
  text: string;
}
/** As the agent sees it; `readAt` null = unread. */
export interface OwnMessage extends Message {
  readAt: number | null;
}
/** As supervisors see it. */
export interface SentMessage extends Message {
  to: MessageTarget;
  readers: { agentId: number; readAt: number | null }[];
}

export interface AgentMessageStore {
  /** Keeps the message for these agents, with its line in the audit log; forgets those that are too old. */
  send(
    message: { text: string; to: MessageTarget; agentIds: readonly number[] },
    by: string,
  ): Promise<SentMessage>;
  /** What came to the agent since `since` (epoch ms), and what it has not read of earlier days; newest first, at most 200. */
  of(agentId: number, since: number): Promise<OwnMessage[]>;
  /** Throws NotFound when there is no such message to this agent; reading twice changes nothing. */
  read(id: number, agentId: number): Promise<void>;
  /** What was sent since `since`, newest first, at most 200. */
  sent(since: number): Promise<SentMessage[]>;
}
