/** An embedded Asterisk alone, without orchestrator, for the tests of asterisk-config. */
import { rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { foldersOf, type Folders } from '../../asterisk-config/folders.ts';
import { readAccess } from '../../asterisk-config/access.ts';
import {
  type EmbeddedAsterisk,
  type EmbeddedOptions,
  startEmbeddedAsterisk,
  stopEmbeddedAsterisk,
} from '../../asterisk-config/run.ts';
import { asteriskRoot } from './asterisk-root.ts';
import { freeRtpRange, freeSipPort, tempFolder } from './ports.ts';

export class EmbeddedHome {
  readonly options: EmbeddedOptions;
  readonly folders: Folders;
  /** Messages of the log: [level, message, members]. */
  readonly logged: { level: string; message: string; members: unknown }[] = [];
  readonly #running: EmbeddedAsterisk[] = [];

  private constructor(options: Omit<EmbeddedOptions, 'log'>) {
    const keep = (level: string) => (members: unknown, message?: string) => {
      this.logged.push({ level, message: message ?? String(members), members });
    };
    this.options = { ...options, log: { info: keep('info'), warn: keep('warn'), error: keep('error') } };
    this.folders = foldersOf(options.home);
  }

  /** A state folder of its own with free ports. */
  static async create(): Promise<EmbeddedHome> {
    const home = await tempFolder('embedded');
    const root = await asteriskRoot();
    await symlink(dirname(root), join(home, basename(dirname(root))));
    return new EmbeddedHome({
      home,
      root,
      sip: { host: '127.0.0.1', port: await freeSipPort() },
      rtp: await freeRtpRange(100),
      instance: 'phones',
    });
  }

  async start(changed: Partial<EmbeddedOptions> = {}): Promise<EmbeddedAsterisk> {
    const asterisk = await startEmbeddedAsterisk({ ...this.options, ...changed });
    this.#running.push(asterisk);
    return asterisk;
  }

  /** Pushes a SIP object as provisioning does: anew, because Asterisk cannot change an endpoint that has set_var. */
  async push(type: 'endpoint' | 'aor' | 'identify', id: string, fields: [string, string][]): Promise<void> {
    const path = `asterisk/config/dynamic/res_pjsip/${type}/${id}`;
    await this.ari('DELETE', path).catch(() => null);
    await this.ari('PUT', path, { fields: fields.map(([attribute, value]) => ({ attribute, value })) });
  }

  /** Makes 127.0.0.1 a line with these channel variables; it was another line before. */
  async pushLine(id: number, variables: Record<string, string> = {}, language = 'en'): Promise<void> {
    const set = Object.entries({ PHONES_LINE: String(id), ...variables });
    await this.push('endpoint', `line-${id}`, [
      ['context', 'phones-inbound'],
      ['transport', 'phones-udp'],
      ['disallow', 'all'],
      ['allow', 'ulaw,alaw'],
      ['language', language],
      ...set.map(([name, value]): [string, string] => ['set_var', `${name}=${value}`]),
    ]);
    await this.push('identify', 'line', [
      ['endpoint', `line-${id}`],
      ['match', '127.0.0.1'],
    ]);
  }

  async ari(method: string, path: string, body?: unknown): Promise<unknown> {
    const access = await readAccess(this.folders.access);
    if (!access) throw new Error('Asterisk was not started yet');
    const response = await fetch(`http://127.0.0.1:${access.port}/ari/${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from(`${access.user}:${access.password}`).toString('base64')}`,
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? null : response.json();
  }

  /** Ends every Asterisk of the folder and removes it. */
  async remove(): Promise<void> {
    for (const asterisk of this.#running) asterisk.release();
    await stopEmbeddedAsterisk(this.options.home);
    await rm(this.options.home, { recursive: true, force: true });
  }
}
