/** The Telephony port on Asterisk over ARI: an object for each node, agents and lines for all of them. */
import { randomBytes } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import type { Event } from '../../core/events.ts';
import type { AgentId, NodeId } from '../../core/ids.ts';
import { NotFound, Unavailable } from '../../runtime/errors.ts';
import type { Telephony } from '../../runtime/ports/telephony.ts';
import { messageOf } from './ari-error.ts';
import { Directory, endpointName } from './directory.ts';
import { lineObjects } from './line-objects.ts';
import { LineUse } from './line-use.ts';
import { type AriNode, createNode } from './node.ts';
import type { AriOptions } from './options.ts';
import { browserPhone, sipPhone } from './phone-objects.ts';
import { type SipEntity, withMediaAt } from './sip-objects.ts';

/** 32 characters. */
const secretBytes = 24;
const longestLoadPauseMs = 5_000;

const isBrowserPhone = (name: string): boolean => name.startsWith(endpointName.browser(''));

export function createAriTelephony(options: AriOptions): Telephony {
  const { log, application } = options;
  const directory = new Directory(options.load);
  const lineUse = new LineUse();
  /** Secrets of the browser phones issued in this run. */
  const browserSecrets = new Map<AgentId, string>();
  let emit: (event: Event) => void = () => undefined;
  const stopping = new AbortController();

  const nodes = options.nodes.map(({ node, url }) =>
    createNode({
      node,
      url,
      options,
      directory,
      lineUse,
      wanted,
      // A browser phone that an earlier run issued works on until it is issued anew.
      keep: name => isBrowserPhone(name) && directory.phoneOf(name) !== null,
      emit: event => emit(event),
    }),
  );
  const byName = new Map<string, AriNode>(nodes.map(node => [node.node, node]));

  const mediaBound = (entity: SipEntity): SipEntity => withMediaAt(options.mediaAddress ?? null, entity);

  function entitiesOfAgent(id: AgentId): SipEntity[] {
    const access = directory.agent(id);
    if (!access) return [];
    const sip = sipPhone(access.agent, access.sipSecret);
    const secret = browserSecrets.get(id);
    const browser = secret === undefined ? null : browserPhone(access.agent, secret);
    return [sip, browser].flatMap(phone => (phone ? mediaBound(phone) : []));
  }

  function entitiesOfLine(id: number): SipEntity[] {
    const access = directory.line(id);
    const entity = access ? lineObjects(access.line, access.password) : null;
    return entity ? [mediaBound(entity)] : [];
  }

  function wanted(): SipEntity[] {
    return [
      ...[...directory.agents()].flatMap(({ agent }) => entitiesOfAgent(agent.id)),
      ...[...directory.lines()].flatMap(({ line }) => entitiesOfLine(line.id)),
    ];
  }

  /** The names under which an agent's phones are known to Asterisk, if it exists. */
  function namesOfAgent(id: AgentId): string[] {
    const extension = directory.agent(id)?.agent.extension;
    return extension === undefined ? [] : [endpointName.sip(extension), endpointName.browser(extension)];
  }

  async function readDirectory(): Promise<void> {
    let pauseMs = 250;
    while (!stopping.signal.aborted && !directory.complete) {
      try {
        await directory.readAll();
      } catch (error) {
        log.error({ reason: messageOf(error), againInMs: pauseMs }, 'agents and lines could not be read');
        await after(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
        pauseMs = Math.min(pauseMs * 2, longestLoadPauseMs);
      }
    }
  }

  function nodeNamed(name: NodeId): AriNode {
    const node = byName.get(name);
    if (!node) throw new Unavailable(`node ${name}`);
    return node;
  }

  const pushToAll = (names: string[], entities: SipEntity[]): Promise<boolean[]> =>
    Promise.all(nodes.map(node => node.push(names, entities)));

  return {
    start(take) {
      emit = take;
      void readDirectory().then(() => {
        if (!stopping.signal.aborted) for (const node of nodes) node.start();
      });
    },

    execute(command) {
      const node = byName.get(command.node);
      if (node) node.execute(command);
      else
        emit({ type: 'commandFailed', command, status: 404, message: `node ${command.node} is not known` });
    },

    observe() {
      for (const node of nodes) node.observe();
    },

    async issueBrowserPhone(agentId) {
      const access = directory.agent(agentId);
      if (!access) throw new NotFound(`agent ${agentId}`);
      const secret = randomBytes(secretBytes).toString('base64url');
      browserSecrets.set(agentId, secret);
      const username = endpointName.browser(access.agent.extension);
      const taken = await pushToAll([username], [mediaBound(browserPhone(access.agent, secret))]);
      if (!taken.includes(true)) throw new Unavailable('Asterisk');
      for (const node of nodes) node.expectPhone();
      // The host only has to be one: the browser reaches Asterisk through our own web server.
      return { uri: `sip:${username}@${application}.invalid`, username, secret };
    },

    async revokeBrowserPhone(agentId) {
      browserSecrets.delete(agentId);
      const extension = directory.agent(agentId)?.agent.extension;
      if (extension !== undefined) await pushToAll([endpointName.browser(extension)], []);
    },

    async provision(changed) {
      const before = changed.agents.flatMap(namesOfAgent);
      await directory.read(changed);
      for (const id of changed.agents) if (!directory.agent(id)) browserSecrets.delete(id);
      const now = new Set(changed.agents.flatMap(namesOfAgent));
      const names = [
        // Of agents that were deleted or have another extension now.
        ...before.filter(name => !now.has(name)),
        // A browser phone that an earlier run issued is left alone.
        ...[...now].filter(name => !isBrowserPhone(name)),
        ...changed.lines.map(endpointName.line),
      ];
      const entities = [...changed.agents.flatMap(entitiesOfAgent), ...changed.lines.flatMap(entitiesOfLine)];
      await pushToAll(names, entities);
    },

    fetchRecording: async (node, recording) => nodeNamed(node).fetchRecording(recording),
    isRecording: async (node, recording) => nodeNamed(node).isRecording(recording),
    removeRecording: async (node, recording) => nodeNamed(node).removeRecording(recording),

    status: () => nodes.map(node => node.status()),

    async stop() {
      stopping.abort();
      await Promise.all(nodes.map(node => node.stop()));
    },
  };
}
