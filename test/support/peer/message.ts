/** SIP messages (RFC 3261, section 7) as far as the test peer needs them. */

/** Header fields in order; names are kept in their long form and compared without case. */
export class Headers {
  readonly lines: [name: string, value: string][];

  constructor(lines: [string, string][] = []) {
    this.lines = lines;
  }

  /** The first value of a header, or ''. */
  get(name: string): string {
    return this.all(name)[0] ?? '';
  }

  all(name: string): string[] {
    const wanted = name.toLowerCase();
    return this.lines.filter(([n]) => n.toLowerCase() === wanted).map(([, value]) => value);
  }
}

export interface SipRequest {
  kind: 'request';
  method: string;
  uri: string;
  headers: Headers;
  body: string;
}

export interface SipResponse {
  kind: 'response';
  status: number;
  reason: string;
  headers: Headers;
  body: string;
}

export type SipMessage = SipRequest | SipResponse;

const longNames: Record<string, string> = {
  f: 'From',
  t: 'To',
  i: 'Call-ID',
  v: 'Via',
  m: 'Contact',
  l: 'Content-Length',
  c: 'Content-Type',
  k: 'Supported',
};

/** Parses one datagram; null when it is no SIP message (a keep-alive, for example). */
export function parse(datagram: string): SipMessage | null {
  const end = datagram.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [start = '', ...rest] = datagram
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = new Headers(
    rest.map(line => {
      const colon = line.indexOf(':');
      const name = line.slice(0, colon).trim();
      return [longNames[name.toLowerCase()] ?? name, line.slice(colon + 1).trim()];
    }),
  );
  const body = datagram.slice(end + 4);
  const response = /^SIP\/2\.0 (\d{3}) ?(.*)$/.exec(start);
  if (response)
    return { kind: 'response', status: Number(response[1]), reason: response[2] ?? '', headers, body };
  const request = /^([A-Z]+) (\S+) SIP\/2\.0$/.exec(start);
  return request ? { kind: 'request', method: request[1] ?? '', uri: request[2] ?? '', headers, body } : null;
}

export function format(message: SipMessage): string {
  const start =
    message.kind === 'request'
      ? `${message.method} ${message.uri} SIP/2.0`
      : `SIP/2.0 ${message.status} ${message.reason}`;
  const lines = message.headers.lines.filter(([name]) => name.toLowerCase() !== 'content-length');
  const head = [start, ...lines.map(([name, value]) => `${name}: ${value}`)];
  return `${head.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(message.body)}\r\n\r\n${message.body}`;
}

/** A response to `request` with the headers that RFC 3261, 8.2.6 wants copied; `tag` goes to To if it has none. */
export function responseTo(
  request: SipRequest,
  status: number,
  reason: string,
  tag: string,
  more: [string, string][] = [],
  body = '',
): SipResponse {
  const to = request.headers.get('To');
  const headers = new Headers([
    ...request.headers.all('Via').map((via): [string, string] => ['Via', via]),
    ['From', request.headers.get('From')],
    ['To', tagOf(to) || status === 100 ? to : `${to};tag=${tag}`],
    ['Call-ID', request.headers.get('Call-ID')],
    ['CSeq', request.headers.get('CSeq')],
    ...more,
  ]);
  return { kind: 'response', status, reason, headers, body };
}

export function tagOf(party: string): string {
  return /;\s*tag=([^;>\s]+)/i.exec(party)?.[1] ?? '';
}

/** The URI of a From, To or Contact value. */
export function uriOf(party: string): string {
  return /<([^>]+)>/.exec(party)?.[1] ?? party.split(';')[0] ?? '';
}

/** The user part of a URI: the number. */
export function userOf(uri: string): string {
  return decodeURIComponent(/^sips?:([^@;]+)@/.exec(uri)?.[1] ?? '');
}

export function branchOf(via: string): string {
  return /;\s*branch=([^;,\s]+)/i.exec(via)?.[1] ?? '';
}
