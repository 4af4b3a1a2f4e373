import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import { actionsOf } from '../../phonebar/client/session/actions.ts';
import { bannersOf } from '../../phonebar/client/session/banners.ts';
import { formatDuration, heard, serverNow } from '../../phonebar/client/session/clock.ts';
import { present } from '../../phonebar/client/session/present.ts';
import { parseMessage } from '../../phonebar/client/session/protocol.ts';
import { reduce } from '../../phonebar/client/session/reduce.ts';
import { initial } from '../../phonebar/client/session/session.ts';
import { wanted } from '../../phonebar/client/session/wanted.ts';
import type { AgentRequest } from '../../orchestrator/core/agents/requests.ts';
import type { AgentView } from '../../orchestrator/core/views.ts';
import type { Event } from '../../phonebar/client/session/events.ts';
import type { Session } from '../../phonebar/client/session/session.ts';
import { idleView } from './fake-server.ts';
import { contact, wrapUp } from './samples.ts';

const epoch = 1_700_000_000_000;

describe('PhoneBar session', () => {
  let session: Session;
  let now: number;
  let nextId: number;

  beforeEach(() => {
    session = initial;
    now = 1000;
    nextId = 0;
  });

  const on = (...events: Event[]): void => {
    for (const event of events) session = reduce(session, event, now);
  };
  const view = (change: Partial<AgentView>): void =>
    on({
      type: 'messageReceived',
      message: {
        type: 'view',
        seq: 1,
        serverTime: epoch + now,
        view: { ...idleView, phone: 'browser', ...change },
      },
    });
  const connect = (change: Partial<AgentView> = { state: 'ready' }): void => {
    const me = {
      serverTime: epoch + now,
      view: null,
      account: { username: 'anna', language: 'en' as const },
      agent: { id: 1, name: 'Anna Rossi', extension: '201', defaultPhone: 'browser' as const },
      pauses: [{ id: 2, name: 'Lunch' }],
      preferences: { favourites: [], layout: 'page' as const },
      phones: ['browser' as const],
    };
    on({ type: 'tabChanged', tab: 'owner' }, { type: 'meLoaded', me }, { type: 'linkOpened' });
    on({ type: 'messageReceived', message: { type: 'hello', serverTime: epoch + now } });
    view(change);
  };
  const ask = (request: AgentRequest): string => {
    nextId += 1;
    on({ type: 'commandAsked', id: String(nextId), request });
    return String(nextId);
  };
  /** Does what the driver does with what is to be sent. */
  const send = (): AgentRequest[] => {
    const requests = wanted(session, now).send;
    for (const { id } of requests) on({ type: 'commandSent', id });
    return requests.map(p => p.request);
  };
  const reply = (id: string, code?: string): void =>
    on({
      type: 'messageReceived',
      message: { type: 'reply', id, ok: code === undefined, ...(code && { code }) },
    });
  const actions = (): string[] => actionsOf(session).map(a => a.action);
  const shown = (action: string) => actionsOf(session).find(a => a.action === action);
  const incoming = (): void => on({ type: 'callArrived', number: '0612345', name: '' });
  const drop = (): void => on({ type: 'linkLost', attempt: 1, retryAt: now + 700 });

  describe('commands', () => {
    it('are pending at once, sent once, and done when the view says so', () => {
      connect({ state: 'pause', pauseId: 2 });
      const id = ask({ type: 'ready' });
      expect(shown('ready')?.pending).to.equal(true);
      expect(send()).to.deep.equal([{ type: 'ready' }]);
      expect(send()).to.deep.equal([]);
      reply(id);
      expect(shown('ready')?.pending, 'accepted is not done').to.equal(true);
      view({ state: 'ready' });
      expect(session.pending).to.deep.equal([]);
    });

    it('that the view shows before the reply are done all the same', () => {
      connect({ state: 'pause', pauseId: 2 });
      const id = ask({ type: 'ready' });
      send();
      view({ state: 'ready' });
      expect(session.pending).to.deep.equal([]);
      reply(id);
      expect(session.problem).to.equal(null);
    });

    it('that are refused say why', () => {
      connect({ state: 'wrapUp', wrapUp: wrapUp() });
      const id = ask({ type: 'finish' });
      send();
      reply(id, 'dispositionRequired');
      expect(session.problem?.code).to.equal('dispositionRequired');
      expect(session.pending).to.deep.equal([]);
    });

    it('without an answer are given up and said so', () => {
      connect();
      ask({ type: 'logout' });
      send();
      now += 10_001;
      on({ type: 'ticked' });
      expect(session.problem?.code).to.equal('noAnswerFromServer');
      expect(session.pending).to.deep.equal([]);
    });

    it('without a link are refused at once', () => {
      connect();
      drop();
      ask({ type: 'pause', pauseId: 2 });
      expect(session.problem?.code).to.equal('noConnection');
      expect(session.pending).to.deep.equal([]);
    });

    it('in flight when the link breaks are judged by the next view', () => {
      connect({ state: 'pause', pauseId: 2 });
      ask({ type: 'ready' });
      send();
      drop();
      on({ type: 'linkOpened' });
      view({ state: 'ready' });
      expect(session.problem, 'it was done').to.equal(null);
      ask({ type: 'logout' });
      send();
      drop();
      on({ type: 'linkOpened' });
      view({ state: 'ready' });
      expect(session.problem?.code, 'it was not').to.equal('commandLost');
      expect(send()).to.deep.equal([]);
    });

    it('of mute and note survive a break of the link, for their own contact only', () => {
      connect({ state: 'talking', contact: contact('talking') });
      drop();
      ask({ type: 'mute' });
      ask({ type: 'unmute' });
      ask({ type: 'note', note: 'later' });
      expect(wanted(session, now).send, 'nothing goes out without a link').to.deep.equal([]);
      on({ type: 'linkOpened' });
      expect(wanted(session, now).send, 'nor before the first view').to.deep.equal([]);
      view({ state: 'talking', contact: contact('talking', { muted: true }) });
      expect(send()).to.deep.equal([{ type: 'unmute' }, { type: 'note', note: 'later' }]);
      drop();
      on({ type: 'linkOpened' });
      view({ state: 'talking', contact: contact('talking', { contactId: 'phones-t1-2' }) });
      expect(send()).to.deep.equal([]);
    });
  });

  describe('log in', () => {
    it('with the browser registers first', () => {
      connect({ state: 'loggedOut', phone: null });
      expect(present(session, now).screen).to.equal('shiftStart');
      expect(wanted(session, now).phone).to.equal(false);
      on({ type: 'loginAsked', phone: 'browser' });
      expect(wanted(session, now)).to.include({ phone: true, login: null });
      on({ type: 'phoneStarting' }, { type: 'phoneRegistered' });
      expect(wanted(session, now).login).to.equal('browser');
      ask({ type: 'login', phone: 'browser' });
      expect(wanted(session, now).login, 'asked once').to.equal(null);
      view({ state: 'pause' });
      expect(session.login).to.equal(null);
      expect(present(session, now).screen).to.equal('main');
    });

    it('is tried again while the server does not see the registration yet, and Ready likewise', () => {
      connect({ state: 'loggedOut', phone: null });
      on({ type: 'loginAsked', phone: 'browser' }, { type: 'phoneRegistered' });
      const id = ask({ type: 'login', phone: 'browser' });
      send();
      reply(id, 'phoneNotReachable');
      expect(session.problem).to.equal(null);
      expect(send()).to.deep.equal([]);
      now += 300;
      expect(send()).to.deep.equal([{ type: 'login', phone: 'browser' }]);
      view({ state: 'pause' });
      const ready = ask({ type: 'ready' });
      send();
      reply(ready, 'phoneNotReachable');
      expect(shown('ready')?.pending).to.equal(true);
      now += 5000;
      send();
      reply(ready, 'phoneNotReachable');
      expect(session.problem?.code).to.equal('phoneNotReachable');
      expect(session.pending).to.deep.equal([]);
    });

    it('with another phone registers nothing', () => {
      connect({ state: 'loggedOut', phone: null });
      on({ type: 'loginAsked', phone: 'sip' });
      expect(wanted(session, now)).to.include({ phone: false, login: 'sip' });
    });

    it('answers its standing leg by itself, without ringing', () => {
      connect({ state: 'pause', standing: 'calling' });
      incoming();
      expect(wanted(session, now)).to.include({ answer: true, ring: false });
      const { contact, actions } = present(session, now);
      expect(contact, 'no caller is shown').to.equal(null);
      expect(actions.map(({ action }) => action)).to.not.include('reject');
    });

    it('is resumed by itself after a reload', () => {
      connect({ state: 'ready' });
      expect(wanted(session, now).phone).to.equal(true);
    });
  });

  describe('a conversation whose call is not here', () => {
    const missing = (): boolean => wanted(session, now).callMissing;
    const later = (): void => {
      now += 1500;
    };

    it('is said to the server once, by the page that has the phone, when nothing is on its way', () => {
      connect({ state: 'talking', contact: contact('talking') });
      later();
      expect(missing(), 'before the phone is registered').to.equal(false);
      on({ type: 'phoneRegistered' });
      expect(missing()).to.equal(true);
      on({ type: 'tabChanged', tab: 'other' });
      expect(missing(), 'another tab may have it').to.equal(false);
      on({ type: 'tabChanged', tab: 'owner' });
      const id = ask({ type: 'callMissing' });
      expect(missing(), 'asked once').to.equal(false);
      expect(present(session, now).status?.pending, 'the operator did not ask for it').to.equal(null);
      on({ type: 'messageReceived', message: { type: 'reply', id, ok: true } });
      expect(missing(), 'until the view follows').to.equal(false);
      view({ state: 'unreachable', contact: contact('offered') });
      expect(session.pending).to.deep.equal([]);
      expect(missing(), 'the call is on its way').to.equal(false);
      incoming();
      on({ type: 'callAnswered' });
      view({ state: 'talking', contact: contact('talking') });
      later();
      expect(missing(), 'it stands').to.equal(false);
      on({ type: 'callEnded', failed: false });
      expect(missing(), 'the end may be on its way to the server').to.equal(false);
      later();
      expect(missing(), 'the server does not know of the end').to.equal(true);
      view({ state: 'wrapUp', wrapUp: wrapUp() });
      expect(missing()).to.equal(false);
    });

    it('may be the standing leg; with a phone on the desk it is none of ours', () => {
      connect({ state: 'ready', standing: 'up' });
      on({ type: 'phoneRegistered' });
      later();
      expect(missing()).to.equal(true);
      view({ state: 'ready', standing: 'calling' });
      expect(missing()).to.equal(false);
      view({ state: 'talking', phone: 'sip', contact: contact('talking') });
      expect(missing()).to.equal(false);
    });
  });

  describe('an offer', () => {
    it('rings in the browser and is answered on the click', () => {
      connect({ state: 'offered', contact: contact('offered') });
      incoming();
      expect(wanted(session, now)).to.include({ ring: true, answer: false });
      expect(actions().slice(0, 2)).to.deep.equal(['answer', 'reject']);
      on({ type: 'answerPressed' });
      expect(wanted(session, now)).to.include({ ring: false, answer: true });
      expect(shown('answer')?.pending).to.equal(true);
      on({ type: 'callAnswering' });
      expect(wanted(session, now).answer).to.equal(false);
    });

    it('answered before the phone rings is answered when it does', () => {
      connect({ state: 'offered', contact: contact('offered') });
      on({ type: 'answerPressed' });
      expect(wanted(session, now).answer).to.equal(false);
      incoming();
      expect(wanted(session, now).answer).to.equal(true);
    });

    it('does not answer the next caller with the click for the last', () => {
      connect({ state: 'offered', contact: contact('offered') });
      on({ type: 'answerPressed' });
      view({ state: 'offered', contact: contact('offered', { contactId: 'phones-t1-2' }) });
      incoming();
      expect(wanted(session, now).answer).to.equal(false);
    });

    it('with autoAnswer is answered by itself', () => {
      connect({ state: 'offered', contact: contact('offered', { autoAnswer: true }) });
      incoming();
      expect(wanted(session, now)).to.include({ ring: false, answer: true });
    });

    it('on another phone can only be rejected here', () => {
      connect({ state: 'offered', phone: 'sip', contact: contact('offered') });
      expect(actions()[0]).to.equal('reject');
      expect(present(session, now).contact?.elsewhere).to.equal(true);
    });

    it('over a standing leg rings without a call and is answered by the server, on any phone', () => {
      for (const phone of ['browser', 'sip'] as const) {
        connect({ state: 'offered', phone, standing: 'up', contact: contact('offered') });
        expect(wanted(session, now).ring).to.equal(true);
        expect(shown('answer')).to.include({ primary: true, enabled: true });
        ask({ type: 'answer' });
        expect(wanted(session, now).ring).to.equal(false);
        expect(shown('answer')?.pending).to.equal(true);
        view({ state: 'talking', phone, standing: 'up', contact: contact('talking') });
        expect(session.pending).to.deep.equal([]);
      }
    });

    it('keeps ringing when the microphone fails, and can be answered again', () => {
      connect({ state: 'offered', contact: contact('offered') });
      incoming();
      on(
        { type: 'answerPressed' },
        { type: 'callAnswering' },
        { type: 'microphoneFailed', problem: 'inUse' },
      );
      expect(wanted(session, now)).to.include({ ring: true, answer: false });
      expect(bannersOf(session, now).map(b => b.text)).to.deep.equal(['microphone.inUse']);
      on({ type: 'answerPressed' });
      expect(wanted(session, now).answer).to.equal(true);
    });

    it('can be answered while the server is away', () => {
      connect({ state: 'ready' });
      drop();
      incoming();
      expect(actionsOf(session)).to.deep.include.members([
        { action: 'answer', primary: true, after: false, enabled: true, pending: false },
      ]);
      expect(present(session, now).contact).to.include({ stage: 'unknown', number: '0612345' });
      expect(wanted(session, now).ring).to.equal(true);
    });
  });

  describe('a conversation', () => {
    it('offers hang up, hold, mute, keypad', () => {
      connect({ state: 'talking', contact: contact('talking') });
      expect(actions()).to.deep.equal(['hangup', 'hold', 'transfer', 'mute', 'keypad', 'pause', 'logout']);
      view({ state: 'onHold', contact: contact('held', { muted: true }) });
      expect(actions()).to.deep.equal(['retrieve', 'hangup', 'transfer', 'unmute', 'pause', 'logout']);
    });

    it('mutes on the click, not on the view', () => {
      connect({ state: 'talking', contact: contact('talking') });
      ask({ type: 'mute' });
      expect(wanted(session, now).muted).to.equal(true);
      expect(present(session, now).contact?.muted).to.equal(true);
    });

    it('shows what comes then, and takes it back with Ready', () => {
      connect({ state: 'talking', contact: contact('talking') });
      ask({ type: 'pause', pauseId: 2 });
      view({ state: 'talking', contact: contact('talking'), next: { state: 'pause', pauseId: 2 } });
      expect(present(session, now).status?.next).to.deep.equal({ state: 'pause', pause: 'Lunch' });
      expect(session.pending).to.deep.equal([]);
      expect(actions()).to.include('ready');
      ask({ type: 'ready' });
      view({ state: 'talking', contact: contact('talking'), next: null });
      expect(session.pending).to.deep.equal([]);
    });

    it('is taken up by itself after a reload, but not a new offer with an old view', () => {
      connect({ state: 'talking', contact: contact('talking') });
      incoming();
      expect(wanted(session, now).answer, 'the view may be behind').to.equal(false);
      now += 500;
      expect(wanted(session, now).answer).to.equal(true);
      view({ state: 'offered', contact: contact('offered', { contactId: 'phones-t1-2' }) });
      expect(wanted(session, now).answer).to.equal(false);
    });

    it('goes on without the server: mute and hang up work, hold does not', () => {
      connect({ state: 'talking', contact: contact('talking') });
      on({ type: 'callAnswered' });
      drop();
      const enabled = actionsOf(session)
        .filter(a => a.enabled)
        .map(a => a.action);
      expect(enabled).to.deep.equal(['hangup', 'mute']);
      expect(bannersOf(session, now)).to.deep.include({
        kind: 'server',
        text: 'server',
        works: 'callGoesOn',
        retryInMs: 700,
        remedy: null,
      });
    });

    it('whose audio is lost says that the phone is called again', () => {
      connect({ state: 'talking', contact: contact('talking') });
      on({ type: 'callAnswered' }, { type: 'callEnded', failed: true });
      expect(bannersOf(session, now)).to.deep.equal([]);
      now += 1600;
      expect(bannersOf(session, now).map(b => b.kind)).to.deep.equal(['takingUp']);
    });
  });

  describe('the note', () => {
    it('is saved after a moment without typing, and typing is not overwritten by an older view', () => {
      connect({ state: 'talking', contact: contact('talking', { note: 'a' }) });
      on({ type: 'noteTyped', text: 'ab' });
      expect(wanted(session, now).note).to.equal(null);
      now += 600;
      expect(wanted(session, now).note).to.deep.equal({ type: 'note', note: 'ab' });
      on({ type: 'noteAsked' });
      expect(wanted(session, now).note).to.equal(null);
      on({ type: 'noteTyped', text: 'abc' });
      view({ state: 'talking', contact: contact('talking', { note: 'ab' }) });
      expect(present(session, now).contact).to.include({ note: 'abc', noteSaved: false });
      now += 600;
      on({ type: 'noteAsked' });
      view({ state: 'talking', contact: contact('talking', { note: 'abc' }) });
      expect(present(session, now).contact).to.include({ note: 'abc', noteSaved: true });
    });

    it('goes with its contact from the conversation into the wrap-up and no further', () => {
      connect({ state: 'talking', contact: contact('talking') });
      on({ type: 'noteTyped', text: 'hello' });
      view({ state: 'wrapUp', wrapUp: wrapUp() });
      expect(present(session, now).contact?.note).to.equal('hello');
      view({ state: 'ready' });
      expect(session.draft).to.equal(null);
    });
  });

  describe('tabs, phone, link', () => {
    it('only the tab that owns the audio registers and rings', () => {
      connect({ state: 'ready' });
      on({ type: 'tabChanged', tab: 'other' });
      expect(wanted(session, now).phone).to.equal(false);
      expect(bannersOf(session, now)[0]).to.include({ kind: 'otherTab', remedy: 'takeOver' });
      view({ state: 'talking', contact: contact('talking') });
      expect(bannersOf(session, now)[0], 'no tearing the audio from a call').to.include({ remedy: null });
    });

    it('a phone taken by another browser is not fought for', () => {
      connect({ state: 'ready' });
      on({ type: 'phoneTaken' });
      expect(wanted(session, now).phone).to.equal(false);
      expect(bannersOf(session, now)[0]).to.include({ kind: 'phoneTaken', remedy: 'takePhone' });
      on({ type: 'phoneStopped' });
      expect(wanted(session, now).phone).to.equal(true);
    });

    it('tells who is back what happened, until it is read or history', () => {
      const until = epoch + now;
      const away = { since: until - 60_000, until, missing: 'page' as const, lost: null };
      connect({ state: 'ready', away });
      const [banner] = bannersOf(session, now);
      expect(banner).to.deep.include({ kind: 'away', text: 'away.page', remedy: 'understood' });
      expect(banner?.away).to.deep.equal({ since: away.since, until, who: '' });
      now += 601_000;
      expect(bannersOf(session, now)).to.deep.equal([]);
      now -= 601_000;
      on({ type: 'awayRead' });
      expect(bannersOf(session, now)).to.deep.equal([]);
      const lost = { number: '0612345', name: '' };
      view({ state: 'ready', away: { ...away, until: until + 5, lost } });
      expect(bannersOf(session, now)[0]).to.deep.include({ text: 'away.lost' });
      expect(bannersOf(session, now)[0]?.away?.who).to.equal('0612345');
    });

    it('says that a phone elsewhere is gone, while it is', () => {
      const gone = { state: 'unreachable', phone: 'sip', phoneReachable: false } as const;
      connect({ ...gone, away: { since: epoch, until: null, missing: 'phone', lost: null } });
      expect(bannersOf(session, now)[0]).to.include({ kind: 'away', text: 'away.phoneGone', remedy: null });
    });

    it('shows no banner while it connects for the first time', () => {
      on({ type: 'linkConnecting', attempt: 0 });
      expect(bannersOf(session, now)).to.deep.equal([]);
      on({ type: 'linkLost', attempt: 1, retryAt: now + 300 });
      expect(bannersOf(session, now)[0]?.kind).to.equal('server');
    });

    it('a lapsed session asks to sign in', () => {
      connect();
      on({ type: 'signedOut' });
      expect(bannersOf(session, now)[0]).to.include({ kind: 'signedOut', remedy: 'signIn' });
    });
  });

  describe('time', () => {
    it("is the server's, by the quickest message", () => {
      let clock = heard({ offset: null }, epoch + 900, 1000);
      clock = heard(clock, epoch + 1990, 2000);
      clock = heard(clock, epoch + 2500, 3000);
      expect(serverNow(clock, 5000)).to.equal(epoch + 4990);
    });

    it('counts states, waits and the wrap-up', () => {
      connect({
        state: 'offered',
        since: epoch + now - 4000,
        contact: contact('offered', { waitMs: 30_000, offeredAt: epoch + now - 4000 }),
      });
      now += 1000;
      expect(present(session, now).status?.elapsedMs).to.equal(5000);
      expect(present(session, now).contact?.waitedMs).to.equal(35_000);
      view({
        state: 'wrapUp',
        wrapUp: wrapUp({ untilAt: epoch + now + 20_000, minimumAt: epoch + now + 3000 }),
      });
      expect(present(session, now).contact?.wrapUp).to.include({
        leftMs: 20_000,
        canFinishInMs: 3000,
        canExtend: true,
      });
    });

    it('is written in the shortest form', () => {
      expect([-5, 7000, 725_000, 3_725_000].map(formatDuration)).to.deep.equal([
        '0:00',
        '0:07',
        '12:05',
        '1:02:05',
      ]);
    });
  });

  it('ignores messages that it does not know', () => {
    expect(parseMessage('{"type":"fromTheFuture"}')).to.equal(null);
    expect(parseMessage('no JSON')).to.equal(null);
    expect(parseMessage('{"type":"beat","serverTime":1}')).to.deep.equal({ type: 'beat', serverTime: 1 });
  });
});
