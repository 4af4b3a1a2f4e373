/**
 * The certificate of the web pages (PHONES_TLS). `auto` makes a self-signed one and keeps it in the state
 * folder, so that a browser asks once: a page gets the microphone only over HTTPS or from localhost.
 */
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { BadSetting } from '../runtime/errors.ts';
import type { Settings } from '../runtime/settings.ts';

export interface Tls {
  /** PEM. */
  key: string;
  certificate: string;
  /** Made just now. */
  made: boolean;
}

const dayMs = 86_400_000;
/** Browsers refuse server certificates that are valid for longer than 825 days (Apple, since 2019). */
const validDays = 820;
/** A new one is made when the old one has less left than this. */
const renewDays = 30;

/** Names under which people reach this machine. */
function names(host: string): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap(list => list ?? []);
  const own = addresses.filter(({ scopeid }) => !scopeid).map(({ address }) => address);
  const bound = ['0.0.0.0', '::'].includes(host) ? [] : [host];
  return [...new Set(['localhost', hostname(), '127.0.0.1', '::1', ...own, ...bound])];
}

function covers(certificate: X509Certificate, name: string): boolean {
  return (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)) !== undefined;
}

function usable(pem: string, host: string): boolean {
  const certificate = new X509Certificate(pem);
  const left = Date.parse(certificate.validTo) - Date.now();
  return left > renewDays * dayMs && names(host).every(name => covers(certificate, name));
}

/** Reads the instance's own certificate; makes it when there is none, or one that no longer fits. */
export async function ownCertificate(home: string, host: string): Promise<Tls> {
  const folder = join(home, 'tls');
  const files = { key: join(folder, 'key.pem'), certificate: join(folder, 'certificate.pem') };
  try {
    const tls = {
      key: readFileSync(files.key, 'utf8'),
      certificate: readFileSync(files.certificate, 'utf8'),
    };
    if (usable(tls.certificate, host)) return { ...tls, made: false };
  } catch {
    // none yet, or not readable as one: a new one is made
  }
  // Loaded only where it is needed: it takes as long as all else before Asterisk is started.
  const { generate } = await import('selfsigned');
  const now = Date.now();
  const pems = await generate([{ name: 'commonName', value: `phones on ${hostname()}`.slice(0, 64) }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - dayMs),
    notAfterDate: new Date(now + validDays * dayMs),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: names(host).map(name => (isIP(name) ? { type: 7, ip: name } : { type: 2, value: name })),
      },
    ],
  });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(files.key, pems.private, { mode: 0o600 });
  writeFileSync(files.certificate, pems.cert);
  return { key: pems.private, certificate: pems.cert, made: true };
}

/** The certificate that the settings name; null = plain HTTP. */
export async function loadTls({ tls, home, http }: Settings): Promise<Tls | null> {
  if (tls.kind === 'off') return null;
  if (tls.kind === 'auto') return ownCertificate(home, http.host);
  try {
    const [key, certificate] = [readFileSync(tls.key, 'utf8'), readFileSync(tls.certificate, 'utf8')];
    return { key, certificate, made: false };
  } catch (cause) {
    throw new BadSetting(
      'PHONES_TLS',
      `cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
}
