/** The PhoneBar's end of the driver: takes commands of an allowed page around it, tells it what happens. */
import { protocolVersion } from '../../driver/protocol.ts';
import { actionsOf } from '../session/actions.ts';
import { reachable } from '../session/session.ts';
import { answerOutcome, loginOutcome, requestOutcome } from './outcomes.ts';
import { eventsBetween, snapshotOf } from './snapshot.ts';
import type { Command, FromPhoneBar, ScreenPopReason } from '../../driver/protocol.ts';
import type { Action } from '../session/actions.ts';
import type { Event } from '../session/events.ts';
import type { AgentRequest, PhoneKind } from '../session/protocol.ts';
import type { Session } from '../session/session.ts';
import type { Outcome } from './outcomes.ts';

export interface BridgeOptions {
  /** Origins of pages that may drive this one, besides our own. */
  origins: readonly string[];
  session(): Session;
  /** As the button does. */
  press(action: Action): void;
  ask(request: AgentRequest): void;
  /** Number of requests asked so far: the id under which the last one is pending. */
  asked(): number;
  login(phone: PhoneKind): void;
  /** False: there is no such layout. */
  layout(name: unknown): boolean;
}

export interface Bridge {
  happened(event: Event, before: Session, after: Session): void;
  /** Tells the page around this one of a page to be opened for the contact; false = none listens. */
  tellPop(url: string, reason: ScreenPopReason): boolean;
  /** Tells the page around this one whether the strip needs more room. */
  tellRoom(needed: boolean): void;
}

type Look = (event: Event, before: Session, after: Session) => Outcome | null;

/** Messages are small: a call data of a hundred values fits. */
const longestMessage = 200_000;

export function createBridge(options: BridgeOptions): Bridge {
  const allowed = new Set([...options.origins, location.origin]);
  const around = new Set<unknown>([window.parent, window.opener].filter(other => other && other !== window));
  const page = crypto.randomUUID();
  const running = new Map<string, Look>();
  let room: boolean | null = null;
  let peer: { window: WindowProxy; origin: string } | null = null;

  const tell = (message: FromPhoneBar): void => peer?.window.postMessage(message, peer.origin);
  const reply = (id: string, outcome: Outcome): void => {
    running.delete(id);
    tell({ phones: protocolVersion, type: 'reply', id, ...outcome });
  };

  /** Begins what is asked; null = it goes on, and `running` says when it is done. */
  function begin(id: string, command: Command): Outcome | null {
    const session = options.session();
    if (command.type === 'press') return press(id, String(command.action));
    if (command.type === 'login') return logIn(id, command.phone);
    if (command.type === 'answer') return press(id, 'answer');
    if (command.type === 'layout')
      return options.layout(command.layout)
        ? { ok: true }
        : { ok: false, code: 'noSuchLayout', message: 'the layouts are page, strip and column' };
    if (!reachable(session))
      return { ok: false, code: 'noConnection', message: 'the PhoneBar has no connection to the server' };
    // The server checks every request against the schema that it comes from.
    options.ask(command as AgentRequest);
    return follow(id, String(options.asked()));
  }

  function follow(id: string, request: string): Outcome | null {
    if (!options.session().pending.some(pending => pending.id === request))
      return { ok: false, code: 'noConnection', message: 'the PhoneBar has no connection to the server' };
    running.set(id, (event, before, after) => requestOutcome(request, event, before, after));
    return null;
  }

  function press(id: string, name: string): Outcome | null {
    const session = options.session();
    const model = actionsOf(session).find(({ action, enabled }) => action === name && enabled);
    if (!model) return { ok: false, code: 'notPossible', message: `there is no button ${name} to press now` };
    const before = options.asked();
    options.press(model.action);
    if (options.asked() > before) return follow(id, String(options.asked()));
    if (model.action !== 'answer') return { ok: true };
    const contactId = session.view?.contact?.contactId ?? null;
    running.set(id, (_event, _before, after) => answerOutcome(contactId, after));
    return null;
  }

  function logIn(id: string, phone: unknown): Outcome | null {
    const { me, view } = options.session();
    if (view === null || me === null)
      return { ok: false, code: 'noConnection', message: 'the PhoneBar is not ready yet' };
    if (view.state !== 'loggedOut')
      return { ok: false, code: 'alreadyLoggedIn', message: 'the operator is logged in' };
    const kind = me.phones.find(known => known === (phone ?? me.agent.defaultPhone));
    if (!kind)
      return { ok: false, code: 'noSuchPhone', message: `the operator has no phone ${String(phone)}` };
    running.set(id, (_event, before, after) => loginOutcome(before, after));
    options.login(kind);
    return null;
  }

  window.addEventListener('message', ({ data, origin, source }: MessageEvent<unknown>) => {
    if (!allowed.has(origin) || !around.has(source)) return;
    const message = readMessage(data);
    if (!message) return;
    if (message.type === 'hello') {
      peer = { window: source as WindowProxy, origin };
      if (message.phones === protocolVersion) {
        tell({ phones: protocolVersion, type: 'welcome', page, snapshot: snapshotOf(options.session()) });
        if (room !== null) tell({ phones: protocolVersion, type: 'room', needed: room });
      } else
        tell({
          phones: protocolVersion,
          type: 'refused',
          code: 'version',
          message: `this PhoneBar speaks version ${protocolVersion}, the driver ${message.phones}`,
        });
      return;
    }
    if (peer?.window !== source || peer.origin !== origin || message.phones !== protocolVersion) return;
    const outcome = begin(message.id, message.command);
    if (outcome) reply(message.id, outcome);
  });

  return {
    happened(event, before, after) {
      if (!peer) return;
      for (const [id, look] of [...running]) {
        const outcome = look(event, before, after);
        if (outcome) reply(id, outcome);
      }
      if (before === after) return;
      const snapshot = snapshotOf(after);
      for (const told of eventsBetween(snapshotOf(before), snapshot))
        tell({ phones: protocolVersion, type: 'event', event: told, snapshot });
    },
    tellRoom(needed) {
      if (room === needed) return;
      room = needed;
      tell({ phones: protocolVersion, type: 'room', needed });
    },
    tellPop(url, reason) {
      const snapshot = snapshotOf(options.session());
      const { contact } = snapshot;
      if (!peer || !contact) return false;
      const event = { type: 'screenPop', contact, url, reason } as const;
      tell({ phones: protocolVersion, type: 'event', event, snapshot });
      return true;
    },
  };
}

type Read =
  | { phones: number; type: 'hello' }
  | { phones: number; type: 'command'; id: string; command: Command };

/** Null for everything that is not of this protocol. */
function readMessage(data: unknown): Read | null {
  if (typeof data !== 'object' || data === null || !('phones' in data) || !('type' in data)) return null;
  const { phones, type } = data;
  if (typeof phones !== 'number') return null;
  if (type === 'hello') return { phones, type };
  if (type !== 'command' || !('id' in data) || !('command' in data)) return null;
  const { id, command } = data;
  if (typeof id !== 'string' || !isCommand(command)) return null;
  return JSON.stringify(command).length > longestMessage ? null : { phones, type, id, command };
}

function isCommand(value: unknown): value is Command {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
