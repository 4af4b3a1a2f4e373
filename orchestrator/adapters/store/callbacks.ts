/** Call-backs: those still to be made by when they are due, the others by when they ended. The rows are projected from facts. */
import type { Knex } from 'knex';
import type { FoundPromise } from '../../core/callbacks/promised.ts';
import type { CallbackFilter, CallbackRow, CallbackStore } from '../../runtime/ports/callbacks.ts';
import type { Page } from '../../runtime/ports/store.ts';
import type { Database } from './database.ts';
import { checkLimit, decodeCursor, encodeCursor, pageOf } from './paging.ts';
import type { CallbackRecord } from './tables.ts';
import { clip, containing } from './text.ts';

export function createCallbacks(database: Database, clock: () => number): CallbackStore {
  return {
    async list(filter): Promise<Page<CallbackRow>> {
      const limit = checkLimit(filter.limit);
      const open = isOpen(filter);
      const [column, direction, order] = open
        ? (['due_at', 'asc', 'callbacks-due'] as const)
        : (['ended_at', 'desc', 'callbacks-ended'] as const);
      const last = decodeCursor(filter.cursor, order, ['number', 'string']);
      const rows: CallbackRecord[] = await database.read(knex => {
        const query = knex('callbacks')
          .orderBy([
            { column, order: direction },
            { column: 'id', order: direction },
          ])
          .limit(limit + 1);
        narrow(query, filter, column, clock());
        if (last) {
          const [at = 0, id = ''] = last;
          const beyond = open ? '>' : '<';
          query
            .where(column, `${beyond}=`, at)
            .whereRaw(`(${column} ${beyond} ? or id ${beyond} ?)`, [at, id]);
        }
        return query;
      });
      return pageOf(rows, limit, toCallback, row => encodeCursor(order, [row[column] ?? 0, row.id]));
    },

    async get(id) {
      const row = await database.read(knex => knex('callbacks').where({ id }).first());
      return row ? toCallback(row) : null;
    },

    figures: ({ overdueBefore, until }) =>
      database.read(async knex => {
        const count = (condition: string) => `coalesce(sum(case when ${condition} then 1 else 0 end), 0)`;
        const [row]: Record<'open' | 'calling' | 'overdue' | 'until', number | string>[] = await knex(
          'callbacks',
        )
          .whereNull('ended_at')
          .select(
            knex.raw('count(*) as open'),
            knex.raw(`${count("state = 'calling'")} as calling`),
            knex.raw(`${count("state = 'open' and due_at < ?")} as overdue`, [overdueBefore]),
            knex.raw(`${count('due_at < ?')} as until`, [until]),
          );
        // Sums come as texts from MySQL.
        const of = (value: number | string | undefined): number => Number(value ?? 0);
        return {
          open: of(row?.open),
          calling: of(row?.calling),
          overdue: of(row?.overdue),
          dueUntil: of(row?.until),
        };
      }),
  };
}

const isOpen = ({ state = 'open' }: CallbackFilter): boolean => state === 'open' || state === 'overdue';

function narrow(
  query: Knex.QueryBuilder,
  filter: CallbackFilter,
  moment: 'due_at' | 'ended_at',
  now: number,
): void {
  const { state = 'open', campaignId, serviceId, agentId, from, to } = filter;
  if (isOpen(filter)) query.whereNull('ended_at');
  else if (state === 'done') query.whereNotNull('ended_at').whereNot('state', 'replaced');
  else query.where({ state });
  if (state === 'overdue') query.where({ state: 'open' }).where('due_at', '<', filter.overdueBefore ?? now);
  if (campaignId !== undefined) query.where('campaign_id', campaignId);
  if (serviceId !== undefined) query.where('service_id', serviceId);
  if (agentId === 'anyone') query.whereNull('agent_id');
  else if (agentId !== undefined) query.where(isOpen(filter) ? 'agent_id' : 'called_by', agentId);
  if (from !== undefined) query.where(moment, '>=', from);
  if (to !== undefined) query.where(moment, '<', to);
  const search = clip(filter.search?.trim() ?? '', 100);
  if (search !== '') query.whereRaw("number like ? escape '!'", [containing(search)]);
}

/** Those that are still to be made, for a core that knows nothing of them; `begun`: they had become contacts. */
export async function promisesIn(knex: Knex): Promise<FoundPromise[]> {
  const rows: (CallbackRecord & { begun: string | null })[] = await knex('callbacks')
    .leftJoin('contacts', 'contacts.id', 'callbacks.id')
    .whereNull('callbacks.ended_at')
    .orderBy('callbacks.due_at')
    .select('callbacks.*', 'contacts.id as begun');
  return rows.flatMap(row =>
    row.campaign_id === null
      ? []
      : {
          id: row.id,
          from: row.from_id,
          callee: { number: row.number, name: row.name },
          campaignId: row.campaign_id,
          serviceId: row.service_id ?? 0,
          agentId: row.agent_id,
          by: row.promised_by,
          dueAt: row.due_at,
          begun: row.begun !== null,
        },
  );
}

function toCallback(row: CallbackRecord): CallbackRow {
  return {
    id: row.id,
    fromId: row.from_id,
    kind: row.kind,
    campaignId: row.campaign_id,
    serviceId: row.service_id,
    agentId: row.agent_id,
    promisedBy: row.promised_by,
    number: row.number,
    name: row.name,
    madeAt: row.made_at,
    dueAt: row.due_at,
    state: row.state,
    attempts: row.attempts,
    result: row.result,
    triedAt: row.tried_at,
    calledBy: row.called_by,
    endedAt: row.ended_at,
    endedBy: row.ended_by,
    reason: row.reason ?? '',
  };
}
