/** Where a leg goes and who it says is calling: dial strings are built here, from typed parts only (S5). */
import type { Destination } from '../../core/commands.ts';
import { DialledNumber, type Line } from '../../core/configuration/schemas.ts';
import type { Party } from '../../core/events.ts';
import { AriError } from './ari-error.ts';
import { type Directory, endpointName } from './directory.ts';
import { browserCodecs } from './sip-objects.ts';
import type { LineUse } from './line-use.ts';

export interface Route {
  /** Dial string of Asterisk. */
  endpoint: string;
  /** Name and number presented; undefined = the provider's default. */
  callerId: string | undefined;
  /** Codecs in the order in which they are offered; undefined = as Asterisk likes, which puts the narrow ones first. */
  formats: string | undefined;
  /** The line it takes; null = none. */
  lineId: number | null;
}

/** Throws AriError (404 unknown, 403 not for outbound, 400 not a number, 503 all channels of the line in use). */
export function routeTo(destination: Destination, from: Party, directory: Directory, use: LineUse): Route {
  if (destination.kind === 'agentPhone') {
    const access = directory.agent(destination.agentId);
    if (!access) throw new AriError(404, `agent ${destination.agentId} is not known`);
    const name = endpointName[destination.phone](access.agent.extension);
    const formats = destination.phone === 'browser' ? browserCodecs : undefined;
    return { endpoint: `PJSIP/${name}`, callerId: callerId(from), formats, lineId: null };
  }
  const { lineId } = destination;
  const line = directory.line(lineId)?.line;
  if (!line) throw new AriError(404, `line ${lineId} is not known`);
  if (line.direction === 'inbound') throw new AriError(403, `line ${lineId} is for inbound calls only`);
  if (line.channels > 0 && use.count(lineId) >= line.channels)
    throw new AriError(503, `all ${line.channels} channels of line ${lineId} are in use`);
  const number = outboundNumber(line, destination.number);
  if (!DialledNumber.safeParse(number).success) throw new AriError(400, 'not a number to dial');
  return {
    endpoint:
      line.kind === 'dialplan'
        ? `Local/${number}@${line.context}/n`
        : `PJSIP/${number}@${endpointName.line(lineId)}`,
    callerId: presentedOn(line, from),
    formats: undefined,
    lineId,
  };
}

/** The number after the line's rules: the first whose prefix fits. */
export function outboundNumber(line: Line, number: string): string {
  const rule = line.numberRules.find(
    ({ direction, prefix }) => direction === 'outbound' && number.startsWith(prefix),
  );
  return rule ? rule.replaceWith + number.slice(rule.prefix.length) : number;
}

/** A provider is only told the line's own numbers; the engineers' dialplan decides by itself. */
function presentedOn(line: Line, from: Party): string | undefined {
  if (line.callerIds.includes(from.number)) return callerId({ name: '', number: from.number });
  if (line.callerId !== '') return callerId({ name: '', number: line.callerId });
  return line.kind === 'dialplan' ? callerId(from) : undefined;
}

/** `"name" <number>` without anything that could end a quoted string or a header line. */
export function callerId({ name, number }: Party): string {
  const plain = (text: string): string => text.replace(/["\\<>\p{Cc}]/gu, '').trim();
  return `"${plain(name)}" <${plain(number)}>`;
}
