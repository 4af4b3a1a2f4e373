/** The main job: a SIP caller and an operator in Chromium, with everything the operator can do in a call. */
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { silences } from '../support/audio.ts';
import { accessibilityProblems, screenshot, signIn, TestBrowser } from '../support/browser.ts';
import { agentAt, agentTone, type Centre, createCentre, newCaller } from '../support/contact-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hears, hearsNothing, hearsSpeechOrMusic } from '../support/listening.ts';
import type { MediaPeer } from '../support/media-peer.ts';
import { PhoneBarPage } from '../support/phonebar-page.ts';
import { expectContact, expectSteps } from '../support/steps.ts';
import { until } from '../support/until.ts';

for (const { how, standingLeg } of [
  { how: 'over its standing leg', standingLeg: null },
  { how: 'that rings', standingLeg: false },
])
  describe(`a call to an operator in the browser, ${how}`, function () {
    this.timeout(120_000);
    let instance: Instance;
    let browser: TestBrowser;
    let centre: Centre;
    let operator: PhoneBarPage;
    let dispositionId: number;
    const callers: MediaPeer[] = [];

    before(async function () {
      this.timeout(600_000);
      instance = await startInstance();
      browser = await TestBrowser.start();
      dispositionId = (await instance.api.create('dispositions', { name: 'Solved', positive: true })).id;
      centre = await createCentre(instance, {
        phone: 'browser',
        standingLeg,
        human: {
          dispositionIds: [dispositionId],
          wrapUp: { defaultSeconds: 120, minimumSeconds: 0, maximumSeconds: 300 },
        },
      });
    });
    after(async function () {
      await browser?.close();
      await instance?.stop();
    });
    afterEach(async function () {
      if (this.currentTest?.state === 'failed') {
        console.error(await instance.explain(), browser.complaints);
        if (operator) console.error(await operator.text().catch(String));
      }
      await Promise.all(callers.splice(0).map(peer => peer.close()));
    });

    const newCall = async () => {
      const peer = await newCaller(instance);
      callers.push(peer);
      return { peer, call: await peer.call(centre.number) };
    };

    it('the operator signs in, passes the device check and is ready', async () => {
      operator = await PhoneBarPage.open(browser, instance, agentAt(centre, 0));
      await operator.page.locator('button:enabled', { hasText: 'Log in' }).waitFor();
      await screenshot(operator.page, 'phonebar-start-of-shift');
      expect(await accessibilityProblems(operator.page)).to.deep.equal([]);
      await operator.logIn();
      await operator.press('Ready');
      await operator.untilState('ready');
      await instance.api.untilAgent(agentAt(centre, 0).id, 'ready');
      await screenshot(operator.page, 'phonebar-ready');
      expect(await accessibilityProblems(operator.page)).to.deep.equal([]);
    });

    it('rings, is answered, is heard both ways, held, muted, typed into, hung up and wrapped up', async () => {
      const { peer, call } = await newCall();
      await call.whenAnswered();
      await hearsSpeechOrMusic(call);

      await operator.untilState('offered', 20_000);
      const offer = await operator.contact().innerText();
      expect(offer).to.include(peer.user).and.to.include(centre.service.name);
      await screenshot(operator.page, 'phonebar-ringing');
      expect(await accessibilityProblems(operator.page)).to.deep.equal([]);
      await operator.press('Answer');
      await operator.untilState('talking');
      await Promise.all([hears(call, agentTone), operator.hearsCaller()]);
      await operator.expectFlow();
      expect((await operator.statistics())?.codec).to.equal('audio/opus');
      expect(call.audio.statistics.lost).to.equal(0);
      await screenshot(operator.page, 'phonebar-talking');
      expect(await accessibilityProblems(operator.page)).to.deep.equal([]);

      await operator.press('Hold');
      await operator.untilState('onHold');
      await hearsSpeechOrMusic(call);
      await operator.press('Retrieve');
      await operator.untilState('talking');
      await Promise.all([hears(call, agentTone), operator.hearsCaller()]);

      await operator.press('Mute');
      await until('the button says so', () => operator.isOffered('Unmute'));
      await hearsNothing(call);
      await operator.hearsCaller();
      await operator.press('Unmute');
      await hears(call, agentTone);

      await operator.press('Keypad');
      for (const digit of ['1', '0'])
        await operator.page.getByRole('button', { name: `Digit ${digit}` }).click();
      await operator.page.getByRole('button', { name: 'Hash' }).click();
      await until('the caller has the digits', () => call.audio.digits.length === 3, {
        explain: () => call.audio.digits,
      });
      expect(call.audio.digits.map(({ digit }) => digit).join('')).to.equal('10#');
      await operator.press('Keypad');

      await operator.press('Hang up');
      await call.whenEnded();
      expect(call.endedBy).to.equal('there');
      await operator.untilState('wrapUp');
      await operator.page.getByRole('radio', { name: 'Solved' }).check();
      await operator.page.getByRole('textbox', { name: 'Note' }).fill('Wants the red one.');
      await screenshot(operator.page, 'phonebar-wrap-up');
      expect(await accessibilityProblems(operator.page)).to.deep.equal([]);
      await operator.press('Finish');
      await operator.untilState('ready');

      const contact = await instance.api.wrappedUpContact(peer.user);
      expectSteps(contact, [
        'contactArrived',
        'contactAnswered',
        'promptStarted',
        'promptEnded',
        'contactOffered',
        // Over the standing leg no phone rings but the page itself.
        ...(standingLeg === false ? (['phoneRang'] as const) : []),
        'contactConnected',
        'contactHeld',
        'contactRetrieved',
        'contactMuted',
        'contactMuted',
        'digitsSent',
        'contactEnded',
        'wrapUpStarted',
        'wrapUpEnded',
      ]);
      expectContact(contact, {
        outcome: 'handled',
        endedBy: 'agent',
        dispositionId,
        note: 'Wants the red one.',
        agentId: agentAt(centre, 0).id,
      });
      const [sounded] = await instance.api.qualityOf(contact.id);
      expect(sounded).to.include({ kind: 'call', agentId: agentAt(centre, 0).id });
      expect(sounded?.kind === 'call' && sounded.summary.seconds).to.be.at.least(3);
      expect(sounded?.kind === 'call' && sounded.summary.mos).to.be.above(2.5);
      await instance.expectClean();
      await expectContactPage(contact.id);
    });

    /** The supervisor's page of the contact shows its steps, disposition and note. */
    async function expectContactPage(id: string): Promise<void> {
      const page = await browser.newPage(instance);
      const { username, password } = instance.administrator;
      await signIn(page, username, password);
      await page.goto(`/admin/contacts/${id}`);
      const text = await page.getByRole('main').innerText();
      for (const word of [
        centre.welcome.name,
        centre.human.name,
        agentAt(centre, 0).name,
        'Solved',
        'Wants the red one.',
      ])
        expect(text).to.include(word);
      await screenshot(page, 'contact');
      expect(await accessibilityProblems(page)).to.deep.equal([]);
      await page.close();
    }

    it('goes back to the queue when the operator rejects it', async () => {
      const { peer, call } = await newCall();
      await operator.untilState('offered', 20_000);
      await operator.press('Reject');
      await operator.untilState('noAnswer');
      await hearsSpeechOrMusic(call);
      await operator.press('Ready');
      await operator.untilState('offered');
      await operator.press('Answer');
      await operator.untilState('talking');
      await Promise.all([hears(call, agentTone), operator.hearsCaller()]);
      call.hangup();
      await operator.untilState('wrapUp');
      expectContact(await instance.api.endedContact(peer.user), { outcome: 'handled', endedBy: 'caller' });
      await operator.press('Finish');
      await operator.untilState('ready');
      await instance.expectClean();
    });

    it('survives a reload of the page: the caller hears music, then the operator again', async () => {
      const { peer, call } = await newCall();
      await operator.untilState('offered', 20_000);
      await operator.press('Answer');
      await Promise.all([hears(call, agentTone), operator.hearsCaller()]);
      const reloadedAt = performance.now();
      await operator.page.reload();
      await hears(call, agentTone, 15_000);
      expect(performance.now() - reloadedAt, 'ms until the operator is back').to.be.below(8000);
      await operator.hearsCaller();
      await operator.press('Hang up');
      await call.whenEnded();
      await operator.press('Finish');
      await operator.untilState('ready');
      expectContact(await instance.api.endedContact(peer.user), { outcome: 'handled' });
      await instance.expectClean();
    });

    it('comes back to the operator who closed the page and opens another one', async () => {
      const { peer, call } = await newCall();
      await operator.untilState('offered', 20_000);
      await operator.press('Answer');
      await Promise.all([hears(call, agentTone), operator.hearsCaller()]);
      await operator.page.context().close();
      await hearsSpeechOrMusic(call, 5000);
      operator = await PhoneBarPage.open(browser, instance, agentAt(centre, 0));
      await hears(call, agentTone, 15_000);
      await operator.hearsCaller();
      await operator.press('Hang up');
      await call.whenEnded();
      await operator.press('Finish');
      await operator.untilState('ready');
      expectContact(await instance.api.endedContact(peer.user), { outcome: 'handled', endedBy: 'agent' });
      await instance.expectClean();
    });

    it('leaves no complaint on the consoles of the pages', () => {
      expect(browser.complaints).to.deep.equal([]);
    });

    it('goes on unheard when the server dies, and is under control again within 5 s of its return', async () => {
      const { peer, call } = await newCall();
      await operator.untilState('offered', 20_000);
      await operator.press('Answer');
      await Promise.all([hears(call, agentTone), operator.hearsCaller()]);
      const from = performance.now();
      await instance.kill();
      await instance.start();
      const readyAt = performance.now();
      const { id } = agentAt(centre, 0);
      await until('page and phone are back', async () => (await instance.api.agent(id)).reachable);
      expect(performance.now() - readyAt, 'ms until page and phone are back').to.be.below(5000);
      expect(silences(call.audio.recording(from), 600), 'gaps that the caller heard').to.deep.equal([]);
      await operator.press('Hang up');
      await call.whenEnded();
      await operator.untilState('wrapUp');
      await operator.press('Finish');
      await operator.untilState('ready');
      expectContact(await instance.api.endedContact(peer.user), { outcome: 'handled', endedBy: 'agent' });
      await instance.expectClean();
    });

    it('cannot come to an operator who has logged out', async () => {
      await operator.press('Log out');
      await operator.page.getByRole('button', { name: 'Log in', exact: true }).waitFor();
      await instance.api.untilAgent(agentAt(centre, 0).id, 'loggedOut');
      const { peer, call } = await newCall();
      await until('the caller waits', async () =>
        (await instance.api.live()).contacts.find(
          contact => contact.caller.number === peer.user && contact.stage === 'waiting',
        ),
      );
      call.hangup();
      expectContact(await instance.api.endedContact(peer.user), { outcome: 'abandoned' });
      await instance.expectClean();
    });
  });
