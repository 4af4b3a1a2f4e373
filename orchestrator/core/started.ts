import { expectBrowsers, pageChanged } from './agents/reachability.ts';
import { askAgain } from './flows/events.ts';
import { beginDay } from './calls/spending.ts';
import { dayAt } from './configuration/calendar.ts';
import type { Event } from './events.ts';
import type { Turn } from './turn.ts';

/**
 * The process (re)starts. Sockets of pages and of Asterisk died with the process before: nodes are down
 * until they say otherwise, and pages have the usual grace to come back.
 */
export function started(turn: Turn, { instance, timeZone }: Extract<Event, { type: 'started' }>): void {
  const { world, at } = turn;
  world.instance = instance;
  world.draining = false;
  if (world.epoch === '') world.epoch = Math.floor(at).toString(36);
  if (world.timeZone !== timeZone || world.day.date === '' || at >= world.day.endsAt) {
    const day = dayAt(at, timeZone);
    const same = world.day.date === day.date;
    const { services, blocks, spent } = world.day;
    world.day = {
      ...day,
      services: same ? services : new Map(),
      blocks: same ? blocks : new Map(),
      spent: same ? spent : new Map(),
    };
    if (!same) beginDay(world, at);
  }
  world.timeZone = timeZone;
  for (const state of world.nodes.values()) state.up = false;
  askAgain(turn);
  // Contacts that queued before queues were flows hear music from now on.
  for (const contact of world.contacts.values())
    if (contact.queued && contact.stage === 'waiting') turn.arrivals.add(contact.id);
  expectBrowsers(turn);
  for (const agentId of [...world.pages]) pageChanged(turn, agentId, false);
}
