/**
 * The driver: events in, `reduce`, then the browser is made to do what `wanted` says and the page to show
 * what `present` says. All that is not pure meets here.
 */
import { createApi } from './api.ts';
import { createAttention } from './attention.ts';
import { createCallAudio } from './audio/call-audio.ts';
import { createRing } from './audio/sounds.ts';
import { createBridge } from './driver/bridge.ts';
import { loadTranslate } from './i18n.ts';
import { createPhoneKeeper } from './phone-keeper.ts';
import { createQualityKeeper } from './quality-keeper.ts';
import { loadPreferences, savePreferences } from './preferences.ts';
import { createServerLink } from './server-link.ts';
import { actionsOf } from './session/actions.ts';
import { present } from './session/present.ts';
import { reduce } from './session/reduce.ts';
import { initial, reachable } from './session/session.ts';
import { wanted } from './session/wanted.ts';
import { actionFor, favouriteFor, pageCommandFor } from './shortcuts.ts';
import { createTabOwnership } from './tabs.ts';
import { createPage } from './views/page.ts';
import type { Quality } from './audio/quality.ts';
import type { Language, Translate } from './i18n.ts';
import type { Action } from './session/actions.ts';
import type { Event } from './session/events.ts';
import type { AgentRequest, Layout } from './session/protocol.ts';
import type { PageModel } from './session/present.ts';
import type { Session } from './session/session.ts';
import type { Intents } from './views/intents.ts';
import type { Page } from './views/page.ts';

const measureEveryMs = 1000;

const layoutNamed = (name: unknown): Layout | null =>
  (['page', 'strip', 'column'] as const).find(layout => layout === name) ?? null;

interface Start {
  root: HTMLElement;
  csrfToken: string;
  /** Pages that may drive this one. */
  origins: string[];
  language: Language;
  /** Texts in that language. */
  translate: Translate;
}

export function startPhoneBar({ root, csrfToken, origins, ...start }: Start): void {
  let session: Session = initial;
  let preferences = loadPreferences();
  let { language, translate: t } = start;
  let quality: Quality | null = null;
  let measureAt = 0;
  let ringing = false;
  let screen: PageModel['screen'] = 'loading';
  let commands = 0;
  let askedLayout = layoutNamed(new URLSearchParams(location.search).get('layout'));

  const api = createApi(csrfToken);
  const audio = createCallAudio(preferences.devices, dispatch);
  const sounds = createQualityKeeper(api);
  const ring = createRing();
  const attention = createAttention((action, offerId) => answerNotification(action, offerId));
  const keeper = createPhoneKeeper(api, dispatch, {
    incoming(number, name) {
      audio.prepare();
      dispatch({ type: 'callArrived', number, name });
    },
    answered: () => dispatch({ type: 'callAnswered' }),
    ended(failed) {
      audio.end();
      quality = null;
      dispatch({ type: 'callEnded', failed });
    },
    remoteStream: stream => audio.hear(stream),
  });

  const bridge = createBridge({
    origins,
    session: () => session,
    press: action => press(action),
    ask,
    asked: () => commands,
    login: phone => intents.login(phone),
    layout(name) {
      askedLayout = layoutNamed(name);
      show();
      return askedLayout !== null;
    },
  });

  function dispatch(event: Event): void {
    const before = session;
    session = reduce(session, event, performance.now());
    bridge.happened(event, before, session);
    // Once per turn, however many events came.
    if (!scheduled) {
      scheduled = true;
      queueMicrotask(settle);
    }
  }
  let scheduled = false;

  function settle(): void {
    scheduled = false;
    act();
    show();
  }

  function ask(request: AgentRequest): void {
    commands += 1;
    dispatch({ type: 'commandAsked', id: String(commands), request });
  }

  /** Makes the browser do what the session wants. */
  function act(): void {
    const now = performance.now();
    link.tick(now);
    if (reachable(session)) sounds.at(session.view?.contact?.contactId ?? null);
    const want = wanted(session, now);
    keeper.want(want.phone);
    if (want.answer && keeper.phone) {
      dispatch({ type: 'callAnswering' });
      void audio.answer(keeper.phone);
    }
    keeper.phone?.mute(want.muted);
    if (want.ring !== ringing) {
      ringing = want.ring;
      if (ringing) ring.start(preferences.devices.ringer).catch(() => undefined);
      else ring.stop();
    }
    for (const { id, request } of want.send) {
      link.send(id, request);
      dispatch({ type: 'commandSent', id });
    }
    if (want.login) ask({ type: 'login', phone: want.login });
    if (want.callMissing) ask({ type: 'callMissing' });
    if (want.note) {
      ask(want.note);
      dispatch({ type: 'noteAsked' });
    }
    const offer = want.offer && {
      id: want.offer.id,
      title: want.offer.who || t('contact.unknown'),
      body: want.offer.service,
      buttons: (['answer', 'reject'] as const)
        .filter(action => actionsOf(session).some(offered => offered.action === action && offered.enabled))
        .map(action => ({ action, title: t(`action.${action}`) })),
    };
    attention.update(offer, t('title'), now);
  }

  function show(): void {
    const model = present(session, performance.now());
    if (model.screen === 'shiftStart' && screen === 'main') refreshMe();
    screen = model.screen;
    page.update(model, quality);
  }

  /** A button of a notification, which may be of an offer that is gone. */
  function answerNotification(action: string, offerId: string): void {
    if (wanted(session, performance.now()).offer?.id !== offerId) return;
    const offered = actionsOf(session).find(each => each.action === action && each.enabled && !each.pending);
    if (offered) press(offered.action);
  }

  function saveNote(): void {
    const { draft } = session;
    if (!draft || draft.text === draft.asked) return;
    ask({ type: 'note', note: draft.text });
    dispatch({ type: 'noteAsked' });
  }

  /** Pauses and phones may have been changed by a supervisor since the page was loaded. */
  function refreshMe(): void {
    api.me().then(
      me => dispatch({ type: 'meLoaded', me }),
      () => undefined,
    );
  }

  /** Should it fail, the next opening of the link asks again. */
  function loadMessages(): void {
    api.messages().then(
      messages => dispatch({ type: 'messagesLoaded', messages }),
      () => undefined,
    );
  }

  function press(action: Action): void {
    const { view, call } = session;
    const alone = !reachable(session);
    switch (action) {
      case 'answer':
        return view?.standing === 'up' ? ask({ type: 'answer' }) : dispatch({ type: 'answerPressed' });
      case 'pause':
        refreshMe();
        return page.togglePauses();
      case 'keypad':
        return page.toggleKeypad();
      case 'call':
      case 'transfer':
        return page.openCall(action);
      case 'reject':
        return alone || !view?.contact ? keeper.phone?.reject() : ask({ type: 'reject' });
      case 'hangup':
        return alone && call.state === 'active' ? keeper.phone?.hangup() : ask({ type: 'hangup' });
      case 'ready':
        if (!view?.wrapUp) return ask({ type: 'ready' });
        return page.script.beforeEnding(anyway => ask({ type: 'ready', ...(anyway && { anyway }) }));
      case 'extend':
        return ask({ type: 'extendWrapUp' });
      case 'finish': {
        const note = session.draft?.text ?? view?.wrapUp?.note ?? '';
        return page.script.beforeEnding(anyway => ask({ type: 'finish', note, ...(anyway && { anyway }) }));
      }
      default:
        return ask({ type: action });
    }
  }

  const intents: Intents = {
    press,
    pause: pauseId => ask({ type: 'pause', pauseId }),
    digit: digits => ask({ type: 'digits', digits }),
    ask,
    typeNote: text => dispatch({ type: 'noteTyped', text }),
    leaveNote: saveNote,
    choose: dispositionId => ask({ type: 'disposition', dispositionId }),
    login(phone) {
      dispatch({ type: 'loginAsked', phone });
    },
    cancelLogin: () => dispatch({ type: 'loginCancelled' }),
    remedy(remedy) {
      if (remedy === 'signIn') location.assign('/sign-in?next=/phonebar');
      else if (remedy === 'takeOver') tabs.takeOver();
      else if (remedy === 'takePhone') keeper.takeBack();
      else if (remedy === 'allowSound') audio.allowSound();
      else if (remedy === 'understood') dispatch({ type: 'awayRead' });
      else retryMicrophone();
    },
    read(id) {
      dispatch({ type: 'messageRead', id });
      api.readMessage(id).then(loadMessages, () => {
        dispatch({ type: 'messageNotRead' });
        loadMessages();
      });
    },
    dismiss: () => dispatch({ type: 'problemDismissed' }),
    setLanguage(chosen) {
      api.setLanguage(chosen).catch(() => dispatch({ type: 'languageNotSaved' }));
      loadTranslate(chosen).then(
        texts => speak(chosen, texts),
        () => dispatch({ type: 'partMissing' }),
      );
    },
    setDevices(devices) {
      intents.prefer({ devices });
      void audio.use(devices, keeper.phone);
    },
    preferEverywhere(change) {
      dispatch({ type: 'preferencesChanged', change });
      api.setPreferences(change).catch(() => {
        dispatch({ type: 'preferencesNotSaved' });
        refreshMe();
      });
    },
    prefer(change) {
      preferences = { ...preferences, ...change };
      savePreferences(preferences);
      document.documentElement.dataset.theme = preferences.theme;
      show();
    },
  };

  function speak(chosen: Language, texts: Translate): void {
    language = chosen;
    document.documentElement.lang = chosen;
    t = texts;
    page.remove();
    page = build();
    show();
  }

  /** In a call that rings, trying again means answering; without one it is only tried out. */
  function retryMicrophone(): void {
    if (session.call.state === 'incoming') dispatch({ type: 'answerPressed' });
    else audio.retry();
  }

  /**
   * The page of an operator with this browser as phone counts as back only when the phone is: the server
   * calls the phone again as soon as the page is there (a reload in mid-call).
   */
  function phoneIsSettled(): boolean {
    if (session.tab === 'deciding') return false;
    return !wanted(session, performance.now()).phone || !['off', 'starting'].includes(session.phone.state);
  }

  /**
   * The page goes away (reload, closed): its call cannot go on. The end of it says that nobody hung up, so
   * that the server keeps the customer for the next page.
   */
  function leave(): void {
    saveNote();
    page.script.save();
    act();
    sounds.at(null);
    link.close();
    if (session.call.state === 'active') keeper.phone?.abandon();
  }

  function build(): Page {
    return createPage(root, t, intents, {
      language,
      csrfToken,
      preferences: () => preferences,
      directory: () => api.directory(),
      day: () => api.day(),
      callbacks: api.callbacks,
      judgement: sounds.judgement,
      report: note => sounds.report(note),
      earlier: contactId => api.earlier(contactId),
      screenPop: contactId => api.screenPop(contactId),
      tellPop: (url, reason) => bridge.tellPop(url, reason),
      layout: () => session.me?.preferences.layout ?? 'page',
      askedLayout: () => askedLayout,
      roomNeeded: needed => bridge.tellRoom(needed),
      partMissing: () => dispatch({ type: 'partMissing' }),
      script: contactId => api.script(contactId),
    });
  }

  async function measure(now: number): Promise<void> {
    if (session.call.state !== 'active' || now < measureAt) return;
    measureAt = now + measureEveryMs;
    const measured = await audio.measure(keeper.phone);
    if (session.call.state !== 'active') return;
    quality = measured;
    const contact = session.view?.contact;
    if (quality && contact?.stage === 'talking' && !contact.dialling)
      sounds.measured(contact.contactId, quality);
  }

  function onKey(event: KeyboardEvent): void {
    if (!preferences.shortcuts || root.querySelector('dialog[open]')) return;
    const typing =
      event.target instanceof HTMLElement &&
      event.target.matches('input:not([type=radio], [type=checkbox]), textarea, select');
    const command = typing ? null : pageCommandFor(event);
    const favourite = typing ? null : favouriteFor(event);
    if (command) page.command(command);
    else if (favourite !== null) {
      if (!callFavourite(favourite)) return;
    } else {
      const offered = actionsOf(session).filter(({ enabled, pending }) => enabled && !pending);
      const action = actionFor(
        event,
        offered.map(a => a.action),
        preferences.letters,
      );
      if (!action) return;
      press(action);
    }
    event.preventDefault();
  }

  /** Opens the dialog with it chosen, where the operator may call or transfer; false = not now, or there is none. */
  function callFavourite(favourite: number): boolean {
    const mode = actionsOf(session).find(
      ({ action, enabled }) => enabled && (action === 'call' || action === 'transfer'),
    )?.action;
    if ((mode !== 'call' && mode !== 'transfer') || !session.me?.preferences.favourites[favourite - 1])
      return false;
    page.openCall(mode, favourite);
    return true;
  }

  document.documentElement.dataset.theme = preferences.theme;
  let page = build();
  const tabs = createTabOwnership(tab => dispatch({ type: 'tabChanged', tab }));
  const link = createServerLink(
    api,
    event => {
      dispatch(event);
      // What cut off the one may have cut off the other.
      if (event.type === 'linkOpened') keeper.hurry();
      if (
        event.type === 'linkOpened' ||
        (event.type === 'messageReceived' && event.message.type === 'messages')
      )
        loadMessages();
    },
    phoneIsSettled,
  );
  const hurry = (): void => {
    link.hurry();
    keeper.hurry();
  };
  document.addEventListener('keydown', onKey);
  window.addEventListener('online', hurry);
  window.addEventListener('pagehide', leave);
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload();
  });
  const ticker = new Worker('/phonebar/assets/ticker.js');
  ticker.onmessage = () => {
    const now = performance.now();
    keeper.tick(now);
    void measure(now);
    dispatch({ type: 'ticked' });
  };
  show();
}

const root = document.getElementById('phonebar');
const meta = (name: string): string =>
  document.querySelector<HTMLMetaElement>(`meta[name=${name}]`)?.content ?? '';
const language = document.documentElement.lang === 'it' ? 'it' : 'en';
if (root)
  startPhoneBar({
    root,
    csrfToken: meta('csrf-token'),
    origins: meta('driver-origins').split(' ').filter(Boolean),
    language,
    translate: await loadTranslate(language),
  });
