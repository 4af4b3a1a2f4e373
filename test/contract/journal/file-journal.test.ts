import { appendFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, describe, it } from 'mocha';
import { openFileJournal } from '../../../orchestrator/runtime/journal/file-journal.ts';
import { entry, journalContract, readAll } from './journal.contract.ts';

const folders: string[] = [];
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'phones-journal-'));
  folders.push(folder);
  return folder;
}
after(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

journalContract('in files', async () => {
  const folder = await newFolder();
  return { open: () => openFileJournal(folder) };
});

describe('the journal in files', () => {
  it('cuts a torn last line off and goes on', async () => {
    const folder = await newFolder();
    const journal = await openFileJournal(folder);
    await journal.append([entry(1), entry(2)]);
    await journal.close();
    const [segment] = await readdir(folder);
    await appendFile(join(folder, segment ?? ''), '{"seq":3,"at":1003,"event":{"ty');
    const again = await openFileJournal(folder);
    expect(again.lastSeq()).to.equal(2);
    await again.append([entry(3)]);
    expect(await readAll(again)).to.deep.equal([1, 2, 3]);
    await again.close();
  });

  it('cuts off what a power cut left at its end', async () => {
    const folder = await newFolder();
    const journal = await openFileJournal(folder);
    await journal.append([entry(1), entry(2)]);
    await journal.close();
    const [segment] = await readdir(folder);
    await appendFile(join(folder, segment ?? ''), `${'\0'.repeat(4096)}\n\n{"seq":`);
    const again = await openFileJournal(folder);
    expect(again.lastSeq()).to.equal(2);
    await again.append([entry(3)]);
    expect(await readAll(again)).to.deep.equal([1, 2, 3]);
    await again.close();
  });

  it('begins anew behind an empty segment', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, '000000000000005.jsonl'), '{"seq":5,');
    const journal = await openFileJournal(folder);
    expect(journal.lastSeq()).to.equal(4);
    await journal.close();
  });

  it('says when it cannot write, and works again when it can', async () => {
    const folder = await newFolder();
    const journal = await openFileJournal(folder);
    await rm(folder, { recursive: true });
    let failed = false;
    await journal.append([entry(1)]).catch(() => {
      failed = true;
    });
    expect(failed).to.equal(true);
    expect(journal.health().ok).to.equal(false);
    await openFileJournal(folder).then(other => other.close());
    await journal.append([entry(1)]);
    expect(journal.health().ok).to.equal(true);
    expect(await readAll(journal)).to.deep.equal([1]);
    await journal.close();
  });
});
