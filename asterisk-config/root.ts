/**
 * How programs of an unpacked Debian root run without chroot and without root: through the root's own
 * dynamic loader, so that they find their own libraries and not the system's.
 */
import { join } from 'node:path';

/** Debian's name of the machine and the loader inside the root, by Node's name of the machine. */
const machines: Partial<Record<NodeJS.Architecture, { triplet: string; loader: string }>> = {
  x64: { triplet: 'x86_64-linux-gnu', loader: 'usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2' },
  arm64: { triplet: 'aarch64-linux-gnu', loader: 'usr/lib/aarch64-linux-gnu/ld-linux-aarch64.so.1' },
};

/** What to spawn: never a shell line. */
export interface Invocation {
  file: string;
  args: string[];
  env: Record<string, string>;
}

/** Folder of the shared libraries in the root. Throws on machines for which nothing is known. */
export function libraryFolder(root: string): string {
  return join(root, 'usr/lib', machine().triplet);
}

/**
 * The invocation of `program` (a path in the root, for example usr/sbin/asterisk). The environment is ours
 * alone: nothing of the server's own (its settings hold secrets) reaches the program.
 */
export function inRoot(root: string, program: string, args: string[]): Invocation {
  const libraries = libraryFolder(root);
  return {
    file: join(root, machine().loader),
    // pulseaudio: private libraries of libpulse, which espeak-ng and sox are linked to.
    args: ['--library-path', `${libraries}:${libraries}/pulseaudio`, join(root, program), ...args],
    env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', HOME: '/nonexistent', ESPEAK_DATA_PATH: libraries },
  };
}

/** The speech programs of the root, for the speech adapter. */
export function speechPrograms(root: string): (program: 'espeak-ng' | 'sox', args: string[]) => Invocation {
  return (program, args) => inRoot(root, `usr/bin/${program}`, args);
}

/** pocketsphinx of its own root, and the folder of its American model. */
export function pocketsphinxOf(root: string): { program(args: string[]): Invocation; model: string } {
  return {
    program: args => inRoot(root, 'usr/bin/pocketsphinx', args),
    model: join(root, 'usr/share/pocketsphinx/model/en-us'),
  };
}

function machine(): { triplet: string; loader: string } {
  const known = machines[process.arch];
  if (!known) throw new Error(`the embedded Asterisk runs on x64 and arm64, not on ${process.arch}`);
  return known;
}
