/**
 * Services outside that flows use: HTTP, SQL, mail, over connections that administrators keep. Addresses and
 * secrets are known here only; the core knows a connection by its name.
 */
import type { FlowServiceCommand } from '../../core/commands.ts';
import type { Event } from '../../core/events.ts';

export interface Connections {
  /** Takes the answers: requestAnswered and requestFailed; also those to commands that were given before. */
  start(emit: (event: Event) => void): void;
  /** Carries out one command off the call path. Never throws and never rejects: what cannot be done comes back as requestFailed. */
  execute(command: FlowServiceCommand): void;
  /** Reads the connections, at the start and when they have changed: a request never waits for the database. Never rejects. */
  refresh(): Promise<void>;
  /** Closes what is open; commands under way are left. */
  stop(): Promise<void>;
}
