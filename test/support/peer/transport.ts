/** SIP over UDP with the transactions of RFC 3261, section 17, as far as a test on one machine needs them. */
import { createSocket, type Socket } from 'node:dgram';
import { randomBytes } from 'node:crypto';
import { branchOf, format, parse, type SipRequest, type SipResponse } from './message.ts';

export interface Endpoint {
  host: string;
  port: number;
}

const t1Ms = 500;
/** A request without any response is given up after this. */
const giveUpMs = 8000;
const keepMs = 32_000;

interface ClientTransaction {
  onResponse: (response: SipResponse | null) => void;
  stopRetransmitting: () => void;
}

export class SipTransport {
  readonly local: Endpoint;
  onRequest: (request: SipRequest, from: Endpoint) => void = () => undefined;
  /** True = as if the cable was cut: nothing goes out, nothing comes in. */
  cut = false;
  /** Requests and responses that we had to send again. */
  retransmissions = 0;

  readonly #socket: Socket;
  readonly #transactions = new Map<string, ClientTransaction>();
  readonly #unanswered = new Set<string>();
  readonly #responses = new Map<string, string>();
  readonly #timers = new Set<NodeJS.Timeout>();

  private constructor(socket: Socket) {
    this.#socket = socket;
    const { address, port } = socket.address();
    this.local = { host: address, port };
    socket.on('message', (data, from) =>
      this.#receive(data.toString(), { host: from.address, port: from.port }),
    );
  }

  static async open(host: string, port = 0): Promise<SipTransport> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject).bind(port, host, resolve);
    });
    return new SipTransport(socket);
  }

  newBranch(): string {
    return `z9hG4bK${randomBytes(8).toString('hex')}`;
  }

  via(branch: string): string {
    return `SIP/2.0/UDP ${this.local.host}:${this.local.port};rport;branch=${branch}`;
  }

  /** Sends a request and gives every response to `onResponse`; null = none came. */
  request(request: SipRequest, to: Endpoint, onResponse: (response: SipResponse | null) => void): void {
    const key = transactionKey(branchOf(request.headers.get('Via')), request.headers.get('CSeq'));
    const text = format(request);
    let waited = 0;
    let interval = t1Ms;
    let timer: NodeJS.Timeout;
    const arm = () => {
      timer = this.#later(interval, () => {
        waited += interval;
        if (waited >= giveUpMs) {
          this.#transactions.delete(key);
          this.#unanswered.delete(key);
          return onResponse(null);
        }
        this.retransmissions += 1;
        this.#send(text, to);
        interval = Math.min(interval * 2, 4000);
        arm();
      });
    };
    this.#unanswered.add(key);
    this.#transactions.set(key, {
      onResponse,
      stopRetransmitting: () => {
        this.#unanswered.delete(key);
        this.#cancel(timer);
      },
    });
    this.#send(text, to);
    arm();
    this.#later(keepMs + giveUpMs, () => this.#transactions.delete(key));
  }

  /** Sends an ACK: no response will come. */
  ack(request: SipRequest, to: Endpoint): void {
    this.#send(format(request), to);
  }

  /** Responds, and responds the same when the request comes again. */
  respond(request: SipRequest, response: SipResponse, to: Endpoint): void {
    const key = transactionKey(branchOf(request.headers.get('Via')), request.headers.get('CSeq'));
    const text = format(response);
    this.#responses.set(key, text);
    this.#later(keepMs, () => this.#responses.delete(key));
    this.#send(text, to);
  }

  /** Sends the last response to `request` again (a 2xx whose ACK is missing). */
  respondAgain(request: SipRequest, to: Endpoint): void {
    const key = transactionKey(branchOf(request.headers.get('Via')), request.headers.get('CSeq'));
    const text = this.#responses.get(key);
    if (text === undefined) return;
    this.retransmissions += 1;
    this.#send(text, to);
  }

  /** Whether every request that we sent has had a response (or was given up). */
  get settled(): boolean {
    return this.#unanswered.size === 0;
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#socket.removeAllListeners('message').close();
  }

  #send(text: string, to: Endpoint): void {
    if (!this.cut) this.#socket.send(text, to.port, to.host);
  }

  #receive(text: string, from: Endpoint): void {
    if (this.cut) return;
    const message = parse(text);
    if (!message) return;
    const key = transactionKey(branchOf(message.headers.get('Via')), message.headers.get('CSeq'));
    if (message.kind === 'response') {
      const transaction = this.#transactions.get(key);
      transaction?.stopRetransmitting();
      transaction?.onResponse(message);
      return;
    }
    const before = message.method === 'ACK' ? undefined : this.#responses.get(key);
    if (before !== undefined) this.#send(before, from);
    else this.onRequest(message, from);
  }

  #later(ms: number, run: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, ms);
    timer.unref();
    this.#timers.add(timer);
    return timer;
  }

  #cancel(timer: NodeJS.Timeout): void {
    clearTimeout(timer);
    this.#timers.delete(timer);
  }
}

/** Branch and method: CANCEL and ACK share the branch of their INVITE. */
function transactionKey(branch: string, cseq: string): string {
  return `${branch} ${cseq.split(/\s+/)[1] ?? ''}`;
}
