/** The index of recorded calls, newest first; the rows themselves are projected from facts. */
import type { Knex } from 'knex';
import type {
  CallRecording,
  RecordingFilter,
  RecordingRight,
  RecordingStore,
} from '../../runtime/ports/recordings.ts';
import type { Page } from '../../runtime/ports/store.ts';
import { addAudit } from './audit.ts';
import type { Database } from './database.ts';
import { checkLimit, decodeCursor, encodeCursor, pageOf } from './paging.ts';
import type { CallRecordingRecord } from './tables.ts';
import { clip, containing } from './text.ts';

/** A row with what its contact knows. */
type Found = CallRecordingRecord & {
  service_id: number | null;
  agent_id: number | null;
  caller_number: string | null;
  caller_name: string | null;
};

/** A player asks for a sound in pieces, and whoever listens goes back and forth. */
const oneListeningMs = 10 * 60_000;
/** After this time a recording is fetched although its contact does not end. */
const longestContactMs = 24 * 3_600_000;
const dayMs = 86_400_000;
const rightSetting = 'recordingRight';
const rights: readonly RecordingRight[] = ['list', 'listen', 'download', 'delete'];

export function createRecordings(database: Database, clock: () => number): RecordingStore {
  const found = (knex: Knex) =>
    knex('recordings')
      .leftJoin('contacts', 'contacts.id', 'recordings.contact_id')
      .select<Found[]>(
        'recordings.*',
        'contacts.service_id',
        'contacts.agent_id',
        'contacts.caller_number',
        'contacts.caller_name',
      );
  const object = (id: string): string => `recordings/${id}`;

  return {
    async list(filter): Promise<Page<CallRecording>> {
      const limit = checkLimit(filter.limit);
      const before = decodeCursor(filter.cursor, 'recordings', ['number', 'string']);
      const rows: Found[] = await database.read(knex => {
        const query = found(knex)
          .whereNot('recordings.state', 'leaving')
          .orderBy([
            { column: 'recordings.started_at', order: 'desc' },
            { column: 'recordings.id', order: 'desc' },
          ])
          .limit(limit + 1);
        narrow(query, filter);
        if (before) {
          const [at = 0, id = ''] = before;
          query
            .where('recordings.started_at', '<=', at)
            .whereRaw('(recordings.started_at < ? or recordings.id < ?)', [at, id]);
        }
        return query;
      });
      return pageOf(rows, limit, toRecording, row => encodeCursor('recordings', [row.started_at, row.id]));
    },

    async get(id) {
      const [row]: Found[] = await database.read(knex =>
        found(knex).where('recordings.id', id).whereNot('recordings.state', 'leaving'),
      );
      return row ? toRecording(row) : null;
    },

    async ofContact(contactId) {
      const rows: Found[] = await database.read(knex =>
        found(knex)
          .where('recordings.contact_id', contactId)
          .whereNot('recordings.state', 'leaving')
          .orderBy('recordings.started_at'),
      );
      return rows.map(toRecording);
    },

    heard: (id, how, by) =>
      database.write('configuration', async trx => {
        const at = clock();
        const recent = await trx('audit')
          .where({ object: object(id), by: clip(by, 100), action: how })
          .where('at', '>', at - oneListeningMs)
          .first('id');
        if (!recent) await addAudit(trx, { by, action: how, object: object(id), detail: {} }, at);
      }),

    async right() {
      const row = await database.read(knex => knex('settings').where({ name: rightSetting }).first());
      return rights.find(right => right === row?.value) ?? 'listen';
    },

    setRight: (right, by) =>
      database.write('configuration', async trx => {
        const row = await trx('settings').where({ name: rightSetting }).first();
        await trx('settings').insert({ name: rightSetting, value: right }).onConflict('name').merge();
        const detail = { supervisor: [row?.value ?? 'listen', right] };
        await addAudit(trx, { by, action: 'update', object: 'recording-access', detail }, clock());
      }),

    async coming(limit) {
      const rows: Found[] = await database.read(knex =>
        found(knex)
          .where('recordings.state', 'coming')
          .where(over =>
            over
              .whereNotNull('contacts.ended_at')
              .orWhereNull('contacts.id')
              .orWhere('recordings.started_at', '<', clock() - longestContactMs),
          )
          .orderBy('recordings.started_at')
          .limit(limit),
      );
      return rows.map(toRecording);
    },

    async kept(id, { checksum, bytes, lengthMs, peaks }) {
      const file = { checksum, bytes, length_ms: lengthMs, peaks: JSON.stringify(peaks) };
      await database.read(knex =>
        knex('recordings')
          .where({ id, state: 'coming' })
          .update({ state: 'kept', ...file }),
      );
    },

    async lost(id) {
      await database.read(knex =>
        knex('recordings').where({ id, state: 'coming' }).update({ state: 'lost' }),
      );
    },

    leave: (id, action, by) =>
      database.write('configuration', async trx => {
        const row = await trx('recordings').where({ id }).whereNot('state', 'leaving').first();
        if (!row) return false;
        await trx('recordings').where({ id }).update({ state: 'leaving' });
        const detail = {
          contactId: [row.contact_id, null],
          startedAt: [row.started_at, null],
          checksum: [row.checksum, null],
        };
        await addAudit(trx, { by, action, object: object(id), detail }, clock());
        return true;
      }),

    leaving: limit =>
      database.read(knex =>
        knex('recordings').where({ state: 'leaving' }).limit(limit).select('id', 'node', 'channels'),
      ),

    async gone(id) {
      await database.read(knex => knex('recordings').where({ id, state: 'leaving' }).delete());
    },

    madeBefore: (campaignId, before, limit) =>
      database.read(knex =>
        knex('recordings')
          .where({ campaign_id: campaignId })
          .where('started_at', '<', before)
          .whereNot('state', 'leaving')
          .orderBy('started_at')
          .limit(limit)
          .pluck('id'),
      ),

    outlived: (campaigns, now, limit) =>
      database.read(knex =>
        knex('recordings')
          .whereNotIn('campaign_id', [...campaigns])
          .where('keep_days', '>', 0)
          .whereRaw('started_at < ? - keep_days * ?', [now, dayMs])
          .whereNot('state', 'leaving')
          .orderBy('started_at')
          .limit(limit)
          .pluck('id'),
      ),
  };
}

function narrow(query: Knex.QueryBuilder, filter: RecordingFilter): void {
  const { campaignId, serviceId, agentId, contactId, from, to } = filter;
  if (campaignId !== undefined) query.where('recordings.campaign_id', campaignId);
  if (serviceId !== undefined) query.where('contacts.service_id', serviceId);
  if (agentId !== undefined) query.where('contacts.agent_id', agentId);
  if (contactId !== undefined) query.where('recordings.contact_id', contactId);
  if (from !== undefined) query.where('recordings.started_at', '>=', from);
  if (to !== undefined) query.where('recordings.started_at', '<', to);
  const search = clip(filter.search?.trim() ?? '', 100);
  if (search !== '') query.whereRaw("contacts.caller_number like ? escape '!'", [containing(search)]);
}

function toRecording(row: Found): CallRecording {
  return {
    id: row.id,
    contactId: row.contact_id,
    node: row.node,
    campaignId: row.campaign_id,
    channels: row.channels,
    onDemand: row.on_demand === 1,
    startedAt: row.started_at,
    keepDays: row.keep_days,
    state: row.state === 'leaving' ? 'lost' : row.state,
    lengthMs: row.length_ms,
    bytes: row.bytes,
    checksum: row.checksum,
    peaks: row.peaks === null ? null : (JSON.parse(row.peaks) as number[][]),
    serviceId: row.service_id,
    agentId: row.agent_id,
    callerNumber: row.caller_number ?? '',
    callerName: row.caller_name ?? '',
  };
}
