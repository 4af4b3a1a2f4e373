/**
 * Brings facts into the database, in batches, in order, once each. Nothing waits for it: while the database
 * is away facts wait in memory, and beyond a limit in the journal, from where they are read again.
 */
import type { PlacedFact } from '../core/facts.ts';
import type { Log } from './log.ts';
import type { Journal } from './ports/journal.ts';
import type { FactStore } from './ports/store.ts';

/** Facts in one transaction. */
const BATCH = 500;
/** Facts kept in memory; more than that are read from the journal again. */
const MOST_IN_MEMORY = 20_000;
const RETRY_MS = 1_000;
/** Transactions begin so far apart: a commit costs more than its rows, and a contact's row is written once in each. */
const PACE_MS = 500;

export interface Projector {
  /** Facts of one turn; `upTo` = seq of its last event. */
  add(facts: PlacedFact[], upTo: number): void;
  /** seq up to which everything is in the database. */
  projected(): number;
  /** Resolves when everything added so far is in the database. */
  settled(): Promise<void>;
  /** Projects what is left if the database answers, then stops. */
  stop(): Promise<void>;
}

export async function startProjector(options: {
  store: FactStore;
  journal: Journal;
  log: Log;
}): Promise<Projector> {
  const { store, journal, log } = options;
  let queue: PlacedFact[] = [];
  let upTo = journal.lastSeq();
  let projected = 0;
  /** The queue does not hold everything after `projected`: the journal is read first. */
  let behind = true;
  /** Facts up to here were left to the journal. */
  let droppedTo = 0;
  let failing = false;
  let stopping = false;
  let stopped = false;
  /** Ends the pause before the next batch. */
  let hurry = (): void => undefined;
  let hurried = false;
  let nextAt = 0;
  let running: Promise<void> | null = null;

  const catchUp = async (): Promise<void> => {
    projected = await store.position();
    // What the journal could not take yet (disk full) is not left out.
    const until = Math.min(upTo, Math.max(journal.lastSeq(), projected));
    if (until < droppedTo && projected >= until)
      throw new Error('the journal cannot be written and does not have the facts yet');
    let batch: PlacedFact[] = [];
    let seq = projected;
    for await (const entry of journal.read(projected)) {
      if (entry.seq > until) break;
      seq = entry.seq;
      batch.push(...entry.facts.map((fact, index) => ({ seq: entry.seq, index, at: entry.at, fact })));
      if (batch.length < BATCH) continue;
      await store.project(batch, seq);
      projected = seq;
      batch = [];
    }
    await store.project(batch, until);
    projected = until;
    behind = projected < droppedTo;
    queue = queue.filter(fact => fact.seq > until);
  };

  const projectBatch = async (): Promise<void> => {
    const { batch, to } = firstBatch(queue, upTo);
    await store.project(batch, to);
    projected = to;
    queue = queue.filter(fact => fact.seq > to);
  };

  /** Lets facts gather, unless there are many already or somebody waits for them. */
  const gather = async (): Promise<void> => {
    const waitMs = nextAt - performance.now();
    if (waitMs > 0 && !hurried && queue.length < BATCH)
      await new Promise<void>(resolve => {
        hurry = resolve;
        setTimeout(resolve, waitMs);
      });
    nextAt = performance.now() + PACE_MS;
  };

  const run = async (): Promise<void> => {
    while (!stopped && (behind || projected < upTo)) {
      await gather();
      try {
        await (behind ? catchUp() : projectBatch());
        if (failing) log.info('the database answers again; facts are written');
        failing = false;
      } catch (error) {
        if (!failing)
          log.error({ err: error }, 'facts cannot be written to the database; they wait in the journal');
        failing = true;
        if (stopping) break;
        await new Promise(resolve => setTimeout(resolve, RETRY_MS).unref());
      }
    }
    running = null;
  };
  const wake = (): void => {
    if (!stopped) running ??= run();
  };

  projected = await store.position().catch(() => 0);
  wake();
  return {
    add(facts, last) {
      upTo = last;
      queue.push(...facts);
      if (queue.length > MOST_IN_MEMORY) {
        queue = [];
        droppedTo = last;
        behind = true;
      }
      if (queue.length >= BATCH) hurry();
      wake();
    },
    projected: () => projected,
    settled: async () => {
      hurried = true;
      hurry();
      while (running) await running;
      hurried = false;
    },
    async stop() {
      stopping = true;
      hurried = true;
      hurry();
      if (!failing && running)
        await Promise.race([running, new Promise(resolve => setTimeout(resolve, 2_000).unref())]);
      stopped = true;
    },
  };
}

/** Whole events only: at least one, at most about a batch of facts. */
function firstBatch(queue: readonly PlacedFact[], upTo: number): { batch: PlacedFact[]; to: number } {
  if (queue.length <= BATCH) return { batch: [...queue], to: upTo };
  const last = queue[BATCH - 1];
  let end = BATCH;
  while (end < queue.length && queue[end]?.seq === last?.seq) end += 1;
  const next = queue[end];
  return { batch: queue.slice(0, end), to: next ? (queue[end - 1]?.seq ?? upTo) : upTo };
}
