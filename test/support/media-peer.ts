/**
 * A small real SIP phone for tests: over UDP, with G.711 audio that is generated, recorded and measured.
 * SIPp makes many calls but cannot tell what it hears; this peer can. It registers (digest), calls,
 * answers, rejects, holds, hangs up, and can vanish as if its cable was cut.
 */
import { randomBytes } from 'node:crypto';
import { Call } from './peer/call.ts';
import { authorization, type Credentials } from './peer/digest.ts';
import { Headers, responseTo, type SipRequest, type SipResponse, tagOf } from './peer/message.ts';
import { RtpStream } from './peer/rtp.ts';
import { type Endpoint, SipTransport } from './peer/transport.ts';
import { until } from './until.ts';

export type { Call } from './peer/call.ts';

export interface MediaPeerOptions {
  /** The PBX. */
  server: Endpoint;
  /** Our number (caller) or account name (agent's phone). */
  user: string;
  /** Absent = we never authenticate. */
  password?: string;
  /** Display name presented on calls. */
  name?: string;
  /** What we send, Hz; null = silence. Default 440. */
  tone?: number | null;
  /**
   * What happens with a call that comes in: `ring` (default) rings until the test acts, `answer` answers
   * at once, `busy` refuses with 486, `ignore` never responds beyond 100.
   */
  onCall?: 'ring' | 'answer' | 'busy' | 'ignore';
}

export class MediaPeer {
  readonly calls: Call[] = [];
  onCall: 'ring' | 'answer' | 'busy' | 'ignore';
  readonly user: string;
  readonly #transport: SipTransport;
  readonly #options: MediaPeerOptions;
  readonly #credentials: Credentials | null;
  #taken = 0;
  /** Requests are handled one after another: opening a stream takes a moment. */
  #handling: Promise<void> = Promise.resolve();
  readonly #registration = {
    callId: randomBytes(12).toString('hex'),
    tag: randomBytes(6).toString('hex'),
    cseq: 0,
  };
  #refresh: NodeJS.Timeout | null = null;

  private constructor(transport: SipTransport, options: MediaPeerOptions) {
    this.#transport = transport;
    this.#options = options;
    this.user = options.user;
    this.onCall = options.onCall ?? 'ring';
    this.#credentials = options.password ? { username: options.user, password: options.password } : null;
    transport.onRequest = (request, from) => {
      this.#handling = this.#handling.then(() => this.#handle(request, from));
    };
  }

  static async open(options: MediaPeerOptions): Promise<MediaPeer> {
    return new MediaPeer(await SipTransport.open('127.0.0.1'), options);
  }

  get port(): number {
    return this.#transport.local.port;
  }

  /** Requests and responses that had to be sent again; 0 on a machine that keeps up. */
  get retransmissions(): number {
    return this.#transport.retransmissions;
  }

  /** Registers for `seconds` and keeps the registration fresh; rejects with the status when refused. */
  async register(seconds = 120): Promise<void> {
    const status = await this.#sendRegister(seconds);
    if (status !== 200) throw new Error(`REGISTER of ${this.user} was refused: ${status}`);
    if (this.#refresh) clearInterval(this.#refresh);
    this.#refresh = setInterval(() => void this.#sendRegister(seconds), (seconds * 1000) / 2);
    this.#refresh.unref();
  }

  async unregister(): Promise<void> {
    if (this.#refresh) clearInterval(this.#refresh);
    this.#refresh = null;
    await this.#sendRegister(0);
  }

  /** Registers once with what we have and returns the final status (401 or 403 = refused, 408 = no response). */
  async tryRegister(seconds = 120): Promise<number> {
    return this.#sendRegister(seconds);
  }

  /** Dials `number`; the call is under way when this resolves. */
  async call(number: string): Promise<Call> {
    const call = Call.outgoing(await this.#context(), number, this.#options.name ?? '');
    this.calls.push(call);
    return call;
  }

  /** The next call that comes in and was not taken by nextCall before. */
  async nextCall(timeoutMs = 15_000): Promise<Call> {
    const call = await until(
      `a call reaches ${this.user}`,
      () => this.calls.filter(c => c.incoming)[this.#taken],
      { timeoutMs },
    );
    this.#taken += 1;
    return call;
  }

  /** Cuts the cable: nothing goes out or comes in any more, and nothing is said about it. */
  vanish(): void {
    this.#transport.cut = true;
    for (const call of this.calls) if (call.state !== 'ended') call.audio.maySend = false;
  }

  /** Hangs up what stands, takes the registration back and closes. */
  async close(): Promise<void> {
    for (const call of this.calls) call.hangup();
    if (this.#refresh && !this.#transport.cut) await this.unregister();
    if (this.#refresh) clearInterval(this.#refresh);
    for (const call of this.calls) if (call.state !== 'ended') call.audio.close();
    // A far end that does not answer is gone itself.
    if (!this.#transport.cut)
      await until('all is answered', () => this.#transport.settled, { timeoutMs: 2000 }).catch(
        () => undefined,
      );
    this.#transport.close();
  }

  async #context() {
    const { tone = 440, server } = this.#options;
    const audio = await RtpStream.open(this.#transport.local.host, tone);
    return { transport: this.#transport, server, audio, user: this.user, credentials: this.#credentials };
  }

  async #handle(request: SipRequest, from: Endpoint): Promise<void> {
    const call = this.calls.find(c => c.callId === request.headers.get('Call-ID'));
    if (call) return call.handle(request, from);
    if (request.method === 'INVITE' && !tagOf(request.headers.get('To'))) return this.#offered(request, from);
    if (request.method === 'ACK') return;
    const inDialog = request.method === 'BYE' || request.method === 'CANCEL' || request.method === 'INVITE';
    const [status, reason] = inDialog ? [481, 'Call/Transaction Does Not Exist'] : [200, 'OK'];
    this.#transport.respond(
      request,
      responseTo(request, status, reason, randomBytes(4).toString('hex')),
      from,
    );
  }

  async #offered(request: SipRequest, from: Endpoint): Promise<void> {
    this.#transport.respond(request, responseTo(request, 100, 'Trying', ''), from);
    const call = Call.offered(await this.#context(), request, from);
    this.calls.push(call);
    if (this.onCall === 'busy') call.reject(486);
    if (this.onCall === 'ring' || this.onCall === 'answer') call.ring();
    if (this.onCall === 'answer') call.answer();
  }

  async #sendRegister(seconds: number): Promise<number> {
    const first = await this.#register(seconds, null);
    if (first?.status !== 401 || !this.#credentials) return first?.status ?? 408;
    const { host, port } = this.#options.server;
    const challenges = first.headers.all('WWW-Authenticate');
    const value = authorization(challenges, this.#credentials, 'REGISTER', `sip:${host}:${port}`);
    return (await this.#register(seconds, value))?.status ?? 408;
  }

  #register(seconds: number, credentials: string | null): Promise<SipResponse | null> {
    const { host, port } = this.#options.server;
    const { local } = this.#transport;
    const registration = this.#registration;
    registration.cseq += 1;
    const headers = new Headers([
      ['Via', this.#transport.via(this.#transport.newBranch())],
      ['Max-Forwards', '70'],
      ['From', `<sip:${this.user}@${host}:${port}>;tag=${registration.tag}`],
      ['To', `<sip:${this.user}@${host}:${port}>`],
      ['Call-ID', registration.callId],
      ['CSeq', `${registration.cseq} REGISTER`],
      ['Contact', `<sip:${this.user}@${local.host}:${local.port}>`],
      ['Expires', String(seconds)],
    ]);
    if (credentials) headers.lines.push(['Authorization', credentials]);
    const uri = `sip:${host}:${port}`;
    return new Promise(resolve => {
      this.#transport.request(
        { kind: 'request', method: 'REGISTER', uri, headers, body: '' },
        this.#options.server,
        response => {
          if (response === null || response.status >= 200) resolve(response);
        },
      );
    });
  }
}
