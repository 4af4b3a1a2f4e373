/** What an agent is told when it is back after its page or phone was gone. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { agentView } from '../../orchestrator/core/live.ts';
import { sampleConfiguration } from '../support/sample-configuration.ts';
import { CallScene } from '../support/scene-of-calls.ts';

const agentId = 1;

class Scene extends CallScene {
  constructor() {
    super(sampleConfiguration());
    this.page(true);
    this.ask(agentId, { type: 'login', phone: 'browser' });
    this.ask(agentId, { type: 'ready' });
    this.raise();
  }
  page(connected: boolean): void {
    this.event({ type: 'pageChanged', agentId, connected });
  }
  phone(online: boolean): void {
    this.event({ type: 'phoneChanged', node: 'n1', phone: { agentId, kind: 'browser' }, online });
  }
  /** The page answers its standing leg. */
  raise(): void {
    const leg = this.world.sessions.get(agentId)?.standing?.leg;
    if (leg) this.answer(leg);
  }
  talk(): void {
    this.call('800100');
    this.wait(1000);
    this.playedOut();
    this.pickUp(agentId);
  }
  away() {
    return agentView(this.world, agentId)?.away;
  }
}

describe('an agent that was away', () => {
  it('is told from when to when, and that its page was missing', () => {
    const scene = new Scene();
    scene.page(false);
    scene.wait(3000);
    expect(scene.away(), 'a reload takes less').to.equal(null);
    scene.wait(7000);
    expect(scene.state(agentId)).to.equal('unreachable');
    expect(scene.away()).to.include({ missing: 'page', until: null, lost: null });
    scene.page(true);
    expect(scene.state(agentId)).to.equal('ready');
    const away = scene.away();
    expect((away?.until ?? 0) - (away?.since ?? 0)).to.equal(6000);
  });

  it('is told that its phone was missing', () => {
    const scene = new Scene();
    scene.phone(false);
    scene.wait(10_000);
    scene.phone(true);
    expect(scene.away()).to.include({ missing: 'phone', lost: null });
    expect(scene.away()?.until).to.be.a('number');
  });

  it('has nothing to be told when its conversation waited for it', () => {
    const scene = new Scene();
    scene.talk();
    scene.page(false);
    scene.phone(false);
    scene.wait(5000);
    expect(scene.state(agentId)).to.equal('unreachable');
    scene.phone(true);
    scene.page(true);
    scene.raise();
    expect(scene.state(agentId)).to.equal('talking');
    expect(scene.away()).to.equal(null);
  });

  it('is told whose conversation it lost', () => {
    const scene = new Scene();
    scene.talk();
    scene.page(false);
    scene.phone(false);
    scene.wait(40_000);
    expect(scene.contact()?.stage).to.equal('waiting');
    scene.ask(agentId, { type: 'pause', pauseId: 1 });
    expect(scene.away()?.lost).to.deep.equal({ number: '0612345', name: '' });
    expect(scene.away()?.until).to.be.a('number');
  });
});
