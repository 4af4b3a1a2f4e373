/** Agents and lines as the adapter needs them, in memory: a command never waits for the database. */
import type { PhoneRef } from '../../core/events.ts';
import type { AgentId } from '../../core/ids.ts';
import type { AgentAccess, AriOptions, LineAccess } from './options.ts';

/** Names of SIP endpoints; the dialplan and the engineers see them too. */
export const endpointName = {
  browser: (extension: string): string => `browser-${extension}`,
  sip: (extension: string): string => `agent-${extension}`,
  line: (lineId: number): string => `line-${lineId}`,
};

export class Directory {
  readonly #load: AriOptions['load'];
  readonly #agents = new Map<AgentId, AgentAccess>();
  readonly #lines = new Map<number, LineAccess>();
  readonly #byExtension = new Map<string, AgentId>();
  /** False until everything was read once. */
  complete = false;

  constructor(load: AriOptions['load']) {
    this.#load = load;
  }

  /** Reads everything. Rejects as the store does. */
  async readAll(): Promise<void> {
    const [agents, lines] = await Promise.all([this.#load.agents(), this.#load.lines()]);
    this.#agents.clear();
    this.#lines.clear();
    this.#byExtension.clear();
    for (const access of agents) this.#addAgent(access);
    for (const access of lines) this.#lines.set(access.line.id, access);
    this.complete = true;
  }

  /** Reads what changed; what does not exist any more is forgotten. */
  async read(changed: { agents: readonly number[]; lines: readonly number[] }): Promise<void> {
    const [agents, lines] = await Promise.all([
      changed.agents.length > 0 ? this.#load.agents(changed.agents) : [],
      changed.lines.length > 0 ? this.#load.lines(changed.lines) : [],
    ]);
    for (const id of changed.agents) this.#removeAgent(id);
    for (const id of changed.lines) this.#lines.delete(id);
    for (const access of agents) this.#addAgent(access);
    for (const access of lines) this.#lines.set(access.line.id, access);
  }

  agent(id: AgentId): AgentAccess | undefined {
    return this.#agents.get(id);
  }

  line(id: number): LineAccess | undefined {
    return this.#lines.get(id);
  }

  agents(): Iterable<AgentAccess> {
    return this.#agents.values();
  }

  lines(): Iterable<LineAccess> {
    return this.#lines.values();
  }

  /** The phone that a SIP endpoint stands for; null = it is not an agent's. */
  phoneOf(endpoint: string): PhoneRef | null {
    const [, kind, extension] = /^(browser|agent)-([0-9]+)$/.exec(endpoint) ?? [];
    const agentId = this.#byExtension.get(extension ?? '');
    if (agentId === undefined) return null;
    return { agentId, kind: kind === 'browser' ? 'browser' : 'sip' };
  }

  #addAgent(access: AgentAccess): void {
    this.#agents.set(access.agent.id, access);
    this.#byExtension.set(access.agent.extension, access.agent.id);
  }

  #removeAgent(id: AgentId): void {
    const extension = this.#agents.get(id)?.agent.extension;
    if (extension !== undefined && this.#byExtension.get(extension) === id)
      this.#byExtension.delete(extension);
    this.#agents.delete(id);
  }
}
