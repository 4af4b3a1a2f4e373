/** kill -9 of a process that writes (F1, I4): what it was told is written is there, and nothing twice. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { it } from 'mocha';
import { onEachDatabase } from './harness.ts';

const writer = fileURLToPath(new URL('./crash-writer.ts', import.meta.url));

onEachDatabase('crash', place => {
  it('while facts are written keeps what was acknowledged, once each', async () => {
    const options = JSON.stringify({ home: place.home, database: place.database });
    for (const written of [3, 8]) {
      const child = spawn(process.execPath, ['--import', 'tsx', writer, options], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const exited = once(child, 'exit');
      let acknowledged = 0;
      for await (const line of createInterface({ input: child.stdout })) {
        acknowledged = Number(line);
        if (acknowledged / 22 >= written) child.kill('SIGKILL');
      }
      await exited;
      const { facts, contacts, sql } = place.another();
      const position = await facts.position();
      expect(position).to.be.at.least(acknowledged);
      const [{ steps } = { steps: 0 }] = await sql.knex('contact_steps').count({ steps: '*' });
      expect(Number(steps) / 21).to.equal(position / 22);
      expect((await contacts.list({ limit: 200 })).items).to.have.length(position / 22);
    }
  });
});
