/** The simulator's call: the one simulation in a world that one sets on the page. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  beginCall,
  surroundingsOf,
  tellQueue,
  wayOf,
  type World,
} from '../../admin/designer/simulator/world.ts';
import type { Flow } from '../../ivr-flows/document.ts';
import type { Simulation } from '../../ivr-flows/simulation/simulation.ts';
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
  beginCall(flow, { ...world, ...changes }, AT, 1);
const way = ({ log }: Simulation): string => [...wayOf(log).lines].join(' ');

describe('simulator of the Call Designer', () => {
  it('plays until whoever listens has heard it, takes digits and says where the call goes', () => {
    const simulation = call(menuFlow());
    expect(simulation.playing[0]?.media).to.deep.equal([{ speech: 'Press 1 or 2' }]);
    simulation.wait(3600);
    expect(simulation.playing).to.have.length(1);
    simulation.press('1');
    expect(simulation.end).to.deep.equal({ to: 'campaign', campaignId: 3 });
    expect([...wayOf(simulation.log).passed]).to.deep.equal(['start', 'menu', 'care']);
    expect(way(simulation)).to.equal('start.next menu.1');
    expect(simulation.run.properties).to.include({ choice: '1' });
  });

  it('lets time pass to the next timer and beyond', () => {
    const simulation = call(menuFlow());
    simulation.played();
    for (let tries = 0; tries < 3 && simulation.dueAt !== null; tries++) {
      simulation.passTo(simulation.dueAt);
      simulation.played();
    }
    expect(simulation.at).to.be.greaterThan(AT);
    expect(way(simulation)).to.contain('menu.timeout');
  });

  it('asks the world that one has set, also while the call goes on', () => {
    const branches = flowOf(
      {
        hours: ['opening-hours', { calendarId: 1 }, { open: 'wait', closed: 'bye', holiday: 'bye' }],
        wait: ['get-digits', { saveTo: 'a' }, { next: 'agents', invalid: 'bye', timeout: 'bye' }],
        agents: ['agents-available', { campaignId: 3 }, { free: 'care', yes: 'care', no: 'bye' }],
        care: ['transfer-to-campaign', { campaignId: 3 }],
        bye: ['play-message', { items: say('Goodbye') }],
      },
      [{ name: 'a' }],
    );
    expect(call(branches, { hours: 'holiday' }).playing).to.have.length(1);
    const simulation = call(branches);
    simulation.surroundings = surroundingsOf({ ...world, agentsLoggedIn: 0, agentsFree: 0 });
    simulation.press('1#');
    expect(way(simulation)).to.contain('agents.no');
  });

  it('asks whoever plays for the answers of the outside world', () => {
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
    simulation.wait(600);
    const [question] = simulation.questions;
    if (!question) throw new Error('nothing is asked');
    expect(question.do).to.equal('httpRequest');
    simulation.answer(question, { value: { status: 200, headers: {}, body: { state: 'sent' } } });
    expect(simulation.questions).to.deep.equal([]);
    expect(way(simulation)).to.contain('ask.next');
    const other = call(flow);
    const [again] = other.questions;
    if (again) other.answer(again, { fails: 'unreachable' });
    expect(way(other)).to.contain('ask.error');
  });

  it('waits in a queue until the operator is there, whom the flow may announce', () => {
    const flow = flowOf({
      wait: ['queue', { campaignId: 3, announceAgent: say('You talk with {agent}') }, { noAgents: 'bye' }],
      bye: ['hang-up'],
    });
    const simulation = call(flow);
    expect(simulation.waiting).to.deep.equal({ campaignId: 3 });
    tellQueue(simulation, 'reserved');
    expect(simulation.playing.at(-1)?.media).to.deep.equal([{ speech: 'You talk with Anna' }]);
    simulation.listen();
    expect(simulation.end).to.deep.equal({ to: 'talk' });
    const other = call(flow);
    tellQueue(other, 'noAgents');
    expect(way(other)).to.contain('wait.noAgents');
    expect(other.waiting).to.equal(null);
  });
});
