/** Node, state folder, disk, certificate: what the machine gives. */
import { X509Certificate } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, statfs } from 'node:fs/promises';
import type { Settings } from '../../runtime/settings.ts';
import { loadTls } from '../tls.ts';
import { type Finding, fine, problem, reason } from './finding.ts';

/** Asterisk's root takes 350 MB, the rest is for the journal, recordings and the database. */
const neededMegabytes = 500;
const expiryDays = 14;
const dayMs = 86_400_000;

export function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const message = `${process.versions.node}`;
  if (major < 20 || (major === 20 && minor < 19))
    return problem('Node', `${message} is too old`, 'install Node 20.19 or newer, up to 24');
  if (major > 24) return problem('Node', `${message} is newer than was tried`, 'use Node 20, 22 or 24');
  return fine('Node', message);
}

export async function checkHome({ home }: Settings): Promise<Finding[]> {
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
    await access(home, constants.W_OK | constants.X_OK);
  } catch (error) {
    return [
      problem(
        'State folder',
        reason(error),
        `give this user ${home}, or set PHONES_HOME to a folder of its own`,
      ),
    ];
  }
  const { bavail, bsize } = await statfs(home);
  const free = Math.floor((bavail * bsize) / 1e6);
  return [
    fine('State folder', home),
    free < neededMegabytes
      ? problem(
          'Disk',
          `only ${free} MB are free for ${home}`,
          `make ${neededMegabytes} MB free, or set PHONES_HOME to a larger disk`,
        )
      : fine('Disk', `${free} MB free`),
  ];
}

export async function checkCertificate(settings: Settings): Promise<Finding> {
  if (settings.tls.kind === 'off') {
    const local = ['127.0.0.1', 'localhost', '::1'].includes(settings.http.host);
    return local
      ? fine('HTTPS', 'off; browsers give the microphone to pages of this machine all the same')
      : problem(
          'HTTPS',
          'off: browsers give no microphone to pages of other machines',
          'set PHONES_TLS=auto',
        );
  }
  try {
    const tls = await loadTls(settings);
    const days = tls
      ? Math.floor((Date.parse(new X509Certificate(tls.certificate).validTo) - Date.now()) / dayMs)
      : 0;
    return days < expiryDays
      ? problem(
          'HTTPS',
          `the certificate is valid for ${days} more days`,
          'renew the files that PHONES_TLS names',
        )
      : fine('HTTPS', `certificate valid for ${days} more days`);
  } catch (error) {
    return problem('HTTPS', reason(error), 'mend the files that PHONES_TLS names, or set PHONES_TLS=auto');
  }
}
