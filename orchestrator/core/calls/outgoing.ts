/**
 * What may be dialled, and from which number: everything that calls out over a line asks here (S11). A refused
 * number is an anomaly, so that supervisors see a run of them.
 */
import type { RefusalCode } from '../agents/requests.ts';
import { applyNumberRules } from '../configuration/lookup.ts';
import { DialledNumber, type Line, type Service } from '../configuration/schemas.ts';
import type { ContactId } from '../ids.ts';
import { record, type Turn } from '../turn.ts';
import type { World } from '../world.ts';

/** E.164: at most 15 digits after the plus. */
const LONGEST = 15;
const MINUTE_MS = 60_000;

/** Why the number may not be called over the line; null = it may, and counts among the calls of this minute. */
export function mayDial(
  turn: Turn,
  line: Line,
  number: string,
  contactId: ContactId | null = null,
): RefusalCode | null {
  const refused = refusal(turn, line, number);
  if (refused) {
    const detail = `${refused} on ${line.name}: ${number.slice(0, 30)}`;
    record(turn, { type: 'anomalyFound', code: 'callRefused', detail, contactId });
  } else noteDialled(turn, line);
  return refused;
}

function refusal(turn: Turn, line: Line, number: string): RefusalCode | null {
  const wrong = unfitFor(line, number);
  if (wrong) return wrong;
  const { callsPerMinute } = line;
  return callsPerMinute > 0 && recent(turn, line.id).length >= callsPerMinute ? 'tooManyCalls' : null;
}

/** Why the number may never be called over the line; null = it may. */
export function unfitFor(line: Line, number: string): RefusalCode | null {
  const dialled = applyNumberRules(line, 'outbound', number);
  if (!DialledNumber.safeParse(number).success || !DialledNumber.safeParse(dialled).success)
    return 'numberNotValid';
  if (number.startsWith('+') && !new RegExp(`^\\+[1-9][0-9]{1,${LONGEST - 1}}$`).test(number))
    return 'numberNotValid';
  const forms = [number, dialled];
  const begins = (prefix: string): boolean =>
    prefix !== '' && forms.some(form => plain(form).startsWith(plain(prefix)));
  if (line.blockedPrefixes.some(begins)) return 'numberBlocked';
  const allowed = line.allowedPrefixes.length === 0 || line.allowedPrefixes.some(begins);
  return allowed ? null : 'numberBlocked';
}

/** 00 and + both mean the international prefix. */
function plain(number: string): string {
  return number.startsWith('00') ? `+${number.slice(2)}` : number;
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
