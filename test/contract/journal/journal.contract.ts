/** What every journal must do. The file journal passes it; a replicated one must pass the same. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Entry, Journal } from '../../../orchestrator/runtime/ports/journal.ts';

export function entry(seq: number): Entry {
  return {
    seq,
    at: 1_000 + seq,
    event: { type: 'pageChanged', agentId: seq, connected: true },
    facts: [{ type: 'nodeStateChanged', node: 'n1', up: true, version: `ünicode 📞 ${seq}` }],
  };
}

export async function readAll(journal: Journal, after = 0): Promise<number[]> {
  const seqs: number[] = [];
  for await (const { seq } of journal.read(after)) seqs.push(seq);
  return seqs;
}

/** `open` opens the journal of one test again and again; each call of `fresh` begins another. */
export function journalContract(name: string, fresh: () => Promise<{ open: () => Promise<Journal> }>): void {
  describe(`journal: ${name}`, () => {
    it('gives back what was appended, in order, with its facts', async () => {
      const { open } = await fresh();
      const journal = await open();
      expect(journal.lastSeq()).to.equal(0);
      await journal.append([entry(1), entry(2)]);
      await journal.append([entry(3)]);
      const entries: Entry[] = [];
      for await (const read of journal.read(0)) entries.push(read);
      expect(entries).to.deep.equal([entry(1), entry(2), entry(3)]);
      expect(await readAll(journal, 2)).to.deep.equal([3]);
      expect(await readAll(journal, 3)).to.deep.equal([]);
      await journal.close();
    });

    it('goes on where it ended', async () => {
      const { open } = await fresh();
      const first = await open();
      await first.append([entry(1), entry(2)]);
      await first.close();
      const second = await open();
      expect(second.lastSeq()).to.equal(2);
      await second.append([entry(3)]);
      expect(await readAll(second)).to.deep.equal([1, 2, 3]);
      await second.close();
    });

    it('keeps snapshots, newest first, and prunes only what is in a snapshot and in the database', async () => {
      const { open } = await fresh();
      const journal = await open();
      expect(await journal.snapshots()).to.deep.equal([]);
      await journal.append([entry(1), entry(2)]);
      await journal.saveSnapshot(1, '{"one":1}');
      await journal.saveSnapshot(2, '{"two":2}');
      const snapshots = await journal.snapshots();
      const read = await Promise.all(snapshots.map(async saved => [saved.seq, await saved.read()]));
      expect(read).to.deep.equal([
        [2, '{"two":2}'],
        [1, '{"one":1}'],
      ]);
      await journal.prune(0, 0);
      expect(await readAll(journal)).to.deep.equal([1, 2]);
      await journal.close();
    });
  });
}
