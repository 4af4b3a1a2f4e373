/** Session descriptions (RFC 4566, RFC 3264) with one G.711 audio stream and RFC 4733 digits. */
import type { Law } from './g711.ts';

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

export interface Description {
  host: string;
  port: number;
  direction: Direction;
  /** G.711 codecs in the order of preference. */
  laws: Law[];
  /** Payload type of telephone-event; null = none. */
  events: number | null;
}

const types: Record<Law, number> = { ulaw: 0, alaw: 8 };
const names: Record<Law, string> = { ulaw: 'PCMU', alaw: 'PCMA' };

export function describe(description: Description, version: number): string {
  const { host, port, direction, laws, events } = description;
  const payloads = [...laws.map(law => types[law]), ...(events === null ? [] : [events])];
  return [
    'v=0',
    `o=peer 1 ${version} IN IP4 ${host}`,
    's=-',
    `c=IN IP4 ${host}`,
    't=0 0',
    `m=audio ${port} RTP/AVP ${payloads.join(' ')}`,
    ...laws.map(law => `a=rtpmap:${types[law]} ${names[law]}/8000`),
    ...(events === null ? [] : [`a=rtpmap:${events} telephone-event/8000`, `a=fmtp:${events} 0-16`]),
    'a=ptime:20',
    `a=${direction}`,
    '',
  ].join('\r\n');
}

/** Null when there is no audio stream that we can talk. */
export function parseDescription(sdp: string): Description | null {
  const lines = sdp.split(/\r?\n/);
  const audio = lines.map(line => /^m=audio (\d+) RTP\/AVP([\d ]+)/.exec(line)).find(Boolean);
  if (!audio) return null;
  const payloads = (audio[2] ?? '').trim().split(/\s+/).map(Number);
  const laws = payloads.flatMap((type): Law[] => (type === 0 ? ['ulaw'] : type === 8 ? ['alaw'] : []));
  if (laws.length === 0) return null;
  const find = (pattern: RegExp) => lines.map(line => pattern.exec(line)).find(Boolean)?.[1];
  const events = find(/^a=rtpmap:(\d+) telephone-event\/8000/i);
  return {
    host: find(/^c=IN IP4 (\S+)/) ?? '',
    port: Number(audio[1]),
    direction: (find(/^a=(sendrecv|sendonly|recvonly|inactive)$/) as Direction | undefined) ?? 'sendrecv',
    laws,
    events: events === undefined ? null : Number(events),
  };
}
