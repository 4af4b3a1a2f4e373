/** A SIP dialog (RFC 3261, section 12): the identifiers that both ends share, and the messages built from them. */
import { randomBytes } from 'node:crypto';
import { Headers, responseTo, type SipRequest, type SipResponse, tagOf, uriOf } from './message.ts';
import type { Endpoint, SipTransport } from './transport.ts';

const reasons: Record<number, string> = {
  180: 'Ringing',
  200: 'OK',
  480: 'Temporarily Unavailable',
  486: 'Busy Here',
  487: 'Request Terminated',
  603: 'Decline',
};

export interface DialogContext {
  transport: SipTransport;
  server: Endpoint;
  /** Our From and Contact user, number or name of the account. */
  user: string;
}

export class Dialog {
  readonly callId: string;
  readonly #context: DialogContext;
  readonly #localParty: string;
  readonly #remoteParty: string;
  readonly localTag = randomBytes(6).toString('hex');
  remoteTag = '';
  /** Where requests go: the other side's Contact once it is known. */
  #target: string;
  #cseq = 0;

  private constructor(context: DialogContext, callId: string, local: string, remote: string, target: string) {
    this.#context = context;
    this.callId = callId;
    this.#localParty = local;
    this.#remoteParty = remote;
    this.#target = target;
  }

  /** The dialog of a call to `number`; `name` is our display name. */
  static outgoing(context: DialogContext, number: string, name: string): Dialog {
    const { transport, server, user } = context;
    const from = `${name ? `"${name}" ` : ''}<sip:${user}@${transport.local.host}:${transport.local.port}>`;
    const target = `sip:${number}@${server.host}:${server.port}`;
    return new Dialog(context, randomBytes(12).toString('hex'), from, `<${target}>`, target);
  }

  static incoming(context: DialogContext, invite: SipRequest): Dialog {
    const { headers } = invite;
    const remote = headers.get('From');
    const target = uriOf(headers.get('Contact'));
    const dialog = new Dialog(context, headers.get('Call-ID'), headers.get('To'), remote, target);
    dialog.remoteTag = tagOf(remote);
    return dialog;
  }

  /** Takes tag and contact of a response to our INVITE. */
  learn(response: SipResponse): void {
    this.remoteTag = tagOf(response.headers.get('To'));
    this.#target = uriOf(response.headers.get('Contact')) || this.#target;
  }

  /** Forgets the tag of a refused INVITE, before it is sent again with credentials. */
  forget(): void {
    this.remoteTag = '';
  }

  /** Where the other side is reached. */
  peer(): Endpoint {
    const match = /@?([0-9.]+):(\d+)/.exec(this.#target);
    return match ? { host: match[1] ?? '', port: Number(match[2]) } : this.#context.server;
  }

  /** The next request of this dialog. */
  request(method: string, more: [string, string][] = [], body = ''): SipRequest {
    this.#cseq += 1;
    return this.#compose(method, this.#cseq, more, body);
  }

  /** The ACK for a 2xx of `invite`: a request of its own (RFC 3261, 13.2.2.4). */
  ackOf(invite: SipRequest): SipRequest {
    return this.#compose('ACK', sequenceOf(invite), [], '');
  }

  response(request: SipRequest, status: number, body: string): SipResponse {
    const more: [string, string][] = [['Contact', this.#contact()]];
    if (body) more.push(['Content-Type', 'application/sdp']);
    return responseTo(request, status, reasons[status] ?? 'Unknown', this.localTag, more, body);
  }

  #compose(method: string, cseq: number, more: [string, string][], body: string): SipRequest {
    const { transport } = this.#context;
    const withTag = (party: string, tag: string) => (tag && !tagOf(party) ? `${party};tag=${tag}` : party);
    const headers = new Headers([
      ['Via', transport.via(transport.newBranch())],
      ['Max-Forwards', '70'],
      ['From', withTag(this.#localParty, this.localTag)],
      ['To', withTag(this.#remoteParty, this.remoteTag)],
      ['Call-ID', this.callId],
      ['CSeq', `${cseq} ${method}`],
      ['Contact', this.#contact()],
      ['Allow', 'INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO, NOTIFY'],
      ...more,
    ]);
    return { kind: 'request', method, uri: this.#target, headers, body };
  }

  #contact(): string {
    const { transport, user } = this.#context;
    return `<sip:${user}@${transport.local.host}:${transport.local.port}>`;
  }
}

/** CANCEL of `invite`, or the ACK for its failure, whose To is that of the response: same branch, same number. */
export function inTransactionOf(invite: SipRequest, method: 'CANCEL' | 'ACK', to: string): SipRequest {
  const headers = new Headers([
    ['Via', invite.headers.get('Via')],
    ['Max-Forwards', '70'],
    ['From', invite.headers.get('From')],
    ['To', to],
    ['Call-ID', invite.headers.get('Call-ID')],
    ['CSeq', `${sequenceOf(invite)} ${method}`],
  ]);
  return { kind: 'request', method, uri: invite.uri, headers, body: '' };
}

function sequenceOf(request: SipRequest): number {
  return Number.parseInt(request.headers.get('CSeq'), 10);
}
