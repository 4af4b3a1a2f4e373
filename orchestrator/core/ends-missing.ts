/** What a lost journal leaves in the database gets its end: one outcome for each contact (I1), states without a gap (I5). */
import { restorePromises } from './callbacks/promised.ts';
import type { Event } from './events.ts';
import { record, type Turn } from './turn.ts';

/** Nothing is known of how they went. */
const unknown = {
  serviceId: null,
  campaignId: null,
  agentId: null,
  waitMs: 0,
  talkMs: 0,
  holdMs: 0,
  durationMs: 0,
};

export function endsMissing(
  turn: Turn,
  { contacts, agents, promises = [] }: Extract<Event, { type: 'endsMissing' }>,
): void {
  const { world } = turn;
  // Before the contacts that some of them had become are ended.
  restorePromises(turn, promises);
  for (const contactId of contacts) {
    if (world.contacts.has(contactId)) continue;
    record(turn, { type: 'contactEnded', contactId, outcome: 'failed', endedBy: 'system', ...unknown });
  }
  for (const agentId of agents) {
    // One who has logged in again has ended the old session with that.
    if (world.sessions.has(agentId)) continue;
    const left = { from: 'unreachable', to: 'loggedOut', pauseId: null, contactId: null } as const;
    record(turn, { type: 'agentStateChanged', agentId, ...left, previousMs: 0 });
    record(turn, { type: 'agentLoggedOut', agentId, by: 'system', sessionMs: 0 });
  }
}
