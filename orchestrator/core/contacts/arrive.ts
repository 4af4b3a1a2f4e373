/** A call comes in: it becomes a contact of the service that its number leads to. */
import { serviceOf } from '../configuration/lookup.ts';
import { countOffered } from '../counters.ts';
import type { Party } from '../events.ts';
import { enterService } from '../flows/enter.ts';
import type { LegId, NodeId } from '../ids.ts';
import { command, record, type Turn } from '../turn.ts';
import { newContact, nextContactId } from './new-contact.ts';

export function arrive(
  turn: Turn,
  call: { node: NodeId; leg: LegId; lineId: number | null; dialled: string; caller: Party },
): void {
  const { world } = turn;
  const { node, leg, lineId, dialled, caller } = call;
  if (world.legs.has(leg)) return;
  if (world.draining) return command(turn, { type: 'giveToFallback', node, leg });
  const contactId = nextContactId(world);
  world.legs.set(leg, { node, contactId, standingOf: null });
  const service = serviceOf(world.configuration, dialled, lineId);
  record(turn, {
    type: 'contactArrived',
    contactId,
    media: 'audio',
    direction: 'inbound',
    node,
    lineId,
    serviceId: service?.id ?? null,
    dialled,
    caller,
  });
  if (!service) {
    command(turn, { type: 'hangup', node, leg, reason: 'unallocated' });
    const nothing = {
      serviceId: null,
      campaignId: null,
      agentId: null,
      waitMs: 0,
      talkMs: 0,
      holdMs: 0,
      durationMs: 0,
    };
    record(turn, {
      type: 'contactEnded',
      contactId,
      outcome: 'unknownNumber',
      endedBy: 'system',
      ...nothing,
    });
    return;
  }
  const contact = newContact(world, contactId, {
    node,
    lineId,
    direction: 'inbound',
    serviceId: service.id,
    dialled,
    caller,
    language: service.language,
    callerLeg: leg,
    priority: service.priority,
  });
  countOffered(turn, service.id);
  enterService(turn, contact, service);
}
