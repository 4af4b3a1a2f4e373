/**
 * Many SIP phones in this process, callers and agents, so that what one does and what another sees are on
 * one clock. They have no audio: their media port is closed, and what Asterisk sends there is dropped by the
 * kernel.
 */
import { randomBytes } from 'node:crypto';
import { describe } from '../../support/peer/sdp.ts';
import { Dialog } from '../../support/peer/dialog.ts';
import { authorization } from '../../support/peer/digest.ts';
import {
  Headers,
  responseTo,
  type SipRequest,
  type SipResponse,
  tagOf,
  userOf,
} from '../../support/peer/message.ts';
import { type Endpoint, SipTransport } from '../../support/peer/transport.ts';

/** RFC 863, discard: nothing listens there. */
const discardPort = 9;

export interface Account {
  user: string;
  secret: string;
}

export class SilentCall {
  readonly user: string;
  readonly dialog: Dialog;
  state: 'calling' | 'ringing' | 'talking' | 'ended' = 'calling';
  /** Status of the final response when it was refused, 408 when none came. */
  refused: number | null = null;
  onAnswered: () => void = () => undefined;
  onEnded: (by: 'here' | 'there') => void = () => undefined;
  readonly #phones: SilentPhones;
  readonly #transport: SipTransport;
  #invite: { request: SipRequest; from: Endpoint } | null;
  #repeat: NodeJS.Timeout | undefined;

  constructor(
    phones: SilentPhones,
    transport: SipTransport,
    user: string,
    dialog: Dialog,
    invite: { request: SipRequest; from: Endpoint } | null,
  ) {
    this.#phones = phones;
    this.#transport = transport;
    this.user = user;
    this.dialog = dialog;
    this.#invite = invite;
    if (invite) this.state = 'ringing';
  }

  /** Answers a call that came in. */
  answer(): void {
    if (!this.#invite || this.state !== 'ringing') return;
    const { request, from } = this.#invite;
    this.state = 'talking';
    this.#transport.respond(request, this.dialog.response(request, 200, this.#sdp()), from);
    // A 200 is repeated until its ACK comes (RFC 3261, 13.3.1.4).
    this.#repeat = setInterval(() => this.#transport.respondAgain(request, from), 500);
    this.#repeat.unref();
  }

  /** Ends a call that stands; what rings is left to the other side. `confirmed` when the BYE was responded to. */
  hangup(confirmed: () => void = () => undefined): void {
    if (this.state !== 'talking') return;
    this.#transport.request(this.dialog.request('BYE'), this.dialog.peer(), response => {
      if (response) confirmed();
    });
    this.#end('here');
  }

  /** Sends the INVITE of a call that goes out. */
  dial(): void {
    const body = this.#sdp();
    const request = this.dialog.request('INVITE', [['Content-Type', 'application/sdp']], body);
    this.#transport.request(request, this.dialog.peer(), response => this.#responded(request, response));
  }

  /** A request within the call. */
  handle(request: SipRequest, from: Endpoint): void {
    if (request.method === 'ACK') return clearInterval(this.#repeat);
    this.#transport.respond(request, this.dialog.response(request, 200, ''), from);
    if (request.method === 'BYE') this.#end('there');
    if (request.method === 'CANCEL' && this.#invite && this.state === 'ringing') {
      const invite = this.#invite;
      this.#transport.respond(invite.request, this.dialog.response(invite.request, 487, ''), invite.from);
      this.#end('there');
    }
  }

  #responded(invite: SipRequest, response: SipResponse | null): void {
    if (response && response.status < 200) return;
    if (!response || response.status >= 300) {
      this.refused = response?.status ?? 408;
      return this.#end('there');
    }
    this.dialog.learn(response);
    this.#transport.ack(this.dialog.ackOf(invite), this.dialog.peer());
    if (this.state !== 'calling') return;
    this.state = 'talking';
    this.onAnswered();
  }

  #end(by: 'here' | 'there'): void {
    if (this.state === 'ended') return;
    clearInterval(this.#repeat);
    this.state = 'ended';
    this.#phones.forget(this);
    this.onEnded(by);
  }

  #sdp(): string {
    const { host } = this.#transport.local;
    return describe({ host, port: discardPort, direction: 'sendrecv', laws: ['alaw'], events: 101 }, 1);
  }
}

export class SilentPhones {
  /** A call has come in; it rings until it is answered. */
  onCall: (call: SilentCall) => void = () => undefined;
  readonly #server: Endpoint;
  readonly #transport: SipTransport;
  readonly #calls = new Map<string, SilentCall>();

  private constructor(server: Endpoint, transport: SipTransport) {
    this.#server = server;
    this.#transport = transport;
    transport.onRequest = (request, from) => this.#handle(request, from);
  }

  static async open(server: Endpoint): Promise<SilentPhones> {
    return new SilentPhones(server, await SipTransport.open('127.0.0.1'));
  }

  /** Messages that we sent again. */
  get retransmissions(): number {
    return this.#transport.retransmissions;
  }

  /** Calls that stand, ring or are being made. */
  get calls(): SilentCall[] {
    return [...this.#calls.values()];
  }

  call(user: string, number: string): SilentCall {
    const dialog = Dialog.outgoing({ transport: this.#transport, server: this.#server, user }, number, '');
    const call = new SilentCall(this, this.#transport, user, dialog, null);
    this.#calls.set(dialog.callId, call);
    call.dial();
    return call;
  }

  /** Registers each account; rejects when one is refused. */
  async register(accounts: readonly Account[], seconds = 600): Promise<void> {
    for (const account of accounts) await this.#registerOne(account, seconds);
  }

  /** Nothing goes out any more, also not from calls that still stand. */
  close(): void {
    this.#transport.cut = true;
    this.#transport.close();
  }

  forget(call: SilentCall): void {
    // Late messages of the call, a BYE that crossed ours, are answered a while longer.
    setTimeout(() => this.#calls.delete(call.dialog.callId), 2000).unref();
  }

  #handle(request: SipRequest, from: Endpoint): void {
    const call = this.#calls.get(request.headers.get('Call-ID'));
    if (call) return call.handle(request, from);
    if (request.method === 'INVITE' && !tagOf(request.headers.get('To'))) return this.#offered(request, from);
    if (request.method === 'ACK') return;
    const status = request.method === 'OPTIONS' ? 200 : 481;
    this.#transport.respond(request, responseTo(request, status, 'OK', randomBytes(4).toString('hex')), from);
  }

  #offered(request: SipRequest, from: Endpoint): void {
    const user = userOf(request.uri);
    const dialog = Dialog.incoming({ transport: this.#transport, server: this.#server, user }, request);
    const call = new SilentCall(this, this.#transport, user, dialog, { request, from });
    this.#calls.set(dialog.callId, call);
    this.#transport.respond(request, dialog.response(request, 180, ''), from);
    this.onCall(call);
  }

  async #registerOne({ user, secret }: Account, seconds: number): Promise<void> {
    const callId = randomBytes(12).toString('hex');
    const uri = `sip:${this.#server.host}:${this.#server.port}`;
    const send = (cseq: number, credentials: string | null) =>
      this.#registration(user, callId, cseq, seconds, credentials);
    let response = await send(1, null);
    if (response?.status === 401) {
      const challenges = response.headers.all('WWW-Authenticate');
      const value = authorization(challenges, { username: user, password: secret }, 'REGISTER', uri);
      response = await send(2, value);
    }
    if (response?.status !== 200)
      throw new Error(`REGISTER of ${user}: ${response?.status ?? 'no response'}`);
  }

  #registration(
    user: string,
    callId: string,
    cseq: number,
    seconds: number,
    credentials: string | null,
  ): Promise<SipResponse | null> {
    const { host, port } = this.#server;
    const { local } = this.#transport;
    const headers = new Headers([
      ['Via', this.#transport.via(this.#transport.newBranch())],
      ['Max-Forwards', '70'],
      ['From', `<sip:${user}@${host}:${port}>;tag=${callId.slice(0, 12)}`],
      ['To', `<sip:${user}@${host}:${port}>`],
      ['Call-ID', callId],
      ['CSeq', `${cseq} REGISTER`],
      ['Contact', `<sip:${user}@${local.host}:${local.port}>`],
      ['Expires', String(seconds)],
      ...(credentials ? [['Authorization', credentials] satisfies [string, string]] : []),
    ]);
    const request: SipRequest = {
      kind: 'request',
      method: 'REGISTER',
      uri: `sip:${host}:${port}`,
      headers,
      body: '',
    };
    return new Promise(resolve => {
      this.#transport.request(request, this.#server, response => {
        if (response === null || response.status >= 200) resolve(response);
      });
    });
  }
}
