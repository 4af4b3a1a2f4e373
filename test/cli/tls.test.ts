import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { loadTls, ownCertificate } from '../../orchestrator/cli/tls.ts';
import { BadSetting } from '../../orchestrator/runtime/errors.ts';
import { readSettings } from '../../orchestrator/runtime/settings.ts';
import { tempFolder } from '../support/ports.ts';

describe('the certificate of the pages', () => {
  let home = '';
  beforeEach(async () => {
    home = await tempFolder('tls');
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  it('is made once, for the names of this machine', async () => {
    const made = await ownCertificate(home, '0.0.0.0');
    expect(made.made).to.equal(true);
    const certificate = new X509Certificate(made.certificate);
    expect(certificate.checkHost('localhost')).to.equal('localhost');
    expect(certificate.checkIP('127.0.0.1')).to.equal('127.0.0.1');
    expect(certificate.ca).to.equal(false);
    expect((await stat(join(home, 'tls/key.pem'))).mode & 0o077).to.equal(0);

    const again = await ownCertificate(home, '0.0.0.0');
    expect(again).to.deep.equal({ ...made, made: false });
  });

  it('is made anew for another address, and when it cannot be read', async () => {
    const first = await ownCertificate(home, '127.0.0.1');
    const other = await ownCertificate(home, '192.0.2.7');
    expect(other.made).to.equal(true);
    expect(new X509Certificate(other.certificate).checkIP('192.0.2.7')).to.equal('192.0.2.7');
    await writeFile(join(home, 'tls/certificate.pem'), first.certificate.slice(0, 100));
    expect((await ownCertificate(home, '127.0.0.1')).made).to.equal(true);
  });

  it('serves HTTPS', async () => {
    const { key, certificate } = await ownCertificate(home, '127.0.0.1');
    const server = createServer({ key, cert: certificate }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const socket = connect({ port, host: '127.0.0.1', ca: certificate, servername: 'localhost' });
    try {
      await once(socket, 'secureConnect');
      expect(socket.authorized).to.equal(true);
    } finally {
      socket.destroy();
      server.close();
    }
  });

  it('comes from files when the setting names them', async () => {
    const { key, certificate } = await ownCertificate(home, '127.0.0.1');
    const [keyFile, file] = [join(home, 'tls/key.pem'), join(home, 'tls/certificate.pem')];
    const settings = readSettings({ PHONES_HOME: home, PHONES_TLS: `${keyFile},${file}` });
    expect(await loadTls(settings)).to.deep.equal({ key, certificate, made: false });
    const absent = readSettings({ PHONES_TLS: `${keyFile},${home}/none.pem` });
    const error = await loadTls(absent).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(BadSetting);
  });
});
