import type { Contact } from './contact.ts';
import type { ContactId } from '../ids.ts';
import type { World } from '../world.ts';

/** What is known of a contact when it begins. */
export type Beginning = Pick<
  Contact,
  'node' | 'lineId' | 'direction' | 'serviceId' | 'dialled' | 'caller' | 'language' | 'callerLeg' | 'priority'
>;

/** A contact with nothing done yet; it is in the world from now on. */
export function newContact(world: World, id: ContactId, beginning: Beginning): Contact {
  const { at } = world;
  const { node, lineId, direction, serviceId, dialled, caller, language, callerLeg, priority } = beginning;
  // All members in one literal: V8 makes such an object at once, and one with a spread member by member.
  const contact: Contact = {
    id,
    node,
    lineId,
    direction,
    serviceId,
    dialled,
    caller,
    language,
    callerLeg,
    callerAgentId: null,
    answered: false,
    stage: 'flow',
    stageSince: at,
    arrivedAt: at,
    campaignId: null,
    distributedBy: null,
    humanCampaignId: null,
    campaignsEntered: 0,
    priority,
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
    recorded: [],
    dictation: null,
    callback: null,
    served: false,
    left: null,
    offer: null,
    talk: null,
    recording: null,
    targets: [],
    aside: null,
    transfer: null,
    talkMs: 0,
    holdMs: 0,
    note: '',
    scripts: [],
    dispositionId: null,
    lastPart: 0,
  };
  world.contacts.set(id, contact);
  return contact;
}

export function nextContactId(world: World): ContactId {
  world.lastContact += 1;
  return `${world.instance}-${world.epoch}-${world.lastContact}`;
}
