/** #phones calls a phone on which a prompt is recorded. */
import type { RefusalCode } from '../agents/requests.ts';
import { phoneKey } from '../agents/session.ts';
import { find } from '../calls/find.ts';
import { mayDial, refusal } from '../calls/outgoing.ts';
import { originate } from '../calls/originate.ts';
import { callOwnPhone } from '../calls/place.ts';
import type { Destination } from '../commands.ts';
import { nextPart, setStage } from '../contacts/contact.ts';
import { endContact } from '../contacts/end.ts';
import { newContact, nextContactId } from '../contacts/new-contact.ts';
import type { Event } from '../events.ts';
import type { AgentId, NodeId } from '../ids.ts';
import { record, setTimer, type Turn } from '../turn.ts';
import { noteDictation } from './close.ts';
import { newDictation, type Dictation, type DictationRequest } from './dictation.ts';

/** How long the phone may ring. */
const RING_MS = 45_000;
/** Asterisk gives up ringing this much later than we do. */
const RING_MARGIN_MS = 5_000;

export function beginDictation(
  turn: Turn,
  { requestId, request, by }: Extract<Event, { type: 'dictationRequested' }>,
): RefusalCode | null {
  const { world } = turn;
  if (world.draining) return 'switchAway';
  const dictation = newDictation(requestId, by, request);
  const whom = find(world, { kind: 'number', number: request.number });
  if (typeof whom === 'string') return whom;
  if (whom.kind === 'number') return callNumber(turn, dictation, request);
  if (whom.kind !== 'agent') return 'unknownTarget';
  const session = world.sessions.get(whom.agentId);
  if (!session) return callExtension(turn, dictation, request, whom.agentId);
  const called = callOwnPhone(turn, session, dictation);
  if (typeof called === 'string') return called;
  called.language = request.speak;
  noteDictation(turn, called, dictation, 'calling');
  return null;
}

/** The SIP phone of an agent that is not logged in. */
function callExtension(
  turn: Turn,
  dictation: Dictation,
  request: DictationRequest,
  agentId: AgentId,
): RefusalCode | null {
  const node = turn.world.phones.get(phoneKey(agentId, 'sip'));
  if (node === undefined) return 'phoneNotReachable';
  call(turn, dictation, request, { node, destination: { kind: 'agentPhone', agentId, phone: 'sip' } });
  return null;
}

/** Over the first line that may call the number. */
function callNumber(turn: Turn, dictation: Dictation, request: DictationRequest): RefusalCode | null {
  const { configuration, nodes } = turn.world;
  const { number } = request;
  const [node] = [...nodes].filter(([, { up }]) => up).map(([name]) => name);
  if (node === undefined) return 'switchAway';
  const out = [...configuration.lines.values()].filter(({ direction }) => direction !== 'inbound');
  const line = out.find(candidate => refusal(turn, candidate, number) === null) ?? out[0];
  if (!line) return 'noLine';
  const refused = mayDial(turn, line, number);
  if (refused) return refused;
  const destination: Destination = { kind: 'line', lineId: line.id, number };
  call(turn, dictation, request, { node, destination, lineId: line.id, from: line.callerId });
  return null;
}

interface Called {
  node: NodeId;
  destination: Destination;
  lineId?: number;
  /** The number presented. */
  from?: string;
}

function call(
  turn: Turn,
  dictation: Dictation,
  { speak, number }: DictationRequest,
  { node, destination, lineId, from = '' }: Called,
): void {
  const { world, at } = turn;
  const contact = newContact(world, nextContactId(world), {
    node,
    lineId: lineId ?? null,
    direction: 'internal',
    serviceId: 0,
    dialled: from,
    caller: { number, name: '' },
    language: speak,
    callerLeg: '',
    priority: 0,
  });
  contact.dictation = dictation;
  const { id: contactId, caller } = contact;
  record(turn, {
    type: 'contactArrived',
    contactId,
    media: 'audio',
    direction: 'internal',
    node,
    lineId: contact.lineId,
    serviceId: null,
    dialled: from,
    caller,
  });
  setStage(contact, 'dialling', at);
  noteDictation(turn, contact, dictation, 'calling');
  const leg = nextPart(contact);
  contact.callerLeg = leg;
  setTimer(turn, 'dictation', contactId, at + RING_MS);
  const presented = { number: from, name: '#phones' };
  const owner = { node, contactId, standingOf: null };
  originate(turn, leg, owner, { destination, from: presented, ringMs: RING_MS + RING_MARGIN_MS }, null);
}

/** Whoever asked for it does not want it any more; nothing is kept. */
export function cancelDictation(turn: Turn, dictationId: string): void {
  for (const contact of turn.world.contacts.values()) {
    if (contact.dictation?.id !== dictationId || contact.dictation.step === 'keeping') continue;
    contact.dictation.result = 'cancelled';
    return endContact(turn, contact, contact.answered ? 'left' : 'unanswered', 'system');
  }
}
