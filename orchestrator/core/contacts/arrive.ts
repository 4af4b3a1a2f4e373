/** A call comes in: it becomes a contact of the service that its number leads to. */
import { serviceOf } from '../configuration/lookup.ts';
import { countOffered } from '../counters.ts';
import type { Party } from '../events.ts';
import { enterService } from '../flows/enter.ts';
import type { ContactId, LegId, NodeId } from '../ids.ts';
import { command, record, type Turn } from '../turn.ts';
import type { World } from '../world.ts';
import type { Contact } from './contact.ts';

export function arrive(
  turn: Turn,
  call: { node: NodeId; leg: LegId; lineId: number | null; dialled: string; caller: Party },
): void {
  const { world, at } = turn;
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
  const contact: Contact = {
    id: contactId,
    node,
    lineId,
    serviceId: service.id,
    dialled,
    caller,
    language: service.language,
    callerLeg: leg,
    answered: false,
    stage: 'flow',
    stageSince: at,
    arrivedAt: at,
    campaignId: null,
    distributedBy: null,
    humanCampaignId: null,
    campaignsEntered: 0,
    priority: service.priority,
    clock: null,
    due: 0,
    demand: '',
    preferred: null,
    returned: false,
    queued: false,
    waitingSince: null,
    waitMs: 0,
    ending: null,
    playback: null,
    ringing: false,
    music: null,
    flow: null,
    callData: {},
    skills: [],
    callback: null,
    served: false,
    left: null,
    offer: null,
    talk: null,
    talkMs: 0,
    holdMs: 0,
    note: '',
    dispositionId: null,
    lastPart: 0,
  };
  world.contacts.set(contactId, contact);
  countOffered(turn, service.id);
  enterService(turn, contact, service);
}

function nextContactId(world: World): ContactId {
  world.lastContact += 1;
  return `${world.instance}-${world.epoch}-${world.lastContact}`;
}
