import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { runTranscript } from './transcript.ts';

/** UPDATE_TRANSCRIPTS=1 writes what came out; read the difference before it is committed. */
const update = process.env.UPDATE_TRANSCRIPTS === '1';
const folder = join(import.meta.dirname, 'data');

describe('transcripts of the core', () => {
  for (const file of readdirSync(folder).filter(name => name.endsWith('.txt'))) {
    it(file.replace('.txt', '').replaceAll('-', ' '), () => {
      const path = join(folder, file);
      const recorded = readFileSync(path, 'utf8');
      const now = runTranscript(recorded);
      if (update) writeFileSync(path, now);
      else expect(now).to.equal(recorded);
    });
  }
});
