/** One call of the test peer: its SIP dialog with the RTP stream. */
import { until } from '../until.ts';
import { Dialog, type DialogContext, inTransactionOf } from './dialog.ts';
import { authorization, type Credentials } from './digest.ts';
import { type Headers, type SipRequest, type SipResponse, uriOf, userOf } from './message.ts';
import type { RtpStream } from './rtp.ts';
import { describe, type Direction, parseDescription } from './sdp.ts';
import type { Endpoint } from './transport.ts';

/**
 *   calling -> ringing -> talking -> ended          (we call)
 *   offered -> ringing -> talking -> ended          (they call)
 */
export type CallState = 'calling' | 'offered' | 'ringing' | 'talking' | 'ended';

export interface CallContext extends DialogContext {
  audio: RtpStream;
  credentials: Credentials | null;
}

export class Call {
  readonly audio: RtpStream;
  readonly incoming: boolean;
  state: CallState;
  /** The other side: number and display name as presented. */
  remoteNumber = '';
  remoteName = '';
  /** What was dialled to reach us. */
  dialled = '';
  /** Final status of a call that was not answered (486, 603, ...); 408 when nobody responded. */
  status: number | null = null;
  endedBy: 'here' | 'there' | null = null;
  /** Q.850 cause from the Reason header of the end, when there was one. */
  cause: number | null = null;
  /** performance.now() of each step. */
  readonly at: { start: number; ringing?: number; answered?: number; ended?: number };
  /** Answer to our REFER, then what was notified of it: `SIP/2.0 200 OK`. */
  readonly transfer: string[] = [];
  /** Whether the other side put us on hold by re-INVITE. */
  held = false;

  readonly #context: CallContext;
  readonly #dialog: Dialog;
  #sdpVersion = 1;
  #direction: Direction = 'sendrecv';
  /** The last INVITE, theirs or ours. */
  #invite: { request: SipRequest; from: Endpoint } | null = null;
  #unacknowledged: NodeJS.Timeout | null = null;

  private constructor(context: CallContext, dialog: Dialog, incoming: boolean) {
    this.#context = context;
    this.#dialog = dialog;
    this.audio = context.audio;
    this.incoming = incoming;
    this.state = incoming ? 'offered' : 'calling';
    this.at = { start: performance.now() };
  }

  /** Calls `number`; `name` is our display name. */
  static outgoing(context: CallContext, number: string, name: string): Call {
    const call = new Call(context, Dialog.outgoing(context, number, name), false);
    call.remoteNumber = number;
    call.#sendInvite();
    return call;
  }

  static offered(context: CallContext, request: SipRequest, from: Endpoint): Call {
    const call = new Call(context, Dialog.incoming(context, request), true);
    call.#invite = { request, from };
    const identity = request.headers.get('P-Asserted-Identity') || request.headers.get('From');
    call.remoteNumber = userOf(uriOf(identity));
    call.dialled = userOf(request.uri);
    call.remoteName = /^"?([^"<]*)"?\s*</.exec(identity)?.[1]?.trim() ?? '';
    call.#takeDescription(request.body);
    return call;
  }

  get callId(): string {
    return this.#dialog.callId;
  }

  // What a person at the phone does

  ring(): void {
    if (this.state !== 'offered') return;
    this.#setState('ringing');
    this.#respondToInvite(180);
  }

  answer(): void {
    if (this.state !== 'offered' && this.state !== 'ringing') return;
    this.#setState('talking');
    this.#respondToInvite(200, this.#describe());
    this.#repeatUntilAcknowledged();
    this.audio.start();
  }

  /** 486 busy, 603 declined, 480 not available. */
  reject(status = 486): void {
    if (this.state !== 'offered' && this.state !== 'ringing') return;
    this.status = status;
    this.#respondToInvite(status);
    this.#end('here');
  }

  /** BYE, CANCEL or 603, whatever fits. */
  hangup(): void {
    if (this.state === 'ended') return;
    if (this.state === 'talking') this.#send(this.#dialog.request('BYE'));
    else if (this.incoming) return this.reject(603);
    else this.#cancel();
    this.#end('here');
  }

  /** Tells a key by SIP INFO, as telephones without RFC 4733 do (application/dtmf-relay). */
  infoDigit(digit: string): void {
    const body = `Signal=${digit}\r\nDuration=160\r\n`;
    this.#send(this.#dialog.request('INFO', [['Content-Type', 'application/dtmf-relay']], body));
  }

  /**
   * Asks for the transfer of the other side (RFC 3515): to a number, or to whom `to` talks (Replaces, RFC 3891).
   * What comes of it stands in `transfer`, as the status lines that are notified.
   */
  refer(to: string | Call): void {
    const { host, port } = this.#context.server;
    const target = typeof to === 'string' ? `sip:${to}@${host}:${port}` : to.#replaced();
    this.#sendRefer([
      ['Refer-To', `<${target}>`],
      ['Referred-By', `<sip:${this.#context.user}@${host}:${port}>`],
    ]);
  }

  #replaced(): string {
    const { callId, localTag, remoteTag } = this.#dialog;
    const { host, port } = this.#context.server;
    const replaces = encodeURIComponent(`${callId};to-tag=${remoteTag};from-tag=${localTag}`);
    return `sip:${this.remoteNumber || 'x'}@${host}:${port}?Replaces=${replaces}`;
  }

  #sendRefer(headers: [string, string][]): void {
    const request = this.#dialog.request('REFER', headers);
    this.#send(request, response => {
      const { credentials } = this.#context;
      const challenge = response?.headers.all('WWW-Authenticate') ?? [];
      const tried = headers.some(([name]) => name === 'Authorization');
      if (response?.status === 401 && credentials && !tried) {
        const value = authorization(challenge, credentials, 'REFER', request.uri);
        if (value !== null) return this.#sendRefer([...headers, ['Authorization', value]]);
      }
      if (response) this.transfer.push(`${response.status}`);
    });
  }

  hold(): void {
    this.#direction = 'sendonly';
    this.#sendInvite();
  }

  retrieve(): void {
    this.#direction = 'sendrecv';
    this.#sendInvite();
  }

  // Waiting

  async whenRinging(timeoutMs = 10_000): Promise<void> {
    await this.#when('rings', () => this.at.ringing !== undefined || this.state === 'talking', timeoutMs);
  }

  async whenAnswered(timeoutMs = 10_000): Promise<void> {
    await this.#when('is answered', () => this.at.answered !== undefined, timeoutMs);
  }

  async whenEnded(timeoutMs = 10_000): Promise<void> {
    await this.#when('has ended', () => this.state === 'ended', timeoutMs);
  }

  async #when(what: string, condition: () => boolean, timeoutMs: number): Promise<void> {
    await until(`the call of ${this.#context.user} with ${this.remoteNumber} ${what}`, condition, {
      timeoutMs,
      explain: () => ({
        state: this.state,
        status: this.status,
        endedBy: this.endedBy,
        cause: this.cause,
      }),
    });
  }

  // What comes in

  /** A request inside this call. */
  handle(request: SipRequest, from: Endpoint): void {
    const respond = (body = '') => this.#respond(request, from, 200, body);
    switch (request.method) {
      case 'ACK':
        this.#acknowledged();
        // An INVITE without description is answered with our offer; theirs comes with the ACK.
        return this.#takeDescription(request.body);
      case 'BYE':
        respond();
        this.#readCause(request.headers);
        return this.#end('there');
      case 'CANCEL':
        respond();
        if (this.state !== 'offered' && this.state !== 'ringing') return;
        this.#respondToInvite(487);
        this.#readCause(request.headers);
        return this.#end('there');
      case 'INVITE':
      case 'UPDATE':
        this.#takeDescription(request.body);
        return respond(request.method === 'INVITE' || request.body ? this.#describe() : '');
      case 'NOTIFY':
        respond();
        this.transfer.push(request.body.trim());
        return;
      default:
        return respond();
    }
  }

  #onInviteResponse(invite: SipRequest, response: SipResponse | null): void {
    if (response === null || response.status >= 300) return this.#refused(invite, response);
    if (response.status === 100) return;
    this.#dialog.learn(response);
    this.#takeDescription(response.body);
    if (response.status < 200) {
      if (this.state === 'calling' && response.status === 180) this.#setState('ringing');
      // Early media: announcements before the answer are heard too.
      if (response.body) this.audio.start();
      return;
    }
    this.#context.transport.ack(this.#dialog.ackOf(invite), this.#dialog.peer());
    if (this.state === 'ended') {
      // The answer crossed our CANCEL.
      if (this.at.answered === undefined) this.#send(this.#dialog.request('BYE'));
      return;
    }
    if (this.state !== 'talking') this.#setState('talking');
    this.audio.start();
  }

  #refused(invite: SipRequest, response: SipResponse | null): void {
    if (response) {
      const ack = inTransactionOf(invite, 'ACK', response.headers.get('To'));
      this.#context.transport.ack(ack, this.#dialog.peer());
      if (this.#authorize(invite, response)) return;
    }
    if (this.state === 'ended') return;
    this.status = response?.status ?? 408;
    if (response) this.#readCause(response.headers);
    this.#end('there');
  }

  // What goes out

  #sendInvite(more: [string, string][] = []): void {
    const headers: [string, string][] = [['Content-Type', 'application/sdp'], ...more];
    const request = this.#dialog.request('INVITE', headers, this.#describe());
    this.#invite = { request, from: this.#context.server };
    this.#send(request, response => this.#onInviteResponse(request, response));
  }

  #cancel(): void {
    const invite = this.#invite?.request;
    if (invite) this.#send(inTransactionOf(invite, 'CANCEL', invite.headers.get('To')));
  }

  #send(request: SipRequest, onResponse: (response: SipResponse | null) => void = () => undefined): void {
    this.#context.transport.request(request, this.#dialog.peer(), onResponse);
  }

  /** Sends a challenged INVITE again, with credentials; false when there are none or they did not help. */
  #authorize(invite: SipRequest, response: SipResponse): boolean {
    const { credentials } = this.#context;
    const tried = invite.headers.get('Authorization') || invite.headers.get('Proxy-Authorization');
    if (tried || !credentials || (response.status !== 401 && response.status !== 407)) return false;
    const proxy = response.status === 407;
    const challenges = response.headers.all(proxy ? 'Proxy-Authenticate' : 'WWW-Authenticate');
    const value = authorization(challenges, credentials, invite.method, invite.uri);
    if (value === null) return false;
    if (this.at.answered === undefined) this.#dialog.forget();
    this.#sendInvite([[proxy ? 'Proxy-Authorization' : 'Authorization', value]]);
    return true;
  }

  #respondToInvite(status: number, body = ''): void {
    if (this.#invite) this.#respond(this.#invite.request, this.#invite.from, status, body);
  }

  #respond(request: SipRequest, from: Endpoint, status: number, body: string): void {
    this.#context.transport.respond(request, this.#dialog.response(request, status, body), from);
  }

  /** A 200 is repeated until its ACK comes (RFC 3261, 13.3.1.4). */
  #repeatUntilAcknowledged(): void {
    const invite = this.#invite;
    if (!invite) return;
    const repeat = () => this.#context.transport.respondAgain(invite.request, invite.from);
    this.#unacknowledged = setInterval(repeat, 500);
    this.#unacknowledged.unref();
  }

  #acknowledged(): void {
    if (this.#unacknowledged) clearInterval(this.#unacknowledged);
    this.#unacknowledged = null;
  }

  #describe(): string {
    const { transport, audio } = this.#context;
    const laws = this.incoming ? [audio.law] : (['ulaw', 'alaw'] as const);
    // Answer to their hold: we only receive.
    const direction = this.#direction === 'sendrecv' && this.held ? 'recvonly' : this.#direction;
    const ours = { host: transport.local.host, port: audio.port, direction, laws: [...laws] };
    return describe({ ...ours, events: audio.events }, this.#sdpVersion++);
  }

  #takeDescription(sdp: string): void {
    const theirs = parseDescription(sdp);
    if (!theirs) return;
    const { audio } = this.#context;
    audio.remote = { host: theirs.host, port: theirs.port };
    audio.law = theirs.laws[0] ?? 'ulaw';
    audio.events = theirs.events;
    this.held = theirs.direction === 'sendonly' || theirs.direction === 'inactive';
    audio.maySend = !this.held;
  }

  #setState(state: 'ringing' | 'talking'): void {
    this.state = state;
    if (state === 'ringing') this.at.ringing ??= performance.now();
    else this.at.answered ??= performance.now();
  }

  #readCause(headers: Headers): void {
    const cause = /Q\.850\s*;\s*cause=(\d+)/i.exec(headers.all('Reason').join(','))?.[1];
    if (cause !== undefined) this.cause = Number(cause);
  }

  #end(by: 'here' | 'there'): void {
    if (this.state === 'ended') return;
    this.#acknowledged();
    this.state = 'ended';
    this.endedBy = by;
    this.at.ended = performance.now();
    this.audio.close();
  }
}
