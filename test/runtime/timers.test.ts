import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createTimers } from '../../orchestrator/runtime/timers.ts';
import { until } from '../support/until.ts';

describe('timers', () => {
  it('fire in the order of their moments, also when an earlier one is set later', async () => {
    const fired: string[] = [];
    const begun = Date.now();
    const timers = createTimers(Date.now, (id, dueAt) => fired.push(`${id}@${dueAt - begun}`));
    timers.set('late', begun + 60);
    timers.set('early', begun + 20);
    timers.set('past', begun - 1000);
    await until('all fired', () => fired.length === 3);
    expect(fired).to.deep.equal(['past@-1000', 'early@20', 'late@60']);
    expect(Date.now()).to.be.at.least(begun + 60);
    timers.stop();
  });

  it('do not fire after stop', async () => {
    const fired: string[] = [];
    const timers = createTimers(Date.now, id => fired.push(id));
    timers.set('one', Date.now() + 10);
    timers.stop();
    const other = createTimers(Date.now, id => fired.push(id));
    other.set('two', Date.now() + 30);
    await until('the other fired', () => fired.length > 0);
    expect(fired).to.deep.equal(['two']);
    other.stop();
  });
});
