import { expect } from 'chai';
import { describe, it } from 'mocha';
import { bridge, channel, playback } from '../../../orchestrator/adapters/ari/operations.ts';

describe('ARI operations', () => {
  it('are method, path and query', () => {
    expect(channel.answer('1795.1')).to.deep.equal({ method: 'POST', path: 'channels/1795.1/answer' });
    expect(channel.hangup('1795.1', 'no_answer')).to.deep.equal({
      method: 'DELETE',
      path: 'channels/1795.1?reason=no_answer',
    });
    expect(playback.stop('phones-k3x-1.4').path).to.equal('playbacks/phones-k3x-1.4');
  });

  it('join lists by commas and leave out what is not given', () => {
    expect(bridge.add('b', ['one', 'two']).path).to.equal('bridges/b/addChannel?channel=one%2Ctwo');
    const { path } = channel.originate('leg', {
      endpoint: 'PJSIP/100@line-1',
      app: 'phones',
      appArgs: 'leg',
      callerId: undefined,
      formats: undefined,
      timeout: 25,
    });
    expect(path).to.equal('channels/leg?endpoint=PJSIP%2F100%40line-1&app=phones&appArgs=leg&timeout=25');
  });

  it('let nothing out of its place', () => {
    const leg = 'a/../b?x=1';
    const { path } = channel.originate(leg, {
      endpoint: 'PJSIP/1&app=other',
      app: 'phones',
      appArgs: 'leg',
      callerId: '"A & B" <06+1>',
      formats: undefined,
      timeout: 1,
    });
    const [before, query = ''] = path.split('?');
    expect(before).to.equal(`channels/${encodeURIComponent(leg)}`);
    const values = new URLSearchParams(query);
    expect(values.get('endpoint')).to.equal('PJSIP/1&app=other');
    expect(values.get('callerId')).to.equal('"A & B" <06+1>');
    expect(values.getAll('app')).to.deep.equal(['phones']);
  });
});
