/** All PhoneBar pages: tells the core which agents have one, and the pages what changed for their agent. */
import { WebSocketServer } from 'ws';
import type { WebDeps } from '../deps.ts';
import type { Watch } from '../watch.ts';
import { createPage, pingMs } from './page.ts';
import type { PageDeps, PageSocket } from './page.ts';
import type { ServerMessage } from './messages.ts';
import type { UpgradeHandler } from './upgrade.ts';
import { refuse } from './upgrade.ts';

const maxPayload = 64 * 1024;
const mostPagesPerAgent = 20;
/** How often pages that went silent are looked for, ms. */
const lookMs = 500;

export interface PhoneBarSockets {
  handle: UpgradeHandler;
  /** Says it to every page of these agents. */
  tell(agentIds: readonly number[], message: Extract<ServerMessage, { type: 'messages' }>): void;
  count(): number;
  /** Closes all pages; the core is not told, because they come back after a restart. */
  close(): void;
}

export function createPhoneBarSockets(
  deps: Pick<WebDeps, 'engine' | 'log'> & PageDeps,
  watch: Watch,
): PhoneBarSockets {
  const { engine } = deps;
  const server = new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false });
  const pages = new Map<number, Set<PageSocket>>();
  /** Agents of whom the core knows that a page is there. */
  const present = new Set<number>();
  const allPages = (): PageSocket[] => [...pages.values()].flatMap(set => [...set]);
  let closing = false;

  const stopFacts = engine.onFacts((facts, seq) => {
    if (pages.size === 0) return;
    for (const agentId of engine.affectedAgents(facts))
      for (const page of pages.get(agentId) ?? []) page.sendView(seq);
  });
  const heartbeat = setInterval(() => {
    for (const page of allPages()) page.beat();
  }, pingMs);
  heartbeat.unref();
  let lookedAt = performance.now();
  const look = setInterval(() => {
    const now = performance.now();
    // When we were late ourselves, what the pages said meanwhile is still to be read.
    const late = now - lookedAt > 2 * lookMs;
    lookedAt = now;
    if (!late) for (const agentId of pages.keys()) tell(agentId, now);
  }, lookMs);
  look.unref();

  /** Tells the core whether a page of the agent is alive, when that has changed. */
  function tell(agentId: number, now: number): void {
    const silences = [...(pages.get(agentId) ?? [])].map(page => page.silentFor(now));
    const there = silences.includes(0);
    if (closing || there === present.has(agentId)) return;
    if (there) present.add(agentId);
    else present.delete(agentId);
    engine.pageChanged(agentId, there, silences.length > 0 && !there ? Math.min(...silences) : undefined);
  }

  function add(page: PageSocket): void {
    const set = pages.get(page.agentId) ?? new Set();
    set.add(page);
    pages.set(page.agentId, set);
    tell(page.agentId, performance.now());
  }
  function remove(page: PageSocket): void {
    const set = pages.get(page.agentId);
    if (!set?.delete(page)) return;
    if (set.size === 0) pages.delete(page.agentId);
    tell(page.agentId, performance.now());
  }

  return {
    handle({ req, socket, head, identity, agentId }) {
      if (closing || !engine.agentView(agentId)) return refuse(socket, closing ? 503 : 403);
      if ((pages.get(agentId)?.size ?? 0) >= mostPagesPerAgent) return refuse(socket, 429);
      server.handleUpgrade(req, socket, head, ws => {
        const page = createPage(deps, ws, identity, agentId);
        add(page);
        const unwatch = watch.add(identity, () => page.close(4401, 'the session ended'));
        ws.on('close', () => {
          unwatch();
          remove(page);
        });
      });
    },
    tell(agentIds, message) {
      for (const agentId of agentIds) for (const page of pages.get(agentId) ?? []) page.send(message);
    },
    count: () => allPages().length,
    close() {
      closing = true;
      stopFacts();
      clearInterval(heartbeat);
      clearInterval(look);
      for (const page of allPages()) page.close(1012, 'the server restarts');
      server.close();
    },
  };
}
