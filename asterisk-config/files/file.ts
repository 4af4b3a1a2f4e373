/** What the configuration files are rendered from. */
import type { Address } from '../../orchestrator/runtime/settings.ts';
import type { Folders } from '../folders.ts';

export interface Rendering {
  folders: Folders;
  /** The unpacked Debian root. */
  root: string;
  sip: Address;
  /** UDP ports of RTP, both inclusive. */
  rtp: { from: number; to: number };
  /** Name of the Stasis application. */
  application: string;
  /** Asterisk's HTTP server (ARI, and the browsers' SIP behind our own web server); loopback only. */
  httpPort: number;
  ariUser: string;
  ariPassword: string;
  /** Language of channels that say nothing else. */
  language: 'it' | 'en';
}

/** One configuration file of ours. */
export interface ConfigurationFile {
  name: string;
  text: (rendering: Rendering) => string;
}

/** First lines of every file of ours. */
export const heading = (about: string): string =>
  `; ${about}\n; Written by #phones at each start: changes made here are lost. Yours go into ../custom/.\n`;

/** Includes a file of the telephony engineers; it is no error when they removed it. */
export const includeCustom = (folders: Folders, name: string): string =>
  `#tryinclude "${folders.custom}/${name}"\n`;
