/** What happens when, in simulated time: a binary heap. Actions of one moment come in the order in which they were added. */
export class Agenda {
  readonly #heap: { at: number; order: number; action: () => void }[] = [];
  #added = 0;

  add(at: number, action: () => void): void {
    const heap = this.#heap;
    this.#added += 1;
    const entry = { at: Math.ceil(at), order: this.#added, action };
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (!above || earlier(above, entry)) break;
      heap[index] = above;
      heap[parent] = entry;
      index = parent;
    }
  }

  /** Takes the next action out; null when there is none. */
  next(): { at: number; action: () => void } | null {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last) return null;
    if (heap.length > 0) this.#sink(last);
    return first;
  }

  /** Puts `entry` at the top and lets it sink to its place. */
  #sink(entry: { at: number; order: number; action: () => void }): void {
    const heap = this.#heap;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      const right = heap[child + 1];
      let least = heap[child];
      if (!least) break;
      if (right && earlier(right, least)) {
        least = right;
        child += 1;
      }
      if (earlier(entry, least)) break;
      heap[index] = least;
      index = child;
    }
    heap[index] = entry;
  }
}

function earlier(a: { at: number; order: number }, b: { at: number; order: number }): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
