/** Digest authentication of SIP (RFC 3261, 22.4; RFC 2617), MD5 with qop=auth. */
import { createHash, randomBytes } from 'node:crypto';

export interface Credentials {
  username: string;
  password: string;
}

/** The value of Authorization or Proxy-Authorization for the MD5 challenge among `challenges`; null if there is none. */
export function authorization(
  challenges: string[],
  credentials: Credentials,
  method: string,
  uri: string,
): string | null {
  const challenge = challenges.map(parameters).find(c => (c.algorithm ?? 'MD5').toUpperCase() === 'MD5');
  if (!challenge) return null;
  const { realm = '', nonce = '', opaque } = challenge;
  const md5 = (text: string) => createHash('md5').update(text).digest('hex');
  const secret = md5(`${credentials.username}:${realm}:${credentials.password}`);
  const request = md5(`${method}:${uri}`);
  const parts = [
    `username="${credentials.username}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${uri}"`,
    'algorithm=MD5',
  ];
  if (challenge.qop) {
    const cnonce = randomBytes(8).toString('hex');
    const response = md5(`${secret}:${nonce}:00000001:${cnonce}:auth:${request}`);
    parts.push(`response="${response}"`, 'qop=auth', 'nc=00000001', `cnonce="${cnonce}"`);
  } else parts.push(`response="${md5(`${secret}:${nonce}:${request}`)}"`);
  if (opaque) parts.push(`opaque="${opaque}"`);
  return `Digest ${parts.join(', ')}`;
}

function parameters(challenge: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const match of challenge.matchAll(/(\w+)=(?:"([^"]*)"|([^,\s]+))/g))
    found[(match[1] ?? '').toLowerCase()] = match[2] ?? match[3] ?? '';
  return found;
}
