/**
 * Any flow that validation lets through, and any caller: nothing throws, every turn ends soon, the run stays
 * plain data, and the same flow, seed and inputs give the same again.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { z } from 'zod';
import { blocks } from '../../ivr-flows/blocks/index.ts';
import { MOST_STEPS } from '../../ivr-flows/engine.ts';
import { isPublishable, validate } from '../../ivr-flows/validate.ts';
import { drawnFlow, play, told } from './random-flow.ts';

describe('random flows', () => {
  it('that pass validation never throw, hang or loop, and repeat themselves', () => {
    const ends = new Map<string, number>();
    // A test of flows that never come to a block would say nothing of it.
    const entered = new Set<string>();
    fc.assert(
      fc.property(drawnFlow, told, (flow, story) => {
        fc.pre(isPublishable(validate(flow)));
        const { run, progress } = play(flow, story);
        const types = new Map(flow.blocks.map(({ id, type }) => [id, type]));
        for (const { trace, end } of progress) {
          for (const line of trace) entered.add(types.get(line.block) ?? '');
          expect(trace.filter(line => line.type === 'entered').length).to.be.at.most(MOST_STEPS / 2);
          if (end) {
            const name = end.to === 'nowhere' ? end.code : end.to;
            ends.set(name, (ends.get(name) ?? 0) + 1);
          }
        }
        const exceptions = progress.flatMap(({ trace }) =>
          trace.filter(line => line.type === 'failed' && line.fault.code === 'exception'),
        );
        expect(exceptions).to.deep.equal([]);
        expect(z.json().safeParse(JSON.parse(JSON.stringify(run))).success).to.equal(true);
        expect(JSON.parse(JSON.stringify(run))).to.deep.equal(run);
        expect(play(flow, story)).to.deep.equal({ run, progress });
      }),
      { numRuns: 800 },
    );
    expect([...entered]).to.include.members(blocks.map(({ type }) => type));
    expect(ends.get('stepCap')).to.equal(undefined);
    expect([...ends.keys()]).to.include.members(['hangup', 'talk', 'campaign']);
  }).timeout(120_000);

  it('that do not pass it end all the same', () => {
    fc.assert(
      fc.property(drawnFlow, told, (flow, story) => {
        for (const { trace } of play(flow, story).progress)
          expect(trace.filter(line => line.type === 'entered').length).to.be.at.most(MOST_STEPS + 1);
      }),
      { numRuns: 200 },
    );
  }).timeout(120_000);
});
