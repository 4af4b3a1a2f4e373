import { expectBrowsers, pageChanged } from './agents/reachability.ts';
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
    world.day = { ...day, services: world.day.date === day.date ? world.day.services : new Map() };
  }
  world.timeZone = timeZone;
  for (const state of world.nodes.values()) state.up = false;
  expectBrowsers(turn);
  for (const agentId of [...world.pages]) pageChanged(turn, agentId, false);
}
