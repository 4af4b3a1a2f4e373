/** Writes our configuration, and once the telephony engineers' files beside it. */
import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { writeCustomFiles } from './custom-files.ts';
import { asteriskConf } from './files/asterisk-conf.ts';
import { extensionsConf } from './files/extensions-conf.ts';
import type { ConfigurationFile, Rendering } from './files/file.ts';
import { ariConf, httpConf } from './files/http-ari-conf.ts';
import { modulesConf } from './files/modules-conf.ts';
import { pjsipConf, rtpConf, sorceryConf } from './files/pjsip-conf.ts';
import { smallFiles } from './files/small-files.ts';

const files: ConfigurationFile[] = [
  asteriskConf,
  modulesConf,
  httpConf,
  ariConf,
  pjsipConf,
  sorceryConf,
  rtpConf,
  extensionsConf,
  ...smallFiles,
];

/** Folders of Debian's data that ours links to. */
const dataLinks = ['agi-bin', 'documentation', 'moh', 'rest-api'];
/** Debian's recorded voices by language. */
const voices = { en: 'en_US_f_Allison', it: 'it_IT_m_Carlo' };

/** The text of every file of ours, and a hash over all of them: equal hash = Asterisk need not be restarted. */
export function renderConfiguration(rendering: Rendering): { texts: Map<string, string>; hash: string } {
  const texts = new Map(files.map(file => [file.name, file.text(rendering)]));
  const hash = createHash('sha256');
  for (const [name, text] of texts) hash.update(`${name}\0${text}\0`);
  return { texts, hash: hash.digest('hex') };
}

/** Puts the files and folders in place. What stood in `etc` and is no longer ours goes. */
export async function writeConfiguration(rendering: Rendering, texts: Map<string, string>): Promise<void> {
  const { folders, root } = rendering;
  const { base, etc, db, lib, cache, spool, log, run, sounds } = folders;
  for (const folder of [base, etc, db, join(lib, 'keys'), cache, join(spool, 'recording'), log, run, sounds])
    await mkdir(folder, { recursive: true, mode: 0o700 });
  await checkOwner(run);
  await writeCustomFiles(folders.custom);

  for (const name of await readdir(etc)) if (!texts.has(name)) await rm(join(etc, name), { recursive: true });
  // By rename: an Asterisk that reads at this moment sees the old file or the new one.
  for (const [name, text] of texts) {
    await writeFile(join(etc, `.${name}`), text, { mode: 0o600 });
    await rename(join(etc, `.${name}`), join(etc, name));
  }

  const debianData = join(root, 'usr/share/asterisk');
  for (const name of dataLinks) await link(join(debianData, name), join(folders.data, name));
  for (const [language, voice] of Object.entries(voices))
    await link(join(debianData, 'sounds', voice), join(sounds, language));
  await link(join(folders.custom, 'sounds'), join(sounds, 'custom'));
}

/** The folder of the control socket may lie in /tmp, where anybody could have made it before us. */
async function checkOwner(folder: string): Promise<void> {
  const { uid, mode } = await lstat(folder);
  if (uid !== process.getuid?.() || (mode & 0o077) !== 0)
    throw new Error(
      `${folder} belongs to somebody else or is open to others: remove it, or choose a shorter PHONES_HOME`,
    );
}

async function link(target: string, path: string): Promise<void> {
  const temporary = join(path, '..', `.${basename(path)}`);
  await rm(temporary, { force: true });
  await symlink(target, temporary);
  await rename(temporary, path);
}
