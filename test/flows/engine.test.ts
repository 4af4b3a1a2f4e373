import { expect } from 'chai';
import { MOST_STEPS } from '../../ivr-flows/engine.ts';
import { flowOf, say, Scene } from './scene.ts';

const menu = { prompts: say('press 1'), choices: [{ digit: '1', title: 'sales' }], attempts: 2 };
const bye = ['hang-up'] as const;

const twoMenus = flowOf({
  hello: ['play-message', { items: say('hello') }, { next: 'first' }],
  first: ['menu', menu, { '1': 'second', invalid: 'bye', timeout: 'bye' }],
  second: ['menu', menu, { '1': 'bye', invalid: 'bye', timeout: 'bye' }],
  bye: [...bye],
});

describe('flow engine', () => {
  it('runs until a block waits, and on when its input comes', () => {
    const scene = new Scene(twoMenus);
    expect(scene.way).to.equal('start next, hello');
    scene.played().played().press('1');
    expect(scene.way).to.equal('start next, hello next, first 1, second');
    scene.press('1');
    expect(scene.end).to.deep.equal({ to: 'hangup', reason: 'normal' });
  });

  it('keeps digits that come before the question', () => {
    const scene = new Scene(twoMenus).press('1', '1');
    expect(scene.way).to.equal('start next, hello next, first 1, second 1, bye');
    expect(scene.heard).to.deep.equal(['hello', 'press 1']);
  });

  it('plays messages to their end where digits do not interrupt', () => {
    const flow = flowOf(
      { ask: ['menu', menu, { '1': 'bye', invalid: 'bye', timeout: 'bye' }], bye: [...bye] },
      [],
      {
        interruptible: false,
      },
    );
    const scene = new Scene(flow).press('1');
    expect(scene.way).to.equal('start next, ask');
    expect(scene.has('stopPlaying')).to.equal(false);
    expect(scene.played().way).to.equal('start next, ask 1, bye');
  });

  it('asks again, then gives up', () => {
    const scene = new Scene(twoMenus).played().played().press('7');
    expect(scene.way).to.equal('start next, hello next, first');
    scene.played().timeUp();
    expect(scene.way).to.equal('start next, hello next, first timeout, bye');
  });

  it('ignores what comes late', () => {
    const scene = new Scene(twoMenus);
    const before = structuredClone(scene.run);
    scene.bring(
      { type: 'timer', id: '99' },
      { type: 'played', id: '98', failed: false },
      { type: 'answered', id: '97', value: 1 },
      { type: 'recorded', id: '1x', recording: 'r', ms: 1, endedBy: 'digit' },
    );
    expect(scene.run).to.deep.equal(before);
    expect(scene.way).to.equal('start next, hello');
  });

  it('ends when the caller hangs up', () => {
    const scene = new Scene(twoMenus).hangUp();
    expect(scene.end).to.deep.equal({ to: 'hangup', reason: 'normal' });
  });

  it('lets data blocks run after the hang-up, and ends at the next that needs the caller', () => {
    const flow = flowOf({
      hello: ['play-message', { items: say('hello') }, { next: 'bye', hangup: 'check' }],
      check: ['if', { condition: 'true' }, { yes: 'again', no: 'again' }],
      again: ['play-message', { items: say('never') }, { next: 'bye' }],
      bye: [...bye],
    });
    const scene = new Scene(flow).hangUp();
    expect(scene.way).to.equal('start next, hello hangup, check yes, again');
    expect(scene.heard).to.deep.equal(['hello']);
    expect(scene.end).to.deep.equal({ to: 'hangup', reason: 'normal' });
  });

  it('leaves by error when an expression fails, and ends where error leads nowhere', () => {
    const bad = (exits: Record<string, string>) =>
      flowOf({ check: ['if', { condition: '1 / 0 > 1' }, exits], bye: [...bye] });
    expect(new Scene(bad({ error: 'bye' })).way).to.equal('start next, check (division by zero) error, bye');
    expect(new Scene(bad({})).end).to.deep.equal({ to: 'nowhere', code: 'exception' });
  });

  it('ends as it would when its time cannot be kept, because there is too much call data already', () => {
    const flow = flowOf({ bye: [...bye] }, [], { ivrTimeName: 'seconds' });
    for (const value of ['x'.repeat(60_000), JSON.parse(`${'['.repeat(60)}${']'.repeat(60)}`)]) {
      const scene = new Scene(flow, {}, { seed: 1, callData: { given: value } });
      expect(scene.end).to.deep.equal({ to: 'hangup', reason: 'normal' });
      expect(scene.way).to.match(/^start next, bye \((there is too much call data|the value is too deep)\)$/);
    }
  });

  it('ends a circle that never waits', () => {
    const flow = flowOf({
      a: ['if', { condition: 'true' }, { yes: 'b', no: 'b' }],
      b: ['if', { condition: 'true' }, { yes: 'a', no: 'a' }],
    });
    const scene = new Scene(flow);
    expect(scene.end).to.deep.equal({ to: 'nowhere', code: 'stepCap' });
    expect(scene.run.entered).to.equal(MOST_STEPS + 1);
  });

  it('ends after the longest duration, at the campaign named for it, and saves the time', () => {
    const flow = flowOf({ ask: ['menu', menu], bye: [...bye] }, [], {
      maximumSeconds: 60,
      campaignAfter: 12,
      ivrTimeName: 'ivr',
    });
    const scene = new Scene(flow);
    expect(scene.effects[0]).to.deep.equal({ do: 'setTimer', id: 'maximum', ms: 60_000 });
    scene.bring({ type: 'timer', id: 'maximum' });
    expect(scene.end).to.deep.equal({ to: 'campaign', campaignId: 12 });
    expect(scene.last('setCallData').values).to.deep.equal({ ivr: 0 });
  });

  it('lets the talk begin whatever block the flow is in when the queue found an operator', () => {
    const scene = new Scene(twoMenus).bring({ type: 'queued', news: 'reserved', agent: 'Rossi' });
    expect(scene.last('connect')).to.deep.equal({ do: 'connect' });
    scene.bring({ type: 'queued', news: 'connected', agent: 'Rossi' });
    expect(scene.end).to.deep.equal({ to: 'talk' });
  });
});
