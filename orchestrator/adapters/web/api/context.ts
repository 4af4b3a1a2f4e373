/** What the routes work with. */
import type { WebDeps } from '../deps.ts';
import type { LiveStreams } from '../live/streams.ts';
import type { DriverOrigins } from '../security/driver-origins.ts';
import type { Watch } from '../watch.ts';

export interface ApiContext {
  deps: WebDeps;
  watch: Watch;
  live: LiveStreams;
  driverOrigins: DriverOrigins;
}
