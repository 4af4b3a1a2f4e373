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
import type { World } from '../world.ts';

export function environmentOf(turn: Turn, contact: Contact): Environment {
  return new FlowEnvironment(turn, contact);
}

/** A class, since one is made at each move of each flow, and closures for its members would be ten objects more. */
class FlowEnvironment implements Environment {
  readonly at: number;
  readonly timeZone: string;
  readonly #world: World;
  readonly #contact: Contact;

  constructor({ world, at }: Turn, contact: Contact) {
    this.at = at;
    this.timeZone = world.timeZone;
    this.#world = world;
    this.#contact = contact;
  }

  /** Made when asked for: most flows begin and wait without a look at it. */
  get call(): CallFacts {
    const { configuration } = this.#world;
    const contact = this.#contact;
    return {
      id: contact.id,
      caller: contact.caller.number,
      callerName: contact.caller.name,
      dialled: contact.dialled,
      service: configuration.services.get(contact.serviceId)?.name ?? '',
      campaign: configuration.campaigns.get(contact.campaignId ?? 0)?.name ?? '',
      language: contact.language,
      media: 'audio',
      waited: contact.waitingSince === null ? 0 : Math.round((this.at - contact.waitingSince) / 1000),
      priority: contact.priority,
      position: this.position(),
    };
  }

  hours(calendarId: number): ReturnType<Environment['hours']> {
    const calendar = this.#world.configuration.calendars.get(calendarId);
    return calendar ? calendarState(calendar, this.at) : null;
  }

  agents(campaignId: number): { loggedIn: number; free: number } {
    let loggedIn = 0;
    for (const session of this.#world.sessions.values())
      if (campaignsOf(this.#world, session).some(membership => membership.campaignId === campaignId))
        loggedIn += 1;
    return { loggedIn, free: countIdle(this.#world, campaignId) };
  }

  queueLength(campaignId: number): number {
    return this.#world.waiting.get(campaignId)?.length ?? 0;
  }

  estimatedWaitMs(campaignId: number): number | null {
    const mine = this.#contact.distributedBy === campaignId ? this.position() : 0;
    const length = this.queueLength(campaignId);
    if (countIdle(this.#world, campaignId) > length) return 0;
    return expectedWait(this.#world, campaignId, mine > 0 ? mine : length + 1, this.#contact);
  }

  position(): number {
    const { distributedBy } = this.#contact;
    if (distributedBy === null) return 0;
    return (
      positionForAgent(this.#world, distributedBy, this.#contact) ||
      positionOf(this.#world, distributedBy, this.#contact)
    );
  }

  waitMs(): number | null {
    const { distributedBy, preferred } = this.#contact;
    const mine = this.position();
    // How long one agent alone will still talk nobody knows.
    return distributedBy === null || mine === 0 || preferred?.only
      ? null
      : expectedWait(this.#world, distributedBy, mine, this.#contact);
  }

  callable(campaignId: number, number: string): boolean {
    return canCallBack(this.#world, this.#contact, campaignId, number);
  }

  campaignId(name: string): number | null {
    for (const campaign of this.#world.configuration.campaigns.values())
      if (campaign.name === name) return campaign.id;
    return null;
  }
}
