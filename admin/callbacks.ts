/** A call-back as the supervisors' page shows it. */
import type { CallbackRow } from '../orchestrator/runtime/ports/callbacks.ts';
import type { Names } from './names.ts';
import { localInput } from './query.ts';
import type { Formats } from './shared/formats.ts';
import { partyText } from './shared/live-tables.ts';
import type { Translate } from './shared/words.ts';

/** Colour and shape of each state. */
const looks: Record<CallbackRow['state'] | 'overdue', { icon: string; colour: string }> = {
  open: { icon: 'clock', colour: 'blue' },
  overdue: { icon: 'alert-triangle', colour: 'red' },
  calling: { icon: 'phone-call', colour: 'green' },
  reached: { icon: 'circle-check', colour: 'green' },
  cancelled: { icon: 'circle-x', colour: 'gray' },
  givenUp: { icon: 'phone-off', colour: 'orange' },
  replaced: { icon: 'arrow-forward-up', colour: 'gray' },
};

interface Reader {
  names: Names;
  t: Translate;
  formats: Formats;
  now: number;
  timeZone: string;
  overdueMs: number;
}

export function presentCallback(row: CallbackRow, reader: Reader): Record<string, unknown> {
  const { names, t, formats, now, timeZone, overdueMs } = reader;
  const { id, dueAt, agentId, promisedBy, calledBy, endedAt, attempts } = row;
  const lateMs = now - dueAt;
  const state = row.state === 'open' && lateMs > overdueMs ? 'overdue' : row.state;
  const customer = partyText({ number: row.number, name: row.name }, t);
  return {
    id,
    ...looks[state],
    state: t(`callbacks.states.${state}`),
    customer,
    /** Until it is made it is no contact of its own. */
    contact: `/admin/contacts/${encodeURIComponent(endedAt === null || row.state === 'cancelled' ? row.fromId : id)}`,
    dueAt,
    due: localInput(dueAt, timeZone),
    relative: endedAt === null ? fromNow(-lateMs, t, formats) : '',
    endedAt,
    campaign: names.of('campaigns', row.campaignId),
    campaignId: row.campaignId,
    service: names.of('services', row.serviceId),
    owner: agentId === null ? t('callbacks.anyone') : names.of('agents', agentId),
    ownerId: agentId ?? '',
    origin:
      row.kind === 'asked'
        ? t('callbacks.asked')
        : t('callbacks.promisedBy', { agent: names.of('agents', promisedBy) }),
    calledBy: names.of('agents', calledBy),
    attempts: attempts === 0 ? '' : formats.number(attempts),
    result:
      row.result === null || row.triedAt === null
        ? ''
        : `${t(`callbacks.results.${row.result}`)}, ${formats.dateTime(row.triedAt)}`,
    why: [row.endedBy, row.reason].filter(Boolean).join(': '),
    /** Nobody is calling now. */
    canChange: row.state === 'open',
  };
}

/**
 * How long it is until then; negative = it was due so long ago. Whole minutes: a text that changes each time one
 * looks at it helps nobody.
 */
function fromNow(ms: number, t: Translate, formats: Formats): string {
  const minutes = Math.trunc(ms / 60_000);
  const days = Math.round(minutes / 1440);
  const time = formats.duration(Math.abs(minutes) * 60_000);
  if (minutes === 0) return t('callbacks.now');
  if (minutes < 0) return t('callbacks.late', { time });
  return days >= 2 ? t('callbacks.inDays', { count: days }) : t('callbacks.in', { time });
}
