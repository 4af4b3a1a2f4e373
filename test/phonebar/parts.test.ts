/** Small pure parts of the client. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { qualityOf } from '../../phonebar/client/audio/quality.ts';
import { backoffMs } from '../../phonebar/client/backoff.ts';
import { actionFor, letterFree, letterOf, shortcutActions } from '../../phonebar/client/shortcuts.ts';

describe('audio quality of the PhoneBar', () => {
  const report = (
    received: number,
    lost: number,
    jitter = 0.002,
    fractionLost = 0,
  ): [string, { type: string }][] => [
    [
      'I',
      {
        type: 'inbound-rtp',
        kind: 'audio',
        packetsReceived: received,
        packetsLost: lost,
        jitter,
        totalAudioEnergy: 0.5,
      } as { type: string },
    ],
    [
      'R',
      { type: 'remote-inbound-rtp', kind: 'audio', fractionLost, roundTripTime: 0.04 } as { type: string },
    ],
    ['V', { type: 'inbound-rtp', kind: 'video', packetsReceived: 9 } as { type: string }],
  ];

  it('counts the loss since the last measurement, of the worse direction', () => {
    const first = qualityOf(report(100, 0), null);
    expect(first).to.include({ grade: 'good', lossPercent: 0, roundTripMs: 40 });
    const second = qualityOf(report(190, 10), first.counters);
    expect(second).to.include({ grade: 'poor', lossPercent: 10 });
    expect(qualityOf(report(240, 10), second.counters)).to.include({ grade: 'good', lossPercent: 0 });
    expect(qualityOf(report(240, 10, 0.002, 0.02), second.counters)).to.include({
      grade: 'fair',
      lossPercent: 2,
    });
  });

  it('says when nothing comes, and when it comes unevenly', () => {
    const first = qualityOf(report(100, 0), null);
    expect(qualityOf(report(100, 0), first.counters).grade).to.equal('none');
    expect(qualityOf(report(150, 0, 0.045), first.counters).grade).to.equal('fair');
  });
});

describe('backoff of the PhoneBar', () => {
  it('doubles up to 5 s, with jitter, without end', () => {
    expect([1, 2, 3, 4, 5, 50].map(n => backoffMs(n, 1))).to.deep.equal([500, 1000, 2000, 4000, 5000, 5000]);
    expect([1, 5].map(n => backoffMs(n, 0))).to.deep.equal([250, 2500]);
  });
});

describe('shortcuts of the PhoneBar', () => {
  const press = (key: string, more: object = {}) => ({
    key,
    ctrlKey: true,
    altKey: false,
    metaKey: false,
    shiftKey: false,
    ...more,
  });

  it('mean the action on offer', () => {
    expect(actionFor(press('o'), ['hangup', 'hold'], {})).to.equal('hold');
    expect(actionFor(press('o'), ['retrieve', 'hangup'], {})).to.equal('retrieve');
    expect(actionFor(press('O'), ['ready'], {})).to.equal(null);
    expect(actionFor(press('o', { shiftKey: true }), ['hold'], {})).to.equal(null);
    expect(actionFor(press('q'), ['hold'], { hold: 'q' })).to.equal('hold');
  });

  it('leave editing and the browser alone, and each other', () => {
    for (const action of shortcutActions)
      expect(letterFree(letterOf(action, {}), action, {}), action).to.equal(true);
    expect(letterFree('c', 'hold', {})).to.equal(false);
    expect(letterFree('m', 'hold', {})).to.equal(false);
    expect(letterFree('q', 'hold', { ready: 'q' })).to.equal(false);
    expect(letterFree('§', 'hold', {})).to.equal(false);
  });
});
