/** The simulator's call: the real engine with a clock and a world that one sets. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { Simulation, type World } from '../../admin/designer/simulator/simulation.ts';
import type { Flow } from '../../ivr-flows/document.ts';
import { AT, flowOf, say } from '../flows/scene.ts';
import { menuFlow } from './flows.ts';

const world: World = {
  timeZone: 'Europe/Rome',
  language: 'en',
  caller: '+390612345678',
  dialled: '800100',
  service: 'Orders',
  media: 'audio',
  hours: 'open',
  agentsLoggedIn: 2,
  agentsFree: 1,
  queueLength: 3,
  estimatedWaitSeconds: 60,
  campaigns: new Map([[3, 'Care']]),
};
const call = (flow: Flow, changes: Partial<World> = {}): Simulation =>
  new Simulation(flow, { ...world, ...changes }, AT, 1);
const way = ({ lines }: Simulation): string =>
  lines
    .flatMap(line => (line.line === 'block' ? [line.block] : line.line === 'exit' ? [`-${line.exit}->`] : []))
    .join(' ');

describe('simulator', () => {
  it('plays, takes digits and says where the call goes', () => {
    const simulation = call(menuFlow());
    expect(simulation.playing[0]?.media).to.deep.equal([{ speech: 'Press 1 or 2' }]);
    simulation.press('1');
    expect(way(simulation)).to.equal('start -next-> menu -1-> care');
    expect(simulation.end).to.deep.equal({ to: 'campaign', campaignId: 3 });
    expect([...simulation.passed.exits]).to.deep.equal(['start.next', 'menu.1']);
    expect(simulation.run.properties).to.include({ choice: '1' });
  });

  it('lets time pass to the next timer and beyond', () => {
    const simulation = call(menuFlow());
    simulation.played();
    for (let tries = 0; tries < 3 && simulation.dueAt !== null; tries++) {
      simulation.passTo(simulation.dueAt);
      simulation.played();
    }
    expect(simulation.now).to.be.greaterThan(AT);
    expect(way(simulation)).to.contain('menu -timeout-> bye');
  });

  it('a clock that is set does not make timers ring', () => {
    const simulation = call(menuFlow());
    simulation.played();
    simulation.setClock(AT + 3_600_000);
    expect(way(simulation)).to.equal('start -next-> menu');
    expect(simulation.dueAt).to.equal(AT + 3_600_000 + 5000);
    simulation.setClock(AT - 3_600_000);
    expect(simulation.dueAt).to.equal(AT - 3_600_000 + 5000);
  });

  it('hangs up', () => {
    const simulation = call(menuFlow());
    simulation.bring({ type: 'hungUp' });
    expect(simulation.end).to.deep.equal({ to: 'hangup', reason: 'normal' });
    expect(simulation.playing).to.deep.equal([]);
  });

  const branches = flowOf({
    hours: ['opening-hours', { calendarId: 1 }, { open: 'agents', closed: 'bye', holiday: 'bye' }],
    agents: ['agents-available', { campaignId: 3 }, { free: 'care', yes: 'care', no: 'bye' }],
    care: ['transfer-to-campaign', { campaignId: 3 }],
    bye: ['play-message', { items: say('Goodbye') }],
  });
  it('asks the world that one has set', () => {
    expect(call(branches, { hours: 'holiday' }).playing).to.have.length(1);
    expect(call(branches).lines.map(({ line }) => line)).to.include('exit');
  });

  it('waits for answers of the outside world, and takes them', () => {
    const flow = flowOf(
      {
        ask: [
          'http-request',
          { connection: 'shop', path: '/order', results: [{ property: 'order', value: 'answer' }] },
          { next: 'bye', error: 'sorry' },
        ],
        bye: ['play-message', { items: say('Done') }],
        sorry: ['play-message', { items: say('Sorry') }],
      },
      [{ name: 'order', type: 'object' }],
    );
    const simulation = call(flow);
    const [question] = simulation.questions;
    if (!question) throw new Error('nothing is asked');
    expect(question.do).to.equal('httpRequest');
    simulation.answer(question, { status: 200, headers: {}, body: { state: 'sent' } });
    expect(simulation.questions).to.deep.equal([]);
    expect(way(simulation)).to.contain('ask -next-> bye');
    const other = call(flow);
    const [again] = other.questions;
    if (again) other.fail(again);
    expect(way(other)).to.contain('ask -error-> sorry');
  });

  it('waits in a queue until the operator is there', () => {
    const flow = flowOf({ wait: ['queue', { campaignId: 3 }, { noAgents: 'bye' }], bye: ['hang-up'] });
    const simulation = call(flow);
    expect(simulation.queue).to.equal(3);
    simulation.queueNews('connected');
    expect(simulation.end).to.deep.equal({ to: 'talk' });
    const other = call(flow);
    other.queueNews('noAgents');
    expect(way(other)).to.contain('wait -noAgents-> bye');
    expect(other.queue).to.equal(null);
  });
});
