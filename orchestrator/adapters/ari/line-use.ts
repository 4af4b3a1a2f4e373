/** How many calls each line carries, for the limit on its channels. Lines are shared by all nodes. */
import type { LegId, NodeId } from '../../core/ids.ts';

export class LineUse {
  readonly #legs = new Map<LegId, { node: NodeId; lineId: number }>();

  add(node: NodeId, leg: LegId, lineId: number): void {
    this.#legs.set(leg, { node, lineId });
  }

  remove(leg: LegId): void {
    this.#legs.delete(leg);
  }

  count(lineId: number): number {
    let count = 0;
    for (const use of this.#legs.values()) if (use.lineId === lineId) count += 1;
    return count;
  }

  /** Forgets the legs of a node that are gone. */
  correct(node: NodeId, channels: ReadonlySet<LegId>): void {
    for (const [leg, use] of this.#legs) if (use.node === node && !channels.has(leg)) this.#legs.delete(leg);
  }
}
