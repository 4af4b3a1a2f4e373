/** Facts of whole contacts, as the core makes them, for tests of the projection. */
import type { Fact, PlacedFact } from '../../../orchestrator/core/facts.ts';

/** 2026-03-02 09:00 UTC. */
export const monday = Date.UTC(2026, 2, 2, 9);

export interface Story {
  contactId: string;
  agentId: number;
  serviceId: number;
  campaignId: number;
  from: number;
}

/** A contact that waits 5 s, rings 2 s, is held for 3 s and talked to, and is wrapped up: 22 facts, one per event. */
export function handled(story: Story, firstSeq: number): PlacedFact[] {
  const { contactId, agentId, serviceId, campaignId, from } = story;
  const told: [number, Fact][] = [
    [
      0,
      {
        type: 'contactArrived',
        contactId,
        media: 'audio',
        direction: 'inbound',
        node: 'n1',
        lineId: 1,
        serviceId,
        dialled: '800100',
        caller: { number: `+3933300${firstSeq}`, name: 'Zoë 🙂' },
      },
    ],
    [1, { type: 'campaignEntered', contactId, campaignId: 90, kind: 'welcome' }],
    [2, { type: 'contactAnswered', contactId }],
    [3, { type: 'promptStarted', contactId, campaignId: 90, what: 'Welcome' }],
    [1000, { type: 'promptEnded', contactId, failed: false }],
    [1001, { type: 'campaignEntered', contactId, campaignId, kind: 'human' }],
    [1002, { type: 'campaignEntered', contactId, campaignId: 91, kind: 'queue' }],
    [1003, { type: 'contactQueued', contactId, campaignId, queueCampaignId: 91, position: 1 }],
    [5000, { type: 'contactOffered', contactId, agentId, campaignId, waitMs: 3997 }],
    [
      5000,
      {
        type: 'agentStateChanged',
        agentId,
        from: 'ready',
        to: 'offered',
        pauseId: null,
        contactId,
        previousMs: 1,
      },
    ],
    [5100, { type: 'phoneRang', contactId, agentId }],
    [
      7000,
      { type: 'offerEnded', contactId, agentId, campaignId, reason: 'answered', ringMs: 2000, cause: 0 },
    ],
    [7000, { type: 'contactConnected', contactId, agentId, campaignId, waitMs: 5997 }],
    [
      7000,
      {
        type: 'agentStateChanged',
        agentId,
        from: 'offered',
        to: 'talking',
        pauseId: null,
        contactId,
        previousMs: 2000,
      },
    ],
    [9000, { type: 'contactHeld', contactId, agentId }],
    [12_000, { type: 'contactRetrieved', contactId, agentId, heldMs: 3000 }],
    [20_000, { type: 'noteChanged', contactId, agentId, note: 'draft' }],
    [
      30_000,
      {
        type: 'contactEnded',
        contactId,
        serviceId,
        campaignId,
        agentId,
        outcome: 'handled',
        endedBy: 'caller',
        waitMs: 5997,
        talkMs: 20_000,
        holdMs: 3000,
        durationMs: 30_000,
      },
    ],
    [
      30_000,
      {
        type: 'agentStateChanged',
        agentId,
        from: 'talking',
        to: 'wrapUp',
        pauseId: null,
        contactId,
        previousMs: 23_000,
      },
    ],
    [30_000, { type: 'wrapUpStarted', contactId, agentId, campaignId, untilAt: from + 60_000 }],
    [
      40_000,
      {
        type: 'wrapUpEnded',
        contactId,
        agentId,
        campaignId,
        wrapUpMs: 10_000,
        dispositionId: 3,
        note: 'sold',
        by: 'agent',
      },
    ],
    [
      40_000,
      {
        type: 'agentStateChanged',
        agentId,
        from: 'wrapUp',
        to: 'ready',
        pauseId: null,
        contactId: null,
        previousMs: 10_000,
      },
    ],
  ];
  return told.map(([after, fact], index) => ({ seq: firstSeq + index, index: 0, at: from + after, fact }));
}

/** Facts each of its own event, one after another from `firstSeq`, `stepMs` apart. */
export function inOrder(facts: Fact[], firstSeq: number, from: number, stepMs = 1000): PlacedFact[] {
  return facts.map((fact, index) => ({ seq: firstSeq + index, index: 0, at: from + index * stepMs, fact }));
}

/** One contact that arrived, and ended with `outcome` if given. */
export function brief(
  contactId: string,
  at: number,
  seq: number,
  members: {
    serviceId?: number;
    outcome?: Extract<Fact, { type: 'contactEnded' }>['outcome'];
    number?: string;
  } = {},
): PlacedFact[] {
  const { serviceId = 1, outcome, number = '+39333' } = members;
  const facts: Fact[] = [
    {
      type: 'contactArrived',
      contactId,
      media: 'audio',
      direction: 'inbound',
      node: 'n1',
      lineId: null,
      serviceId,
      dialled: '800100',
      caller: { number, name: '' },
    },
  ];
  if (outcome)
    facts.push({
      type: 'contactEnded',
      contactId,
      serviceId,
      campaignId: null,
      agentId: null,
      outcome,
      endedBy: 'caller',
      waitMs: 0,
      talkMs: 0,
      holdMs: 0,
      durationMs: 1,
    });
  return facts.map((fact, index) => ({ seq, index, at, fact }));
}
