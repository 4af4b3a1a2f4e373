/**
 * The far end of the softphone's socket: registers whoever knows the secret, calls it, hangs up. Signalling
 * only; the SDP offer is well-formed but nobody sends audio.
 */
import type { RawData, WebSocket } from 'ws';

export interface FakeSip {
  /** Takes over a socket that the browser opened. */
  attach(socket: WebSocket): void;
  /** Refuses REGISTER from now on with this status; null accepts again. */
  refuse(status: number | null): void;
  /** Calls the registered browser. */
  invite(caller: { number: string; name: string }): FakeCall;
  dropSockets(): void;
  readonly registered: boolean;
  readonly registrations: number;
  /** Header Reason (RFC 3326) of the last BYE of the browser. */
  readonly lastByeReason: string;
}

export interface FakeCall {
  /** ringing -> answered | rejected | ended */
  state(): string;
  /** The far end hangs up (answered) or gives up (ringing). */
  hangup(): void;
}

interface Message {
  start: string;
  headers: Map<string, string>;
}

export function createFakeSip(): FakeSip {
  const sockets = new Set<WebSocket>();
  const calls = new Map<
    string,
    { state: string; to: string; from: string; cseq: number; socket: WebSocket; contact: string }
  >();
  let refusing: number | null = null;
  let contact: { uri: string; socket: WebSocket } | null = null;
  let registrations = 0;
  let lastByeReason = '';

  const receive = (socket: WebSocket, text: string): void => {
    const message = parse(text);
    if (!message) return;
    if (message.start.startsWith('SIP/2.0')) response(socket, message);
    else if (message.start.startsWith('REGISTER')) register(socket, message);
    else if (message.start.startsWith('BYE')) {
      lastByeReason = header(message, 'reason');
      const call = calls.get(header(message, 'call-id'));
      if (call) call.state = 'ended';
      reply(socket, message, '200 OK');
    }
  };

  const register = (socket: WebSocket, message: Message): void => {
    if (refusing !== null) reply(socket, message, `${refusing} Refused`);
    else if (!message.headers.has('authorization'))
      reply(
        socket,
        message,
        '401 Unauthorized',
        'WWW-Authenticate: Digest realm="fake", nonce="n", algorithm=MD5, qop="auth"',
      );
    else {
      const value = header(message, 'contact');
      const uri = /<([^>]+)>/.exec(value)?.[1] ?? '';
      const gone = /expires=0/.test(value) || header(message, 'expires') === '0';
      if (gone) contact = contact?.uri === uri ? null : contact;
      else {
        contact = { uri, socket };
        registrations += 1;
      }
      reply(socket, message, '200 OK', ...(gone ? [] : [`Contact: ${value}`]));
    }
  };

  const response = (socket: WebSocket, message: Message): void => {
    const call = calls.get(header(message, 'call-id'));
    const status = Number(message.start.split(' ')[1]);
    if (!call || !header(message, 'cseq').includes('INVITE')) return;
    call.to = header(message, 'to');
    if (status < 200) return;
    call.state = status < 300 ? 'answered' : call.state === 'ringing' ? 'rejected' : call.state;
    call.contact = /<([^>]+)>/.exec(message.headers.get('contact') ?? '')?.[1] ?? call.contact;
    request(socket, 'ACK', header(message, 'call-id'), call);
  };

  const request = (
    socket: WebSocket,
    method: string,
    callId: string,
    call: { contact: string; from: string; to: string; cseq: number },
    body = '',
  ): void => {
    const lines = [
      `${method} ${call.contact} SIP/2.0`,
      `Via: SIP/2.0/WS fake.invalid;branch=z9hG4bK${callId}${method === 'CANCEL' ? 'INVITE' : method}${call.cseq}`,
      'Max-Forwards: 70',
      `From: ${call.from}`,
      `To: ${call.to}`,
      `Call-ID: ${callId}`,
      `CSeq: ${call.cseq} ${method}`,
      'Contact: <sip:fake@fake.invalid;transport=ws>',
      ...(body ? ['Content-Type: application/sdp'] : []),
      `Content-Length: ${body.length}`,
    ];
    socket.send(`${lines.join('\r\n')}\r\n\r\n${body}`);
  };

  return {
    attach(socket) {
      sockets.add(socket);
      socket.on('message', data => receive(socket, textOf(data)));
      socket.on('close', () => {
        sockets.delete(socket);
        if (contact?.socket === socket) contact = null;
      });
    },
    refuse(status) {
      refusing = status;
    },
    invite({ number, name }) {
      if (!contact) throw new Error('no browser is registered');
      const id = `call${calls.size + 1}x${Date.now()}`;
      const call = {
        state: 'ringing',
        from: `"${name}" <sip:${number}@fake.invalid>;tag=f${id}`,
        to: `<${contact.uri}>`,
        cseq: 1,
        socket: contact.socket,
        contact: contact.uri,
      };
      calls.set(id, call);
      request(call.socket, 'INVITE', id, call, offer);
      return {
        state: () => call.state,
        hangup() {
          if (call.state === 'answered') {
            call.cseq += 1;
            request(call.socket, 'BYE', id, call);
          } else request(call.socket, 'CANCEL', id, { ...call, to: `<${call.contact}>` });
          call.state = 'ended';
        },
      };
    },
    dropSockets() {
      for (const socket of sockets) socket.terminate();
    },
    get registered() {
      return contact !== null;
    },
    get registrations() {
      return registrations;
    },
    get lastByeReason() {
      return lastByeReason;
    },
  };
}

/** The text of a frame. */
export function textOf(data: RawData): string {
  return data instanceof Buffer ? data.toString() : '';
}

function parse(text: string): Message | null {
  const [head] = text.split('\r\n\r\n');
  const [start, ...lines] = (head ?? '').split('\r\n');
  if (!start) return null;
  return {
    start,
    headers: new Map(
      lines.map(line => [
        line.slice(0, line.indexOf(':')).trim().toLowerCase(),
        line.slice(line.indexOf(':') + 1).trim(),
      ]),
    ),
  };
}

function header(message: Message, name: string): string {
  return message.headers.get(name) ?? '';
}

function reply(socket: WebSocket, message: Message, status: string, ...extra: string[]): void {
  const to = header(message, 'to');
  const lines = [
    `SIP/2.0 ${status}`,
    `Via: ${header(message, 'via')}`,
    `From: ${header(message, 'from')}`,
    `To: ${to.includes('tag=') ? to : `${to};tag=fake`}`,
    `Call-ID: ${header(message, 'call-id')}`,
    `CSeq: ${header(message, 'cseq')}`,
    ...extra,
    'Content-Length: 0',
  ];
  socket.send(`${lines.join('\r\n')}\r\n\r\n`);
}

/** What Asterisk offers a browser, with an address where nobody listens. */
const offer = `${[
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=fake',
  'c=IN IP4 127.0.0.1',
  't=0 0',
  'a=group:BUNDLE 0',
  'm=audio 18259 UDP/TLS/RTP/SAVPF 111 0',
  'a=mid:0',
  'a=rtcp-mux',
  'a=setup:actpass',
  'a=ice-ufrag:abcdefgh',
  'a=ice-pwd:abcdefghijklmnopqrstuvwx',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, (_, i) => (i + 16).toString(16).toUpperCase()).join(':')}`,
  'a=candidate:1 1 UDP 2130706431 127.0.0.1 18259 typ host',
  'a=rtpmap:111 opus/48000/2',
  'a=rtpmap:0 PCMU/8000',
  'a=sendrecv',
].join('\r\n')}\r\n`;
