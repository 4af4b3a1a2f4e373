/**
 * Keeps the phone in this browser registered while it is wanted: asks the server for a secret, registers,
 * and begins again after whatever breaks. A call that is up survives a broken registration, because its
 * audio does not go through the socket; the socket is then mended underneath it.
 */
import { backoffMs } from './backoff.ts';
import { createSoftphone } from './softphone.ts';
import type { Api, Credentials } from './api.ts';
import type { Event } from './session/events.ts';
import type { PhoneReason } from './session/session.ts';
import type { Softphone, SoftphoneEvents } from './softphone.ts';

export interface PhoneKeeper {
  /** Registers (true) or unregisters (false). */
  want(registered: boolean): void;
  tick(now: number): void;
  /** The network came back, or the server link did: is the registration still alive? */
  hurry(): void;
  /** The operator wants the phone here although another browser took it. */
  takeBack(): void;
  /** The softphone at work, null when there is none. */
  readonly phone: Softphone | null;
}

export type CallEvents = Pick<SoftphoneEvents, 'incoming' | 'answered' | 'ended' | 'remoteStream'>;

/** The registration is refreshed this often, ms. */
const refreshMs = 120_000;

export function createPhoneKeeper(api: Api, dispatch: (event: Event) => void, call: CallEvents): PhoneKeeper {
  let wantedNow = false;
  let credentials: Credentials | null = null;
  let phone: Softphone | null = null;
  let inCall = false;
  let failures = 0;
  let retryAt: number | null = null;
  let refreshAt = Number.POSITIVE_INFINITY;
  /** Registered over the connection at hand. */
  let registered = false;
  let reason: PhoneReason = 'socket';
  /** Rises with each start and stop, so that what an earlier one still says is not heard. */
  let round = 0;

  const start = async (): Promise<void> => {
    const mine = ++round;
    retryAt = null;
    dispatch({ type: 'phoneStarting' });
    try {
      credentials ??= await api.issuePhone();
    } catch {
      if (mine === round) retry('issue');
      return;
    }
    if (mine !== round) return;
    phone = createSoftphone(credentials, {
      registered() {
        if (mine !== round) return;
        failures = 0;
        registered = true;
        retryAt = null;
        refreshAt = performance.now() + refreshMs;
        dispatch({ type: 'phoneRegistered' });
      },
      lost(why) {
        if (mine === round) lost(why);
      },
      incoming(number, name) {
        inCall = true;
        call.incoming(number, name);
      },
      answered: call.answered,
      ended(failed) {
        inCall = false;
        call.ended(failed);
      },
      remoteStream: call.remoteStream,
    });
  };

  const lost = (why: 'socket' | 'refused' | 'timeout'): void => {
    // A secret that was good over this very connection was replaced by a newer one: another browser of the
    // operator has it. Over a new connection the PBX or the server may have been restarted: a new one is due.
    if (why === 'refused' && registered && !inCall) {
      stop();
      wantedNow = false;
      dispatch({ type: 'phoneTaken' });
      return;
    }
    if (why === 'refused') credentials = null;
    retry(why);
  };

  /** Without a call a fresh softphone is made after the wait; with one, JsSIP mends the socket of the old. */
  const retry = (why: PhoneReason): void => {
    reason = why;
    failures += 1;
    registered = false;
    refreshAt = Number.POSITIVE_INFINITY;
    retryAt = performance.now() + backoffMs(failures, Math.random());
    dispatch({ type: 'phoneLost', reason: why, retryAt });
    if (!inCall) drop();
  };

  const drop = (): void => {
    round += 1;
    phone?.close();
    phone = null;
  };

  const stop = (): void => {
    drop();
    inCall = false;
    retryAt = null;
    credentials = null;
    registered = false;
    failures = 0;
  };

  return {
    want(registered) {
      if (registered === wantedNow) return;
      wantedNow = registered;
      if (registered) void start();
      else {
        stop();
        dispatch({ type: 'phoneStopped' });
      }
    },
    tick(now) {
      if (now >= refreshAt) {
        refreshAt = now + refreshMs;
        phone?.refresh();
      }
      if (!wantedNow || retryAt === null || now < retryAt) return;
      if (inCall) {
        retry(reason);
        phone?.refresh();
      } else {
        drop();
        void start();
      }
    },
    hurry() {
      if (retryAt !== null) retryAt = performance.now();
      else phone?.refresh();
    },
    takeBack() {
      dispatch({ type: 'phoneStopped' });
    },
    get phone() {
      return phone;
    },
  };
}
