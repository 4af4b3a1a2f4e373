/**
 * The phone in this browser. The only file that knows JsSIP (3.13.8).
 * Session timers stay off: Asterisk refreshes sessions itself, and a hidden tab's timers come late.
 */
import { UA, WebSocketInterface } from 'jssip';
import type { Credentials } from './api.ts';

type RtcSession = ReturnType<UA['call']>;

export interface SoftphoneEvents {
  registered(): void;
  /**
   * Not registered any more; a new softphone is needed. socket: the connection broke or did not open ·
   * refused: the secret is not valid (any more) · timeout: no or no useful answer.
   */
  lost(reason: 'socket' | 'refused' | 'timeout'): void;
  incoming(number: string, name: string): void;
  answered(): void;
  /** `failed`: the media could not be set up or broke. */
  ended(failed: boolean): void;
  /** What the far end says. */
  remoteStream(stream: MediaStream): void;
}

export interface Softphone {
  /** Answers the incoming call with this microphone. */
  answer(microphone: MediaStream): void;
  reject(): void;
  hangup(): void;
  /** Ends the call because the page goes away, not because the operator wants it: Q.850 cause 41, temporary failure (RFC 3326). */
  abandon(): void;
  mute(muted: boolean): void;
  /** Another microphone in mid-call. */
  replaceMicrophone(track: MediaStreamTrack): Promise<void>;
  /** RTP statistics of the call, null without one. */
  stats(): Promise<RTCStatsReport | null>;
  /** Asks the registrar again: keeps the registration alive, and shows soon whether the connection is. */
  refresh(): void;
  /** Ends the registration and the socket; a call is hung up. */
  close(): void;
}

/** Seconds; refreshed from outside every two minutes, well before. */
const registerExpires = 300;
/** Candidates of this machine come at once; a slow network interface is not waited for, ms. */
const gatheringMs = 500;
/** The browser takes some 6 s to call a path lost (another network, a frozen PBX); a new one is asked for this much later, ms. */
const restartAfterMs = 500;

export function createSoftphone(credentials: Credentials, events: SoftphoneEvents): Softphone {
  const socket = new WebSocketInterface(`${location.origin.replace(/^http/, 'ws')}${credentials.socketPath}`);
  const ua = new UA({
    sockets: socket,
    uri: credentials.uri,
    authorization_user: credentials.username,
    password: credentials.secret,
    session_timers: false,
    register_expires: registerExpires,
    connection_recovery_min_interval: 1,
    connection_recovery_max_interval: 5,
    user_agent: 'phones PhoneBar',
  });
  let session: RtcSession | null = null;
  let closed = false;

  ua.on('registered', () => events.registered());
  ua.on('registrationFailed', ({ response }) => {
    if (closed) return;
    const status = response?.status_code ?? 0;
    // 404: the PBX was restarted and does not know the endpoint yet; a new secret makes it known.
    events.lost([401, 403, 404, 407].includes(status) ? 'refused' : 'timeout');
  });
  ua.on('disconnected', () => {
    if (!closed) events.lost('socket');
  });
  ua.on('newRTCSession', (event: { session: RtcSession }) => {
    // One call at a time: who calls again has given up the call before, and the word of it was lost with the network.
    const call = event.session;
    const before = session;
    session = call;
    if (before) {
      if (!before.isEnded()) before.terminate();
      events.ended(false);
    }
    listen(call);
    events.incoming(call.remote_identity.uri.user ?? '', call.remote_identity.display_name ?? '');
  });
  ua.start();

  function listen(call: RtcSession): void {
    call.on('peerconnection', ({ peerconnection }) => watch(call, peerconnection));
    call.on('icecandidate', ({ ready }) => setTimeout(ready, gatheringMs));
    call.on('confirmed', () => events.answered());
    const over = (cause: string): void => {
      if (session !== call) return;
      session = null;
      events.ended(failures.has(cause));
    };
    call.on('ended', ({ cause }) => over(cause));
    call.on('failed', ({ cause }) => over(cause));
  }

  function watch(call: RtcSession, connection: RTCPeerConnection): void {
    connection.addEventListener('track', ({ streams, track }) =>
      events.remoteStream(streams[0] ?? new MediaStream([track])),
    );
    connection.addEventListener('iceconnectionstatechange', () => {
      if (connection.iceConnectionState !== 'disconnected') return;
      setTimeout(() => {
        if (session === call && connection.iceConnectionState === 'disconnected' && call.isReadyToReOffer())
          call.renegotiate({ rtcOfferConstraints: { iceRestart: true } });
      }, restartAfterMs);
    });
  }

  return {
    answer(microphone) {
      if (session?.isInProgress()) session.answer({ mediaStream: microphone, pcConfig: { iceServers: [] } });
    },
    reject() {
      if (session?.isInProgress()) session.terminate({ status_code: 486 });
    },
    hangup() {
      if (session && !session.isEnded()) session.terminate();
    },
    abandon() {
      if (session && !session.isEnded())
        session.terminate({ extraHeaders: ['Reason: Q.850;cause=41;text="the page was closed"'] });
    },
    mute(muted) {
      if (!session || session.isEnded() || session.isMuted().audio === muted) return;
      if (muted) session.mute({ audio: true });
      else session.unmute({ audio: true });
    },
    async replaceMicrophone(track) {
      const sender = session?.connection?.getSenders().find(s => s.track?.kind === 'audio');
      track.enabled = !session?.isMuted().audio;
      await sender?.replaceTrack(track);
    },
    async stats() {
      return session?.connection ? session.connection.getStats() : null;
    },
    refresh() {
      if (ua.isConnected()) ua.register();
    },
    close() {
      closed = true;
      ua.stop();
    },
  };
}

/** Causes of JsSIP that mean a broken conversation, not one that somebody ended. */
const failures = new Set([
  'WebRTC Error',
  'RTP Timeout',
  'Internal Error',
  'Connection Error',
  'Bad Media Description',
  'Incompatible SDP',
  'Missing SDP',
  'No ACK',
  'Dialog Error',
]);
