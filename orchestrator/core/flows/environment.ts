/** What flows see of the world. */
import type { CallFacts, Environment } from '../../../ivr-flows/environment.ts';
import { calendarState } from '../configuration/calendar.ts';
import { canCallBack } from '../contacts/callback.ts';
import type { Contact } from '../contacts/contact.ts';
import { campaignsOf } from '../agents/session.ts';
import { expectedWait } from '../queues/expected-wait.ts';
import { countIdle } from '../routing/idle.ts';
import { positionForAgent, positionOf } from '../routing/waiting.ts';
import type { Turn } from '../turn.ts';

export function environmentOf({ world, at }: Turn, contact: Contact): Environment {
  const { configuration } = world;
  const position = (): number =>
    contact.distributedBy === null
      ? 0
      : positionForAgent(world, contact.distributedBy, contact) ||
        positionOf(world, contact.distributedBy, contact);
  const queueLength = (campaignId: number): number => world.waiting.get(campaignId)?.length ?? 0;
  return {
    at,
    timeZone: world.timeZone,
    // Made when asked for: most flows begin and wait without a look at it.
    get call() {
      return callFacts();
    },
    hours(calendarId) {
      const calendar = configuration.calendars.get(calendarId);
      return calendar ? calendarState(calendar, at) : null;
    },
    agents(campaignId) {
      let loggedIn = 0;
      for (const session of world.sessions.values())
        if (campaignsOf(world, session).some(membership => membership.campaignId === campaignId))
          loggedIn += 1;
      return { loggedIn, free: countIdle(world, campaignId) };
    },
    queueLength,
    estimatedWaitMs(campaignId) {
      const mine = contact.distributedBy === campaignId ? position() : 0;
      if (countIdle(world, campaignId) > queueLength(campaignId)) return 0;
      return expectedWait(world, campaignId, mine > 0 ? mine : queueLength(campaignId) + 1, contact);
    },
    position,
    waitMs() {
      const { distributedBy } = contact;
      const mine = position();
      // How long one agent alone will still talk nobody knows.
      return distributedBy === null || mine === 0 || contact.preferred?.only
        ? null
        : expectedWait(world, distributedBy, mine, contact);
    },
    callable: (campaignId, number) => canCallBack(world, contact, campaignId, number),
    campaignId(name) {
      for (const campaign of configuration.campaigns.values()) if (campaign.name === name) return campaign.id;
      return null;
    },
  };

  function callFacts(): CallFacts {
    return {
      id: contact.id,
      caller: contact.caller.number,
      callerName: contact.caller.name,
      dialled: contact.dialled,
      service: configuration.services.get(contact.serviceId)?.name ?? '',
      campaign: configuration.campaigns.get(contact.campaignId ?? 0)?.name ?? '',
      language: contact.language,
      media: 'audio',
      waited: contact.waitingSince === null ? 0 : Math.round((at - contact.waitingSince) / 1000),
      priority: contact.priority,
      position: position(),
    };
  }
}
