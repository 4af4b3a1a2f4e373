/** What the web server is made of; main.ts hands it over. */
import type { Store as SessionStore } from 'express-session';
import type { Registry } from 'prom-client';
import type { ConfigurationChange } from '../../core/configuration/schemas.ts';
import type { Log } from '../../runtime/log.ts';
import type { Engine } from '../../runtime/ports/engine.ts';
import type { FlowPublisher } from '../../runtime/ports/flows.ts';
import type { Pages } from '../../runtime/ports/pages.ts';
import type { PromptLibrary } from '../../runtime/ports/prompts.ts';
import type { RecordingKeeper } from '../../runtime/ports/recordings.ts';
import type { Store } from '../../runtime/ports/store.ts';
import type { Telephony } from '../../runtime/ports/telephony.ts';
import type { VoicemailKeeper } from '../../runtime/ports/voicemails.ts';
import type { Settings } from '../../runtime/settings.ts';

export interface WebDeps {
  settings: Settings;
  store: Store;
  flows: FlowPublisher;
  prompts: PromptLibrary;
  recordings: RecordingKeeper;
  voicemails: VoicemailKeeper;
  engine: Engine;
  telephony: Pick<Telephony, 'issueBrowserPhone' | 'revokeBrowserPhone' | 'status'>;
  sessionStore: SessionStore;
  /** Each is mounted at "/", in this order. */
  pages: Pages[];
  /** Where Asterisk's WebSocket for SIP is; null while there is none. */
  sipSocket: () => { host: string; port: number; path: string } | null;
  /** PEM texts; null = plain HTTP. */
  tls: { key: string; cert: string } | null;
  /** Hands written configuration to the running system (core and Asterisk). */
  applyChanges: (changes: ConfigurationChange[], by: string) => Promise<void>;
  log: Log;
  metrics: Registry;
  /** Version of the product. */
  version: string;
}

export interface WebServer {
  /** Resolves when connections are taken; rejects when the address cannot be had (EADDRINUSE, EACCES). */
  listen(): Promise<void>;
  /** Ends streams and sockets (1012, service restart) and stops; the core is not told that pages went. */
  close(): Promise<void>;
  /** `http://host:port` or `https://host:port`. */
  readonly address: string;
}
