/** The contacts' history, newest first, and the steps of one. */
import type { Knex } from 'knex';
import type {
  ContactFilter,
  ContactRow,
  ContactStep,
  ContactStore,
  Page,
} from '../../runtime/ports/store.ts';
import type { Outcome } from '../../core/facts.ts';
import type { Database } from './database.ts';
import { checkLimit, decodeCursor, encodeCursor, pageOf } from './paging.ts';
import type { ContactRecord, StepRecord } from './tables.ts';
import { clip, containing } from './text.ts';

export function createContacts(database: Database): ContactStore {
  return {
    async list(filter): Promise<Page<ContactRow>> {
      const limit = checkLimit(filter.limit);
      const before = decodeCursor(filter.cursor, 'contacts', ['number', 'string']);
      const rows: ContactRecord[] = await database.read(knex => {
        const query = knex('contacts')
          .orderBy([
            { column: 'arrived_at', order: 'desc' },
            { column: 'id', order: 'desc' },
          ])
          .limit(limit + 1);
        narrow(query, filter);
        if (before) {
          const [at = 0, id = ''] = before;
          query.where('arrived_at', '<=', at).whereRaw('(arrived_at < ? or id < ?)', [at, id]);
        }
        return query;
      });
      return pageOf(rows, limit, toContact, row => encodeCursor('contacts', [row.arrived_at, row.id]));
    },

    get: id =>
      database.snapshot(async trx => {
        const row = await trx('contacts').where({ id }).first();
        if (!row) return null;
        const steps = await trx('contact_steps').where({ contact_id: id }).orderBy(['seq', 'idx']);
        return { contact: toContact(row), steps: steps.map(toStep) };
      }),

    earlier: ({ number, from, except, limit }) =>
      database.read(async knex => {
        const rows: EarlierRecord[] = await knex('contacts as c')
          .leftJoin('services as s', 's.id', 'c.service_id')
          .leftJoin('agents as a', 'a.id', 'c.agent_id')
          .leftJoin('dispositions as d', 'd.id', 'c.disposition_id')
          .where('c.caller_number', number)
          .where('c.arrived_at', '>=', from)
          .whereNot('c.id', except)
          .whereNot('c.direction', 'internal')
          .whereNotNull('c.outcome')
          .orderBy([
            { column: 'c.arrived_at', order: 'desc' },
            { column: 'c.id', order: 'desc' },
          ])
          .limit(limit)
          .select(
            'c.id',
            'c.direction',
            'c.arrived_at',
            'c.outcome',
            'c.note',
            's.name as service',
            'a.name as agent',
            'd.name as disposition',
          );
        return rows.map(({ arrived_at, service, agent, disposition, ...row }) => ({
          ...row,
          arrivedAt: arrived_at,
          service: service ?? '',
          agent: agent ?? '',
          disposition: disposition ?? '',
        }));
      }),

    lastServed: (campaignId, limit) =>
      database.snapshot(async trx => {
        const last: ContactRecord[] = await trx('contacts')
          .whereNotNull('outcome')
          .orderBy([
            { column: 'arrived_at', order: 'desc' },
            { column: 'id', order: 'desc' },
          ])
          .limit(mostLookedAt);
        const entered = await stepsOf(trx, last, 'campaignEntered');
        const served = last.filter(({ id }) =>
          entered.get(id)?.some(({ data }) => isServed(data, campaignId)),
        );
        const shown = served.slice(0, limit);
        const steps = await stepsOf(trx, shown);
        return shown.map(row => ({ contact: toContact(row), steps: steps.get(row.id) ?? [] }));
      }),
  };
}

/** A contact beside the names of what it refers to, where they are still there. */
interface EarlierRecord extends Pick<ContactRecord, 'id' | 'direction' | 'arrived_at' | 'note'> {
  outcome: Outcome;
  service: string | null;
  agent: string | null;
  disposition: string | null;
}

const mostLookedAt = 1000;

function isServed({ kind, campaignId }: ContactStep['data'], wanted: number | null): boolean {
  return kind !== 'human' && (wanted === null || campaignId === wanted);
}

/** The steps of the contacts, in order, by contact. */
async function stepsOf(
  trx: Knex,
  contacts: readonly ContactRecord[],
  type?: string,
): Promise<Map<string, ContactStep[]>> {
  const query = trx('contact_steps')
    .whereIn(
      'contact_id',
      contacts.map(({ id }) => id),
    )
    .orderBy(['contact_id', 'seq', 'idx']);
  const rows: StepRecord[] = await (type === undefined ? query : query.where({ type }));
  const found = new Map<string, ContactStep[]>();
  for (const row of rows) {
    const steps = found.get(row.contact_id) ?? [];
    steps.push(toStep(row));
    found.set(row.contact_id, steps);
  }
  return found;
}

function toStep({ seq, idx, at, type, data }: StepRecord): ContactStep {
  return { seq, index: idx, at, type, data: JSON.parse(data) };
}

function narrow(query: Knex.QueryBuilder<ContactRecord>, filter: ContactFilter): void {
  if (filter.serviceId !== undefined) query.where('service_id', filter.serviceId);
  if (filter.campaignId !== undefined) query.where('campaign_id', filter.campaignId);
  if (filter.agentId !== undefined) query.where('agent_id', filter.agentId);
  if (filter.state === 'active') query.whereNull('outcome');
  else if (filter.state === 'ended') query.whereNotNull('outcome');
  else if (filter.state !== undefined) query.where('outcome', filter.state);
  if (filter.from !== undefined) query.where('arrived_at', '>=', filter.from);
  if (filter.to !== undefined) query.where('arrived_at', '<', filter.to);
  const search = clip(filter.search?.trim() ?? '', 100);
  if (search !== '')
    query.where(either =>
      either.where('id', search).orWhereRaw("caller_number like ? escape '!'", [containing(search)]),
    );
}

function toContact(row: ContactRecord): ContactRow {
  return {
    id: row.id,
    media: row.media,
    direction: row.direction,
    serviceId: row.service_id,
    campaignId: row.campaign_id,
    agentId: row.agent_id,
    lineId: row.line_id,
    callerNumber: row.caller_number,
    callerName: row.caller_name,
    dialled: row.dialled,
    arrivedAt: row.arrived_at,
    queuedAt: row.queued_at,
    connectedAt: row.connected_at,
    endedAt: row.ended_at,
    outcome: row.outcome,
    endedBy: row.ended_by,
    waitMs: row.wait_ms,
    talkMs: row.talk_ms,
    holdMs: row.hold_ms,
    wrapUpMs: row.wrap_up_ms,
    dispositionId: row.disposition_id,
    note: row.note,
  };
}
