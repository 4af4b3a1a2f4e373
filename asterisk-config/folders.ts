/** Where the embedded Asterisk of a state folder keeps what. */
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Folders {
  /** All of it: `<home>/asterisk`. */
  base: string;
  /** Our configuration, written anew at each start. */
  etc: string;
  /** The telephony engineers' files: made once, never touched again. */
  custom: string;
  /** What Asterisk takes for its data folder: links into the root, and sounds by language. */
  data: string;
  sounds: string;
  /** Things Asterisk keeps between runs (registrations of phones, keys). */
  db: string;
  lib: string;
  cache: string;
  spool: string;
  log: string;
  /** Process id and control socket. */
  run: string;
  /** Address and password of ARI, kept from the first start on; mode 600. */
  access: string;
  asteriskConf: string;
}

/** A Unix socket's path ends at 107 characters (sun_path in unix(7)). */
const longestSocketPath = 107;

export function foldersOf(home: string): Folders {
  const base = join(home, 'asterisk');
  const etc = join(base, 'etc');
  return {
    base,
    etc,
    custom: join(base, 'custom'),
    data: join(base, 'data'),
    sounds: join(base, 'data', 'sounds'),
    db: join(base, 'db'),
    lib: join(base, 'lib'),
    cache: join(base, 'cache'),
    spool: join(base, 'spool'),
    log: join(base, 'log'),
    run: runFolder(base),
    access: join(base, 'access.json'),
    asteriskConf: join(etc, 'asterisk.conf'),
  };
}

/** `<base>/run`, or a folder of this user under /tmp when the control socket's path would be too long. */
function runFolder(base: string): string {
  const own = join(base, 'run');
  if (join(own, 'asterisk.ctl').length <= longestSocketPath) return own;
  const name = createHash('sha256').update(base).digest('hex').slice(0, 16);
  return join(tmpdir(), `phones-${process.getuid?.() ?? 0}-${name}`);
}
