/** The settings of an instance (README, "Settings"), read once from the environment. */
import { resolve } from 'node:path';
import { BadSetting } from './errors.ts';

export interface Settings {
  /** State folder, absolute. */
  home: string;
  http: Address;
  sip: Address;
  /** UDP ports of RTP, both inclusive. */
  rtp: { from: number; to: number };
  database: { kind: 'sqlite' } | { kind: 'mysql'; url: string };
  asterisk: { kind: 'embedded' } | { kind: 'remote'; urls: string[] };
  adminPassword: string | null;
  tls: { kind: 'off' } | { kind: 'auto' } | { kind: 'files'; key: string; certificate: string };
  log: 'trace' | 'debug' | 'info' | 'warn' | 'error';
  /** Name of the instance: Stasis application and beginning of contact ids. */
  instance: string;
  /** IANA zone for days and dates. */
  timeZone: string;
  /** Server that speaks; null = espeak-ng does. */
  voice: Service | null;
  /** Who recognises speech. */
  recogniser:
    | { kind: 'off' }
    | { kind: 'pocketsphinx' }
    | { kind: 'vosk'; it: Service | null; en: Service | null };
}
/** A server outside, and the header that proves who asks; its value is a secret. */
export interface Service {
  url: string;
  header: { name: string; value: string } | null;
}
export interface Address {
  host: string;
  port: number;
}

export function parseAddress(name: string, value: string): Address {
  const match = /^(?:\[([0-9a-fA-F:]+)\]|([^:\s]+)):([0-9]{1,5})$/.exec(value);
  const port = Number(match?.[3]);
  if (!match || port < 1 || port > 65_535) throw new BadSetting(name, `"${value}" is not host:port`);
  return { host: match[1] ?? match[2] ?? '', port };
}

/** Reads PHONES_*; throws BadSetting that names the setting. */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const get = (name: string, fallback: string): string => env[name]?.trim() || fallback;
  const rtp = /^([0-9]+)-([0-9]+)$/.exec(get('PHONES_RTP', '20000-20999'));
  const from = Number(rtp?.[1]);
  const to = Number(rtp?.[2]);
  if (!rtp || from < 1024 || to > 65_535 || to - from < 3)
    throw new BadSetting('PHONES_RTP', 'give a range of UDP ports such as 20000-20999');

  const database = get('PHONES_DATABASE', 'sqlite');
  if (database !== 'sqlite' && !/^mysql:\/\/[^/]+\/[^/]+$/.test(database))
    throw new BadSetting('PHONES_DATABASE', 'give "sqlite" or mysql://user:password@host/name');

  const asterisk = get('PHONES_ASTERISK', 'embedded');
  const urls = asterisk.split(',').map(url => url.trim());
  if (asterisk !== 'embedded' && !urls.every(url => /^https?:\/\/[^:@/]+:[^@/]+@[^/]+$/.test(url)))
    throw new BadSetting('PHONES_ASTERISK', 'give "embedded" or http://user:password@host:port[,...]');

  const tls = get('PHONES_TLS', 'off');
  const [key, certificate] = tls.split(',');
  if (tls !== 'off' && tls !== 'auto' && !(key && certificate))
    throw new BadSetting('PHONES_TLS', 'give "auto", "off" or key.pem,certificate.pem');

  const log = get('PHONES_LOG', 'info');
  if (!['trace', 'debug', 'info', 'warn', 'error'].includes(log))
    throw new BadSetting('PHONES_LOG', 'give trace, debug, info, warn or error');

  const instance = get('PHONES_INSTANCE', 'phones');
  if (!/^[a-z][a-z0-9]{0,19}$/.test(instance))
    throw new BadSetting('PHONES_INSTANCE', 'give up to 20 of a-z 0-9, beginning with a letter');

  const timeZone = get('PHONES_TIMEZONE', Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC');
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch (cause) {
    throw new BadSetting('PHONES_TIMEZONE', `"${timeZone}" is no IANA time zone: ${String(cause)}`);
  }
  return {
    ...readSpeech(get),
    home: resolve(get('PHONES_HOME', './var')),
    http: parseAddress('PHONES_HTTP', get('PHONES_HTTP', '127.0.0.1:8080')),
    sip: parseAddress('PHONES_SIP', get('PHONES_SIP', '127.0.0.1:5060')),
    rtp: { from, to },
    database: database === 'sqlite' ? { kind: 'sqlite' } : { kind: 'mysql', url: database },
    asterisk: asterisk === 'embedded' ? { kind: 'embedded' } : { kind: 'remote', urls },
    adminPassword: env.PHONES_ADMIN_PASSWORD || null,
    tls:
      tls === 'off' || tls === 'auto' || !key || !certificate
        ? { kind: tls === 'auto' ? 'auto' : 'off' }
        : { kind: 'files', key, certificate },
    log: log as Settings['log'],
    instance,
    timeZone,
  };
}

function readSpeech(get: (name: string, fallback: string) => string): Pick<Settings, 'voice' | 'recogniser'> {
  const voice = get('PHONES_VOICE', 'espeak-ng');
  if (voice !== 'espeak-ng' && !isUrl(voice, ['http:', 'https:']))
    throw new BadSetting('PHONES_VOICE', 'give "espeak-ng" or http(s)://host[:port]/path of a voice server');
  const voiceHeader = readHeader('PHONES_VOICE_HEADER', get);
  const recogniser = get('PHONES_RECOGNISER', 'off');
  const header = readHeader('PHONES_RECOGNISER_HEADER', get);
  return {
    voice: voice === 'espeak-ng' ? null : { url: voice, header: voiceHeader },
    recogniser:
      recogniser === 'off' || recogniser === 'pocketsphinx'
        ? { kind: recogniser }
        : { kind: 'vosk', ...readServers(recogniser, header) },
  };
}

/** `it=ws://host:port,en=ws://host:port`, or one of them. */
function readServers(value: string, header: Service['header']): { it: Service | null; en: Service | null } {
  const servers: { it: Service | null; en: Service | null } = { it: null, en: null };
  for (const part of value.split(',')) {
    const match = /^(it|en)=(.*)$/.exec(part.trim());
    const url = match?.[2] ?? '';
    if (!match || !isUrl(url, ['ws:', 'wss:']))
      throw new BadSetting(
        'PHONES_RECOGNISER',
        'give "off", "pocketsphinx" or it=ws://host:port,en=ws://host:port',
      );
    servers[match[1] === 'it' ? 'it' : 'en'] = { url, header };
  }
  return servers;
}

/** A password in an address would come into logs: there is the header for it. */
function isUrl(value: string, protocols: string[]): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return protocols.includes(url.protocol) && url.username === '' && url.password === '' && url.hash === '';
}

/** `Name: value`. */
function readHeader(name: string, get: (name: string, fallback: string) => string): Service['header'] {
  const value = get(name, '');
  if (value === '') return null;
  const match = /^([A-Za-z0-9-]+):[ \t]*([\x20-\x7e]+)$/.exec(value);
  if (!match?.[1] || !match[2])
    throw new BadSetting(name, 'give "Name: value", such as Authorization: Bearer ...');
  return { name: match[1], value: match[2] };
}
