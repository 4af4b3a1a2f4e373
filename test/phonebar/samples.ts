/** Contacts as the server shows them. */
import type { AgentDay } from '../../orchestrator/runtime/ports/agent-day.ts';
import type { CallbackView } from '../../orchestrator/core/callbacks/by-hand.ts';
import type { CallDirectory } from '../../orchestrator/core/calls/directory.ts';
import type { EarlierContacts } from '../../phonebar/client/session/protocol.ts';
import type { AgentContactView, PartyView, WrapUpView } from '../../orchestrator/core/views.ts';

const dispositions = [
  { id: 1, name: 'Solved' },
  { id: 2, name: 'Call back' },
  { id: 3, name: 'Complaint' },
  { id: 4, name: 'Wrong number' },
];

export function contact(
  stage: AgentContactView['stage'],
  change: Partial<AgentContactView> = {},
): AgentContactView {
  const now = Date.now();
  return {
    contactId: 'phones-t1-1',
    stage,
    caller: { number: '+393331234567', name: 'Mario Bianchi' },
    dialled: '800100',
    service: { id: 1, name: 'Green number' },
    campaign: { id: 1, name: 'Customer care' },
    autoAnswer: false,
    arrivedAt: now - 60_000,
    waitMs: 37_000,
    offeredAt: now - 2000,
    connectedAt: stage === 'offered' ? null : now - 1000,
    heldSince: stage === 'held' ? now - 500 : null,
    muted: false,
    recording: { state: 'off', onDemand: false, byFlow: false },
    note: '',
    callData: {},
    script: null,
    dispositionId: null,
    dispositions,
    direction: 'inbound',
    role: 'lead',
    customer: true,
    dialling: false,
    parties: [],
    aside: false,
    returned: false,
    ...change,
  };
}

export function wrapUp(change: Partial<WrapUpView> = {}): WrapUpView {
  const now = Date.now();
  return {
    contactId: 'phones-t1-1',
    caller: { number: '+393331234567', name: 'Mario Bianchi' },
    service: { id: 1, name: 'Green number' },
    campaign: { id: 1, name: 'Customer care' },
    startedAt: now,
    untilAt: now + 30_000,
    maximumAt: now + 300_000,
    minimumAt: now,
    dispositionRequired: false,
    dispositionId: null,
    note: '',
    callData: {},
    script: null,
    dispositions,
    canTakeBack: false,
    ...change,
  };
}

export function party(stage: PartyView['stage'], change: Partial<PartyView> = {}): PartyView {
  const who = { id: 'p1', name: 'Bruno Verdi', number: '202' };
  return { ...who, stage, since: Date.now() - 5000, muted: false, consult: false, ...change };
}

/** One promised for tomorrow, one asked for in the queue and tried already. */
export function callbacks(): CallbackView[] {
  const campaign = { id: 1, name: 'Customer care' };
  return [
    {
      id: 'phones-t1-8',
      number: '0655500',
      name: '',
      campaign,
      service: 'Green number',
      own: false,
      promised: false,
      dueAt: null,
      attempts: 1,
    },
    {
      id: 'phones-t1-9',
      number: '+393331234567',
      name: 'Mario Bianchi',
      campaign,
      service: 'Green number',
      own: true,
      promised: true,
      dueAt: Date.UTC(2031, 4, 20, 8, 30),
      attempts: 0,
    },
  ];
}

/** What the same caller rang about before: `count` contacts, one a day. */
export function earlier(count: number): EarlierContacts {
  const items = Array.from({ length: count }, (_, index) => ({
    id: `phones-t0-${index}`,
    direction: index % 3 === 2 ? 'outbound' : 'inbound',
    arrivedAt: Date.UTC(2026, 4, 20 - index, 9, 30),
    outcome: index % 4 === 3 ? ('abandoned' as const) : ('handled' as const),
    service: 'Green number',
    agent: 'Bruno Verdi',
    disposition: index % 4 === 3 ? '' : 'Solved',
    note: index === 0 ? 'Sends the invoice again.\nWants an answer by Friday.' : '',
  }));
  return { days: 90, items };
}

/** Whom the operator of the fake server can call. */
export const directory: CallDirectory = {
  agents: [
    { id: 2, name: 'Bruno Verdi', extension: '202', state: 'ready', callable: true },
    { id: 3, name: 'Carla Neri', extension: '203', state: 'talking', callable: false },
    { id: 4, name: 'Dario Gallo', extension: '204', state: 'loggedOut', callable: false },
  ],
  campaigns: [{ id: 12, name: 'Sales', free: 1 }],
  services: [{ id: 1, name: 'Green number', extension: '700' }],
  outbound: [{ serviceId: 1, name: 'Green number', callerIds: ['0611111', '0622222'] }],
  redial: ['06555'],
};

const minute = 60_000;

/** Pause 2 is Lunch, 99 exists no more. */
export function day(change: Partial<AgentDay> = {}): AgentDay {
  const now = Date.now();
  return {
    agentId: 1,
    from: now - 8 * 60 * minute,
    at: now,
    contacts: 12,
    loggedInMs: 127 * minute,
    readyMs: 20 * minute,
    offeredMs: 2 * minute,
    talkMs: 62 * minute + 5000,
    holdMs: 4 * minute,
    wrapUpMs: 10 * minute,
    awayMs: 0,
    pauses: [
      { pauseId: 2, ms: 30 * minute },
      { pauseId: null, ms: 40_000 },
      { pauseId: 99, ms: 10_000 },
    ],
    averageHandlingMs: 380_000,
    occupancy: 0.81,
    ...change,
  };
}
