/** What a flow may ask about the world while it runs; answered at once. Given by the core, a flow test or the simulator. */
import type { Language, Value } from './values.ts';

export interface Environment {
  /** Epoch ms. */
  at: number;
  /** IANA zone in which the flow reads the clock. */
  timeZone: string;
  /** System transfer properties, read as `call.<name>` in expressions. */
  call: CallFacts;
  /** Whether a calendar is open at this moment; null = there is no such calendar. */
  hours(calendarId: number): 'open' | 'closed' | 'holiday' | null;
  /** Logged in, and free for a contact just now. */
  agents(campaignId: number): { loggedIn: number; free: number };
  /** Contacts that wait for the campaign. */
  queueLength(campaignId: number): number;
  /** Expected wait, ms; null = not known well enough to be said. */
  estimatedWaitMs(campaignId: number): number | null;
  /** This contact's place in its queue from 1; 0 = it does not wait. */
  position(): number;
  /** This contact's expected wait in its queue, ms; null = it does not wait, or it is not known well enough. */
  waitMs(): number | null;
  /** Whether the number may be called back for the campaign. */
  callable(campaignId: number, number: string): boolean;
  campaignId(name: string): number | null;
}

/** System transfer properties. */
export interface CallFacts {
  id: string;
  caller: string;
  callerName: string;
  dialled: string;
  service: string;
  campaign: string;
  language: Language;
  media: 'audio' | 'chat';
  /** Waited so far, seconds. */
  waited: number;
  priority: number;
  [name: string]: Value;
}
