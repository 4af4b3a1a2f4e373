/** The page in Chromium on a server that does what the test says. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { buildFolder, readStart } from '../../phonebar/build.ts';
import { until } from '../support/until.ts';
import { violations } from './axe.ts';
import { launchBrowser, openPage } from './browser.ts';
import { startFakeServer } from './fake-server.ts';
import { callbacks, contact, earlier, party, wrapUp } from './samples.ts';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { AgentView } from '../../orchestrator/core/views.ts';
import type { FakeServer } from './fake-server.ts';

describe('PhoneBar page', function () {
  this.timeout(60_000);
  let browser: Browser;
  let fake: FakeServer;
  let page: Page;
  let context: BrowserContext;
  let errors: string[];

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    fake = await startFakeServer();
  });
  afterEach(async () => {
    await context.close();
    await fake.close();
    expect(errors, 'errors in the page').to.deep.equal([]);
  });

  const open = async (view: Partial<AgentView> = {}, options: BrowserContextOptions = {}): Promise<void> => {
    fake.change(view);
    ({ page, context, errors } = await openPage(browser, `${fake.url}/phonebar`, options));
    await page.waitForSelector(
      `#phonebar[data-screen=${fake.view().state === 'loggedOut' ? 'shiftStart' : 'main'}]`,
    );
  };
  const loggedIn = (change: Partial<AgentView> = {}): Partial<AgentView> => ({
    state: 'ready',
    phone: 'browser',
    phoneReachable: true,
    since: Date.now(),
    ...change,
  });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const registered = () => page.waitForSelector('#phonebar[data-registered=true]');
  const state = (name: string) => page.waitForSelector(`[role=status][data-state=${name}]`);
  const lastCommand = () => fake.commands.at(-1);
  const commanded = (type: string) =>
    until(`command ${type}`, () => fake.commands.find(command => command.type === type));

  describe('start of the shift', () => {
    it('checks the devices, registers, logs in', async () => {
      await open();
      await page.waitForSelector('[data-device=microphone][data-check=ok]');
      await page.waitForSelector('[data-device=connection][data-check=ok]');
      await until('the meter moves', () =>
        page.evaluate<boolean>("document.querySelector('meter').value > 0.1"),
      );
      fake.onCommand = command => {
        if (command.type === 'login') fake.change(loggedIn({ state: 'pause' }));
        return null;
      };
      await button('Log in').click();
      await state('pause');
      expect(fake.sip.registered).to.equal(true);
      expect(fake.commands).to.deep.equal([{ type: 'login', phone: 'browser' }]);
      await button('Ready').click();
      await commanded('ready');
    });

    it('plays its sounds', async () => {
      await open();
      await button('Play tone').click();
      await button('Stop').waitFor();
      await button('Play tone').waitFor();
      await button('Play ring').click();
      await button('Stop').click();
      await button('Play ring').waitFor();
    });

    it('says why the microphone fails', async () => {
      fake.change({});
      ({ page, context, errors } = await openPage(browser, 'about:blank'));
      await page.addInitScript({
        content:
          "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('busy', 'NotReadableError'))",
      });
      await page.goto(`${fake.url}/phonebar`);
      await page.getByText('Your microphone is used by another program').waitFor();
      expect(await button('Log in').isDisabled()).to.equal(true);
      await page.getByRole('radio', { name: 'SIP phone' }).check();
      await button('Log in').click();
      await commanded('login');
      expect(lastCommand()).to.deep.equal({ type: 'login', phone: 'sip' });
    });

    it('changes the language at once and for good', async () => {
      await open();
      await page.getByRole('combobox', { name: 'Language' }).selectOption('it');
      await page.getByRole('heading', { name: 'Inizio turno' }).waitFor();
      await until('the account has the language', () => fake.account.language === 'it');
      await page.reload();
      await page.getByRole('heading', { name: 'Inizio turno' }).waitFor();
    });
  });

  describe('a contact', () => {
    it('is shown before answering, answered, held, muted, sent digits, hung up', async () => {
      await open(loggedIn());
      await registered();
      fake.change({ state: 'offered', contact: contact('offered') });
      const call = fake.sip.invite({ number: '3331234567', name: 'Mario' });
      await state('offered');
      const card = page.getByRole('region', { name: 'Contact' });
      for (const text of [
        '+393331234567',
        'Mario Bianchi',
        'Green number',
        'Customer care',
        '800100',
        /0:3\d/,
      ])
        await card.getByText(text).first().waitFor();
      await until('the title flashes', async () => (await page.title()).includes('Mario Bianchi'));
      await button('Answer').click();
      await until('the call is answered', () => call.state() === 'answered');
      fake.change({ state: 'talking', contact: contact('talking') });
      await state('talking');
      await page.waitForSelector('#phonebar[data-call=active]');

      await button('Hold').click();
      await commanded('hold');
      expect(await button('Hold').getAttribute('aria-busy')).to.equal('true');
      fake.change({ state: 'onHold', contact: contact('held') });
      await button('Retrieve').click();
      await commanded('retrieve');
      fake.change({ state: 'talking', contact: contact('talking') });
      await button('Mute').click();
      await commanded('mute');
      fake.change({ contact: contact('talking', { muted: true }) });
      await button('Unmute').waitFor();
      await button('Keypad').click();
      await button('Digit 5').click();
      await page.keyboard.press('#');
      await until('two digits', () => fake.commands.filter(c => c.type === 'digits').length === 2);
      expect(fake.commands.slice(-2)).to.deep.equal([
        { type: 'digits', digits: '5' },
        { type: 'digits', digits: '#' },
      ]);
      await page.keyboard.press('Escape');
      await button('Hang up').click();
      await commanded('hangup');
      call.hangup();
      await page.waitForSelector('#phonebar[data-call=none]');
    });

    it('is answered by itself where the campaign says so', async () => {
      await open(loggedIn());
      await registered();
      fake.change({ state: 'offered', contact: contact('offered', { autoAnswer: true }) });
      const call = fake.sip.invite({ number: '1', name: '' });
      await until('the call is answered', () => call.state() === 'answered');
    });

    it('that the caller gives up is gone', async () => {
      await open(loggedIn());
      await registered();
      fake.change({ state: 'offered', contact: contact('offered') });
      const call = fake.sip.invite({ number: '1', name: '' });
      await page.waitForSelector('#phonebar[data-call=incoming]');
      call.hangup();
      fake.change({ state: 'ready', contact: null });
      await page.waitForSelector('#phonebar[data-call=none]');
      await state('ready');
    });

    it('comes back after a reload: registered, taken up, without a click', async () => {
      await open(loggedIn({ state: 'talking', contact: contact('talking', { note: 'half a note' }) }));
      await registered();
      const before = fake.sip.invite({ number: '1', name: '' });
      await page.waitForSelector('#phonebar[data-call=active]');
      await page.reload();
      await until('the old call is ended', () => before.state() === 'ended');
      expect(fake.sip.lastByeReason, 'nobody hung up').to.include('Q.850;cause=41');
      await registered();
      const call = fake.sip.invite({ number: '1', name: '' });
      await until('the call is taken up', () => call.state() === 'answered');
      expect(await page.getByLabel('Note').inputValue()).to.equal('half a note');
    });

    it('on another phone says where to answer', async () => {
      await open(loggedIn({ phone: 'sip', state: 'offered', contact: contact('offered') }));
      await page.getByText('Answer on your phone').waitFor();
      expect(await button('Answer').count()).to.equal(0);
      await button('Reject').click();
      await commanded('reject');
      expect(fake.phonesIssued).to.equal(0);
    });

    it('gets note and disposition, then is finished', async () => {
      fake.onCommand = command => {
        const { wrapUp: current } = fake.view();
        if (!current) return null;
        if (command.type === 'note') fake.change({ wrapUp: { ...current, note: command.note } });
        if (command.type === 'disposition')
          fake.change({ wrapUp: { ...current, dispositionId: command.dispositionId } });
        if (command.type === 'extendWrapUp')
          fake.change({ wrapUp: { ...current, untilAt: current.untilAt + 30_000 } });
        if (command.type === 'finish' && current.dispositionId === null) return 'dispositionRequired';
        if (command.type === 'finish') fake.change({ state: 'ready', wrapUp: null });
        return null;
      };
      await open(loggedIn({ state: 'wrapUp', wrapUp: wrapUp({ dispositionRequired: true }) }));
      const left = () => page.locator('[data-fact=left]').textContent();
      expect(await left()).to.match(/0:(2\d|30)/);
      await button('+30 s').click();
      await until('it is longer', async () => /0:5\d|1:00/.test((await left()) ?? ''));
      await button('Finish').click();
      await page.getByRole('alert').getByText('Choose a disposition first').waitFor();
      await page.getByLabel('Note').fill('called about the bill');
      await page.getByText('Saved').waitFor();
      expect(fake.view().wrapUp?.note).to.equal('called about the bill');
      await page.getByRole('radio', { name: 'Solved' }).focus();
      await page.keyboard.press('ArrowDown');
      await until('the disposition is set', () => fake.view().wrapUp?.dispositionId === 2);
      await button('Finish').click();
      await state('ready');
      expect(lastCommand()).to.deep.equal({ type: 'finish', note: 'called about the bill' });
    });

    it('shows the values that it carries, as they are, many and long ones in a dialog', async () => {
      const values: Record<string, unknown> = {
        customer: '<b>4711</b>',
        vip: true,
        items: [1, 2],
        address: 'x'.repeat(1000),
      };
      for (let n = 1; n <= 96; n++) values[`v${n}`] = String(n);
      await open(loggedIn({ state: 'talking', contact: contact('talking', { callData: values }) }));
      const card = page.getByRole('group', { name: 'Values of the contact' });
      const lines = card.locator('dd:visible');
      await lines.filter({ hasText: '<b>4711</b>' }).waitFor();
      expect(await lines.allInnerTexts()).to.deep.equal(['<b>4711</b>', 'true', '[1,2]']);
      await button('All values (100)').click();
      const dialog = page.getByRole('dialog', { name: 'Values of the contact' });
      expect(await dialog.locator('dd').count()).to.equal(100);
      expect(await violations(page)).to.deep.equal([]);
      // A contact that goes takes the dialog with it: the shortcuts work again.
      fake.change({ state: 'ready', contact: null });
      await dialog.waitFor({ state: 'hidden' });
      expect(await page.locator('dialog[open]').count()).to.equal(0);
      fake.change({ state: 'talking', contact: contact('talking', { callData: { customer: '12' } }) });
      await lines.filter({ hasText: /^12$/ }).waitFor();
      expect(await button('All values (1)').isVisible()).to.equal(false);
      await page.setViewportSize({ width: 1440, height: 120 });
      await button('All values (1)').waitFor();
    });

    it('shows the state asked for meanwhile', async () => {
      fake.onCommand = command => {
        if (command.type === 'pause') fake.change({ next: { state: 'pause', pauseId: command.pauseId } });
        return null;
      };
      await open(loggedIn({ state: 'talking', contact: contact('talking') }));
      await button('Pause').click();
      await page.getByRole('menu').waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByRole('status').getByText('then Pause: Lunch').waitFor();
    });
  });

  describe('when something breaks', () => {
    it('says so, keeps what was asked for the note, and comes back by itself', async () => {
      await open(loggedIn({ state: 'wrapUp', wrapUp: wrapUp() }));
      await registered();
      fake.away = true;
      fake.dropSockets();
      await page.locator('[data-banner=server]').waitFor();
      expect(await button('Finish').isDisabled()).to.equal(true);
      await page.getByLabel('Note').fill('while away');
      fake.away = false;
      await page.locator('[data-banner=server]').waitFor({ state: 'detached' });
      await commanded('note');
      expect(lastCommand()).to.deep.equal({ type: 'note', note: 'while away' });
    });

    it('registers again when the phone loses its socket, with the same secret', async () => {
      await open(loggedIn());
      await registered();
      const before = fake.sip.registrations;
      fake.sip.dropSockets();
      await page.locator('[data-banner=phone]').waitFor();
      await until('it is registered again', () => fake.sip.registrations > before);
      await registered();
      expect(fake.phonesIssued).to.equal(1);
    });

    it('asks for a new secret when the old is refused', async () => {
      await open(loggedIn());
      await registered();
      fake.sip.refuse(403);
      fake.sip.dropSockets();
      await until('a new secret was asked for', () => fake.phonesIssued >= 2);
      fake.sip.refuse(null);
      await registered();
    });

    it('gives way to another browser of the operator, and takes the phone back on request', async () => {
      await open(loggedIn());
      await registered();
      fake.sip.refuse(403);
      await page.evaluate("window.dispatchEvent(new Event('online'))");
      await page.locator('[data-banner=phoneTaken]').waitFor();
      fake.sip.refuse(null);
      await button('Use this browser').click();
      await registered();
      expect(fake.phonesIssued).to.equal(2);
    });

    it('asks to sign in when the session is over', async () => {
      await open(loggedIn());
      fake.signedOut = true;
      fake.dropSockets();
      await page.locator('[data-banner=signedOut]').getByRole('button', { name: 'Sign in' }).waitFor();
    });

    it('rings and answers while the server is away', async () => {
      await open(loggedIn());
      await registered();
      fake.away = true;
      fake.dropSockets();
      await page.locator('[data-banner=server]').waitFor();
      const call = fake.sip.invite({ number: '0612345', name: '' });
      await page.getByText('0612345').waitFor();
      await button('Answer').click();
      await until('the call is answered', () => call.state() === 'answered');
    });
  });

  it('gives the audio to one tab, and to the other when asked or when the first is gone', async () => {
    await open(loggedIn());
    await registered();
    const second = await context.newPage();
    await second.goto(`${fake.url}/phonebar`);
    await second.locator('[data-banner=otherTab]').waitFor();
    await second.getByRole('button', { name: 'Use this tab' }).click();
    await second.waitForSelector('#phonebar[data-tab=owner][data-registered=true]');
    await page.waitForSelector('#phonebar[data-tab=other][data-registered=false]');
    await second.close();
    await page.waitForSelector('#phonebar[data-tab=owner][data-registered=true]');
  });

  it('has shortcuts, listed by ?, changeable, to be switched off', async () => {
    await open(loggedIn({ state: 'pause', pauseId: 1 }));
    expect(await button('Ready').getAttribute('title')).to.equal('Ready (Ctrl+G)');
    // A key does nothing before its button can be pressed.
    await registered();
    await until('Ready can be asked for', () => button('Ready').isEnabled());
    await page.keyboard.press('Control+g');
    await commanded('ready');
    fake.change({ state: 'ready', pauseId: null });
    await state('ready');
    await page.keyboard.press('Control+b');
    await page.getByRole('menuitem', { name: 'Coffee' }).click();
    await commanded('pause');
    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    const letter = dialog.getByRole('textbox', { name: 'Letter for Log out' });
    await letter.fill('b');
    await letter.press('Tab');
    await dialog.getByText('taken').waitFor();
    await letter.fill('q');
    await letter.press('Tab');
    await dialog.getByRole('checkbox').uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+q');
    expect(await button('Log out').getAttribute('title')).to.equal('Log out');
    await page.keyboard.press('?');
    expect(await dialog.count(), '? is off too').to.equal(0);
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await dialog.getByRole('checkbox').check();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+q');
    await commanded('logout');
  });

  it('lets a second Enter after Answer do nothing', async () => {
    await open(loggedIn());
    await registered();
    fake.change({ state: 'offered', contact: contact('offered') });
    const call = fake.sip.invite({ number: '1', name: '' });
    await page.waitForSelector('#phonebar[data-call=incoming]');
    await button('Answer').focus();
    await page.keyboard.press('Enter');
    await until('the call is answered', () => call.state() === 'answered');
    fake.change({ state: 'talking', contact: contact('talking') });
    await state('talking');
    await page.keyboard.press('Enter');
    await button('Keypad').click();
    await button('Digit 1').click();
    await commanded('digits');
    expect(fake.commands.map(c => c.type)).to.deep.equal(['digits']);
  });

  const screens: { [name: string]: () => Partial<AgentView> } = {
    'start of the shift': () => ({ state: 'loggedOut' }),
    ready: () => loggedIn(),
    offered: () => loggedIn({ state: 'offered', contact: contact('offered') }),
    talking: () =>
      loggedIn({ state: 'talking', contact: contact('talking'), next: { state: 'pause', pauseId: 2 } }),
    held: () => loggedIn({ state: 'onHold', contact: contact('held', { muted: true }) }),
    consulting: () =>
      loggedIn({
        state: 'consulting',
        contact: contact('held', { aside: true, parties: [party('aside', { consult: true })] }),
      }),
    conference: () =>
      loggedIn({
        state: 'conference',
        contact: contact('talking', {
          parties: [party('joined'), party('joined', { id: 'p2', name: '', number: '+390612345678' })],
        }),
      }),
    'wrap-up': () => loggedIn({ state: 'wrapUp', wrapUp: wrapUp() }),
  };

  describe('calls of operators', () => {
    it('call a number for a service, showing one of its numbers', async () => {
      await open(loggedIn());
      await page.locator('[data-action=call]:enabled').waitFor();
      await page.keyboard.press('Control+l');
      await page.getByLabel('Name, extension or number').fill('+39 06 123');
      await page.getByLabel('Number shown').selectOption('0622222');
      await page.keyboard.press('Enter');
      await commanded('call');
      expect(lastCommand()).to.deep.equal({
        type: 'call',
        to: { kind: 'number', number: '+3906123' },
        serviceId: 1,
        callerId: '0622222',
      });
      await page
        .locator('dialog[open]')
        .waitFor({ state: 'detached' })
        .catch(() => undefined);
      expect(await page.locator('dialog[open]').count()).to.equal(0);
    });

    it('find colleagues by name; one who talks cannot be chosen', async () => {
      await open(loggedIn());
      await button('Call').click();
      await page.getByLabel('Name, extension or number').fill('bru');
      await until('one is left', async () => (await page.locator('.choices .choice').count()) === 1);
      await page.keyboard.press('Enter');
      await commanded('call');
      expect(lastCommand()).to.deep.equal({ type: 'call', to: { kind: 'agent', agentId: 2 } });
      await button('Call').click();
      expect(await page.locator('[data-choice=agent-3] input').isDisabled()).to.equal(true);
    });

    it('consult, swap, bring together and hand over by shortcuts', async () => {
      await open(loggedIn({ state: 'talking', contact: contact('talking') }));
      await page.locator('[data-action=transfer]:enabled').waitFor();
      await page.keyboard.press('Control+l');
      await page.getByLabel('Name, extension or number').fill('bruno');
      await page.keyboard.press('Enter');
      await commanded('consult');
      const target = party('aside', { consult: true });
      fake.change({ state: 'consulting', contact: contact('held', { aside: true, parties: [target] }) });
      await state('consulting');
      for (const [letter, type] of [
        ['o', 'swap'],
        ['i', 'merge'],
        ['h', 'cancel'],
        ['d', 'complete'],
      ] as const) {
        await page.locator(`[data-action=${type}]:enabled`).waitFor();
        await page.keyboard.press(`Control+${letter}`);
        await commanded(type);
      }
      expect(await page.locator('[data-action=hangup]').count()).to.equal(0);
    });

    it('transfer blind, and take back', async () => {
      await open(loggedIn({ state: 'talking', contact: contact('talking') }));
      await button('Transfer').click();
      await page.getByLabel('Name, extension or number').fill('sales');
      await page.locator('dialog[open] [data-call=transfer]').click();
      await commanded('transfer');
      expect(lastCommand()).to.deep.equal({ type: 'transfer', to: { kind: 'campaign', campaignId: 12 } });
      fake.change({ state: 'wrapUp', contact: null, wrapUp: wrapUp({ canTakeBack: true }) });
      await button('Take back').click();
      await commanded('takeBack');
    });

    it('record on demand, with a secure pause; not what a flow paused', async () => {
      const recording = (state: 'off' | 'on' | 'paused', byFlow = false) =>
        contact('talking', { recording: { state, onDemand: true, byFlow } });
      await open(loggedIn({ state: 'talking', contact: recording('off') }));
      await page.locator('[data-action=startRecording]:enabled').waitFor();
      await page.keyboard.press('Control+e');
      await commanded('startRecording');
      fake.change({ contact: recording('on') });
      await page.locator('[data-action=pauseRecording]:enabled').waitFor();
      await page.keyboard.press('Control+s');
      await commanded('pauseRecording');
      fake.change({ contact: recording('paused') });
      await button('Record again').click();
      await commanded('resumeRecording');
      fake.change({ contact: recording('paused', true) });
      await page.locator('[data-action=resumeRecording]').waitFor({ state: 'detached' });
      await button('End recording').click();
      await commanded('stopRecording');
    });

    it('mute and remove who was added to a conference; a guest cannot', async () => {
      await open(
        loggedIn({ state: 'conference', contact: contact('talking', { parties: [party('joined')] }) }),
      );
      await button('Mute: Bruno Verdi').click();
      await commanded('muteParty');
      await button('Remove: Bruno Verdi').click();
      await commanded('removeParty');
      fake.change({
        contact: contact('talking', { role: 'guest', parties: [party('leads', { id: 'lead' })] }),
      });
      await until(
        'nothing to press',
        async () => (await page.locator('.parties button:visible').count()) === 0,
      );
      expect(await page.locator('.party-stage').textContent()).to.contain('leads the call');
    });

    it('say why somebody was not reached', async () => {
      await open(loggedIn());
      fake.change({
        notReached: { whom: { number: '202', name: 'Bruno Verdi' }, result: 'busy', at: Date.now() },
      });
      await page.getByText('Bruno Verdi is busy.').waitFor();
    });

    it('does not ring for the own phone of a call that is being placed', async () => {
      await open(
        loggedIn({
          state: 'talking',
          contact: contact('offered', { dialling: true, autoAnswer: true, direction: 'outbound' }),
        }),
      );
      await button('Hang up').waitFor();
      expect(await page.locator('[data-action=answer]').count()).to.equal(0);
    });
  });

  describe('earlier contacts', () => {
    const panel = () => page.getByRole('region', { name: 'Earlier contacts' });

    it('are shown before answering, then at a click, by keyboard too', async () => {
      fake.earlier = earlier(5);
      await open(loggedIn({ state: 'offered', contact: contact('offered') }));
      const items = panel().getByRole('listitem');
      await items.first().waitFor();
      expect(await items.count()).to.equal(5);
      const [newest, , ours, gone] = await items.allInnerTexts();
      expect(newest)
        .to.match(/May 20, 2026/)
        .and.include('Solved')
        .and.include('Wants an answer by Friday.');
      expect(ours).to.include('called by us');
      expect(gone).to.include('Hung up while waiting');
      fake.change({ state: 'talking', contact: contact('talking') });
      await state('talking');
      await panel().waitFor({ state: 'hidden' });
      await button('Earlier: 5').focus();
      await page.keyboard.press('Enter');
      await panel().waitFor();
      await page.keyboard.press('Escape');
      await panel().waitFor({ state: 'hidden' });
      expect(await button('Earlier: 5').getAttribute('aria-expanded')).to.equal('false');
      await button('Earlier: 5').click();
      fake.change({ state: 'wrapUp', contact: null, wrapUp: wrapUp() });
      await state('wrapUp');
      expect(await panel().isVisible(), 'stays open in wrap-up').to.equal(true);
    });

    it('say that there are none, and what to do when they cannot be read', async () => {
      fake.earlier = null;
      await open(loggedIn({ state: 'talking', contact: contact('talking') }));
      await button('Earlier').click();
      await panel().getByText('cannot be read').waitFor();
      fake.earlier = earlier(0);
      await button('Try again').click();
      await panel().getByText('This number had no contact in the last 90 days.').waitFor();
      fake.change({ contact: contact('talking', { contactId: 'phones-t1-2' }) });
      await button('Earlier: 0').waitFor();
      await panel().waitFor({ state: 'hidden' });
    });

    it('are not asked for without a number, among colleagues, and where the campaign shows none', async () => {
      fake.earlier = earlier(2);
      await open(loggedIn({ state: 'talking', contact: contact('talking', { direction: 'internal' }) }));
      const offered = page.locator('[data-beside=earlier]');
      expect(await offered.isVisible()).to.equal(false);
      fake.change({ contact: contact('talking', { contactId: 'a', caller: { number: '', name: '' } }) });
      await page.getByText('Number withheld').waitFor();
      expect(await offered.isVisible()).to.equal(false);
      fake.earlier = { days: 0, items: [] };
      fake.change({ contact: contact('talking', { contactId: 'b' }) });
      await page.getByText('Mario Bianchi').first().waitFor();
      await offered.waitFor({ state: 'hidden' });
    });
  });

  describe('call-backs', () => {
    const dialog = () => page.getByRole('dialog', { name: 'Call-backs' });
    const said = (text: string) => dialog().getByText(text, { exact: true }).waitFor();

    it('are promised in wrap-up, on the clock of the centre; what is refused stays to be put right', async () => {
      await open(loggedIn({ phone: 'sip', state: 'wrapUp', wrapUp: wrapUp() }));
      await button('Call back …').click();
      await dialog().getByText('Times on the clock of the centre (Europe/Rome).').waitFor();
      expect(await page.getByLabel('Number', { exact: true }).inputValue()).to.equal('+393331234567');
      fake.onCallback = () => 'callbackMoment';
      const when = page.getByLabel('When', { exact: true });
      expect(await when.inputValue()).to.match(/T\d\d:(00|15|30|45)$/);
      await when.fill('2031-05-20T10:30');
      await dialog().getByRole('button', { name: 'Save', exact: true }).click();
      await said('Choose a moment within the next year.');
      expect(await when.inputValue()).to.equal('2031-05-20T10:30');
      fake.onCallback = () => null;
      await page.getByLabel('Anyone of the campaign').check();
      await page.getByLabel('Number', { exact: true }).press('Enter');
      await said('The call-back is promised.');
      expect(fake.callbackCommands.at(-1)).to.deep.equal({
        method: 'POST',
        path: '/',
        body: { number: '+393331234567', at: '2031-05-20T10:30', own: false },
      });
    });

    it('are listed, moved, cancelled after a question, and called', async () => {
      fake.callbacks = callbacks();
      await open(loggedIn({ phone: 'sip' }));
      await page.keyboard.press('b');
      const own = dialog().locator('[data-callback=phones-t1-9]');
      await own.getByText('May 20, 2031, 10:30').waitFor();
      await own.getByText('Customer care · Green number · I', { exact: true }).waitFor();
      await dialog().getByText('When it is its turn').waitFor();
      await dialog()
        .getByText(/1 attempt/)
        .waitFor();
      await button('Move: +393331234567 Mario Bianchi').click();
      await own.getByLabel('When: +393331234567 Mario Bianchi').fill('2031-05-21T09:00');
      await own.getByRole('button', { name: 'Save' }).click();
      await said('The call-back is moved.');
      await button('Cancel: +393331234567 Mario Bianchi').click();
      expect(await page.evaluate<string>('document.activeElement.textContent')).to.equal('Keep it');
      await page.keyboard.press('Enter');
      expect(fake.callbackCommands).to.have.length(1);
      await button('Cancel: +393331234567 Mario Bianchi').click();
      fake.callbacks = fake.callbacks.slice(0, 1);
      await button('Yes, cancel it: +393331234567 Mario Bianchi').click();
      await said('The call-back is cancelled.');
      await own.waitFor({ state: 'detached' });
      await button('Call now: 0655500').click();
      await dialog().waitFor({ state: 'hidden' });
      expect(fake.callbackCommands.map(({ method, path }) => `${method} ${path}`)).to.deep.equal([
        'PUT /phones-t1-9',
        'DELETE /phones-t1-9',
        'POST /phones-t1-8/call',
      ]);
    });

    it('cannot be called in a conversation, nor promised to colleagues', async () => {
      fake.callbacks = callbacks();
      await open(
        loggedIn({ phone: 'sip', state: 'talking', contact: contact('talking', { role: 'guest' }) }),
      );
      await page.keyboard.press('b');
      const call = button('Call now: 0655500');
      await call.waitFor();
      expect(await call.isDisabled()).to.equal(true);
      expect(await page.getByRole('form').isVisible()).to.equal(false);
    });
  });

  describe('looks', () => {
    for (const language of ['en', 'it'] as const) {
      for (const colorScheme of ['light', 'dark'] as const) {
        it(`pass axe on every screen (${language}, ${colorScheme})`, async () => {
          fake.account.language = language;
          fake.earlier = earlier(20);
          await open({}, { colorScheme });
          for (const [name, view] of Object.entries(screens)) {
            fake.change({ contact: null, wrapUp: null, next: null, ...view() });
            await until(`${name} is shown`, () => isShown(page, fake.view().state));
            expect(await violations(page), name).to.deep.equal([]);
          }
          fake.change({ ...loggedIn(), contact: null, wrapUp: null });
          await page.locator('[data-action=call]').click();
          await page.locator('[data-choice=agent-2]').waitFor();
          expect(await violations(page), 'call').to.deep.equal([]);
          await page.keyboard.press('Escape');
          fake.callbacks = callbacks();
          fake.change({ ...loggedIn({ phone: 'sip', state: 'wrapUp' }), wrapUp: wrapUp() });
          await page.locator('.state[data-state=wrapUp]').waitFor();
          const buttons = page.locator('.top button:visible');
          for (const dialog of await buttons.evaluateAll(all => [...all.keys()])) {
            await buttons.nth(dialog).click();
            await page.locator('dialog[open]').waitFor();
            expect(await violations(page), `dialog ${dialog}`).to.deep.equal([]);
            await page.keyboard.press('Escape');
          }
        });
      }
    }

    for (const [width, height, language] of [
      [390, 700, 'en'],
      [1440, 900, 'en'],
      [1200, 120, 'en'],
      [1200, 120, 'it'],
    ] as const) {
      it(`fit ${width} x ${height} without scrolling (${language})`, async () => {
        fake.account.language = language;
        fake.earlier = earlier(20);
        await open({}, { viewport: { width, height } });
        for (const [name, view] of Object.entries(screens)) {
          fake.change({ contact: null, wrapUp: null, next: null, ...view() });
          await until(`${name} is shown`, () => isShown(page, fake.view().state));
          expect(await page.evaluate(overflows), name).to.deep.equal([]);
        }
      });
    }

    it('weigh at most 120 kB gzip', async () => {
      await open();
      const { parts, texts } = await readStart();
      const sizes = await Promise.all(
        ['phonebar.js', ...parts, texts.it, 'style.css', 'ticker.js'].map(
          async file => gzipSync(await readFile(join(buildFolder, file))).length,
        ),
      );
      expect(sizes.reduce((sum, size) => sum + size)).to.be.below(120_000);
    });
  });
});

// What runs in the page is text: the rest of the tests are checked without the types of the DOM.

async function isShown(page: Page, state: AgentView['state']): Promise<boolean> {
  const place =
    state === 'loggedOut'
      ? '#phonebar[data-screen=shiftStart]'
      : `#phonebar[data-screen=main] .state[data-state=${state}]`;
  return (await page.locator(place).count()) === 1;
}

/** Selectors, or the words, of what is larger than its place. */
const overflows = `['html', '#phonebar', '.contact', '.actions', '.state', '.state-text', '.action'].flatMap(selector =>
  [...document.querySelectorAll(selector)]
    .filter(({ clientHeight, clientWidth, scrollHeight, scrollWidth }) =>
      clientHeight > 0 && (scrollHeight > clientHeight + 1 || scrollWidth > clientWidth + 1))
    .map(box => (selector === '.action' ? box.innerText : selector)))`;
