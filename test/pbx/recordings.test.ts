/** Real calls that are recorded: who is heard on which side and when, through everything that happens to a call. */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { OperatorPage } from '../faults/harness/operator.ts';
import { hasSpeechOrMusic, hasTone, isSilent, silences, toneLevel, toneShare } from '../support/audio.ts';
import {
  agentAt,
  type Centre,
  type CentreOptions,
  createCentre,
  makeReady,
  newAgentPhone,
  newCaller,
} from '../support/contact-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hears, hearsSpeechOrMusic, passes, tones } from '../support/listening.ts';
import type { Call, MediaPeer } from '../support/media-peer.ts';
import { type Recorded, recordedCall } from '../support/recorded-call.ts';
import { until } from '../support/until.ts';

const samplesPerMs = 8;
/** Music and tones fade in and out at the edges of what is measured. */
const edgeMs = 250;

interface Operator {
  page: OperatorPage;
  /** The call that its phone is in. */
  take(): Promise<Call>;
}

describe('calls that are recorded', function () {
  this.timeout(90_000);
  let instance: Instance;
  const peers: MediaPeer[] = [];
  const pages: OperatorPage[] = [];

  before(async function () {
    this.timeout(600_000);
    instance = await startInstance();
  });
  after(async function () {
    this.timeout(60_000);
    await instance?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') console.error(await instance.explain());
    for (const page of pages.splice(0)) {
      await page.ask({ type: 'logout' }).catch(() => undefined);
      page.close();
    }
    await Promise.all(peers.splice(0).map(peer => peer.close()));
    await instance.expectClean();
  });

  async function operator(centre: Centre, index: number, tone: number, standing: boolean): Promise<Operator> {
    const agent = agentAt(centre, index);
    const phone = await newAgentPhone(instance, agent, { tone });
    peers.push(phone);
    const page = await OperatorPage.open(instance, agent);
    pages.push(page);
    if (standing) phone.onCall = 'answer';
    await makeReady(instance, agent);
    const leg = standing ? await phone.nextCall() : null;
    if (leg) await page.untilView('the standing leg is up', view => view.standing === 'up');
    return {
      page,
      async take() {
        if (leg) {
          await page.untilView('it is offered', view => view.contact !== null);
          if (page.view.contact?.stage === 'offered') await page.ask({ type: 'answer' });
          return leg;
        }
        const call = await phone.nextCall();
        call.answer();
        return call;
      },
    };
  }

  const centreWith = (
    recording: NonNullable<NonNullable<CentreOptions['human']>['recording']>,
    standingLeg: boolean,
  ): Promise<Centre> =>
    createCentre(instance, {
      agents: 2,
      standingLeg,
      welcome: { message: { it: '', en: '' } },
      human: { strategy: 'fixed-order', recording },
    });

  async function caller(centre: Centre): Promise<{ peer: MediaPeer; call: Call }> {
    const peer = await newCaller(instance, { tone: tones.customer });
    peers.push(peer);
    return { peer, call: await peer.call(centre.number) };
  }

  const recorded = (number: string): Promise<Recorded> => recordedCall(instance, number);

  /** The stretch between two moments, without its edges. */
  const between = (pcm: Int16Array | undefined, from: number, to: number): Int16Array =>
    (pcm ?? new Int16Array()).subarray((from + edgeMs) * samplesPerMs, (to - edgeMs) * samplesPerMs);

  for (const standing of [false, true]) {
    const legs = standing ? 'over standing legs' : 'with a call for each';

    it(`stereo, through hold, secure pause, consult and transfer, ${legs}`, async () => {
      const centre = await centreWith({ when: 'always' }, standing);
      const first = await operator(centre, 0, tones.first, standing);
      const { peer, call } = await caller(centre);
      await first.take();
      await hears(call, tones.first);
      const second = await operator(centre, 1, tones.second, standing);
      await first.page.untilView('it is recorded', view => view.contact?.recording.state === 'on');
      await passes(1200);
      await first.page.ask({ type: 'hold' });
      // What is looked at begins after the hold; music may begin with a second of silence, as two of Debian's do.
      await passes(500);
      await until('music is heard', () => hasSpeechOrMusic(call.audio.last(300), Object.values(tones)));
      await passes(1000);
      await first.page.ask({ type: 'retrieve' });
      await hears(call, tones.first);
      await passes(800);
      await first.page.ask({ type: 'pauseRecording' });
      await first.page.untilView('it is paused', view => view.contact?.recording.state === 'paused');
      await passes(1500);
      await first.page.ask({ type: 'resumeRecording' });
      await first.page.untilView('it goes on', view => view.contact?.recording.state === 'on');
      await passes(1200);
      await first.page.ask({ type: 'consult', to: { kind: 'agent', agentId: agentAt(centre, 1).id } });
      await second.take();
      await first.page.untilView('they talk aside', view => view.contact?.aside === true);
      await passes(800);
      await first.page.ask({ type: 'complete' });
      await hears(call, tones.second);
      await passes(1500);
      call.hangup();

      const { recording, sides, at } = await recorded(peer.user);
      const [said, heard] = sides;
      expect(recording).to.include({ channels: 'stereo', campaignId: centre.human.id, onDemand: false });
      expect(recording.lengthMs).to.be.within(at('contactEnded') - 800, at('contactEnded') + 300);
      const [held, back] = [at('contactHeld'), at('contactRetrieved')];
      const [paused, resumed] = [at('callRecordingPaused'), at('callRecordingResumed')];
      expect(toneShare(between(heard, 0, held), tones.first), 'first').to.be.above(0.9);
      expect(toneShare(between(said, 0, held), tones.customer), 'customer').to.be.above(0.9);
      expect(hasSpeechOrMusic(between(heard, back - 1200, back), Object.values(tones)), 'music').to.equal(
        true,
      );
      expect(toneShare(between(said, held, back), tones.customer), 'customer held').to.be.above(0.9);
      for (const pcm of sides) expect(isSilent(between(pcm, paused, resumed)), 'pause').to.equal(true);
      expect(hasTone(between(heard, resumed, resumed + 1000), tones.first), 'first again').to.equal(true);
      const transferred = at('contactTransferred');
      expect(
        toneShare(between(heard, transferred + 200, at('contactEnded') - 300), tones.second),
      ).to.be.above(0.9);
      expect(
        toneShare(between(said, transferred + 200, at('contactEnded') - 300), tones.customer),
      ).to.be.above(0.9);
    });

    it(`goes on while the orchestrator is dead, and after its restart, ${legs}`, async () => {
      const centre = await centreWith({ when: 'percentage', percentage: 100 }, standing);
      const first = await operator(centre, 0, tones.first, standing);
      const { peer, call } = await caller(centre);
      await first.take();
      await hears(call, tones.first);
      await first.page.untilView('it is recorded', view => view.contact?.recording.state === 'on');
      await passes(500);
      await instance.kill();
      await passes(1000);
      await instance.start();
      await instance.api.untilAgent(agentAt(centre, 0).id, 'talking', 5000);
      await first.page.untilView('it is recorded still', view => view.contact?.recording.state === 'on');
      await passes(1000);
      call.hangup();
      const { recording, sides, at } = await recorded(peer.user);
      const end = at('contactEnded');
      expect(recording.lengthMs).to.be.within(end - 500, end + 300);
      for (const [side, hz] of [tones.customer, tones.first].entries()) {
        const pcm = between(sides[side], 0, end - 300);
        expect(toneShare(pcm, hz), `share of ${hz} Hz`).to.be.above(0.9);
        expect(silences(pcm, 300), `gaps in ${hz} Hz`).to.deep.equal([]);
      }
    });
  }

  it('mixed, from the queue on', async () => {
    const centre = await centreWith({ when: 'always', channels: 'mixed', begins: 'queue' }, false);
    const { peer, call } = await caller(centre);
    await hearsSpeechOrMusic(call);
    await passes(1500);
    const first = await operator(centre, 0, tones.first, false);
    await first.take();
    await hears(call, tones.first);
    await passes(1000);
    call.hangup();
    const { sides, at } = await recorded(peer.user);
    const connected = at('contactConnected');
    expect(connected).to.be.above(1000);
    const [both] = sides;
    expect(toneLevel(between(both, 0, connected), tones.customer)).to.be.above(-30);
    expect(toneLevel(between(both, 0, connected), tones.first)).to.be.below(-40);
    const talk = between(both, connected, at('contactEnded'));
    for (const hz of [tones.customer, tones.first]) expect(toneLevel(talk, hz), `${hz} Hz`).to.be.above(-30);
  });

  it('on demand: nothing before the operator asks, nothing after it ends', async () => {
    const centre = await centreWith({ when: 'onDemand' }, false);
    const first = await operator(centre, 0, tones.first, false);
    const { peer, call } = await caller(centre);
    await first.take();
    await hears(call, tones.first);
    await passes(1000);
    await first.page.ask({ type: 'startRecording' });
    await first.page.untilView('it is recorded', view => view.contact?.recording.state === 'on');
    await passes(1200);
    await first.page.ask({ type: 'stopRecording' });
    await first.page.untilView('it is not any more', view => view.contact?.recording.state === 'off');
    await passes(800);
    call.hangup();
    const { recording, sides } = await recorded(peer.user);
    expect(recording.onDemand).to.equal(true);
    expect(recording.lengthMs).to.be.within(1000, 1800);
    expect(toneShare(sides[1] ?? new Int16Array(), tones.first)).to.be.above(0.8);
  });

  it('what was recorded before Asterisk is killed is kept', async () => {
    const centre = await centreWith({ when: 'always' }, false);
    const first = await operator(centre, 0, tones.first, false);
    const { peer, call } = await caller(centre);
    await first.take();
    await hears(call, tones.first);
    await first.page.untilView('it is recorded', view => view.contact?.recording.state === 'on');
    await passes(3000);
    const [pid = 0] = await instance.asterisk();
    process.kill(pid, 'SIGKILL');
    const { recording, sides, contact } = await recordedCall(instance, peer.user, 40_000);
    expect(contact).to.include({ outcome: 'switchLost' });
    // Asterisk writes what it has recorded in pieces.
    expect(recording.lengthMs).to.be.above(2000);
    for (const [side, hz] of [tones.customer, tones.first].entries())
      expect(toneShare(between(sides[side], 0, (recording.lengthMs ?? 0) - 300), hz), `${hz} Hz`).to.be.above(
        0.9,
      );
    await until('Asterisk is back', async () => (await instance.asterisk()).some(each => each !== pid));
    await until('it answers', async () =>
      (await instance.pbx('core waitfullybooted')).includes('fully booted'),
    );
  });
});
