/** Snapshot + journal = the world again. */
import { step } from '../core/step.ts';
import { createWorld, decodeWorld, type World } from '../core/world.ts';
import type { Log } from './log.ts';
import type { Journal } from './ports/journal.ts';

export interface Recovered {
  world: World;
  /** Events replayed after the snapshot. */
  replayed: number;
  /** seq of the snapshot, 0 when it began from nothing. */
  snapshot: number;
  /** The database has facts, but the world knows nothing of what was: the journal was lost. */
  anew: boolean;
}

/**
 * `projected`: seq up to which the database has facts. Behind the journal's end it says that the journal was
 * lost; numbering goes on after it, because the database skips what it believes to have.
 *
 * The world as of the last entry of the journal. A snapshot that cannot be read (an older form, a damaged
 * file) is said and left aside for the one before it; without any, the journal is replayed from its
 * beginning. Where that is gone, the world begins anew, and Asterisk's report tells what stands.
 */
export async function recover(journal: Journal, projected: number, log: Log): Promise<Recovered> {
  const { world, snapshot } = await fromSnapshot(journal, log);
  let replayed = 0;
  for await (const { seq, at, event } of journal.read(world.seq)) {
    if (seq > world.seq + 1 && snapshot + replayed > 0)
      log.error(
        { from: world.seq + 1, to: seq - 1 },
        'events are missing in the journal; what they changed is taken from what Asterisk reports',
      );
    step(world, { seq, at, event });
    replayed += 1;
  }
  // Never below what is written, even when the world began anew: seq orders facts in the database.
  if (projected > journal.lastSeq())
    log.error(
      { journal: journal.lastSeq(), database: projected },
      'the journal is older than the database: it was lost or put back',
    );
  world.seq = Math.max(world.seq, journal.lastSeq(), projected);
  return { world, replayed, snapshot, anew: world.epoch === '' && world.seq > 0 };
}

async function fromSnapshot(journal: Journal, log: Log): Promise<{ world: World; snapshot: number }> {
  const saved = await journal.snapshots();
  for (const { seq, read } of saved) {
    try {
      return { world: decodeWorld(await read()), snapshot: seq };
    } catch (error) {
      log.error({ err: error, snapshot: seq }, 'a snapshot cannot be read; the one before it is tried');
    }
  }
  const world = createWorld();
  if (saved.length > 0 && !(await isWhole(journal))) {
    log.error('no snapshot and no beginning of the journal: calls in progress are taken from Asterisk alone');
    world.seq = journal.lastSeq();
  }
  return { world, snapshot: 0 };
}

/** Whether the journal still has its beginning: every world begins with the start of the process. */
async function isWhole(journal: Journal): Promise<boolean> {
  for await (const { event } of journal.read(0)) return event.type === 'started';
  return false;
}
