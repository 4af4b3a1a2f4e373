/**
 * What may be dialled, and from which number: everything that calls out over a line asks here (S11). A refused
 * number is a fact of its own, so that supervisors see a run of them.
 */
import type { RefusalCode } from '../agents/requests.ts';
import { isOpen } from '../configuration/calendar.ts';
import { applyNumberRules } from '../configuration/lookup.ts';
import { DialledNumber, type Line, type Service } from '../configuration/schemas.ts';
import type { Contact } from '../contacts/contact.ts';
import type { AgentId } from '../ids.ts';
import { record, type Turn } from '../turn.ts';
import type { World } from '../world.ts';
import { countryOf, withCountry } from './country.ts';
import { plain, spentOn } from './spending.ts';

/** E.164: at most 15 digits after the plus. */
const LONGEST = 15;
const MINUTE_MS = 60_000;
const CENTS = 100;
/** So many calls of one caller to one number at once are a number that leads back to us. */
const LOOP = 3;
/** What supervisors see of the calls that were refused. */
const MOST_REFUSALS = 50;

/** A call that was not made, or made with an alarm. */
export interface RefusedCall {
  at: number;
  lineId: number;
  number: string;
  /** The agent who wanted it; null = a flow, a callback, or the phone of an agent. */
  agentId: AgentId | null;
  code: RefusalCode;
  /** It went out although: the line only asks for an alarm. */
  went: boolean;
}

/** For whom a number is called. */
export interface OnBehalf {
  contact?: Contact;
  agentId?: AgentId;
}

/** Why the number may not be called over the line; null = it may, and counts among the calls of this minute. */
export function mayDial(turn: Turn, line: Line, number: string, whose: OnBehalf = {}): RefusalCode | null {
  const refused = refusal(turn, line, number, whose);
  if (refused) noteRefused(turn, line, number, whose, refused, false);
  else {
    noteCountry(turn, line, number, whose);
    noteDialled(turn, line);
  }
  return refused;
}

function noteRefused(
  turn: Turn,
  { id: lineId }: Line,
  number: string,
  { contact, agentId }: OnBehalf,
  code: RefusalCode,
  went: boolean,
): void {
  const { world, at } = turn;
  const refused = { lineId, number: number.slice(0, 30), agentId: agentId ?? null, code, went };
  world.refusals = [{ at, ...refused }, ...world.refusals].slice(0, MOST_REFUSALS);
  record(turn, { type: 'callRefused', contactId: contact?.id ?? null, ...refused });
}

/** As mayDial, without consequences. */
export function refusal(
  turn: Turn,
  line: Line,
  number: string,
  { contact, agentId }: OnBehalf = {},
): RefusalCode | null {
  const { world } = turn;
  const wrong = unfitFor(line, number) ?? (isOurs(world, line, number) ? 'ownNumber' : null);
  if (wrong) return wrong;
  if (outsideHours(world, line, number)) return 'outsideHours';
  if (line.toll.newCountry === 'refuse' && !isKnown(line, number)) return 'newCountry';
  if (contact && loops(world, contact, number)) return 'forwardingLoop';
  const { callsPerMinute } = line;
  if (callsPerMinute > 0 && recent(turn, line.id).length >= callsPerMinute) return 'tooManyCalls';
  return spentUp(world, line, agentId ?? null);
}

function spentUp(world: World, { id, toll }: Line, agentId: AgentId | null): RefusalCode | null {
  const { spendPerDay, minutesPerDay, agentMinutesPerDay, agentCallsAtOnce } = toll;
  const { ms, cents, agentMs, agentCalls } = spentOn(world, id, agentId);
  if (spendPerDay > 0 && cents >= spendPerDay * CENTS) return 'lineSpent';
  if (minutesPerDay > 0 && ms >= minutesPerDay * MINUTE_MS) return 'lineSpent';
  if (agentId === null) return null;
  if (agentMinutesPerDay > 0 && agentMs >= agentMinutesPerDay * MINUTE_MS) return 'agentSpent';
  return agentCallsAtOnce > 0 && agentCalls >= agentCallsAtOnce ? 'tooManyAtOnce' : null;
}

function outsideHours({ configuration, at }: World, line: Line, number: string): boolean {
  const { calendarId, alwaysPrefixes } = line.toll;
  const calendar = calendarId === null ? undefined : configuration.calendars.get(calendarId);
  return calendar !== undefined && !isOpen(calendar, at) && !begins(line, number, alwaysPrefixes);
}

function countryFor(line: Line, number: string): string {
  return countryOf(number, applyNumberRules(line, 'outbound', number), line.toll.homeCountry);
}

function isKnown(line: Line, number: string): boolean {
  const { homeCountry, knownCountries } = line.toll;
  const country = countryFor(line, number);
  return country === homeCountry || knownCountries.includes(country);
}

/** The first call to a country over this line is worth an alarm. */
function noteCountry(turn: Turn, line: Line, number: string, whose: OnBehalf): void {
  if (line.toll.newCountry !== 'alarm' || isKnown(line, number)) return;
  const { countries } = turn.world;
  const called = countries.get(line.id) ?? [];
  const country = countryFor(line, number);
  if (called.includes(country)) return;
  countries.set(line.id, [...called, country]);
  noteRefused(turn, line, number, whose, 'newCountry', true);
}

/** A number of ours, dialled outside, would come back in over the provider. */
function isOurs({ configuration: { serviceByNumber } }: World, line: Line, number: string): boolean {
  const { homeCountry: home } = line.toll;
  const whole = withCountry(number, home);
  const forms = [number.replace(/^\+/, ''), whole, whole.startsWith(home) ? whole.slice(home.length) : whole];
  // An extension is no number outside.
  return forms.some(form => serviceByNumber.get(form)?.numbers.some(own => own.replace(/^\+/, '') === form));
}

/** A number outside that is forwarded to us calls us again with the same caller. */
function loops({ outside, legs, contacts }: World, contact: Contact, number: string): boolean {
  if (contact.caller.number === '') return false;
  let same = 0;
  for (const [leg, call] of outside) {
    const other = contacts.get(legs.get(leg)?.contactId ?? '');
    if (call.number === number && other?.caller.number === contact.caller.number) same += 1;
  }
  return same >= LOOP;
}

/** Why the number may never be called over the line; null = it may. */
export function unfitFor(line: Line, number: string): RefusalCode | null {
  const dialled = applyNumberRules(line, 'outbound', number);
  if (!DialledNumber.safeParse(number).success || !DialledNumber.safeParse(dialled).success)
    return 'numberNotValid';
  if (number.startsWith('+') && !new RegExp(`^\\+[1-9][0-9]{1,${LONGEST - 1}}$`).test(number))
    return 'numberNotValid';
  if (begins(line, number, line.blockedPrefixes)) return 'numberBlocked';
  const { allowedPrefixes } = line;
  return allowedPrefixes.length === 0 || begins(line, number, allowedPrefixes) ? null : 'numberBlocked';
}

/** Whether the number, as called or as the provider gets it, begins with one of the prefixes. */
function begins(line: Line, number: string, prefixes: readonly string[]): boolean {
  const forms = [number, applyNumberRules(line, 'outbound', number)].map(plain);
  return prefixes.some(prefix => prefix !== '' && forms.some(form => form.startsWith(plain(prefix))));
}

function recent({ world, at }: Turn, lineId: number): number[] {
  return (world.dialled.get(lineId) ?? []).filter(moment => at - moment < MINUTE_MS);
}

function noteDialled(turn: Turn, { id, callsPerMinute }: Line): void {
  if (callsPerMinute > 0) turn.world.dialled.set(id, [...recent(turn, id), turn.at]);
}

/** A number to present, and the line that presents it. */
export interface CallerId {
  lineId: number;
  /** Empty = the provider's default. */
  number: string;
}

/** The numbers that operators may present when they call out for a service, the usual one first. */
export function callerIdsOf({ configuration }: World, service: Service): CallerId[] {
  const chosen = service.outboundLineIds;
  return [...configuration.lines.values()]
    .filter(({ id, direction }) => direction !== 'inbound' && (chosen.length === 0 || chosen.includes(id)))
    .flatMap(({ id: lineId, callerId, callerIds }) =>
      [...new Set([callerId, ...callerIds])].map(number => ({ lineId, number })),
    );
}

/** Services for which the agent may call out: it works in the campaign of their manual calls. */
export function outboundServices({ configuration }: World, agentId: number): Service[] {
  const mine = new Set((configuration.memberships.get(agentId) ?? []).map(({ campaignId }) => campaignId));
  return [...configuration.services.values()].filter(
    ({ outboundCampaignId }) => outboundCampaignId !== null && mine.has(outboundCampaignId),
  );
}
