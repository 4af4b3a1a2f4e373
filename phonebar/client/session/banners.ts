/** What is broken, what still works meanwhile and what the page does about it. */
import { serverNow } from './clock.ts';
import { reachable } from './session.ts';
import type { Session } from './session.ts';

export interface Banner {
  kind:
    | 'signedOut'
    | 'server'
    | 'phone'
    | 'phoneTaken'
    | 'otherTab'
    | 'takingUp'
    | 'away'
    | 'sound'
    | 'microphone';
  /** Key of the text under `banner`. */
  text: string;
  /** Key under `banner` of what still works, or null. */
  works: string | null;
  /** ms until the next try; null = trying now, or not by itself. */
  retryInMs: number | null;
  /** The one thing that the operator can do about it. */
  remedy: 'signIn' | 'takeOver' | 'takePhone' | 'allowSound' | 'retryMicrophone' | 'understood' | null;
  /** From when to when (epoch ms) the operator was away, and who was taken from it; with `away` alone. */
  away?: { since: number; until: number; who: string };
}

/** The end of a call and the view of it come apart by a moment that is not worth a banner, ms. */
const takeUpNoticeMs = 1500;
/** What was longer ago is history, ms. */
const awayNewsMs = 600_000;

export function bannersOf(session: Session, now: number): Banner[] {
  const banners: Banner[] = [];
  const { link, phone, call } = session;
  const works = callGoesOn(session);
  if (link.state === 'signedOut')
    banners.push({ kind: 'signedOut', text: 'signedOut', works, retryInMs: null, remedy: 'signIn' });
  else if (link.state === 'waiting' || (link.state === 'connecting' && link.attempt > 0))
    banners.push({ kind: 'server', text: 'server', works, retryInMs: retryIn(link, now), remedy: null });
  banners.push(...phoneBanners(session, phone, now), ...awayBanners(session, now));
  if (takesUp(session, now))
    banners.push({ kind: 'takingUp', text: 'takingUp', works: null, retryInMs: null, remedy: null });
  if (session.soundBlocked)
    banners.push({ kind: 'sound', text: 'sound', works: null, retryInMs: null, remedy: 'allowSound' });
  if (session.microphone !== null && (call.state !== 'none' || session.view?.state !== 'loggedOut'))
    banners.push({
      kind: 'microphone',
      text: `microphone.${session.microphone}`,
      works: null,
      retryInMs: null,
      remedy: 'retryMicrophone',
    });
  return banners;
}

function callGoesOn(session: Session): string | null {
  return session.call.state === 'active' && session.view?.contact ? 'callGoesOn' : null;
}

function phoneBanners(session: Session, phone: Session['phone'], now: number): Banner[] {
  if (session.tab === 'other') {
    // Taking the audio away in mid-call would cut it off.
    const remedy = session.view?.contact ? null : 'takeOver';
    return [
      {
        kind: 'otherTab',
        text: remedy ? 'otherTab' : 'otherTabInCall',
        works: null,
        retryInMs: null,
        remedy,
      },
    ];
  }
  // Said once, by the banner about the server, when both are away.
  const works = session.link.state === 'waiting' ? null : callGoesOn(session);
  if (phone.state === 'taken')
    return [{ kind: 'phoneTaken', text: 'phoneTaken', works, retryInMs: null, remedy: 'takePhone' }];
  if (phone.state === 'waiting')
    return [
      { kind: 'phone', text: `phone.${phone.reason}`, works, retryInMs: retryIn(phone, now), remedy: null },
    ];
  return [];
}

/** The operator's phone elsewhere is gone; or, afterwards, what happened while page or phone were. */
function awayBanners(session: Session, now: number): Banner[] {
  const { view } = session;
  if (!view) return [];
  const banner = { kind: 'away', works: null, retryInMs: null } as const;
  if (view.state === 'unreachable' && !view.phoneReachable && view.phone !== 'browser')
    return [{ ...banner, text: 'away.phoneGone', remedy: null }];
  const { away } = view;
  if (!away || away.until === null || away.until === session.awayRead) return [];
  if (!reachable(session) || serverNow(session.clock, now) - away.until > awayNewsMs) return [];
  const who = away.lost ? away.lost.name || away.lost.number : '';
  const text = away.lost ? 'away.lost' : `away.${away.missing}`;
  const { since: from, until } = away;
  return [{ ...banner, text, remedy: 'understood', away: { since: from, until, who } }];
}

/** A conversation whose audio is not in this browser (any more): the server calls the phone again. */
function takesUp(session: Session, now: number): boolean {
  const { view, call } = session;
  return (
    session.tab === 'owner' &&
    reachable(session) &&
    view?.phone === 'browser' &&
    view.contact !== null &&
    view.contact.stage !== 'offered' &&
    call.state === 'none' &&
    now - call.since > takeUpNoticeMs
  );
}

function retryIn(link: { state: string; retryAt?: number }, now: number): number | null {
  return link.state === 'waiting' && link.retryAt !== undefined ? Math.max(0, link.retryAt - now) : null;
}
