/** Contacts as the server shows them. */
import type { AgentContactView, WrapUpView } from '../../orchestrator/core/views.ts';

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
    note: '',
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
    dispositions,
    canTakeBack: false,
    ...change,
  };
}
