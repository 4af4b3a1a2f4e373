/** The benchmarks of the core run, with tiny settings; how quick they are decides nothing here. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Bench } from './bench.ts';
import { routing } from './b3-routing.ts';
import { coreAndJournal } from './b4-core-journal.ts';
import { flowBlocks } from './b15-flow-blocks.ts';
import { benches } from './benches.ts';
import { contextOf } from './context.ts';

async function tiny(bench: Bench, options: Record<string, string>) {
  const { figures } = await bench.run(contextOf(bench, { ...bench.options, ...options }, () => undefined));
  for (const figure of figures) expect(figure.own, figure.name).to.be.greaterThan(0);
  return figures;
}

describe('benchmarks', () => {
  it('have names of their own', () => {
    const names = benches.flatMap(({ id, name }) => [id, name]);
    expect(new Set(names).size).to.equal(names.length);
  });

  it('B3: own choice, naive scan and heads agree', () =>
    tiny(routing, {
      agents: '40',
      campaigns: '5',
      memberships: '5',
      // So few agents would soon have nobody who may take what comes.
      skills: '0',
      waiting: '100',
      steps: '60',
      runs: '1',
    }));

  it('B4: a day is made up, replayed and journalled', async () => {
    const figures = await tiny(coreAndJournal, {
      calls: '60',
      agents: '10',
      campaigns: '3',
      appends: '20',
      runs: '1',
    });
    expect(figures.find(({ name }) => name === 'events')?.own).to.be.greaterThan(5);
  });

  it('B15: a flow goes round', () => tiny(flowBlocks, { rounds: '50', runs: '1' }));
});
