/** Small pure parts of the client. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { qualityOf } from '../../phonebar/client/audio/quality.ts';
import { adviceOf, beginLog, mosNow, note, summaryOf } from '../../phonebar/client/audio/quality-log.ts';
import { mosOf } from '../../phonebar/client/audio/mos.ts';
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

  it('is estimated as MOS by the E-model', () => {
    const mos = (lossPercent: number, roundTripMs: number | null, bufferMs = 0) =>
      Number(mosOf({ lossPercent, roundTripMs, bufferMs }).toFixed(2));
    // R 92.7, 69.8, 89.1, 76.9, 41.0 and below 0, worked out apart from the code.
    expect(mos(0, null)).to.equal(4.4);
    expect(mos(0, 600)).to.equal(3.59);
    expect(mos(1, 0)).to.equal(4.32);
    expect(mos(5, 0)).to.equal(3.9);
    expect(mos(30, 0)).to.equal(2.11);
    expect(mos(100, 2000)).to.equal(1);
    for (let loss = 0; loss < 100; loss += 1) expect(mos(loss + 1, 100)).to.be.at.most(mos(loss, 100));
  });

  it('is summed up over a contact, and advised upon when some seconds are bad', () => {
    const log = beginLog('phones-x-1');
    const second = (lossPercent: number, jitterMs = 5, roundTripMs: number | null = 40) => ({
      ...qualityOf(report(100, 0), null),
      lossPercent,
      jitterMs,
      roundTripMs,
    });
    note(log, second(0));
    expect([mosNow(log), adviceOf(log), summaryOf(log)]).to.deep.equal([null, null, null]);
    for (let at = 0; at < 4; at += 1) note(log, second(0, 5, null));
    expect(adviceOf(log)).to.equal(null);
    note(log, second(30));
    expect(adviceOf(log), 'one bad second').to.equal(null);
    for (let at = 0; at < 4; at += 1) note(log, second(30));
    expect(adviceOf(log)).to.equal('loss');
    expect(summaryOf(log)).to.deep.include({
      seconds: 10,
      lossPercent: 15,
      mostLossPercent: 30,
      roundTripMs: 40,
    });
    for (let at = 0; at < 5; at += 1) note(log, second(0, 80));
    expect(adviceOf(log)).to.equal('jitter');
    for (let at = 0; at < 5; at += 1) note(log, second(2, 5, 1200));
    expect(adviceOf(log)).to.equal('delay');
    for (let at = 0; at < 60; at += 1) note(log, { ...second(0), grade: 'none' });
    expect(adviceOf(log)).to.equal('none');
    expect(log.minute.length).to.equal(60);
    for (let at = 0; at < 5; at += 1) note(log, second(0));
    expect(adviceOf(log), 'good again').to.equal(null);
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
