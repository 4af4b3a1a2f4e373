/** The one simulation: what a call without a telephone does as time passes, and what it asks. */
import { expect } from 'chai';
import { compile } from '../../ivr-flows/compile.ts';
import { Simulation, type Setting } from '../../ivr-flows/simulation/simulation.ts';
import type { Surroundings } from '../../ivr-flows/simulation/surroundings.ts';
import { AT, environmentOf, flowOf, say, type Blocks } from './scene.ts';

const { timeZone, call, hours, agents, callable, campaignId } = environmentOf();
const surroundings: Surroundings = {
  ...{ timeZone, call, hours, agents, callable, campaignId },
  queueLength: id => (id === 3 ? 2 : 0),
  estimatedWaitMs: id => (id === 3 ? 120_000 : null),
  position: null,
};
const begin = (blocks: Blocks, setting: Partial<Setting> = {}): Simulation =>
  new Simulation(compile(flowOf(blocks, [{ name: 'a' }, { name: 'n', type: 'number' }])), {
    at: AT,
    surroundings,
    pace: 'clock',
    ...setting,
  });
const exits = ({ log }: Simulation): string[] =>
  log.flatMap(line =>
    line.what === 'trace' && line.trace.type === 'left' ? [`${line.trace.block}.${line.trace.exit}`] : [],
  );

describe('simulation', () => {
  const two: Blocks = {
    one: ['play-message', { items: say('x'.repeat(150)) }, { next: 'two' }],
    two: ['play-message', { items: say('y'.repeat(30)) }],
  };

  it('takes about as long for messages as they last, one after the other', () => {
    const simulation = begin(two);
    simulation.wait(9.9);
    expect(exits(simulation)).to.deep.equal(['start.next']);
    simulation.wait(0.2);
    expect(exits(simulation)).to.deep.equal(['start.next', 'one.next']);
    simulation.listen();
    expect(simulation.at).to.equal(AT + 12_000);
    expect(simulation.end).to.deep.equal({ to: 'nowhere', code: 'unconnected' });
    expect(simulation.log.at(-1)).to.deep.include({ what: 'end' });
  });

  it('leaves messages and recordings to whoever listens, but not the clock', () => {
    const simulation = begin(two, { pace: 'listener' });
    simulation.wait(600);
    simulation.played();
    expect(exits(simulation)).to.deep.equal(['start.next', 'one.next']);
    const recorded = begin({ say: ['record-message', { saveTo: 'a' }] }, { pace: 'listener' });
    recorded.wait(600);
    const [question] = recorded.questions;
    if (question?.do !== 'record') throw new Error('nothing is recorded');
    recorded.answer(question, { value: 4000 });
    expect(exits(recorded)).to.include('say.next');
    expect(recorded.run.properties.a).to.equal(`recording-${question.id}`);
  });

  it('a recording ends by silence, by its digit, or with the caller, and is as long as it was', () => {
    const blocks: Blocks = { say: ['record-message', { saveTo: 'a', secondsTo: 'n', terminator: '#' }] };
    const silent = begin(blocks);
    silent.wait(60);
    expect(exits(silent)).to.include('say.next');
    for (const end of [(one: Simulation) => one.press('#'), (one: Simulation) => one.hangUp()]) {
      const spoken = begin(blocks);
      spoken.say('z'.repeat(45));
      end(spoken);
      expect(spoken.run.properties.n).to.equal(3);
    }
  });

  const asking: Blocks = { ask: ['sql-query', { connection: 'erp', statement: 'select 1', rowsTo: 'a' }] };
  it('requests that nobody answers time out as the clock goes', () => {
    const simulation = begin(asking);
    expect(simulation.questions).to.have.length(1);
    simulation.wait(600);
    expect(exits(simulation)).to.include('ask.timeout');
    const answered = begin(asking, { answer: () => ({ value: [] }) });
    expect(exits(answered)).to.not.include('ask.timeout');
    expect(answered.questions).to.deep.equal([]);
  });

  it('counts the wait from the moment the contact is queued, behind those who were there', () => {
    const simulation = begin({
      hello: ['play-message', { items: [{ play: 'silence', seconds: 30 }] }, { next: 'wait' }],
      wait: [
        'queue',
        { campaignId: 3, leaveDigits: '1', announceSeconds: 10, messages: [] },
        { digit: 'keep', noAgents: 'keep', full: 'keep', timeout: 'keep' },
      ],
      keep: ['set-property', { values: [{ property: 'n', value: 'call.waited' }] }],
    });
    simulation.wait(30 + 8);
    expect(simulation.waiting).to.deep.equal({ campaignId: 3 });
    simulation.wait(6);
    const spoken = JSON.stringify(simulation.log.filter(line => line.what === 'effect'));
    expect(spoken).to.include('digits/3');
    simulation.press('1');
    expect(simulation.run.properties.n).to.equal(14);
  });

  it('a clock that is set does not make timers ring', () => {
    const simulation = begin(
      { ask: ['get-digits', { saveTo: 'a', prompts: say('Code') }] },
      { pace: 'listener' },
    );
    simulation.played();
    const { dueAt } = simulation;
    if (dueAt === null) throw new Error('no timer runs');
    for (const shift of [3_600_000, -7_200_000]) {
      const before = simulation.dueAt ?? 0;
      simulation.setClock(simulation.at + shift);
      expect(simulation.dueAt).to.equal(before + shift);
    }
    expect(exits(simulation)).to.deep.equal(['start.next']);
  });

  it('after the end nothing is under way and nothing changes', () => {
    const simulation = begin(two);
    simulation.hangUp();
    const { length } = simulation.log;
    simulation.press('1');
    simulation.wait(60);
    expect(simulation.log).to.have.length(length);
    expect([simulation.playing, simulation.questions, simulation.dueAt]).to.deep.equal([[], [], null]);
  });
});
