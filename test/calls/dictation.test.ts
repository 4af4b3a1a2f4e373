/** A prompt is recorded by phone, in the core: what is said and asked, how it ends, and that nothing is left. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Command } from '../../orchestrator/core/commands.ts';
import type { DictationRequest } from '../../orchestrator/core/dictation/dictation.ts';
import { sampleConfiguration } from '../support/sample-configuration.ts';
import { CallScene } from '../support/scene-of-calls.ts';

const node = 'n1';
const asked = { promptId: 5, prompt: 'greeting', language: 'it', speak: 'en' } as const;

class Dictated extends CallScene {
  constructor() {
    super(sampleConfiguration());
  }
  dictate(number: string): string | null {
    const request: DictationRequest = { ...asked, number };
    return this.event({ type: 'dictationRequested', requestId: 'd1', request, by: 'sara' });
  }
  press(digit: string): void {
    const leg = this.contact()?.callerLeg ?? '';
    this.event({ type: 'digitReceived', node, leg, digit });
  }
  /** The recording under way ends. */
  spoken(durationMs: number, failed = false): void {
    const recording = this.contact()?.dictation?.recording ?? '';
    this.event({ type: 'recordingFinished', node, recording, durationMs, failed });
  }
  kept(value: number): void {
    const request = this.contact()?.dictation?.request ?? '';
    this.event({ type: 'requestAnswered', request, value });
  }
  notKept(code: string): void {
    const request = this.contact()?.dictation?.request ?? '';
    this.event({ type: 'requestFailed', request, code, message: code });
  }
  /** Up to the choice. */
  recorded(number = '201'): void {
    expect(this.dictate(number)).to.equal(null);
    this.answer(this.contact()?.callerLeg ?? '');
    this.playedOut();
    this.press('#');
    this.spoken(3000);
  }
  steps(): string[] {
    return this.facts.flatMap(fact =>
      fact.type === 'dictationChanged' ? [fact.result ? `${fact.step}: ${fact.result}` : fact.step] : [],
    );
  }
  did<T extends Command['type']>(type: T): Extract<Command, { type: T }>[] {
    return this.commands.filter((command): command is Extract<Command, { type: T }> => command.type === type);
  }
  /** The last fact of its end. */
  outcome(): string {
    const end = this.facts.findLast(({ type }) => type === 'contactEnded');
    return end?.type === 'contactEnded' ? end.outcome : '';
  }
  expectOver(): void {
    expect(this.contact(), 'no contact is left').to.equal(undefined);
    expect(this.legs(), 'no leg is left').to.deep.equal([]);
    expect([...this.world.timers.keys()].filter(id => id.startsWith('dictation'))).to.deep.equal([]);
  }
}

describe('a prompt recorded by phone', () => {
  it('is recorded, heard, recorded again and kept', () => {
    const scene = new Dictated();
    scene.recorded();
    expect(scene.did('originate')[0]?.destination).to.deep.equal({
      kind: 'agentPhone',
      agentId: 1,
      phone: 'sip',
    });
    expect(scene.did('record')[0]).to.include({ beep: true, silenceMs: 0 });
    const [first] = scene.did('record');
    scene.press('1');
    expect(scene.did('play').at(-1)?.media).to.deep.equal([{ recording: first?.recording }]);
    scene.playedOut();
    scene.press('2');
    expect(scene.did('discardRecording')).to.have.length(1);
    scene.playedOut();
    scene.press('#');
    scene.spoken(2000);
    scene.press('3');
    const second = scene.did('record').at(-1)?.recording;
    expect(scene.did('keepPrompt')[0]).to.include({
      recording: second,
      promptId: 5,
      language: 'it',
      by: 'sara',
    });
    scene.kept(7);
    scene.playedOut();
    expect(scene.steps()).to.deep.equal([
      'calling',
      'instructing',
      'recording',
      'choosing',
      'hearing',
      'choosing',
      'instructing',
      'recording',
      'choosing',
      'keeping',
      'ended: kept',
    ]);
    const last = scene.facts.findLast(({ type }) => type === 'dictationChanged');
    expect(last).to.include({ version: 7, dictationId: 'd1' });
    expect(scene.outcome()).to.equal('served');
    expect(scene.did('discardRecording'), 'the second is kept').to.have.length(1);
    scene.expectOver();
  });

  const causes = { 17: 'busy', 18: 'noAnswer', 19: 'noAnswer', 21: 'rejected', 3: 'notReached' };
  for (const [cause, result] of Object.entries(causes))
    it(`says of a phone that ends with cause ${cause}: ${result}`, () => {
      const scene = new Dictated();
      scene.dictate('201');
      scene.hangUp(scene.contact()?.callerLeg ?? '', Number(cause));
      expect(scene.steps().at(-1)).to.equal(`ended: ${result}`);
      expect(scene.outcome()).to.equal('unanswered');
      scene.expectOver();
    });

  it('gives up a phone that rings too long', () => {
    const scene = new Dictated();
    scene.dictate('201');
    scene.wait(46_000);
    expect(scene.steps().at(-1)).to.equal('ended: noAnswer');
    scene.expectOver();
  });

  it('records again what was empty, and ends when it stays so', () => {
    const scene = new Dictated();
    scene.dictate('201');
    scene.answer(scene.contact()?.callerLeg ?? '');
    scene.playedOut();
    scene.press('#');
    scene.spoken(0);
    expect(scene.steps().at(-1)).to.equal('instructing');
    scene.playedOut();
    scene.spoken(3000);
    scene.press('3');
    scene.notKept('audioTooShort');
    expect(scene.steps().at(-1)).to.equal('instructing');
    scene.playedOut();
    scene.press('#');
    scene.spoken(0);
    scene.playedOut();
    expect(scene.steps().at(-1)).to.equal('ended: empty');
    scene.expectOver();
  });

  it('says when the time is over', () => {
    const scene = new Dictated();
    scene.dictate('201');
    scene.answer(scene.contact()?.callerLeg ?? '');
    scene.playedOut();
    scene.spoken(300_000);
    expect(JSON.stringify(scene.did('play').at(-1)?.media)).to.include('The time is over');
    expect(scene.steps().at(-1)).to.equal('choosing');
  });

  it('ends when nobody chooses, and throws the recording away', () => {
    const scene = new Dictated();
    scene.recorded();
    for (let i = 0; i < 3; i += 1) {
      scene.playedOut();
      scene.wait(11_000);
    }
    scene.playedOut();
    expect(scene.steps().at(-1)).to.equal('ended: notChosen');
    expect(scene.did('discardRecording')).to.have.length(1);
    scene.expectOver();
  });

  it('throws away what was not kept when the phone is hung up, while it records and afterwards', () => {
    for (const chosen of [false, true]) {
      const scene = new Dictated();
      scene.dictate('201');
      scene.answer(scene.contact()?.callerLeg ?? '');
      scene.playedOut();
      if (chosen) scene.spoken(3000);
      scene.hangUp(scene.contact()?.callerLeg ?? '');
      expect(scene.steps().at(-1)).to.equal('ended: hungUp');
      expect(scene.did('discardRecording')).to.have.length(1);
      scene.expectOver();
    }
  });

  it('keeps what is just being kept when the phone is hung up', () => {
    const scene = new Dictated();
    scene.recorded();
    scene.press('3');
    scene.hangUp(scene.contact()?.callerLeg ?? '');
    scene.event({ type: 'dictationCancelled', dictationId: 'd1', by: 'sara' });
    scene.kept(2);
    expect(scene.steps().at(-1)).to.equal('ended: kept');
    expect(scene.outcome()).to.equal('served');
    scene.expectOver();
  });

  it('is cancelled from the page', () => {
    const scene = new Dictated();
    scene.recorded();
    scene.event({ type: 'dictationCancelled', dictationId: 'another', by: 'sara' });
    expect(scene.contact()).to.not.equal(undefined);
    scene.event({ type: 'dictationCancelled', dictationId: 'd1', by: 'sara' });
    expect(scene.steps().at(-1)).to.equal('ended: cancelled');
    scene.expectOver();
  });

  it('tells that Asterisk could not record, or the library not keep', () => {
    const scene = new Dictated();
    scene.dictate('201');
    scene.answer(scene.contact()?.callerLeg ?? '');
    scene.playedOut();
    scene.spoken(0, true);
    scene.playedOut();
    expect(scene.steps().at(-1)).to.equal('ended: failed');
    const other = new Dictated();
    other.recorded();
    other.press('3');
    other.notKept('unavailable');
    other.playedOut();
    expect(other.steps().at(-1)).to.equal('ended: failed');
    other.expectOver();
  });

  it('goes on over a restart, and asks again to keep', () => {
    const scene = new Dictated();
    scene.recorded();
    scene.press('3');
    scene.restart();
    expect(scene.did('keepPrompt')).to.have.length(2);
    scene.kept(3);
    scene.playedOut();
    expect(scene.steps().at(-1)).to.equal('ended: kept');
    scene.expectOver();
  });

  it('uses the own phone of an operator who is logged in, and gives it back', () => {
    const scene = new Dictated();
    scene.ready(1);
    expect(scene.dictate('201')).to.equal(null);
    expect(scene.state(1)).to.equal('talking');
    scene.pickUp(1);
    expect(scene.steps()).to.deep.equal(['calling', 'instructing']);
    scene.playedOut();
    scene.press('#');
    scene.spoken(2000);
    scene.press('3');
    scene.kept(1);
    scene.playedOut();
    expect(scene.steps().at(-1)).to.equal('ended: kept');
    expect(scene.state(1)).to.equal('ready');
    expect(scene.contact()).to.equal(undefined);
  });

  it('refuses who is in a call, services, and numbers that no line may call', () => {
    const scene = new Dictated();
    scene.ready(1);
    scene.call('800100');
    scene.wait(1000);
    scene.playedOut();
    scene.pickUp(1);
    expect(scene.dictate('201')).to.equal('inContact');
    expect(scene.dictate('899123')).to.equal('numberBlocked');
    scene.event({ type: 'drainRequested', by: 'test' });
    expect(scene.dictate('202')).to.equal('switchAway');
  });
});
