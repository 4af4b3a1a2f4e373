/** What the routes work with. */
import type { WebDeps } from '../deps.ts';
import type { LiveStreams } from '../live/streams.ts';
import type { Origins } from '../security/origins.ts';
import type { Watch } from '../watch.ts';

/** Tells open pages that something outside of the core changed. */
export interface Tell {
  /** Messages to these agents came or were read. */
  messagesChanged(agentIds: readonly number[]): void;
}

export interface ApiContext {
  deps: WebDeps;
  watch: Watch;
  live: LiveStreams;
  driverOrigins: Origins;
  screenPopOrigins: Origins;
  tell: Tell;
}
