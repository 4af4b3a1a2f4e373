/**
 * What Asterisk must know of agents and lines, secrets included. It comes from the database; a copy in the state
 * folder, which only its owner can read, stands in while the database is away at a start (F8): Asterisk keeps
 * none of it when it ends.
 */
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Agent, Line } from '../core/configuration/schemas.ts';
import { Unavailable } from './errors.ts';
import type { Log } from './log.ts';
import type { ConfigurationStore } from './ports/store.ts';

interface Access {
  agents: { agent: Agent; sipSecret: string }[];
  lines: { line: Line; password: string }[];
}

export interface Provisioning {
  /** Without ids all are meant; with ids those that exist of them. */
  agents(ids?: readonly number[]): Promise<Access['agents']>;
  lines(ids?: readonly number[]): Promise<Access['lines']>;
  /** Ids of all agents and lines, those of the copy that may have gone meanwhile among them. */
  everything(): Promise<{ agents: number[]; lines: number[] }>;
}

/** `file`: where the copy is kept. */
export function createProvisioning(store: ConfigurationStore, file: string, log: Log): Provisioning {
  let writing: Promise<void> = Promise.resolve();

  const read = async (): Promise<Access> => {
    const [{ agents, lines }, sip, accounts] = await Promise.all([
      store.loadAll(),
      store.allSecrets('agents'),
      store.allSecrets('lines'),
    ]);
    const access: Access = {
      agents: agents.map(agent => ({ agent, sipSecret: sip.get(agent.id)?.sipSecret ?? '' })),
      lines: lines.map(line => ({ line, password: accounts.get(line.id)?.password ?? '' })),
    };
    await keep(access);
    return access;
  };

  /** The copy is whole or the one before. Without it the server runs as well. */
  const keep = (access: Access): Promise<void> => {
    writing = writing
      .then(async () => {
        await writeFile(`${file}.part`, JSON.stringify(access), { mode: 0o600 });
        await rename(`${file}.part`, file);
      })
      .catch((error: unknown) =>
        log.error({ err: error }, 'the copy of what Asterisk must know could not be written'),
      );
    return writing;
  };

  const copy = async (): Promise<Access | null> => {
    try {
      return JSON.parse(await readFile(file, 'utf8')) as Access;
    } catch {
      return null;
    }
  };

  const readOrCopy = async (): Promise<Access> => {
    try {
      return await read();
    } catch (error) {
      const kept = error instanceof Unavailable ? await copy() : null;
      if (!kept) throw error;
      return kept;
    }
  };

  return {
    async agents(ids) {
      const { agents } = await (ids ? read() : readOrCopy());
      return ids ? agents.filter(({ agent }) => ids.includes(agent.id)) : agents;
    },
    async lines(ids) {
      const { lines } = await (ids ? read() : readOrCopy());
      return ids ? lines.filter(({ line }) => ids.includes(line.id)) : lines;
    },
    async everything() {
      const before = await copy();
      const both = [before, await read()];
      return {
        agents: [...new Set(both.flatMap(access => access?.agents.map(({ agent }) => agent.id) ?? []))],
        lines: [...new Set(both.flatMap(access => access?.lines.map(({ line }) => line.id) ?? []))],
      };
    },
  };
}
