/** The graph of a flow: what no way leads to, and circles that never wait. */
import type { Problem } from './block.ts';
import type { BlockId } from './document.ts';

export interface Node {
  id: BlockId;
  start: boolean;
  exits: Readonly<Record<string, BlockId>>;
  /** Those that may be taken without waiting for anything. */
  immediate: readonly string[];
}

type Report = (
  block: BlockId | null,
  code: string,
  values: Problem['values'],
  severity: Problem['severity'],
) => void;

export function checkGraph(nodes: readonly Node[], report: Report): void {
  const byId = new Map(nodes.map(node => [node.id, node]));
  const reached = reachable(
    byId,
    nodes.filter(node => node.start),
  );
  if (reached.size > 0)
    for (const { id } of nodes) if (!reached.has(id)) report(id, 'unreachable', {}, 'warning');
  for (const circle of circlesWithoutWait(byId)) {
    const [first] = circle;
    if (first !== undefined) report(first, 'circle', { blocks: circle.join(', ') }, 'error');
  }
}

export function reachable(byId: ReadonlyMap<BlockId, Node>, from: readonly Node[]): Set<BlockId> {
  const reached = new Set<BlockId>();
  const open = from.map(({ id }) => id);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = byId.get(id);
    if (!node || reached.has(id)) continue;
    reached.add(id);
    open.push(...Object.values(node.exits));
  }
  return reached;
}

/**
 * Blocks in a circle of exits that are taken at once: strongly connected components by Tarjan (1972), without
 * recursion, since a flow may be long.
 */
function circlesWithoutWait(byId: ReadonlyMap<BlockId, Node>): BlockId[][] {
  const circles: BlockId[][] = [];
  const order = new Map<BlockId, number>();
  const low = new Map<BlockId, number>();
  const path: BlockId[] = [];
  const onPath = new Set<BlockId>();
  const next = (id: BlockId) => {
    const { exits = {}, immediate = [] } = byId.get(id) ?? {};
    return immediate.flatMap(exit => exits[exit] ?? []).filter(target => byId.has(target));
  };

  for (const root of byId.keys()) {
    if (order.has(root)) continue;
    const work: { id: BlockId; targets: BlockId[] }[] = [];
    const open = (id: BlockId) => {
      order.set(id, order.size);
      low.set(id, order.size - 1);
      path.push(id);
      onPath.add(id);
      work.push({ id, targets: next(id) });
    };
    const lower = (id: BlockId, value: number) => low.set(id, Math.min(low.get(id) ?? value, value));
    open(root);
    for (let top = work.at(-1); top; top = work.at(-1)) {
      const target = top.targets.pop();
      if (target !== undefined) {
        if (!order.has(target)) open(target);
        else if (onPath.has(target)) lower(top.id, order.get(target) ?? 0);
        continue;
      }
      work.pop();
      const parent = work.at(-1);
      if (parent) lower(parent.id, low.get(top.id) ?? 0);
      if (low.get(top.id) !== order.get(top.id)) continue;
      const circle = path.splice(path.indexOf(top.id));
      for (const id of circle) onPath.delete(id);
      if (circle.length > 1 || next(top.id).includes(top.id)) circles.push(circle);
    }
  }
  return circles;
}
