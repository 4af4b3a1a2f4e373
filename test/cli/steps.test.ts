import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createSteps } from '../../orchestrator/cli/steps.ts';

/** A terminal that keeps what is written, and a clock that the test sets. */
function recorder(isTTY: boolean) {
  const written: string[] = [];
  const clock = { ms: 0 };
  const steps = createSteps({ write: text => written.push(text), isTTY }, () => clock.ms);
  return { steps, clock, text: () => written.join('') };
}

describe('steps of the set-up', () => {
  it('writes one line for each step where there is no terminal', async () => {
    const { steps, clock, text } = recorder(false);
    await steps.run('Asterisk: unpacking', () => {
      clock.ms += 12_400;
      return '22.10.1';
    });
    await steps.run('Database', () => ({ skipped: 'up to date' }));
    steps.report({ name: 'Pages', state: 'begun' });
    clock.ms += 300;
    steps.report({ name: 'Pages', state: 'done' });
    expect(text()).to.equal(
      '  Asterisk: unpacking: 22.10.1, 12.4 s\n  Database: up to date\n  Pages: done, 0.3 s\n',
    );
  });

  it('shows the running step on a terminal and clears its line', async () => {
    const { steps, clock, text } = recorder(true);
    steps.report({ name: 'Asterisk', state: 'begun' });
    clock.ms += 2000;
    steps.report({ name: 'Asterisk', state: 'going', detail: '40 %' });
    steps.report({ name: 'Asterisk', state: 'done' });
    const lines = text().split('\r\u001b[K').slice(1);
    expect(lines).to.deep.equal([
      '  Asterisk ... 0.0 s',
      '  Asterisk ... 40 %, 2.0 s',
      '  Asterisk: done, 2.0 s\n',
    ]);
  });

  it('says that a step failed and passes the error on', async () => {
    const { steps, text } = recorder(false);
    const failed = await steps
      .run('Database', () => Promise.reject(new Error('no')))
      .catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(Error);
    expect(text()).to.equal('  Database: failed, 0.0 s\n');
  });
});
