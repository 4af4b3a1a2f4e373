/** The PhoneBar in a page of yours: `connect` embeds it in an iframe or opens it in a window, and talks with it. */
import { parseCallData } from './call-data.ts';
import { protocolVersion } from './protocol.ts';
import type {
  Command,
  DriverContact,
  DriverEvent,
  FromPhoneBar,
  ScreenPop,
  Snapshot,
  ToPhoneBar,
} from './protocol.ts';

export { formatCallData, parseCallData } from './call-data.ts';
export { protocolVersion } from './protocol.ts';
export type {
  CallData,
  Command,
  DriverContact,
  DriverEvent,
  DriverScript,
  FromPhoneBar,
  ScreenPop,
  ScreenPopReason,
  Snapshot,
  ToPhoneBar,
} from './protocol.ts';

export interface ConnectOptions {
  /** Address of #phones: `https://phones.example.com`. */
  server: string;
  /** Where the iframe goes; absent = the PhoneBar opens in a window of its own (call `connect` in a click). */
  container?: HTMLElement;
  /**
   * strip: 64 pixels high, across its container; what opens lies over the page below · column: narrow · page: as its
   * frame allows. Absent = as the operator chose.
   */
  layout?: 'page' | 'strip' | 'column';
  /** Sees each message, for a debug page. */
  onMessage?: (direction: 'sent' | 'received', message: ToPhoneBar | FromPhoneBar) => void;
}

/** Why a command was not done. `code` is stable: one of the handbook's, the text is for developers. */
export class DriverError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'DriverError';
    this.code = code;
  }
}

export interface Events {
  /** The PhoneBar answers, for the first time or again. */
  connected: Snapshot;
  /** It has not answered ten hellos in a row, or speaks another version (`reason`); told once. */
  disconnected: { reason: string };
  state: Snapshot;
  contactOffered: Extract<DriverEvent, { type: 'contactOffered' }>['contact'];
  contactConnected: Extract<DriverEvent, { type: 'contactConnected' }>['contact'];
  contactEnded: Extract<DriverEvent, { type: 'contactEnded' }>['contact'];
  callDataChanged: DriverContact;
  scriptChanged: DriverContact;
  /** While this page listens the PhoneBar opens no window for the contact: open the address where it belongs. */
  screenPop: ScreenPop;
}

export interface PhoneBar {
  /** As it is now; null before the first answer. */
  readonly snapshot: Snapshot | null;
  /** Returns what ends the subscription. */
  on<T extends keyof Events>(type: T, handle: (event: Events[T]) => void): () => void;
  /** Resolves when it is done, rejects with DriverError. */
  send(command: Command): Promise<void>;
  /** Does what the button of that name does now. */
  press(action: string): Promise<void>;
  login(phone?: 'browser' | 'sip' | 'outside'): Promise<void>;
  ready(): Promise<void>;
  pause(pauseId: number): Promise<void>;
  answer(): Promise<void>;
  hangup(): Promise<void>;
  /** Values, or the text `P1=V1}{P2=V2`. They stand with the contact at hand. */
  setCallData(values: Record<string, string> | string): Promise<void>;
  /** Fills in fields of the contact's script; those not named stay as they are. */
  setScript(values: Record<string, string | string[]>): Promise<void>;
  /** Ends the connection and removes the iframe; a window stays open. */
  close(): void;
}

const helloEveryMs = 1000;
/**
 * So many hellos in a row without an answer, and the PhoneBar is gone. Not seconds: browsers slow the timers of a
 * hidden page down to one a minute, and then the answers come as rarely.
 */
const mostUnanswered = 10;
const commandForMs = 60_000;

/**
 * A window that is there already, opened by the page before this one, is taken over as it is: its call goes on.
 * Throws DriverError `popupBlocked` where the browser opens no window, TypeError when `server` is no address.
 */
export function connect({ server, container, layout, onMessage }: ConnectOptions): PhoneBar {
  const { origin } = new URL(server);
  const address = `${origin}/phonebar${layout ? `?layout=${layout}` : ''}`;
  const handlers = new Map<string, Set<(event: never) => void>>();
  const waiting = new Map<string, { resolve(): void; reject(error: DriverError): void; timer: number }>();
  let snapshot: Snapshot | null = null;
  let page: string | null = null;
  let unanswered = 0;
  let refusal: string | null = null;
  let commands = 0;

  const frame = container ? embed(container, address) : null;
  if (frame && layout === 'strip') layStrip(frame, true);
  const opened = frame ? null : open(address);

  const post = (message: ToPhoneBar): void => {
    onMessage?.('sent', message);
    (frame?.contentWindow ?? opened)?.postMessage(message, origin);
  };
  const emit = <T extends keyof Events>(type: T, event: Events[T]): void => {
    for (const handle of handlers.get(type) ?? []) (handle as (event: Events[T]) => void)(event);
  };
  const giveUp = (code: string, message: string): void => {
    for (const id of waiting.keys()) settle(id, new DriverError(code, message));
  };
  const settle = (id: string, error: DriverError | null): void => {
    const command = waiting.get(id);
    if (!command) return;
    waiting.delete(id);
    clearTimeout(command.timer);
    if (error) command.reject(error);
    else command.resolve();
  };
  const lost = (reason: string): void => {
    if (page === null && refusal === reason) return;
    page = null;
    giveUp('disconnected', reason);
    emit('disconnected', { reason });
  };
  const handleMessage = (message: FromPhoneBar): void => {
    switch (message.type) {
      case 'welcome': {
        snapshot = message.snapshot;
        refusal = null;
        if (page !== null) giveUp('reloaded', 'the PhoneBar was loaded anew before this was done');
        page = message.page;
        return emit('connected', message.snapshot);
      }
      case 'refused':
        lost(message.message);
        refusal = message.message;
        return;
      case 'reply':
        return settle(message.id, message.ok ? null : new DriverError(message.code, message.message));
      case 'room':
        if (frame && layout === 'strip') layStrip(frame, message.needed);
        return;
      case 'event': {
        const { event } = message;
        snapshot = message.snapshot;
        if (event.type === 'state') return emit('state', snapshot);
        if (event.type === 'screenPop') {
          const { contact, url, reason } = event;
          return emit('screenPop', { contact, url, reason });
        }
        return emit(event.type, event.contact);
      }
    }
  };
  const listen = ({ data, origin: from, source }: MessageEvent): void => {
    if (from !== origin || source !== (frame?.contentWindow ?? opened)) return;
    if (typeof data !== 'object' || data === null || !('phones' in data)) return;
    const message = data as FromPhoneBar;
    unanswered = 0;
    // The answers to the hellos after the first are no news.
    if (message.type === 'welcome' && message.page === page) {
      snapshot = message.snapshot;
      return;
    }
    if (message.type === 'refused' && message.message === refusal) return;
    onMessage?.('received', message);
    handleMessage(message);
  };
  window.addEventListener('message', listen);
  const hello = setInterval(() => {
    if (page !== null && unanswered >= mostUnanswered) lost('the PhoneBar does not answer');
    unanswered += 1;
    (frame?.contentWindow ?? opened)?.postMessage({ phones: protocolVersion, type: 'hello' }, origin);
  }, helloEveryMs);

  const send = (command: Command): Promise<void> => {
    if (page === null)
      return Promise.reject(
        new DriverError(
          'notConnected',
          `${address} does not answer: is an operator signed in, and is ${location.origin} among its allowed origins?`,
        ),
      );
    commands += 1;
    const id = String(commands);
    return new Promise((resolve, reject) => {
      const timer = window.setTimeout(
        () => settle(id, new DriverError('timeout', 'not done within a minute')),
        commandForMs,
      );
      waiting.set(id, { resolve, reject, timer });
      post({ phones: protocolVersion, type: 'command', id, command });
    });
  };

  return {
    get snapshot() {
      return snapshot;
    },
    on(type, handle) {
      const set = handlers.get(type) ?? new Set();
      handlers.set(type, set.add(handle));
      return () => set.delete(handle);
    },
    send,
    press: action => send({ type: 'press', action }),
    login: phone => send({ type: 'login', ...(phone && { phone }) }),
    ready: () => send({ type: 'ready' }),
    pause: pauseId => send({ type: 'pause', pauseId }),
    answer: () => send({ type: 'press', action: 'answer' }),
    hangup: () => send({ type: 'press', action: 'hangup' }),
    setCallData: async values =>
      send({ type: 'callData', values: typeof values === 'string' ? parseCallData(values) : values }),
    setScript: values => send({ type: 'script', values }),
    close() {
      clearInterval(hello);
      window.removeEventListener('message', listen);
      giveUp('closed', 'the connection to the PhoneBar was closed');
      frame?.remove();
    },
  };
}

function embed(container: HTMLElement, address: string): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.src = address;
  frame.title = 'PhoneBar';
  frame.allow = 'microphone; autoplay; speaker-selection; clipboard-write';
  container.append(frame);
  return frame;
}

/** The strip keeps its place in the page; what opens from it lies over what is below. */
function layStrip(frame: HTMLIFrameElement, room: boolean): void {
  const { style, parentElement: container } = frame;
  if (container) Object.assign(container.style, { position: 'relative', height: '64px' });
  Object.assign(style, {
    position: 'absolute',
    inset: '0 0 auto 0',
    width: '100%',
    height: room ? 'min(700px, 100vh)' : '64px',
    border: '0',
    zIndex: '2147483000',
  });
}

/** Only a window that is new is sent to the address: loading the PhoneBar anew would cut its call off. */
function open(address: string): Window {
  const opened = window.open('', 'phones-phonebar', 'popup,width=390,height=700');
  if (!opened) throw new DriverError('popupBlocked', 'the browser opens no window: connect in a click');
  if (isBlank(opened)) opened.location.replace(address);
  return opened;
}

function isBlank(opened: Window): boolean {
  try {
    return opened.location.href === 'about:blank';
  } catch {
    // A page of another origin does not say where it is.
    return false;
  }
}
