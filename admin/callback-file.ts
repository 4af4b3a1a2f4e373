/**
 * Call-backs as a file for spreadsheets (RFC 4180, with a byte order mark, which Excel needs to read accents). In
 * Italian the comma is the decimal mark, so that spreadsheets expect semicolons.
 */
import { DateTime } from 'luxon';
import type { CallbackRow } from '../orchestrator/runtime/ports/callbacks.ts';
import type { Names } from './names.ts';
import type { PageLanguage, Translate } from './shared/words.ts';

interface Reader {
  names: Names;
  t: Translate;
  language: PageLanguage;
  timeZone: string;
}

const columns = [
  'state',
  'due',
  'number',
  'name',
  'campaign',
  'service',
  'owner',
  'promised',
  'made',
  'attempts',
  'result',
  'tried',
  'calledBy',
  'ended',
  'endedBy',
  'reason',
  'contact',
] as const;
type Column = (typeof columns)[number];

/** Lines, the headings first. */
export async function* callbackFile(
  rows: AsyncIterable<CallbackRow>,
  reader: Reader,
): AsyncGenerator<string> {
  const separator = reader.language === 'it' ? ';' : ',';
  const line = (cells: readonly string[]): string => `${cells.map(cell).join(separator)}\r\n`;
  yield `\uFEFF${line(columns.map(column => reader.t(`callbacks.file.${column}`)))}`;
  for await (const row of rows) {
    const cells = cellsOf(row, reader);
    yield line(columns.map(column => cells[column]));
  }
}

function cellsOf(row: CallbackRow, { names, t, timeZone }: Reader): Record<Column, string> {
  const moment = (at: number | null): string =>
    at === null ? '' : DateTime.fromMillis(at, { zone: timeZone }).toFormat('yyyy-LL-dd HH:mm:ss');
  return {
    state: t(`callbacks.states.${row.state}`),
    due: moment(row.dueAt),
    number: row.number,
    name: row.name,
    campaign: names.of('campaigns', row.campaignId),
    service: names.of('services', row.serviceId),
    owner: row.agentId === null ? t('callbacks.anyone') : names.of('agents', row.agentId),
    promised: row.kind === 'asked' ? t('callbacks.asked') : names.of('agents', row.promisedBy),
    made: moment(row.madeAt),
    attempts: String(row.attempts),
    result: row.result === null ? '' : t(`callbacks.results.${row.result}`),
    tried: moment(row.triedAt),
    calledBy: names.of('agents', row.calledBy),
    ended: moment(row.endedAt),
    endedBy: row.endedBy ?? '',
    reason: row.reason,
    contact: row.fromId,
  };
}

/** A cell that begins like a formula is marked as text: names of callers come from outside (OWASP, CSV injection). */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
