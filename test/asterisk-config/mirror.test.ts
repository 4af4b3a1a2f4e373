import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { debianMirror } from '../../asterisk-config/mirror.ts';
import { tempFolder } from '../support/ports.ts';

describe('the Debian mirror', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await tempFolder('apt');
    await mkdir(join(folder, 'sources.list.d'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is deb.debian.org where apt says nothing', async () => {
    expect(await debianMirror(folder)).to.equal('http://deb.debian.org/debian');
  });

  it('is that of sources.list, past comments, sources and the security archive', async () => {
    await writeFile(
      join(folder, 'sources.list'),
      `# deb http://old.example.org/debian bookworm main
deb-src http://src.example.org/debian bookworm main
deb http://security.example.org/debian-security bookworm-security main
deb [arch=amd64 signed-by=/x.gpg] http://ftp.it.example.org/debian/ bookworm main contrib
`,
    );
    expect(await debianMirror(folder)).to.equal('http://ftp.it.example.org/debian/');
  });

  it('is that of a .sources file, past other vendors and what is switched off', async () => {
    const stanza = (uri: string, more = ''): string =>
      `Types: deb\nURIs: ${uri}\nSuites: bookworm\nComponents: main\n${more}`;
    await writeFile(
      join(folder, 'sources.list.d', 'a.sources'),
      stanza('https://deb.vendor.example.org/node_20.x'),
    );
    await writeFile(
      join(folder, 'sources.list.d', 'debian.sources'),
      [stanza('http://off.example.org/debian', 'Enabled: no\n'), stanza('http://on.example.org/debian')].join(
        '\n',
      ),
    );
    expect(await debianMirror(folder)).to.equal('http://on.example.org/debian');
  });
});
